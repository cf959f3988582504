// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/gate"
	housepkg "github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// demoHouse is a house that the demo has filled and its own staff work in.
type demoHouse struct {
	*housepkg.House
	dir string
	clk *clock.Manual
}

// filled makes a data folder with everything that the demo puts in.
func filled(t *testing.T) *demoHouse {
	t.Helper()
	d := &demoHouse{dir: t.TempDir(), clk: clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))}
	var err error
	d.House, err = housepkg.Open(t.Context(), housepkg.Config{Dir: d.dir, Promise: os.DirFS("../../examples/hms"), Clock: d.clk, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := demo.Fill(t.Context(), d.House, func(string) {}); err != nil {
		t.Fatal(err)
	}
	return d
}

// as signs a member of the demo's staff in and gives the work of one role and
// purpose; the session's token counts as a secret too.
func (d *demoHouse) as(t *testing.T, user, role, purpose string) (register.Work, string) {
	t.Helper()
	ctx := t.Context()
	d.clk.Advance(30 * time.Second) // the next code: each is good once
	code, err := demo.Code(user, d.Gate.Now())
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := d.Accounts.SignIn(ctx, accounts.SignIn{UserName: user, Password: demo.Password, Code: code, Client: "test"})
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(d.Accounts.ChooseRole(ctx, token, role), d.Accounts.ChoosePurpose(ctx, token, purpose))
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Accounts.Session(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	reg, _, _ := strings.Cut(purpose, "/")
	return register.Work{Actor: s.Actor(), Register: reg, Purpose: purpose, Lang: "en"}, token
}

// secrets opens everything in the house through the gate, as staff may, and
// collects what must lie nowhere on the disk.
func (d *demoHouse) secrets(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{demo.Password: "password"}
	for _, p := range demo.Staff {
		out[demo.Secret(p.UserName)] = "authenticator secret"
		addName(out, p.Name, "name of staff")
		if len(p.UserName) >= leastSecret {
			out[p.UserName] = "user name"
		}
	}
	journal, token := d.as(t, "live", "journal-responsible", "personal-journal/insight")
	out[token] = sessionToken
	card := journal
	card.Purpose = "personal-journal/occupational-health"
	d.read(t, card, journal, out)
	companies, token := d.as(t, "odd", "office-worker", "companies/service")
	out[token] = sessionToken
	d.read(t, companies, companies, out)
	return out
}

// read finds everybody in a register for one purpose and opens every category
// of theirs for another.
func (d *demoHouse) read(t *testing.T, find, w register.Work, out map[string]string) {
	t.Helper()
	reason := register.Given{Reason: "person-asked", Confirmed: true}
	var after string
	for {
		found, err := d.Register.Find(t.Context(), find, register.Query{After: after, Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found.Cards {
			d.readOne(t, w, c.Subject, reason, out)
		}
		if after = found.Next; after == "" {
			return
		}
	}
}

func (d *demoHouse) readOne(t *testing.T, w register.Work, subject opaque.ID, g register.Given, out map[string]string) {
	t.Helper()
	ctx := t.Context()
	page, err := d.Register.Page(ctx, w, subject)
	if err != nil {
		t.Fatal(err)
	}
	for _, sec := range page.Sections {
		if sec.Closed != nil || !sec.Exists {
			continue
		}
		opened, err := d.Register.Open(ctx, w, subject, []string{sec.Category.ID}, g)
		if err != nil {
			t.Fatalf("%s: %v", sec.Category.Qualified(), err)
		}
		for _, rec := range opened[0].Records {
			for _, v := range rec.Values {
				if v.Masked {
					if v, err = d.Register.Reveal(ctx, w, subject, rec.ID, v.Field.ID, g); err != nil {
						t.Fatal(err)
					}
				}
				if v.Field.Type == promise.TypeFile {
					d.addFile(t, w, subject, rec.ID, v.Field.ID, g, out)
					continue
				}
				addValue(out, sec.Category, v)
			}
			if rec.Origin != nil && rec.Origin.File != "" {
				out[rec.Origin.File] = "name of a list"
			}
		}
	}
}

// leastSecret is the shortest value looked for: shorter ones turn up in
// ciphertext by chance.
const leastSecret = 6

func addValue(out map[string]string, c *promise.Category, v register.Value) {
	what := c.Qualified() + "." + v.Field.ID
	switch v.Field.Type {
	case promise.TypeChoice, promise.TypeChoices, promise.TypeDate, promise.TypeTime, promise.TypeNumber, promise.TypeUnit, promise.TypeStaff, promise.TypeCompany, promise.TypePerson, promise.TypeRoles:
		return // codes, dates and opaque ids may stand open, or are too common to look for
	case promise.TypePersonName:
		addName(out, v.Text, what)
	default:
		if len(v.Text) >= leastSecret {
			out[v.Text] = what
		}
	}
}

// addFile looks for the content of an attached file.
func (d *demoHouse) addFile(t *testing.T, w register.Work, subject, record opaque.ID, field string, g register.Given, out map[string]string) {
	t.Helper()
	f, err := d.Register.File(t.Context(), w, subject, record, field, g)
	if err != nil {
		t.Fatal(err)
	}
	out[string(f.Content)] = "attached file"
}

// addName looks for the whole name and for its longer words.
func addName(out map[string]string, name, what string) {
	out[name] = what
	for w := range strings.FieldsSeq(name) {
		if len(w) > leastSecret {
			out[w] = what
		}
	}
}

// Keeps: HMS-22
// Keeps: HMS-28
// Law: gdpr 32(1)(a)
func TestNothingThatWasPutInLiesOpenOnTheDisk(t *testing.T) {
	t.Parallel()
	d := filled(t)
	secrets := d.secrets(t)
	kinds := map[string]int{}
	for _, what := range secrets {
		kinds[what]++
	}
	for _, what := range []string{"personal-journal/identity.national-id", "personal-journal/identification.name", "personal-journal/consultations.text",
		"personal-journal/contact.email", "companies/identification.name", "companies/identification.org-number", "attached file", "name of a list"} {
		if kinds[what] == 0 {
			t.Errorf("the house gave no %s, so nothing was looked for: got %v", what, kinds)
		}
	}
	dropPublic(t, secrets)
	m := newMatcher(secrets)
	t.Logf("looking for %d values in %d disguises", len(secrets), m.size())
	searchFiles(t, d.dir, m) // while it runs: with what waits in the write-ahead logs
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	searchFiles(t, d.dir, m)
	walkTables(t, d.dir, func(db, table, column string, value []byte) {
		if what := m.find(value); what != "" {
			t.Errorf("%s: %s.%s holds %s openly", db, table, column, what)
		}
	})
	ciphertext(t, d.dir)
	openText(t, d.dir)
	theSearchFinds(t, d.dir, m, secrets)
}

// dropPublic leaves out values that the published promise says too: the ledger
// keeps its text, openly.
func dropPublic(t *testing.T, secrets map[string]string) {
	t.Helper()
	files, err := filepath.Glob("../../examples/hms/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var published []byte
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		published = append(published, bytes.ToLower(text)...)
	}
	for s := range secrets {
		if bytes.Contains(published, bytes.ToLower([]byte(s))) {
			delete(secrets, s)
		}
	}
}

// TestAPassOpensWhatItWasGivenForAndAForgedOneNothing holds law 1 against the
// boxes of a real house.
func TestAPassOpensWhatItWasGivenForAndAForgedOneNothing(t *testing.T) {
	t.Parallel()
	d := filled(t)
	ctx := t.Context()
	var boxes []gate.Sealed
	rows, err := d.Gate.Data.R.Query(register.BoxQueries[0], d.Gate.Org)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		b, err := gate.ScanBoxed(rows)
		if err != nil {
			t.Fatal(err)
		}
		if b.Category == "personal-journal/consultations" {
			boxes = append(boxes, b.Sealed)
		}
	}
	if len(boxes) < 2 {
		t.Fatalf("%d boxes", len(boxes))
	}
	a := boxes[0]
	i := slices.IndexFunc(boxes, func(b gate.Sealed) bool { return b.Subject != a.Subject })
	b := boxes[i]

	var none *gate.Pass
	for name, p := range map[string]*gate.Pass{"no pass": none, "the zero pass": {}, "a new pass": new(gate.Pass)} {
		if got, err := p.Open(ctx, []gate.Sealed{a}); !errors.Is(err, gate.ErrNoPass) || got != nil {
			t.Errorf("%s opened a box: %v, %v", name, got, err)
		}
	}
	w, _ := d.as(t, "live", "journal-responsible", "personal-journal/insight")
	pass := func(ctx context.Context) *gate.Pass {
		p, err := d.Gate.Read(ctx, gate.Ask{Actor: w.Actor, Action: rulebook.Open, Purpose: w.Purpose, Reason: "person-asked",
			Items: []gate.Item{{Subject: a.Subject, Category: a.Category, Record: a.Record}}})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if _, err := pass(ctx).Open(ctx, []gate.Sealed{b}); !errors.Is(err, gate.ErrOutside) {
		t.Errorf("a pass for one person opened another's box: %v", err)
	}
	moved := a
	moved.Box = b.Box
	if _, err := pass(ctx).Open(ctx, []gate.Sealed{moved}); err == nil {
		t.Error("another person's box opened under this person's name")
	}
	p := pass(ctx)
	got, err := p.Open(ctx, []gate.Sealed{a})
	if err != nil || len(got) != 1 || len(got[0].Fields) == 0 {
		t.Fatalf("the pass did not open its own box: %v, %v", got, err)
	}
	if _, err := p.Open(ctx, []gate.Sealed{a}); !errors.Is(err, gate.ErrSpent) {
		t.Errorf("a pass opened twice: %v", err)
	}
}
