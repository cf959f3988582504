// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/errs"
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

func openEvery(t *testing.T, dir string) *every {
	t.Helper()
	e := &every{clk: clock.NewManual(time.Date(2026, 11, 23, 9, 0, 10, 0, time.UTC)), actors: map[string]gate.Actor{}, cards: map[string]opaque.ID{}, names: map[opaque.ID]string{}}
	h, err := house.Open(t.Context(), house.Config{Dir: t.TempDir(), Promise: os.DirFS(dir), Clock: e.clk, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	e.House, e.release, e.book = h, h.Gate.Release(), h.Gate.Rulebook()
	seed := accounts.SeedAccount{UserName: "everybody", Name: "Elli Esimerkki", Password: "correct horse battery staple", TOTPSecret: everySecret, Declared: true}
	for _, r := range e.release.Organisation.Roles {
		seed.Roles = append(seed.Roles, r.ID)
	}
	if us := e.release.Organisation.Units; len(us) > 0 {
		seed.Unit = us[0].ID
	}
	if err := h.Accounts.Seed(t.Context(), []accounts.SeedAccount{seed}); err != nil {
		t.Fatal(err)
	}
	e.signIn(t)
	s, err := h.Accounts.Session(t.Context(), e.token)
	if err != nil {
		t.Fatal(err)
	}
	e.made = &made{today: e.clk.Now(), staff: s.Account.String(), unit: seed.Unit, role: seed.Roles[0], refer: func(reg string, about promise.About) string { return e.somebody(t, reg, about).String() }}
	return e
}

// signIn opens a session and accepts what has to be read before anything else.
func (e *every) signIn(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	code, err := totp.GenerateCode(everySecret, e.Gate.Now())
	if err != nil {
		t.Fatal(err)
	}
	if e.token, _, err = e.Accounts.SignIn(ctx, accounts.SignIn{UserName: "everybody", Password: "correct horse battery staple", Code: code, Client: "test"}); err != nil {
		t.Fatal(err)
	}
	all, err := e.Accounts.Readings(ctx, e.token)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		var attested []string
		for _, c := range r.Document.Conduct {
			if c.Support == "attest" {
				attested = append(attested, c.ID)
			}
		}
		if err := e.Accounts.Accept(ctx, e.token, r.Ref, attested); err != nil && r.State != accounts.ReadingAccepted {
			t.Fatalf("accept %s: %v", r.Document.ID, err)
		}
	}
}

// way is one role and purpose in which somebody acts.
type way struct{ role, purpose string }

// work signs the colleague into a role and purpose, as the pages do. ok tells
// whether an account can act in the role at all.
func (e *every) work(t *testing.T, w way) (register.Work, bool) {
	t.Helper()
	key := w.role + " " + w.purpose
	if _, ok := e.actors[key]; !ok {
		if err := e.Accounts.ChooseRole(t.Context(), e.token, w.role); err != nil {
			return register.Work{}, false
		}
		if err := e.Accounts.ChoosePurpose(t.Context(), e.token, w.purpose); err != nil {
			t.Fatalf("work for %s: %v", w.purpose, err)
		}
		s, err := e.Accounts.Session(t.Context(), e.token)
		if err != nil {
			t.Fatal(err)
		}
		e.actors[key] = s.Actor()
	}
	reg, _, _ := strings.Cut(w.purpose, "/")
	return register.Work{Actor: e.actors[key], Register: reg, Purpose: w.purpose, Lang: "en"}, true
}

// ways are the roles and purposes in which an act could be allowed by facts
// that accounts, dated records and the record itself make true. hoped tells
// that it could be allowed by some fact at all.
func (e *every) ways(c *promise.Category, a rulebook.Action) (out []way, hoped bool) {
	for _, r := range e.release.Organisation.Roles {
		for _, p := range c.Purposes() {
			q := rulebook.Query{Role: e.book.Role(r.ID), Purpose: e.book.Purpose(p.Qualified()), Category: e.book.Category(c.Qualified()), Action: a}
			if len(e.release.Organisation.Units) > 0 {
				q.Unit = e.book.Unit(e.release.Organisation.Units[0].ID)
			}
			if q.Role == 0 || q.Purpose == 0 {
				continue
			}
			if e.possible(q, provable) {
				out = append(out, way{r.ID, p.Qualified()})
			}
			hoped = hoped || e.possible(q, func(string) bool { return true })
		}
	}
	return out, hoped || len(out) > 0
}

// possible tries the facts that can change an answer in all their combinations.
// Those that nothing can find out are not known.
func (e *every) possible(q rulebook.Query, known func(string) bool) bool {
	var open []uint64
	var f rulebook.Facts
	for _, name := range e.book.Facts(e.book.Needs(q)) {
		if bit, ok := e.book.FactBit(name); ok && known(name) {
			f.Known |= 1 << bit
			open = append(open, 1<<bit)
		}
	}
	for n := range 1 << min(len(open), 10) {
		f.True = 0
		for i, bit := range open {
			if n&(1<<i) != 0 {
				f.True |= bit
			}
		}
		if e.book.Decide(q, f).Allowed {
			return true
		}
	}
	return false
}

// provable tells whether accounts, dated records or the record itself can make
// a fact true for somebody who acts about somebody else.
func provable(fact string) bool {
	if strings.Contains(fact, ".") {
		return !strings.HasPrefix(fact, "permitted.")
	}
	return slices.Contains([]string{"in-care", "assigned", "same-unit", "author", "declared", "second-factor", "restricted", "restricted-item", "shared-with-me"}, fact)
}

// given are a reason and a confirmation for whatever clause wants them.
func (e *every) given(t *testing.T, err error) (register.Given, bool) {
	t.Helper()
	n, ok := gate.AsNeeds(err)
	if !ok {
		return register.Given{}, false
	}
	g := register.Given{Reason: "because the work asks for it", Confirmed: true}
	for _, s := range n.With {
		if l := e.release.Organisation.List(s.List); l != nil {
			g.Reason = l.Values[0].Code
		} else if s.Kind != "reason" && s.Kind != "confirmation" {
			return g, false // nobody can bring it along yet
		}
	}
	return g, true
}

// try does an act in each way until one is allowed, with what its clause asks
// for. The last refusal is what stood in the way.
func (e *every) try(t *testing.T, ways []way, do func(register.Work, register.Given) error) (done *register.Work, last error) {
	t.Helper()
	for _, x := range ways {
		w, ok := e.work(t, x)
		if !ok {
			continue
		}
		err := do(w, register.Given{})
		if g, ok := e.given(t, err); ok {
			err = do(w, g)
		}
		if err == nil {
			return &w, nil
		}
		if _, refused := gate.AsRefusal(err); !refused {
			if _, needs := gate.AsNeeds(err); !needs {
				t.Errorf("%s for %s: %v", x.role, x.purpose, err)
				return nil, err
			}
		}
		last = err
	}
	return nil, last
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
