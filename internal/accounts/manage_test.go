// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
)

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func fields(err error) string {
	e, ok := errors.AsType[*Invalid](err)
	if !ok {
		return ""
	}
	var out []string
	for _, p := range e.Problems {
		out = append(out, p.Field+":"+p.Code)
	}
	return strings.Join(out, " ")
}

func TestOnlyWhoThePromiseLetsKeepsAccounts(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	_, se := f.enter("nina")
	w := Work{Actor: se.Actor(), Purpose: staff}
	id := f.id("live")
	from := f.size()
	for name, err := range map[string]error{
		"create":                   second(f.Create(t.Context(), w, NewAccount{UserName: "berit", Name: "Berit Strandholt", Roles: []string{"doctor"}})),
		"create with a taken name": second(f.Create(t.Context(), w, NewAccount{UserName: "ada", Name: "Ada To", Roles: []string{"doctor"}})),
		"set roles":                f.SetRoles(t.Context(), w, id, []string{"nurse"}),
		"invite":                   second(f.Invite(t.Context(), w, id)),
		"close":                    f.CloseAccount(t.Context(), w, id),
	} {
		if r, ok := gate.AsRefusal(err); !ok || r.Clause == nil {
			t.Errorf("%s: %v, want a refusal with its clause", name, err)
		}
	}
	if n := f.size() - from; n != 5 {
		t.Errorf("%d entries, want one for each attempt", n)
	}
	if r, err := f.one(t.Context(), id); err != nil || r.state != Active {
		t.Errorf("the account changed: %+v, %v", r, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestANewAccountIsCheckedLikeAnyForm(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	w := f.admin()
	good := NewAccount{UserName: "berit", Name: "Berit Strandholt", Roles: []string{"doctor"}, Unit: "east"}
	for name, c := range map[string]struct {
		change func(n *NewAccount)
		want   string
	}{
		"no user name":        {func(n *NewAccount) { n.UserName = "" }, "username:type"},
		"two words":           {func(n *NewAccount) { n.UserName = "berit s" }, "username:type"},
		"a taken name":        {func(n *NewAccount) { n.UserName = "NINA" }, "username:taken"},
		"no name":             {func(n *NewAccount) { n.Name = "" }, "name:required"},
		"no role":             {func(n *NewAccount) { n.Roles = nil }, "roles:required"},
		"an unknown role":     {func(n *NewAccount) { n.Roles = []string{"doctor", "wizard"} }, "roles:choice"},
		"the system's role":   {func(n *NewAccount) { n.Roles = []string{"system"} }, "roles:choice"},
		"the same role twice": {func(n *NewAccount) { n.Roles = []string{"doctor", "doctor"} }, "roles:choice"},
		"an unknown unit":     {func(n *NewAccount) { n.Unit = "moon" }, "unit:choice"},
	} {
		n := good
		c.change(&n)
		if _, err := f.Create(t.Context(), w, n); fields(err) != c.want {
			t.Errorf("%s: got %q (%v), want %q", name, fields(err), err, c.want)
		}
	}
	if _, err := f.Create(t.Context(), w, good); err != nil {
		t.Error(err)
	}
}

func TestARoleForOneIsHeldByOne(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	w := f.admin()
	nina, live := f.id("nina"), f.id("live")
	if err := f.SetRoles(t.Context(), w, nina, []string{"nurse", "journal-responsible"}); errs.KeyOf(err) != "error.role-held" {
		t.Errorf("a second holder: %v", err)
	}
	if roles := f.rolesOf(nina); !cmp.Equal(roles, []string{"nurse"}) {
		t.Errorf("nina holds %v", roles)
	}
	if err := f.SetRoles(t.Context(), w, live, []string{"journal-responsible"}); err != nil {
		t.Errorf("the holder keeps it: %v", err)
	}
	if err := f.CloseAccount(t.Context(), w, live); err != nil {
		t.Fatal(err)
	}
	if err := f.SetRoles(t.Context(), w, nina, []string{"nurse", "journal-responsible"}); err != nil {
		t.Errorf("after the holder left: %v", err)
	}
}

func TestRolesThatAreTakenAwayCountAtOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, se := f.enter("nina")
	if se.Role != "nurse" {
		t.Fatal("no role")
	}
	if err := f.SetRoles(t.Context(), f.admin(), se.Account, []string{"physiotherapist"}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []func(){func() {}, f.restart} {
		step()
		if got := f.mustSession(token); got.Role != "" || !cmp.Equal(got.Roles, []string{"physiotherapist"}) {
			t.Errorf("got %+v", got)
		}
	}
	f.clk.Advance(30 * time.Second)
	if _, got := f.enter("nina"); got.Role != "physiotherapist" {
		t.Errorf("got %+v", got) // and the user name is still found after the record's next version
	}
}

func TestAClosedAccountIsShutAtOnceAndItsCredentialsAreDestroyed(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, se := f.enter("nina")
	w := f.admin()
	if err := f.CloseAccount(t.Context(), w, se.Account); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Session(t.Context(), token); errs.KindOf(err) != errs.Denied {
		t.Errorf("the session goes on: %v", err)
	}
	f.clk.Advance(30 * time.Second)
	hashed := f.hash.calls.Load()
	if _, _, err := f.SignIn(t.Context(), f.in("nina")); keyOf(err) != KeyWrong {
		t.Errorf("signing in: %v", err)
	}
	if f.hash.calls.Load() != hashed+1 {
		t.Error("a closed account is answered with other work than any other name")
	}
	for name, err := range map[string]error{
		"close again": f.CloseAccount(t.Context(), w, se.Account),
		"roles":       f.SetRoles(t.Context(), w, se.Account, []string{"nurse"}),
		"invite":      second(f.Invite(t.Context(), w, se.Account)),
	} {
		if errs.KindOf(err) != errs.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if old, err := f.versions(t.Context(), se.Account, Credentials); err != nil || len(old) != 0 {
		t.Errorf("%d versions of the credentials are left, %v", len(old), err)
	}
	if f.NameOf(se.Account) != "Nina Skogvang" {
		t.Error("the name that entries tell is gone")
	}
	if _, err := f.Create(t.Context(), w, NewAccount{UserName: "nina", Name: "Nina To", Roles: []string{"nurse"}}); fields(err) != "username:taken" {
		t.Errorf("a name that entries know was given to somebody else: %v", err)
	}
}

func TestAClosedAccountIsShutAlsoWhereThePromiseKeepsItsCredentials(t *testing.T) {
	t.Parallel()
	f := open(t, "staff.yaml", "handing-out: {allow: [add, correct, erase]", "handing-out: {allow: [add, correct]")
	f.seedAll()
	if err := f.CloseAccount(t.Context(), f.admin(), f.id("nina")); err != nil {
		t.Fatal(err)
	}
	if old, err := f.versions(t.Context(), f.id("nina"), Credentials); err != nil || len(old) != 1 {
		t.Fatalf("%d versions, %v: this test needs them kept", len(old), err)
	}
	from := f.size()
	if _, _, err := f.SignIn(t.Context(), f.in("nina")); keyOf(err) != KeyWrong {
		t.Errorf("got %v", err)
	}
	if f.size() != from {
		t.Error("the credentials of a closed account were opened")
	}
}

func TestTheListShowsWhoTheReaderMaySee(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	list, left, err := f.List(t.Context(), f.admin())
	if err != nil || len(left) != 0 {
		t.Fatal(err, left)
	}
	var got []string
	for _, c := range list {
		got = append(got, c.UserName+" "+string(c.State)+" "+strings.Join(c.Roles, ","))
	}
	want := []string{"ada active system-administrator", "live active doctor,journal-responsible", "nina active nurse", "odd active office-worker", "per invited nurse,physiotherapist"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, _, err = f.List(t.Context(), Work{Actor: gate.Actor{Role: "nobody"}, Purpose: staff})
	if _, ok := gate.AsRefusal(err); !ok {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestWhatIsStoredIsWhatTheLedgerNames(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	w := f.admin()
	if _, err := f.Create(t.Context(), w, NewAccount{UserName: "berit", Name: "Berit Strandholt", Roles: []string{"doctor"}}); err != nil {
		t.Fatal(err)
	}
	if err := f.SetRoles(t.Context(), w, f.id("nina"), []string{"physiotherapist"}); err != nil {
		t.Fatal(err)
	}
	if err := f.CloseAccount(t.Context(), w, f.id("live")); err != nil {
		t.Fatal(err)
	}
	check := func() []gate.RecordFinding {
		c := gate.NewRecordCheck()
		for e, err := range f.g.Tree.Entries(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			c.Entry(e)
		}
		if err := c.Records(t.Context(), f.g.Data.R, "hms", BoxQueries...); err != nil {
			t.Fatal(err)
		}
		return c.Findings
	}
	if got := check(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	id := f.id("nina")
	if _, err := f.g.Data.W.Exec(`update account_record set box = (select box from account_record where account <> ?1 limit 1) where account = ?1 and version = 2`, id[:]); err != nil {
		t.Fatal(err)
	}
	if got := check(); len(got) == 0 {
		t.Error("a swapped record was not found")
	}
}

func TestACrashBetweenAccountAndCredentialsLeavesNobodyInAndIsMended(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	w := f.admin()
	id, err := f.create(t.Context(), w.ask(), NewAccount{UserName: "berit", Name: "Berit Strandholt", Roles: []string{"doctor"}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	f.restart()
	if _, _, err := f.SignIn(t.Context(), SignIn{UserName: "berit", Password: "", Code: "000000"}); keyOf(err) != KeyWrong {
		t.Errorf("without credentials: %v", err)
	}
	inv, err := f.Invite(t.Context(), w, id)
	if err != nil {
		t.Fatal(err)
	}
	code, _ := CodeAt(inv.TOTPSecret, f.clk.Now())
	if _, _, err := f.SignIn(t.Context(), SignIn{UserName: "berit", Password: inv.Password, Code: code}); err != nil {
		t.Error(err)
	}
}

func TestAChangeThatFailsInTheDataIsVoidedAndLeavesTheOldNameFindable(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	w, id := f.admin(), f.id("nina")
	back := f.away("data.db")
	if err := f.SetRoles(t.Context(), w, id, []string{"physiotherapist"}); errs.KindOf(err) != errs.Unavailable {
		t.Fatalf("got %v", err)
	}
	back()
	f.restart()
	if _, err := f.g.Recover(t.Context(), f.Version); err != nil {
		t.Fatal(err)
	}
	if f.id("nina") != id {
		t.Error("another account")
	}
	if roles := f.rolesOf(id); !cmp.Equal(roles, []string{"nurse"}) {
		t.Errorf("roles %v", roles)
	}
	if err := f.SetRoles(t.Context(), w, id, []string{"physiotherapist"}); err != nil {
		t.Error(err)
	}
}
