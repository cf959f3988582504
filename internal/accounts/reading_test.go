// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/promise"
)

// house is a rule document of the house: version 1, two clauses to confirm.
const house = `# SPDX-License-Identifier: EUPL-1.2
kind: communication
id: rules
version: 1
name: {nb: Husregler, en: House rules}
text: {nb: "Slik bruker vi utstyret.", en: "How we use the equipment."}
acceptance: {who: [everyone], before: access, again: content, within: 30 days, owner: general-manager, text: {nb: "Jeg følger reglene.", en: "I keep the rules."}, source: [TAM-01]}
conduct:
  private-use: {name: {nb: Privat bruk, en: Private use}}
  own-folder: {under: private-use, support: attest, when: account, text: {nb: "Private meldinger ligger i egen mappe.", en: "Private messages lie in a folder of their own."}, source: [TAM-07]}
  no-sharing: {support: attest, when: account, text: {nb: "Passordet deles ikke.", en: "The password is not shared."}, source: [TAM-27]}
  lock: {support: guide, when: sign-in, text: {nb: "Lås skjermen.", en: "Lock the screen."}, source: [TAM-27]}
history:
  - {version: 1, from: 2026-01-28, by: general-manager, change: content, text: {nb: Første utgave, en: First version}}
`

// nextVersion is the next version, of a kind.
func nextVersion(kind string) string {
	next := strings.Replace(house, "version: 1\nname", "version: 2\nname", 1)
	next = strings.Replace(next, "Lock the screen.", "Lock the screen when you leave.", 1)
	return next + "  - {version: 2, from: 2026-11-01, by: general-manager, change: " + kind + ", text: {nb: Klarere om skjermen, en: Clearer about the screen}}\n"
}

func withRules(t testing.TB, text string, replace ...string) *promise.Release {
	t.Helper()
	return promiseWith(t, append([]string{"rules.yaml", "", text}, replace...)...)
}

// take puts a changed promise in force.
func (f *fixture) take(r *promise.Release) {
	f.t.Helper()
	f.release = r
	if err := f.g.PutInForce(f.t.Context(), r); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) reading(token string) Reading {
	f.t.Helper()
	all, err := f.Readings(f.t.Context(), token)
	if err != nil || len(all) != 1 {
		f.t.Fatalf("readings %v, %v", all, err)
	}
	return all[0]
}

func (f *fixture) accepts(token string) {
	f.t.Helper()
	if err := f.Accept(f.t.Context(), token, f.reading(token).Ref, []string{"own-folder", "no-sharing"}); err != nil {
		f.t.Fatal(err)
	}
}

// Keeps: TAM-01
func TestARuleDocumentIsAcceptedClauseByClauseAndTheLedgerSaysSo(t *testing.T) {
	t.Parallel()
	f := open(t, "rules.yaml", "", house)
	f.seedAll()
	token, se := f.enter("nina")
	if se.MustAccept || se.ToAccept != 1 || !se.Declared {
		t.Errorf("in the time of grace: %+v", se)
	}
	x := f.reading(token)
	if x.State != ReadingDue || x.Blocks || x.Version != 1 || x.Accepted != nil {
		t.Errorf("got %+v", x)
	}
	for ref, kind := range map[string]errs.Kind{"": errs.NotFound, "nothing@1@00": errs.NotFound, "rules": errs.Conflict, "rules@1@00": errs.Conflict} {
		if err := f.Accept(t.Context(), token, ref, nil); errs.KindOf(err) != kind {
			t.Errorf("accept %q: %v", ref, err)
		}
	}
	from := f.size()
	err := f.Accept(t.Context(), token, x.Ref, []string{"no-sharing", "lock"})
	if e, ok := errors.AsType[*Unattested](err); !ok || !cmp.Equal(e.Clauses, []string{"own-folder"}) {
		t.Errorf("a clause that was not confirmed: %v", err)
	}
	if got := f.since(from); len(got) != 0 {
		t.Errorf("recorded %v for nothing", got)
	}
	f.accepts(token)
	f.accepts(token) // once more changes nothing
	got := f.since(from)
	if len(got) != 1 || !strings.HasPrefix(got[0], "allowed accepted:rules:1:") {
		t.Errorf("the ledger says %v", got)
	}
	x = f.reading(token)
	if x.State != ReadingAccepted || x.Accepted == nil || x.Accepted.Version != 1 || !x.Accepted.At.Equal(f.g.Now()) ||
		!cmp.Equal(x.Accepted.Attested, []string{"own-folder", "no-sharing"}) || x.Accepted.Entry != from {
		t.Errorf("got %+v", x.Accepted)
	}
	if se := f.mustSession(token); se.ToAccept != 0 {
		t.Errorf("got %+v", se)
	}
	f.restart()
	if f.reading(token).State != ReadingAccepted {
		t.Error("forgotten over a restart")
	}
}

// Keeps: TAM-01
func TestTheLastDayOfGraceIsADayOfGrace(t *testing.T) {
	t.Parallel()
	f := open(t, "rules.yaml", "", house)
	f.seedAll()
	zone := f.g.Zone()
	end := time.Date(2026, 12, 24, 0, 0, 0, 0, zone) // begun on 23 November: day 30 is 23 December
	f.clk.Advance(end.Sub(f.clk.Now()) - time.Minute)
	token, se := f.enter("nina")
	if x := f.reading(token); x.State != ReadingDue || x.Blocks || !x.Until.Equal(end) || se.Role != "nurse" {
		t.Errorf("late on day 30: %+v, role %q", x, se.Role)
	}
	f.clk.Advance(time.Minute)
	if x := f.reading(token); x.State != ReadingOverdue || !x.Blocks {
		t.Errorf("on day 31: %+v", x)
	}
	se = f.mustSession(token)
	if !se.MustAccept || se.Declared || se.Role != "" {
		t.Errorf("on day 31: %+v", se)
	}
	if err := f.ChooseRole(t.Context(), token, "nurse"); errs.KeyOf(err) != "error.accept-first" {
		t.Errorf("a role before accepting: %v", err)
	}
	f.accepts(token)
	if se := f.mustSession(token); se.MustAccept || !se.Declared || se.Role != "nurse" {
		t.Errorf("after accepting: %+v", se)
	}
}

func TestGraceAndBlockingAreSaidApart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to             string
		blocksNow, blocksEnd bool
		stateEnd             ReadingState
	}{
		"before access and no time blocks at once":     {", within: 30 days", "", true, true, ReadingDue},
		"within alone is overdue and stops nobody":     {"before: access, ", "", false, false, ReadingOverdue},
		"both give a time of grace":                    {"x", "x", false, true, ReadingOverdue},
		"working days skip the weekend":                {"30 days", "20 working days", false, true, ReadingOverdue},
		"hours are counted from the moment, not a day": {"30 days", "5 hours", false, true, ReadingOverdue},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t, "rules.yaml", "", strings.Replace(house, c.from, c.to, 1))
			f.seedAll()
			token, _ := f.enter("nina")
			if x := f.reading(token); x.Blocks != c.blocksNow || x.State != ReadingDue {
				t.Errorf("at the beginning: %+v", x)
			}
			f.clk.Advance(40 * 24 * time.Hour)
			token, _ = f.enter("nina")
			if x := f.reading(token); x.Blocks != c.blocksEnd || x.State != c.stateEnd {
				t.Errorf("at the end: %+v", x)
			}
		})
	}
}

// Keeps: TAM-292, TAM-293
func TestATechnicalVersionAsksNobodyAgainAndANewContentAsksAll(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, again string
		want        ReadingState
	}{
		"a technical correction is covered":     {"technical", "content", ReadingAccepted},
		"new content is not":                    {"content", "content", ReadingDue},
		"every version, if the promise says so": {"technical", "every", ReadingDue},
		"never again, if the promise says so":   {"content", "never", ReadingAccepted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t, "rules.yaml", "", house)
			f.seedAll()
			token, _ := f.enter("nina")
			f.accepts(token)
			before := f.reading(token)
			f.clk.Advance(100 * 24 * time.Hour)
			f.take(withRules(t, strings.Replace(nextVersion(c.kind), "again: content", "again: "+c.again, 1)))
			token, _ = f.enter("nina")
			x := f.reading(token)
			if x.State != c.want || x.Accepted == nil || x.Accepted.Version != 1 || x.Accepted.rulebook != before.Accepted.rulebook {
				t.Errorf("got %+v", x)
			}
			if c.want != ReadingDue {
				return
			}
			if want := f.g.Now().AddDate(0, 0, 30); x.Until.Before(want) {
				t.Errorf("the time for it ends %v, before %v: nobody could read it sooner than it came", x.Until, want)
			}
			if err := f.Accept(t.Context(), token, before.Ref, []string{"own-folder", "no-sharing"}); errs.KindOf(err) != errs.Conflict {
				t.Errorf("accepted words that no longer stand: %v", err)
			}
			f.accepts(token)
			h, err := f.History(t.Context(), token)
			if err != nil || len(h) != 2 || h[0].Version != 2 || h[1].Version != 1 {
				t.Errorf("history %+v, %v", h, err)
			}
		})
	}
}

// Keeps: TAM-04
func TestWhoHasToAcceptIsSaidByRoleOutsidersToo(t *testing.T) {
	t.Parallel()
	outsider := []string{"organisation.yaml", "\nroles:\n", "\nroles:\n  auditor: {external: true, name: {nb: Revisor, en: Auditor}, source: [TAM-04]}\n  subauditor: {under: auditor, name: {nb: Medrevisor, en: Assistant auditor}, source: [TAM-04]}\n"}
	seed := func(f *fixture) {
		f.seedAll()
		if err := f.Seed(t.Context(), []SeedAccount{{UserName: "ulf", Name: "Ulf Myr", Password: password, TOTPSecret: secret, Roles: []string{"subauditor"}, Declared: true}}); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("everyone means staff", func(t *testing.T) {
		t.Parallel()
		f := open(t, append([]string{"rules.yaml", "", house}, outsider...)...)
		seed(f)
		token, _ := f.enter("ulf")
		if x := f.reading(token); x.State != ReadingFree || x.Blocks {
			t.Errorf("got %+v", x)
		}
	})
	t.Run("an outsider that is named accepts", func(t *testing.T) {
		t.Parallel()
		f := open(t, append([]string{"rules.yaml", "", strings.Replace(house, "[everyone]", "[auditor]", 1)}, outsider...)...)
		seed(f)
		token, _ := f.enter("ulf")
		if x := f.reading(token); x.State != ReadingDue {
			t.Errorf("the outsider: %+v", x)
		}
		f.accepts(token)
		if x := f.reading(token); x.State != ReadingAccepted {
			t.Errorf("the outsider: %+v", x)
		}
		token, _ = f.enter("nina")
		if x := f.reading(token); x.State != ReadingFree {
			t.Errorf("a nurse: %+v", x)
		}
	})
}

func TestWhoeverGetsARoleLaterHasTheWholeTimeFromThen(t *testing.T) {
	t.Parallel()
	f := open(t, "rules.yaml", "", strings.Replace(house, "[everyone]", "[doctor]", 1))
	f.seedAll()
	f.clk.Advance(40 * 24 * time.Hour)
	w := f.admin()
	if err := f.SetRoles(t.Context(), w, f.id("nina"), []string{"nurse", "doctor"}); err != nil {
		t.Fatal(err)
	}
	token, _ := f.enter("nina")
	x := f.reading(token)
	if x.State != ReadingDue || x.Until.Before(f.g.Now().AddDate(0, 0, 30)) {
		t.Errorf("the new doctor: %+v", x)
	}
	f.clk.Advance(10 * 24 * time.Hour)
	if err := f.SetRoles(t.Context(), f.admin(), f.id("nina"), []string{"doctor"}); err != nil {
		t.Fatal(err)
	}
	token, _ = f.enter("nina")
	if again := f.reading(token); !again.Until.Equal(x.Until) {
		t.Errorf("a role that stays begins anew: until %v, was %v", again.Until, x.Until)
	}
	token, _ = f.enter("live")
	if y := f.reading(token); y.State != ReadingOverdue || !y.Blocks {
		t.Errorf("the old doctor: %+v", y)
	}
	if _, err := f.g.Data.W.Exec(`update account_role set since = since + 8640000000000 where role = 'doctor'`); err != nil {
		t.Fatal(err)
	}
	if y := f.reading(token); y.State != ReadingOverdue {
		t.Errorf("a moment that was slipped in counts: %+v", y)
	}
}

func TestAnAcceptanceThatNobodyVouchedForIsNone(t *testing.T) {
	t.Parallel()
	f := open(t, "rules.yaml", "", house)
	f.seedAll()
	token, _ := f.enter("nina")
	f.accepts(token)
	for _, change := range []string{
		`update account_acceptance set version = 9`, `update account_acceptance set version = 1, attested = ''`,
		`update account_acceptance set attested = 'own-folder no-sharing', accepted = accepted + 1`,
	} {
		if _, err := f.g.Data.W.Exec(change); err != nil {
			t.Fatal(err)
		}
		if x := f.reading(token); x.State != ReadingDue || x.Accepted != nil {
			t.Errorf("%s: %+v", change, x)
		}
	}
	other := f.id("ada")
	if _, err := f.g.Data.W.Exec(`update account_acceptance set accepted = accepted - 1, account = ?`, other[:]); err != nil {
		t.Fatal(err)
	}
	token, _ = f.enter("ada")
	if x := f.reading(token); x.State != ReadingDue {
		t.Errorf("somebody else's acceptance counts: %+v", x)
	}
}

func TestAnAcceptanceThatCannotBeRecordedCountsForNothing(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"ledger.db", "data.db"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			f := open(t, "rules.yaml", "", house)
			f.seedAll()
			token, _ := f.enter("nina")
			ref := f.reading(token).Ref
			back := f.away(file)
			if err := f.Accept(t.Context(), token, ref, []string{"own-folder", "no-sharing"}); errs.KindOf(err) != errs.Unavailable {
				t.Errorf("got %v", err)
			}
			back()
			f.restart()
			if x := f.reading(token); x.State != ReadingDue {
				t.Errorf("got %+v", x)
			}
		})
	}
}

// Keeps: TAM-01
func TestWhoHasAcceptedIsSeenByThoseWhomThePromiseLets(t *testing.T) {
	t.Parallel()
	f := open(t, "rules.yaml", "", house)
	f.seedAll()
	token, _ := f.enter("nina")
	f.accepts(token)
	nurse := f.mustSession(token)
	w := f.admin()
	closed := f.id("odd")
	if err := f.CloseAccount(t.Context(), w, closed); err != nil {
		t.Fatal(err)
	}
	if may, err := f.MayReaders(t.Context(), w, false); err != nil || !may {
		t.Errorf("the administrator may: %v, %v", may, err)
	}
	before := f.size()
	readers, left, err := f.Readers(t.Context(), w, false)
	if err != nil || len(left) > 0 {
		t.Fatal(left, err)
	}
	if f.size() == before {
		t.Error("the look-up is not in the ledger")
	}
	got := map[string]ReadingState{}
	for _, r := range readers {
		got[r.UserName] = r.Readings[0].State
	}
	want := map[string]ReadingState{"nina": ReadingAccepted, "ada": ReadingDue, "live": ReadingDue, "per": ReadingDue}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if may, err := f.MayReaders(t.Context(), w, true); err != nil || may {
		t.Errorf("nobody may take the list away: %v, %v", may, err)
	}
	if _, _, err := f.Readers(t.Context(), w, true); !refused(err) {
		t.Errorf("the list to take away: %v", err)
	}
	as := Work{Actor: nurse.Actor(), Purpose: staff}
	if _, _, err := f.Readers(t.Context(), as, false); !refused(err) {
		t.Errorf("a nurse looks: %v", err)
	}
	if may, err := f.MayReaders(t.Context(), as, false); err != nil || may {
		t.Errorf("a nurse may: %v, %v", may, err)
	}
}

func refused(err error) bool { _, ok := gate.AsRefusal(err); return ok }

func TestTheCodeOfAnAcceptanceFitsIntoAnEntry(t *testing.T) {
	t.Parallel()
	for _, a := range []Acceptance{{Document: "r", Version: 1}, {Owner: strings.Repeat("o", 60), Document: strings.Repeat("d", 60), Version: 12345}} {
		if c := a.code(); len(c) > 64 || !strings.HasPrefix(c, "accepted:") {
			t.Errorf("%q", c)
		}
	}
	a, b := Acceptance{Document: "r", Version: 1, Attested: []string{"a"}}, Acceptance{Document: "r", Version: 1, Attested: []string{"b"}}
	if a.code() == b.code() {
		t.Error("the code does not tell which clauses were confirmed")
	}
}
