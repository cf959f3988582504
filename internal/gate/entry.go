// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// maxNamed bounds how many records one entry names per person, so that a leaf
// stays small; beyond it the entry says how many more.
const maxNamed = 50

// drafts turns verdicts of one ask into entries: one for each clause and set
// of facts, with a sub-leaf per person.
func (g *Gate) drafts(ctx context.Context, r *rules, a *Ask, kind ledger.Kind, out ledger.Outcome, vs []Verdict, public []ledger.Field) ([]ledger.Draft, error) {
	groups := grouped(vs)
	actor, err := g.actorPart(ctx, a.Actor)
	if err != nil {
		return nil, err
	}
	if a.Continues > 0 {
		public = append(slices.Clone(public), ledger.Field{Name: ledger.PublicContinues, Value: strconv.FormatInt(a.Continues, 10)})
	}
	drafts := make([]ledger.Draft, len(groups))
	for i, vs := range groups {
		drafts[i] = ledger.Draft{
			Kind: kind, Outcome: out, Clause: vs[0].Clause.Name, Rulebook: r.digest, Facts: ledger.Bits(vs[0].Facts),
			Action: a.Action.String(), Purpose: a.Purpose, Public: public, Actor: actor,
		}
		if a.Quiet {
			continue
		}
		if drafts[i].Subjects, err = g.subjects(ctx, a, vs); err != nil {
			return nil, err
		}
	}
	return drafts, nil
}

// alike is what verdicts of one entry have in common.
type alike struct {
	clause string
	facts  rulebook.Facts
}

func (v *Verdict) alike() alike { return alike{v.Clause.Name, v.Facts} }

// grouped puts verdicts that share clause and facts together, in order of
// first appearance: the order of their entries.
func grouped(vs []Verdict) [][]Verdict {
	if len(vs) == 1 {
		return [][]Verdict{vs}
	}
	at := map[alike]int{}
	var groups [][]Verdict
	for _, v := range vs {
		i, ok := at[v.alike()]
		if !ok {
			i = len(groups)
			at[v.alike()] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], v)
	}
	return groups
}

// groupOf tells in which entry, counted from the first, a verdict stands.
func groupOf(vs []Verdict, v Verdict) int {
	if len(vs) == 1 {
		return 0
	}
	seen := map[alike]bool{}
	for _, x := range vs {
		if x.alike() == v.alike() {
			break
		}
		seen[x.alike()] = true
	}
	return len(seen)
}

// subjects makes one sub-leaf per person among verdicts. Somebody whose id is
// unknown has no log key and so no sub-leaf.
func (g *Gate) subjects(ctx context.Context, a *Ask, vs []Verdict) ([]ledger.Subject, error) {
	at := make(map[opaque.ID]int, len(vs))
	var out []ledger.Subject
	var about [][]Verdict
	for _, v := range vs {
		if v.Subject.IsZero() {
			continue
		}
		i, ok := at[v.Subject]
		if !ok {
			s, err := g.subject(ctx, v.Subject)
			if errors.Is(err, keys.ErrNoKey) {
				continue
			}
			if err != nil {
				return nil, err
			}
			i = len(out)
			at[v.Subject] = i
			out, about = append(out, s), append(about, nil)
		}
		about[i] = append(about[i], v)
	}
	for i := range out {
		out[i].Fields = subjectFields(a, about[i])
	}
	return out, nil
}

func (g *Gate) subject(ctx context.Context, id opaque.ID) (ledger.Subject, error) {
	key, err := g.logKey(ctx, id)
	if err != nil {
		return ledger.Subject{}, err
	}
	k, err := g.Config.Heads.hint(ctx, g.Keys, g.Org, id)
	if err != nil {
		return ledger.Subject{}, err
	}
	return ledger.Subject{Person: id, Key: key, Head: k}, nil
}

func subjectFields(a *Ask, vs []Verdict) []ledger.Field {
	cats := make([]string, 0, len(vs))
	var recs []string
	more := 0
	for _, v := range vs {
		if !slices.Contains(cats, v.Category) {
			cats = append(cats, v.Category)
		}
		for _, r := range v.Records {
			if len(recs) < maxNamed {
				recs = append(recs, r.String())
			} else {
				more++
			}
		}
	}
	if more > 0 {
		recs = append(recs, "+"+strconv.Itoa(more))
	}
	actor := ""
	if !a.Actor.ID.IsZero() {
		actor = a.Actor.ID.String()
	}
	all := []ledger.Field{
		{Name: "role", Value: a.Actor.Role}, {Name: "unit", Value: a.Actor.Unit}, {Name: "categories", Value: strings.Join(cats, " ")},
		{Name: "records", Value: strings.Join(recs, " ")}, {Name: "reason", Value: a.Reason}, {Name: "text", Value: a.Text}, {Name: "actor", Value: actor},
	}
	return slices.DeleteFunc(all, func(f ledger.Field) bool { return f.Value == "" })
}

// actorPart seals who acted under the actor's own key. The system has none.
func (g *Gate) actorPart(ctx context.Context, a Actor) (*ledger.Actor, error) {
	if a.ID.IsZero() {
		return nil, nil
	}
	key, err := g.logKey(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	return &ledger.Actor{Key: key, Fields: []ledger.Field{
		{Name: "id", Value: a.ID.String()}, {Name: "name", Value: a.Name}, {Name: "session", Value: a.Session},
	}}, nil
}
