// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"errors"
	"strconv"

	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// redecide is how often an ask is decided again when the rulebook changes
// between the decision and its entry.
const redecide = 3

// Read decides an ask that changes nothing, makes its entry durable and gives
// the Pass that opens what was decided. A *Refusal has been recorded; a *Needs
// and every other error have not, and nothing was opened.
//
// Keeps: HMS-34
// Keeps: HMS-36
func (g *Gate) Read(ctx context.Context, a Ask) (*Pass, error) {
	for try := 0; ; try++ {
		p, err := g.read(ctx, g.rules.Load(), &a)
		if errors.Is(err, ledger.ErrStale) && try < redecide {
			continue
		}
		return p, err
	}
}

func (g *Gate) read(ctx context.Context, r *rules, a *Ask) (*Pass, error) {
	vs, err := g.decide(ctx, g.Data.R, r, a)
	if err != nil {
		return nil, err
	}
	yes, no := split(vs)
	if len(no) > 0 && (!a.LeaveOut || len(yes) == 0) {
		return nil, g.refuse(ctx, r, a, no)
	}
	if err := needs(yes); err != nil {
		return nil, err
	}
	drafts, err := g.drafts(ctx, r, a, ledger.KindRead, ledger.OutcomeAllowed, yes, a.outside())
	if err != nil {
		return nil, unavailable(err)
	}
	first, err := g.Tree.Append(ctx, drafts...)
	if err != nil {
		return nil, appendError(err)
	}
	return g.pass(r, a, yes, no, first), nil
}

// outside is what the public part says of something that lies outside the house.
func (a *Ask) outside() (out []ledger.Field) {
	if a.Content != "" {
		out = append(out, ledger.Field{Name: ledger.PublicContent, Value: a.Content})
	}
	if a.Size > 0 {
		out = append(out, ledger.Field{Name: ledger.PublicCount, Value: strconv.Itoa(a.Size)})
	}
	return out
}

func split(vs []Verdict) (yes, no []Verdict) {
	for _, v := range vs {
		if v.Allowed {
			yes = append(yes, v)
		} else {
			no = append(no, v)
		}
	}
	return yes, no
}

func needs(vs []Verdict) error {
	for _, v := range vs {
		if len(v.Unmet) > 0 {
			return &Needs{Clause: v.Clause, With: v.Unmet}
		}
	}
	return nil
}

// refuse records an attempt and gives the answer. When the attempt cannot be
// recorded, the answer is that, not the refusal: the two never part.
func (g *Gate) refuse(ctx context.Context, r *rules, a *Ask, no []Verdict) error {
	about := no
	if a.LeaveOut { // a list in which nobody may be shown: about nobody
		about = []Verdict{no[0]}
		about[0].Subject, about[0].Records = opaque.ID{}, nil
	}
	drafts, err := g.drafts(ctx, r, a, ledger.KindRefusal, ledger.OutcomeRefused, about, nil)
	if err != nil {
		return unavailable(err)
	}
	first, err := g.Tree.Append(ctx, drafts...)
	if err != nil {
		return appendError(err)
	}
	return r.refusal(a, no[0], first)
}

// refusal makes the answer; entry is 0 when nothing was recorded.
func (r *rules) refusal(a *Ask, v Verdict, entry int64) *Refusal {
	return &Refusal{
		Action: a.Action, Purpose: a.Purpose, Category: v.Category, Clause: v.Clause, Silent: v.Silent, Entry: entry,
		facts: v.Facts, book: r.book,
		query: rulebook.Query{Role: r.book.Role(a.Actor.Role), Purpose: r.book.Purpose(a.Purpose), Action: a.Action,
			Category: r.book.Category(v.Category), Unit: r.book.Unit(a.Actor.Unit)},
	}
}

// Closed says what an ask would be answered, from its preview. Nothing was
// asked and nothing is recorded.
func (g *Gate) Closed(a Ask, v Verdict) *Refusal { return g.rules.Load().refusal(&a, v, 0) }

// appendError keeps ErrStale visible for deciding again and marks the rest.
func appendError(err error) error {
	if errors.Is(err, ledger.ErrStale) {
		return err
	}
	return unavailable(err)
}

// Note makes an entry about what an actor did that touches nobody's data:
// signing in, choosing a purpose. With about set, the entry is about that
// person (a member of staff).
func (g *Gate) Note(ctx context.Context, kind ledger.Kind, out ledger.Outcome, a Actor, about opaque.ID, purpose, code string) (int64, error) {
	d := ledger.Draft{Kind: kind, Outcome: out, Purpose: purpose, Public: []ledger.Field{{Name: ledger.PublicReasonCode, Value: code}}}
	var err error
	if d.Actor, err = g.actorPart(ctx, a); err != nil && !errors.Is(err, keys.ErrNoKey) {
		return 0, unavailable(err)
	}
	if !about.IsZero() {
		s, err := g.subject(ctx, about)
		if err != nil {
			return 0, unavailable(err)
		}
		s.Fields = subjectFields(&Ask{Actor: a}, nil)
		d.Subjects = []ledger.Subject{s}
	}
	i, err := g.Tree.Append(ctx, d)
	if err != nil {
		return 0, unavailable(err)
	}
	return i, nil
}
