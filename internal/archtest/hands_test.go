// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// hands says, name by name, what one room may use of another where an import
// alone would give too much. Everything not named is refused, also when it is
// reached through a third room (s.gate.Keys.Key needs no import of the keys).
var hands = []struct {
	room, of string
	may      []string
	why      string
}{
	{"internal/house", "internal/keys",
		[]string{"LoadFile", "CreateFile", "ErrNoFile", "File", "File.AddLedger", "New", "Store", "Store.Close"},
		"house only wires: it brings the key file and the store to the gate and opens nothing"},
	{"internal/house", "internal/ledger",
		[]string{"Open", "Options", "Options.*", "Now", "Mono", "Engine", "Heads", "Outside", "FileOutside", "Ledger", "Ledger.Close", "Ledger.OutsideError", "Ledger.Tree",
			"Tree.Rulebook", "Digest", "Digest.String"},
		"house only wires: it opens the tree, sees which promise ruled last and appends nothing"},
	{"internal/house", "internal/store",
		[]string{"Open", "DB", "DB.Close", "DB.Shared", "NewGroup", "Group", "Group.Close"},
		"house only wires: it opens the files and runs no statement"},
	{"internal/web", "internal/ledger",
		[]string{"Entry", "Entry.*", "Kind", "Kind.String", "Kind*", "Outcome", "Outcome.String", "Outcome*", "ErrUnavailable", "Leaf", "Leaf.*"},
		"pages show entries and never write one"},
	{"internal/register", "internal/ledger",
		[]string{"Entry", "Entry.*", "Kind", "Kind.String", "Kind*", "Outcome", "Outcome.String", "Outcome*", "Digest", "Digest.String", "Bits", "Bits.*",
			"Leaf", "Leaf.*", "Public*", "Subject*", "Step", "Step.*", "Field", "Field.*", "Extract", "Extract.*", "Tree.Entry", "Tree.Rulebook", "Tree.Size"},
		"what is recorded goes through the gate; this room only reads entries"},
	{"internal/accounts", "internal/ledger",
		[]string{"Kind", "Kind*", "Outcome", "Outcome*", "Digest"},
		"what is recorded goes through the gate"},
	{"cmd/lupaus", "internal/ledger",
		[]string{"Entry", "Entry.*", "Field", "Field.*", "ReadExtract", "Extract.Entries", "Extract.Origin", "Extract.Verify", "Extract.VerifierKey",
			"FileOutside", "Outside", "OriginReport", "OriginReport.*", "Report", "Report.*", "Finding", "Finding.*", "Verify", "VerifyOptions", "VerifyOptions.*",
			"Replay", "Rulebook", "Keys", "ActorKey", "VerifierKeys"},
		"the command checks a ledger and never writes one"},
	{"cmd/lupaus", "internal/store", []string{"OpenToRead"}, "the command reads a folder as evidence"},
}

// never are rooms that a room must not use at all, by whatever way.
var never = []struct{ room, of string }{
	{"internal/register", "internal/keys"}, {"internal/accounts", "internal/keys"}, {"internal/web", "internal/keys"},
	{"internal/demo", "internal/keys"}, {"cmd/lupaus", "internal/keys"},
	{"internal/web", "internal/store"}, {"internal/web", "database/sql"}, {"internal/demo", "internal/store"}, {"internal/demo", "internal/ledger"},
	{"internal/house", "database/sql"},
}

func inTheirHands(all []use) (out []finding) {
	for _, u := range all {
		if u.test {
			continue
		}
		for _, n := range never {
			if u.room == n.room && u.of == n.of {
				out = append(out, finding{u.at, u.room + " uses " + u.of + " " + u.name, "this room has no business there: ask the gate or a service"})
			}
		}
		for _, h := range hands {
			if u.room == h.room && u.of == h.of && !named(h.may, u.name) {
				out = append(out, finding{u.at, u.room + " uses " + u.of + " " + u.name, h.why})
			}
		}
	}
	return out
}

// keysInTests holds law 1 for tests too: a test that took a key from the
// store would show that somebody could.
func keysInTests(all []use) (out []finding) {
	for _, u := range all {
		opens := u.of == "internal/keys" && slices.Contains([]string{"Store.Key", "Store.Each", "Key.Open", "Key.Raw", "Key.Seal", "Store.MAC", "Store.Ensure"}, u.name)
		if u.test && opens && u.room != "internal/keys" && u.room != "internal/gate" {
			out = append(out, finding{u.at, "a test of " + u.room + " opens keys itself (" + u.name + ")", "go through the gate, as the product does"})
		}
	}
	return out
}

// named tells whether a pattern allows a name; a trailing star allows the rest.
func named(may []string, name string) bool {
	return slices.ContainsFunc(may, func(p string) bool {
		if rest, ok := strings.CutSuffix(p, "*"); ok {
			return strings.HasPrefix(name, rest)
		}
		return p == name
	})
}

func TestEveryRoomKeepsItsHandsToItself(t *testing.T) {
	t.Parallel()
	want(t, inTheirHands(uses(t)))
}

func TestNoTestOpensKeysBesideTheGate(t *testing.T) {
	t.Parallel()
	want(t, keysInTests(uses(t)))
}

func TestTheLawOfHandsNoticesABreach(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, at, text, word string }{
		{"a domain room that reaches the keys through the gate", "internal/register/x.go", `package register
import ("context"; "github.com/lupaus/lupaus/internal/gate")
func x(ctx context.Context, g *gate.Gate) { g.Keys.Head(ctx, "", [16]byte{}) }`, "Store.Head"},
		{"a page that writes the ledger through the gate", "internal/web/x.go", `package web
import ("context"; "github.com/lupaus/lupaus/internal/gate")
func x(ctx context.Context, g *gate.Gate) { g.Tree.Append(ctx) }`, "Tree.Append"},
		{"the wiring opens a key", "internal/house/x.go", `package house
import ("context"; "github.com/lupaus/lupaus/internal/keys")
func x(ctx context.Context, s *keys.Store) { s.Key(ctx, "", keys.Ref{}) }`, "Store.Key"},
		{"the demo reads the database", "internal/demo/x.go", `package demo
import "github.com/lupaus/lupaus/internal/gate"
func x(g *gate.Gate) { g.Data.R.Exec("") }`, "internal/store"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, u := snippet(t, c.at, c.text)
			wantBreach(t, inTheirHands(u), c.at, c.word)
		})
	}
	_, u := snippet(t, "internal/register/x_test.go", `package register
import ("context"; "github.com/lupaus/lupaus/internal/gate"; "github.com/lupaus/lupaus/internal/keys")
func x(ctx context.Context, g *gate.Gate) { g.Keys.Key(ctx, "", keys.Ref{}) }`)
	wantBreach(t, keysInTests(u), "Store.Key")
}

// sqlFiles are the files of domain rooms that may speak to the database, with
// what they ask of it. All others work on what these hand them.
var sqlFiles = map[string]string{
	"internal/register/service.go":   "statements prepared once, the version that stands",
	"internal/register/open.go":      "sealed records of a subject",
	"internal/register/look.go":      "a subject, its marks and its sealed records in one statement",
	"internal/register/page.go":      "how many records there are",
	"internal/register/write.go":     "new versions, inside the gate's transaction",
	"internal/register/marks.go":     "dates and facets beside a record",
	"internal/register/facts.go":     "facts for a decision",
	"internal/register/retention.go": "dates that periods count from",
	"internal/register/erase.go":     "rows that go",
	"internal/register/count.go":     "sealed records of a category, to be counted",
	"internal/register/names.go":     "find-cards for the index in memory",
	"internal/register/find.go":      "cards by page and facet",
	"internal/register/table.go":     "lists",
	"internal/register/share.go":     "who a record is shared with",
	"internal/accounts/store.go":     "accounts, their records and sessions",
	"internal/accounts/facts.go":     "facts about an account for a decision",
	"internal/accounts/setup.go":     "the first accounts",
	"internal/accounts/signin.go":    "failures, lock-outs, used codes",
	"internal/accounts/session.go":   "sessions",
	"internal/accounts/acting.go":    "acting role and purpose",
	"internal/accounts/declare.go":   "signed declarations",
	"internal/accounts/accept.go":    "accepted rule documents",
	"internal/accounts/met.go":       "since when a document's version rules",
	"internal/accounts/manage.go":    "account state and roles",
}

func onlyStoreFilesSpeakSQL(files []*source) (out []finding) {
	for _, f := range files {
		if f.test || (f.room != "internal/register" && f.room != "internal/accounts" && f.room != "internal/web" && f.room != "internal/house" && f.room != "internal/demo") {
			continue
		}
		std := slices.Contains(f.standard(), "database/sql")
		plumbing := slices.Contains(f.imported(), "internal/store") && f.room != "internal/house"
		if _, ok := sqlFiles[f.path]; (std || plumbing) && !ok {
			out = append(out, finding{f.path, "speaks to the database", "keep statements in the room's store files (archtest's sqlFiles)"})
		}
	}
	return out
}

func TestOnlyStoreFilesOfADomainRoomSpeakSQL(t *testing.T) {
	t.Parallel()
	m := house(t)
	want(t, onlyStoreFilesSpeakSQL(m.files))
	s, err := m.source("internal/register/values.go", []byte("package register\nimport _ \"database/sql\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	wantBreach(t, onlyStoreFilesSpeakSQL([]*source{s}), "values.go")
}

var (
	tableMade = regexp.MustCompile(`(?i)create table (?:if not exists )?([a-z_]+)`)
	tableUsed = regexp.MustCompile(`(?i)\b(?:from|into|update|join)\s+([a-z_]+)`)
	statement = regexp.MustCompile(`(?is)^\s*(?:select|insert|update|delete|with|replace)\b`)
)

// ownTables finds statements of one room on another room's tables. A room's
// tables are its own: who needs what they hold asks the room.
func ownTables(files []*source, owner map[string]string) (out []finding) {
	for _, f := range files {
		if f.test {
			continue
		}
		for _, lit := range f.literals() {
			if !statement.MatchString(lit.text) {
				continue
			}
			for _, table := range tableUsed.FindAllStringSubmatch(lit.text, -1) {
				if of, ok := owner[strings.ToLower(table[1])]; ok && of != f.room {
					out = append(out, finding{f.path, f.room + " asks the table " + table[1] + " of " + of, "ask the room that owns it"})
				}
			}
		}
	}
	return out
}

func TestARoomsTablesAreItsOwn(t *testing.T) {
	t.Parallel()
	m := house(t)
	owner := m.tables(t)
	for table, room := range map[string]string{"record": "internal/register", "person_key": "internal/keys", "ledger_batch": "internal/ledger", "applied": "internal/gate", "account": "internal/accounts"} {
		if owner[table] != room {
			t.Errorf("the table %s is taken to be of %q, want %s", table, owner[table], room)
		}
	}
	want(t, ownTables(m.files, owner))
	s, err := m.source("internal/accounts/x.go", []byte("package accounts\nconst q = `select box from record where org = ?`\n"))
	if err != nil {
		t.Fatal(err)
	}
	wantBreach(t, ownTables([]*source{s}, owner), "accounts", "record")
}
