// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a whole house under the accounts, on files of its own.
type fixture struct {
	*Service
	t       testing.TB
	dir     string
	clk     *clock.Manual
	g       *gate.Gate
	release *promise.Release
	paused  []time.Duration
	stop    func()
}

// begin is when every test begins: in the middle of an authenticator's step.
var begin = time.Date(2026, 11, 23, 9, 0, 10, 0, time.UTC)

const (
	password = "correct horse battery staple"
	secret   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	staff    = "staff/access-control" // the purpose under which accounts are kept
)

// promiseWith loads the example promise with words replaced in a file, or, where
// there are none to replace, with one file more.
func promiseWith(t testing.TB, replace ...string) *promise.Release {
	t.Helper()
	m := fstest.MapFS{}
	sub, err := fs.Sub(examples.FS, "hms")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(sub, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(sub, n)
		if err != nil {
			t.Fatal(err)
		}
		m[n] = &fstest.MapFile{Data: b}
	}
	for i := 0; i+2 < len(replace); i += 3 {
		if replace[i+1] == "" {
			m[replace[i]] = &fstest.MapFile{Data: []byte(replace[i+2])}
			continue
		}
		f := m[replace[i]]
		next := strings.Replace(string(f.Data), replace[i+1], replace[i+2], 1)
		if next == string(f.Data) {
			t.Fatalf("%s has no %q to replace", replace[i], replace[i+1])
		}
		m[replace[i]] = &fstest.MapFile{Data: []byte(next)}
	}
	r, problems := promise.Load(m)
	if r == nil {
		t.Fatal(problems)
	}
	return r
}

// open opens a house in a new folder.
func open(t testing.TB, replace ...string) *fixture {
	t.Helper()
	f := &fixture{t: t, dir: t.TempDir(), clk: clock.NewManual(begin), release: promiseWith(t, replace...)}
	f.start()
	t.Cleanup(func() { f.stop() })
	return f
}

// start opens what lies in the folder, as a start of the server does.
func (f *fixture) start() {
	f.t.Helper()
	ctx := context.Background()
	must := func(err error) {
		if err != nil {
			f.t.Helper()
			f.t.Fatal(err)
		}
	}
	file, err := keys.LoadFile(f.path("keys.json"))
	if errors.Is(err, keys.ErrNoFile) {
		file, err = keys.CreateFile(f.path("keys.json"))
	}
	must(err)
	data, err := store.Open(ctx, f.path("data.db"))
	must(err)
	kdb, err := store.Open(ctx, f.path("keys.db"))
	must(err)
	ldb, err := store.Open(ctx, f.path("ledger.db"))
	must(err)
	ks, err := keys.New(ctx, kdb, file)
	must(err)
	heads := gate.NewHeads()
	l, err := ledger.Open(ctx, ldb.W, ledger.Options{Now: f.clk.Now, Mono: f.clk.Mono, Engine: "test", Heads: heads.Told})
	must(err)
	sign, err := file.AddLedger("hms", "hms.example/log")
	must(err)
	origin, key := gate.LedgerKey(sign)
	tree, err := l.Tree(ctx, "hms", key, origin)
	must(err)
	writes := store.NewGroup(data)
	f.g, err = gate.New(ctx, gate.Config{Org: "hms", Data: data, Writes: writes, Keys: ks, Ledger: l, Tree: tree, Heads: heads, Clock: f.clk}, f.release)
	must(err)
	f.g.UseFacts(nothing{})
	f.Service, err = New(ctx, f.g)
	must(err)
	f.hash = newHasher(Cost{Memory: 64, Time: 1, Lanes: 1}) // the real cost has a test of its own
	f.Pause = func(_ context.Context, d time.Duration) { f.paused = append(f.paused, d) }
	f.stop = func() {
		f.Service.Close()
		writes.Close()
		l.Close()
		ks.Close()
		for _, db := range []*store.DB{data, kdb, ldb} {
			db.Close()
		}
		f.stop = func() {}
	}
}

// nothing is the register engine's answer about people that it does not know:
// none of its facts holds, and that is known.
type nothing struct{}

func (nothing) Facts(_ context.Context, _ store.Querier, q gate.FactQuery, out []rulebook.Facts) error {
	for i := range out {
		out[i].Known |= q.Need
	}
	return nil
}

// restart is a stop and a start.
func (f *fixture) restart() { f.stop(); f.start() }

func (f *fixture) path(name string) string { return filepath.Join(f.dir, name) }

// away takes a database file away; back brings it back.
func (f *fixture) away(name string) (back func()) {
	f.t.Helper()
	if err := os.Rename(f.path(name), f.path(name)+".away"); err != nil {
		f.t.Fatal(err)
	}
	return func() {
		if err := os.Rename(f.path(name)+".away", f.path(name)); err != nil {
			f.t.Fatal(err)
		}
	}
}

// seedAll makes the accounts most tests work with.
func (f *fixture) seedAll() {
	f.t.Helper()
	err := f.Seed(context.Background(), []SeedAccount{
		{UserName: "nina", Name: "Nina Skogvang", Password: password, TOTPSecret: secret, Roles: []string{"nurse"}, Unit: "east", Declared: true},
		{UserName: "ada", Name: "Ada Tjernhaug", Password: password, TOTPSecret: secret, Roles: []string{"system-administrator"}, Unit: "west", Declared: true},
		{UserName: "live", Name: "Live Ørnberg", Password: password, TOTPSecret: secret, Roles: []string{"doctor", "journal-responsible"}, Unit: "east", Declared: true},
		{UserName: "per", Name: "Per Moen", Password: password, TOTPSecret: secret, Roles: []string{"nurse", "physiotherapist"}, Unit: "west"},
		{UserName: "odd", Name: "Odd Granmark", Password: password, Roles: []string{"office-worker"}, Declared: true},
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

// code is what an authenticator shows so many steps from now.
func (f *fixture) code(steps int) string {
	f.t.Helper()
	c, err := CodeAt(secret, f.clk.Now().Add(time.Duration(steps)*stepSeconds*time.Second))
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

// in is a sign-in with everything right.
func (f *fixture) in(user string) SignIn {
	return SignIn{UserName: user, Password: password, Code: f.code(0), Client: "192.0.2.7"}
}

// enter signs somebody in.
func (f *fixture) enter(user string) (string, *Session) {
	f.t.Helper()
	token, se, err := f.SignIn(f.t.Context(), f.in(user))
	if err != nil {
		f.t.Fatal(err)
	}
	return token, se
}

// session looks a session up that must be there.
func (f *fixture) mustSession(token string) *Session {
	f.t.Helper()
	se, err := f.Session(f.t.Context(), token)
	if err != nil {
		f.t.Fatal(err)
	}
	return se
}

// admin signs the administrator in, ready to keep accounts.
func (f *fixture) admin() Work {
	f.t.Helper()
	token, _ := f.enter("ada")
	if err := f.ChoosePurpose(f.t.Context(), token, staff); err != nil {
		f.t.Fatal(err)
	}
	se := f.mustSession(token)
	return Work{Actor: se.Actor(), Purpose: se.Purpose}
}

// id finds an account by its user name.
func (f *fixture) id(user string) opaque.ID {
	f.t.Helper()
	id, err := f.find(context.Background(), user)
	if err != nil || id.IsZero() {
		f.t.Fatalf("no account %s: %v", user, err)
	}
	return id
}

// keyOf is the key of a sign-in's answer, "" when it was none.
func keyOf(err error) string {
	if e, ok := errors.AsType[*SignInError](err); ok {
		return e.Key
	}
	return ""
}

// size is how many entries the ledger has.
func (f *fixture) size() int64 { return f.g.Tree.Size() }

// since lists the sign-in entries from a size on, as "outcome code".
func (f *fixture) since(from int64) (out []string) {
	f.t.Helper()
	for e, err := range f.g.Tree.Entries(context.Background(), from) {
		if err != nil {
			f.t.Fatal(err)
		}
		if e.Kind == ledger.KindSignIn {
			out = append(out, e.Outcome.String()+" "+e.PublicValue(ledger.PublicReasonCode))
		}
	}
	return out
}
