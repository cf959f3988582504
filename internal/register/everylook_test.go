// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// find looks the subject up by the words or the value of its card.
func (e *every) find(t *testing.T, r *promise.Register, s *subject) {
	t.Helper()
	card := register.CardOf(r, s.about)
	if card == nil || len(s.docs[card.ID]) == 0 {
		return
	}
	ways, _ := e.ways(card, rulebook.Find)
	if len(ways) == 0 {
		t.Logf("%s: nobody may find in it", card.Qualified())
		return
	}
	for _, f := range card.Fields {
		text, _ := s.docs[card.ID][0][f.ID].(string)
		if (f.Find != "name" && f.Find != "exact") || text == "" {
			continue
		}
		var found *register.Found
		if _, err := e.try(t, ways, func(w register.Work, g register.Given) (err error) {
			found, err = e.Register.Find(t.Context(), w, register.Query{Text: text, Card: card.ID, Given: g})
			return err
		}); err != nil {
			t.Errorf("%s: find by %s: %v", card.Qualified(), f.ID, err)
			continue
		}
		i := slices.IndexFunc(found.Cards, func(x register.Card) bool { return x.Subject == s.id })
		if i < 0 {
			t.Errorf("%s: not found by %s among %d", card.Qualified(), f.ID, len(found.Cards))
		} else if len(found.Cards[i].Fields) == 0 || found.Entry == 0 {
			t.Errorf("%s: found, and the card shows nothing or was not recorded: %+v", card.Qualified(), found)
		}
	}
}

// page names every category that there is about the subject, and no other.
func (e *every) page(t *testing.T, r *promise.Register, s *subject) {
	t.Helper()
	w, ok := e.anyWork(t, r)
	if !ok {
		return
	}
	pg, err := e.Register.Page(t.Context(), w, s.id)
	if err != nil {
		t.Errorf("%s: page of a %s: %v", r.ID, s.about, err)
		return
	}
	if pg.About != s.about {
		t.Errorf("%s: the page is about a %s, want %s", r.ID, pg.About, s.about)
	}
	counts := map[string]int{}
	for _, sec := range pg.Sections {
		counts[sec.Category.ID] = sec.Count
		if sec.Closed != nil && sec.Closed.Clause.Name == "" {
			t.Errorf("%s is closed by no clause", sec.Category.Qualified())
		}
	}
	for id, docs := range s.docs {
		if counts[id] != len(docs) {
			t.Errorf("%s/%s: the page counts %d records, want %d", r.ID, id, counts[id], len(docs))
		}
	}
}

// anyWork is some role and purpose for a register.
func (e *every) anyWork(t *testing.T, r *promise.Register) (register.Work, bool) {
	t.Helper()
	for _, c := range r.Data {
		for _, a := range []rulebook.Action{rulebook.Open, rulebook.Add} {
			ways, _ := e.ways(c, a)
			for _, x := range ways {
				if w, ok := e.work(t, x); ok {
					return w, true
				}
			}
		}
	}
	return register.Work{}, false
}

// open opens every category that somebody may open, and holds what comes back
// against what was sent.
func (e *every) open(t *testing.T, r *promise.Register, s *subject) {
	t.Helper()
	for _, c := range r.Data {
		ways, hoped := e.ways(c, rulebook.Open)
		if len(s.docs[c.ID]) == 0 || !hoped {
			continue
		}
		if len(ways) == 0 {
			e.waiting = append(e.waiting, c.Qualified()+" (open)")
			continue
		}
		var secs []register.Section
		w, err := e.try(t, ways, func(w register.Work, g register.Given) (err error) {
			secs, err = e.Register.Open(t.Context(), w, s.id, []string{c.ID}, g)
			return err
		})
		if w == nil {
			t.Errorf("%s: %s about a %s could be opened by nobody: %v", r.ID, c.ID, s.about, err)
			continue
		}
		e.sameAsSent(t, c, s, secs[0])
		e.history(t, *w, c, s)
	}
}

// sameAsSent compares the opened records with what was sent, apart from fields
// that the clause does not show.
func (e *every) sameAsSent(t *testing.T, c *promise.Category, s *subject, sec register.Section) {
	t.Helper()
	if len(sec.Records) != len(s.docs[c.ID]) {
		t.Errorf("%s: %d records opened, want %d", c.Qualified(), len(sec.Records), len(s.docs[c.ID]))
		return
	}
	shown := 0
	for i, id := range s.recs[c.ID] {
		at := slices.IndexFunc(sec.Records, func(r register.Record) bool { return r.ID == id })
		if at < 0 {
			t.Errorf("%s: a record is missing", c.Qualified())
			return
		}
		for _, v := range sec.Records[at].Values {
			shown++
			want := e.shown(v.Field, s.docs[c.ID][i][v.Field.ID])
			switch {
			case v.Masked && v.Text == want:
				t.Errorf("%s.%s is masked and stands there whole", c.Qualified(), v.Field.ID)
			case !v.Masked && v.Text != want:
				t.Errorf("%s.%s (%s) came back different (-sent +opened):\n%s", c.Qualified(), v.Field.ID, v.Field.Type, cmp.Diff(want, v.Text))
			}
		}
	}
	if shown == 0 {
		t.Errorf("%s was opened and shows nothing", c.Qualified())
	}
}

// shown is a value as the register shows it: names for ids and for files.
func (e *every) shown(f *promise.FieldDecl, sent any) string {
	var all []string
	switch x := sent.(type) {
	case string:
		all = []string{x}
	case []string:
		all = slices.Clone(x)
	}
	for i, t := range all {
		switch f.Type {
		case promise.TypeStaff, promise.TypeStaffList:
			all[i] = "Elli Esimerkki"
		case promise.TypeFile, promise.TypeFiles:
			if file, err := register.ParseFile(t); err == nil {
				all[i] = file.Name
			}
		case promise.TypeCompany, promise.TypePerson, promise.TypePeople:
			id, _ := opaque.Parse(t)
			all[i] = e.names[id]
		}
	}
	return strings.Join(all, ", ")
}

// history shows both versions of what was corrected.
func (e *every) history(t *testing.T, w register.Work, c *promise.Category, s *subject) {
	t.Helper()
	all, err := e.Register.History(t.Context(), w, s.id, s.recs[c.ID][0], register.Given{})
	if g, ok := e.given(t, err); ok {
		all, err = e.Register.History(t.Context(), w, s.id, s.recs[c.ID][0], g)
	}
	if _, refused := gate.AsRefusal(err); refused {
		return // this record is closed by what it says itself
	}
	if err != nil || len(all) == 0 {
		t.Errorf("%s: history of %d versions: %v", c.Qualified(), len(all), err)
	}
}

// erase takes a category away where somebody may and no period of keeping holds
// it back; what was erased is gone.
func (e *every) erase(t *testing.T, r *promise.Register, s *subject) {
	t.Helper()
	for _, c := range r.Data {
		ways, _ := e.ways(c, rulebook.Erase)
		if len(s.docs[c.ID]) == 0 || len(ways) == 0 {
			continue
		}
		var rec register.Receipt
		w, err := e.try(t, ways, func(w register.Work, g register.Given) (err error) {
			rec, err = e.Register.Erase(t.Context(), w, s.id, []string{c.ID}, g)
			return err
		})
		if w == nil {
			if refusal, ok := gate.AsRefusal(err); !ok || refusal.Clause.Name == "" {
				t.Errorf("%s: erase: %v", c.Qualified(), err)
			}
			continue
		}
		if len(rec.Records) != len(s.recs[c.ID]) || rec.Destroyed == 0 {
			t.Errorf("%s: %d of %d records erased, keys destroyed by entry %d", c.Qualified(), len(rec.Records), len(s.recs[c.ID]), rec.Destroyed)
		}
		if v, err := e.Register.Version(s.recs[c.ID][0]); err != nil || v != 0 {
			t.Errorf("%s: the record still stands at version %d: %v", c.Qualified(), v, err)
		}
		delete(s.docs, c.ID)
	}
}

// strangerMayNotAdd has a role that no clause lets add ask for it.
func (e *every) strangerMayNotAdd(t *testing.T, c *promise.Category) {
	t.Helper()
	if !ours(c) || (e.made.unit == "" && wantsUnit(c)) {
		return
	}
	may, _ := e.ways(c, rulebook.Add)
	for _, role := range e.release.Organisation.Roles {
		for _, p := range c.Purposes() {
			if slices.ContainsFunc(may, func(x way) bool { return x.role == role.ID }) {
				continue
			}
			w, ok := e.work(t, way{role.ID, p.Qualified()})
			if !ok {
				continue
			}
			g := e.release.Register(c.Register)
			in := register.Input{Docs: map[string]promise.Document{c.ID: e.made.document(g, c, nil)}}
			if c.Register == accounts.Register {
				in.Subject, _ = opaque.Parse(e.made.staff)
			}
			_, err := e.Register.Add(t.Context(), w, in, register.Given{Reason: "because", Confirmed: true})
			if r, ok := gate.AsRefusal(err); !ok || r.Clause == nil || strings.Count(r.Clause.Name, "/") == 0 || r.Entry == 0 {
				t.Errorf("%s adds to %s for %s: %v, want a refusal that names its clause", role.ID, c.Qualified(), p.ID, err)
			}
			return
		}
	}
}

// list takes in a list of two from somebody outside, where one role may add all
// that stands in it.
func (e *every) list(t *testing.T, r *promise.Register) {
	t.Helper()
	for _, src := range r.Sources {
		card := listCard(r, src)
		if src.From != "party" || card == nil {
			continue
		}
		var header, one []string
		seen := map[string]bool{}
		for _, ref := range src.Data {
			c := r.Category(ref.Category)
			doc := e.made.document(r, c, nil)
			for _, f := range c.Fields {
				text, ok := doc[f.ID].(string)
				name := f.Name.In("en")
				if !ok || (ref.Field != "" && ref.Field != f.ID) || seen[name] || f.Type == promise.TypeFile || f.Type == promise.TypeCompany {
					continue
				}
				seen[name] = true
				header, one = append(header, name), append(one, `"`+text+`"`)
			}
		}
		csv := strings.Join(header, ";") + "\n" + strings.Join(one, ";") + "\n"
		ways, _ := e.ways(card, rulebook.Add)
		var res *register.ImportResult
		w, err := e.try(t, ways, func(w register.Work, _ register.Given) error {
			im, err := e.Register.ReadList(t.Context(), w, src.ID, e.lister(t, r, src), "list.csv", strings.NewReader(csv))
			if err != nil {
				return err
			}
			if im.New != 1 || im.Bad != 0 {
				return errs.New(errs.Internal, "", "of one row, %d are new and %d bad: %+v", im.New, im.Bad, im.Rows[0].Problems)
			}
			res, err = e.Register.Import(t.Context(), w, im, nil)
			return err
		})
		if w == nil {
			if _, refused := gate.AsRefusal(err); !refused && err != nil {
				if _, needs := gate.AsNeeds(err); !needs {
					t.Errorf("%s/sources/%s: %v", r.ID, src.ID, err)
				}
			}
			continue
		}
		if res.Added != 1 || res.Left != 0 {
			t.Errorf("%s/sources/%s: %d added, %d left:\n%s", r.ID, src.ID, res.Added, res.Left, res.LeftFile)
		}
	}
}

// listCard is the card that a source fills, nil for none.
func listCard(r *promise.Register, src *promise.SourceDecl) *promise.Category {
	for _, ref := range src.Data {
		if c := r.Category(ref.Category); c != nil && register.IsCard(c) && ours(c) {
			return c
		}
	}
	return nil
}

// lister is the company that hands a list over, where its records name one.
func (e *every) lister(t *testing.T, r *promise.Register, src *promise.SourceDecl) opaque.ID {
	t.Helper()
	for _, ref := range src.Data {
		for _, f := range r.Category(ref.Category).Fields {
			if f.Type == promise.TypeCompany {
				return e.somebody(t, f.Of, promise.AboutCompany)
			}
		}
	}
	return opaque.ID{}
}

func clone(doc promise.Document) promise.Document {
	out := promise.Document{}
	for k, v := range doc {
		out[k] = v
	}
	return out
}
