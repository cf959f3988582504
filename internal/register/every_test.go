// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// every is one of the example organisations at work: one colleague who holds
// all its roles, signs in, and acts in one role for one purpose at a time.
type every struct {
	*house.House
	release *promise.Release
	book    *rulebook.Rulebook
	clk     *clock.Manual
	token   string
	made    *made
	actors  map[string]gate.Actor
	cards   map[string]opaque.ID // of register and kind, for what refers to somebody
	names   map[opaque.ID]string // of those
	waiting []string             // what waits for an engine that is not built
	records int
}

const everySecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

// TestEveryRegisterOfEveryExampleWorks goes over every category of every
// register that the example organisations declare and that somebody may add to:
// what is added with values made by the fields' types alone is found, opened,
// corrected, shown with its history and erased by whoever may, and is refused,
// by a named clause, to a role that may not.
//
// Keeps: HMS-28, HMS-34, HMS-36
// Keeps: TTL-11, TTL-61
func TestEveryRegisterOfEveryExampleWorks(t *testing.T) {
	t.Parallel()
	var dirs []string
	for _, at := range []string{"*", "*/*/*"} { // members of a region are organisations too
		some, err := filepath.Glob("../../examples/" + at + "/organisation.yaml")
		if err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, some...)
	}
	if len(dirs) < 6 {
		t.Fatalf("found %d examples", len(dirs))
	}
	for _, d := range dirs {
		dir := filepath.Dir(d)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			e := openEvery(t, dir)
			for _, r := range e.release.Registers {
				e.register(t, r)
			}
			if e.records == 0 && len(e.release.Registers) > 2 {
				t.Error("nothing was added")
			}
			t.Logf("%d records; waiting for a fact that nothing makes true yet: %s", e.records, strings.Join(e.waiting, ", "))
		})
	}
}

// ours tells which categories the room of registers keeps.
func ours(c *promise.Category) bool {
	return c.Register != gate.LogRegister && (c.Register != accounts.Register || !slices.Contains([]string{"account", "credentials", "declarations"}, c.ID))
}

// wantsUnit tells whether nothing can be added without a unit.
func wantsUnit(c *promise.Category) bool {
	return slices.ContainsFunc(c.Fields, func(f *promise.FieldDecl) bool { return f.Type == promise.TypeUnit && f.Required })
}

// somebody gives a subject of a kind in a register that others refer to.
func (e *every) somebody(t *testing.T, reg string, about promise.About) opaque.ID {
	t.Helper()
	key := reg + " " + string(about)
	if id, ok := e.cards[key]; ok {
		return id
	}
	for _, r := range e.release.Registers {
		card := register.CardOf(r, about)
		if (reg != "" && r.ID != reg) || card == nil || !register.IsCard(card) || !ours(card) {
			continue
		}
		ways, _ := e.ways(card, rulebook.Add)
		doc := e.made.document(r, card, nil)
		var rec register.Receipt
		if _, err := e.try(t, ways, func(w register.Work, g register.Given) (err error) {
			rec, err = e.Register.Add(t.Context(), w, register.Input{Docs: map[string]promise.Document{card.ID: doc}}, g)
			return err
		}); err == nil && !rec.Subject.IsZero() {
			e.cards[key] = rec.Subject
			for _, f := range slices.Backward(card.Fields) {
				if f.Find == "name" {
					e.names[rec.Subject], _ = doc[f.ID].(string)
				}
			}
			return rec.Subject
		}
	}
	t.Errorf("nobody of the kind %s can be added to register %q, and a field refers to one", about, reg)
	return opaque.ID{}
}

// subject is what the test knows of somebody or something it has added.
type subject struct {
	id    opaque.ID
	about promise.About
	docs  map[string][]promise.Document // by category, as they were sent
	recs  map[string][]opaque.ID
}

func (e *every) register(t *testing.T, r *promise.Register) {
	t.Helper()
	for _, c := range r.Data {
		e.strangerMayNotAdd(t, c)
	}
	kinds := register.Kinds(r)
	for _, kind := range kinds {
		s := &subject{about: kind, docs: map[string][]promise.Document{}, recs: map[string][]opaque.ID{}}
		if r.ID == accounts.Register {
			var err error
			if s.id, err = opaque.Parse(e.made.staff); err != nil {
				t.Fatal(err)
			}
		}
		e.fill(t, r, s)
		if len(s.docs) == 0 {
			continue
		}
		e.find(t, r, s)
		e.page(t, r, s)
		e.open(t, r, s)
		e.erase(t, r, s)
	}
	e.list(t, r)
}

// fill adds to every category what somebody may add, round after round: what a
// record makes true may be what the next one waits for.
func (e *every) fill(t *testing.T, r *promise.Register, s *subject) {
	t.Helper()
	left := slices.DeleteFunc(slices.Clone(r.Data), func(c *promise.Category) bool { return !ours(c) || !register.Concerns(c.About, s.about) })
	if card := register.CardOf(r, s.about); card != nil { // first, as people do
		slices.SortStableFunc(left, func(a, b *promise.Category) int {
			if a == card || b == card {
				return map[bool]int{true: -1, false: 1}[a == card]
			}
			return 0
		})
	}
	errs := map[*promise.Category]error{}
	for before := -1; before != len(left); {
		before = len(left)
		left = slices.DeleteFunc(left, func(c *promise.Category) bool {
			ways, hoped := e.ways(c, rulebook.Add)
			if !hoped {
				return true
			}
			if len(ways) == 0 {
				e.waiting = append(e.waiting, c.Qualified())
				return true
			}
			if e.made.unit == "" && wantsUnit(c) {
				e.waiting = append(e.waiting, c.Qualified()+" (the organisation declares no units)")
				return true
			}
			errs[c] = e.add(t, r, c, s, ways, nil)
			return errs[c] == nil
		})
	}
	for _, c := range left {
		t.Errorf("%s (%s): nothing could be added: %v", c.Qualified(), s.about, errs[c])
	}
	e.states(t, r, s)
}

// add writes a record of a category, and a correction of it where somebody may.
func (e *every) add(t *testing.T, r *promise.Register, c *promise.Category, s *subject, ways []way, where map[string][]string) error {
	t.Helper()
	doc := e.made.document(r, c, where)
	sent := clone(doc)
	var rec register.Receipt
	done, err := e.try(t, ways, func(w register.Work, g register.Given) (err error) {
		rec, err = e.Register.Add(t.Context(), w, register.Input{Subject: s.id, Docs: map[string]promise.Document{c.ID: doc}}, g)
		return err
	})
	if err != nil || done == nil {
		if err == nil {
			err = errors.New("no account can act in a role that may")
		}
		return err
	}
	s.id = rec.Subject
	if len(rec.Records) != 1 || rec.Entry == 0 {
		t.Errorf("%s: the receipt is %+v", c.Qualified(), rec)
	}
	s.docs[c.ID], s.recs[c.ID] = append(s.docs[c.ID], sent), append(s.recs[c.ID], rec.Records...)
	e.records++
	e.correct(t, c, s)
	return nil
}

// correct writes a second version of the newest record where somebody may.
func (e *every) correct(t *testing.T, c *promise.Category, s *subject) {
	t.Helper()
	ways, _ := e.ways(c, rulebook.Correct)
	last := len(s.docs[c.ID]) - 1
	doc := clone(s.docs[c.ID][last])
	for _, f := range c.Fields { // one text differs
		if t, ok := doc[f.ID].(string); ok && (f.Type == promise.TypeText || f.Type == promise.TypeLongText) && f.AtMost == "" {
			doc[f.ID] = t + " corrected"
			break
		}
	}
	done, err := e.try(t, ways, func(w register.Work, g register.Given) error {
		_, err := e.Register.Correct(t.Context(), w, s.id, s.recs[c.ID][last], 1, clone(doc), false, g)
		return err
	})
	if done != nil {
		s.docs[c.ID][last] = doc
	} else if len(ways) > 0 {
		if _, refused := gate.AsRefusal(err); !refused {
			t.Errorf("%s: correct: %v", c.Qualified(), err)
		}
	}
}

// states adds a record for every state that one with certain values makes true.
func (e *every) states(t *testing.T, r *promise.Register, s *subject) {
	t.Helper()
	for _, st := range r.States {
		for _, p := range st.Any {
			c := r.Category(p.Data)
			if c == nil || !c.Many || len(p.Where) == 0 || len(s.docs[c.ID]) == 0 {
				continue
			}
			ways, _ := e.ways(c, rulebook.Add)
			if err := e.add(t, r, c, s, ways, p.Where); err != nil {
				if _, refused := gate.AsRefusal(err); !refused {
					t.Errorf("%s with what makes %s true: %v", c.Qualified(), st.ID, err)
				}
			}
		}
	}
}
