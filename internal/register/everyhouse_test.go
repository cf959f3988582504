// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

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
