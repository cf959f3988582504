// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// LogRegister and LogEntries name the register that every promise declares for
// the ledger itself.
const (
	LogRegister = "log"
	LogEntries  = "log/entries"
)

// Step is one entry about a person, opened for an extract.
type Step struct {
	ledger.Step
	ActorName string // "" for the system, or when the actor's key is gone
}

// Extract opens everything the ledger holds about one person, under a decision
// of its own that is recorded first and so is the extract's last entry. It
// gives the steps for reading and a file that verifies alone.
//
// Keeps: HMS-39
// Keeps: HMS-46
// Law: gdpr 15(1)(c)
func (g *Gate) Extract(ctx context.Context, a Ask, withhold []string) ([]Step, *ledger.Extract, error) {
	if len(a.Subjects) != 1 {
		return nil, nil, errs.New(errs.Invalid, "error.one-person", "an extract is about one person, not %d", len(a.Subjects))
	}
	a.Categories, a.Items = []string{LogEntries}, nil
	if a.Action != rulebook.Open && a.Action != rulebook.Export {
		return nil, nil, errs.New(errs.Internal, "", "an extract is opened or exported")
	}
	if _, err := g.Read(ctx, a); err != nil {
		return nil, nil, err
	}
	key, err := g.logKey(ctx, a.Subjects[0])
	if errors.Is(err, keys.ErrNoKey) {
		return nil, nil, errs.New(errs.NotFound, "error.no-person", "no log key for that id")
	}
	if err != nil {
		return nil, nil, unavailable(err)
	}
	names := map[string]string{}
	steps, err := g.steps(ctx, key, names)
	if err != nil {
		return nil, nil, err
	}
	req := ledger.ExtractRequest{Key: key, Withhold: withhold}
	if !slices.Contains(withhold, "actor") {
		req.ActorName = func(id string) (string, bool) { n, ok := names[id]; return n, ok }
	}
	x, err := g.Tree.Extract(ctx, req)
	if err != nil {
		return nil, nil, unavailable(err)
	}
	return steps, x, nil
}

func (g *Gate) steps(ctx context.Context, key [32]byte, names map[string]string) ([]Step, error) {
	var out []Step
	for s, err := range g.Tree.Trail(ctx, key, 1) {
		if err != nil {
			return nil, unavailable(err)
		}
		st := Step{Step: s}
		if id := FieldOf(s.Fields, "actor"); id != "" {
			if st.ActorName, err = g.actorName(ctx, &s.Entry, id); err != nil {
				return nil, err
			}
			if st.ActorName != "" {
				names[id] = st.ActorName
			}
		}
		out = append(out, st)
	}
	return out, nil
}

// actorName opens the actor part under the actor's own key; "" when it is gone.
func (g *Gate) actorName(ctx context.Context, e *ledger.Entry, id string) (string, error) {
	actor, err := opaque.Parse(id)
	if err != nil {
		return "", nil
	}
	key, err := g.logKey(ctx, actor)
	if errors.Is(err, keys.ErrNoKey) {
		return "", nil
	}
	if err != nil {
		return "", unavailable(err)
	}
	fields, err := e.OpenActor(key)
	if err != nil {
		return "", nil // pruned, or sealed by another
	}
	return FieldOf(fields, "name"), nil
}

// FieldOf finds a field by its name, "" when there is none.
func FieldOf(fields []ledger.Field, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Words splits what an entry joined by spaces.
func Words(s string) []string { return strings.Fields(s) }
