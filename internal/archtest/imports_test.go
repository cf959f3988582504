// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Law 5: arrows point down. rooms is the whole plan of the house: for each
// room, which others it may import. From top to bottom
//
//	cmd → web, demo, house → accounts, register → gate → keys, ledger, rulebook → store
//
// with errs, opaque and clock below all. What two rooms share is a smaller
// room below them, never one of the two.
var rooms = map[string][]string{
	// Leaf libraries: other programs can use them, so they know nothing of the house.
	"identifiers":             {},
	"sdc":                     {},
	"sdc/history":             {"sdc"},
	"sdc/exchange":            {"sdc"},
	"sdc/parquet":             {"sdc"},
	"sdc/release":             {"sdc", "sdc/exchange", "sdc/history", "sdc/parquet"},
	"promise":                 {"promise/internal/strict"},
	"promise/internal/strict": {},
	"promise/rulebook":        {"promise"},
	"promise/notice":          {"promise"},
	"promise/compare":         {"promise", "promise/rulebook"},
	"promise/publish":         {"promise", "promise/notice", "promise/compare"},
	"promise/schema":          {"promise"},
	"examples":                {},
	"examples/standard":       {},

	// Below all: names, error kinds, the clock, the reader's words.
	"internal/errs":   {},
	"internal/opaque": {},
	"internal/clock":  {},
	"internal/i18n":   {},

	// Where promises meet tables.
	"internal/ruleset": {"promise", "sdc", "sdc/release"},

	// Plumbing and evidence. The ledger knows nobody: it takes keys as bytes.
	"internal/store":  {},
	"internal/ledger": {},
	"internal/keys":   {"internal/opaque", "internal/store"},

	// The waist.
	"internal/gate": {"internal/clock", "internal/errs", "internal/keys", "internal/ledger", "internal/opaque", "internal/store",
		"promise", "promise/rulebook"},

	// Domain rooms do not know each other.
	"internal/register":   domain,
	"internal/accounts":   domain,
	"internal/statistics": append(slices.Clone(domain), "internal/ruleset", "sdc", "sdc/exchange", "sdc/history", "sdc/parquet", "sdc/release"),

	// Doors and wiring.
	"internal/web": {"internal/accounts", "internal/clock", "internal/errs", "internal/gate", "internal/i18n", "internal/ledger",
		"internal/opaque", "internal/register", "internal/statistics", "promise", "promise/compare", "promise/notice", "promise/publish", "promise/rulebook", "identifiers", "sdc"},
	"internal/house": {"identifiers", "internal/accounts", "internal/clock", "internal/errs", "internal/gate", "internal/keys",
		"internal/ledger", "internal/opaque", "internal/register", "internal/statistics", "internal/store", "promise"},
	"internal/demo": {"internal/accounts", "internal/clock", "internal/house", "internal/opaque", "internal/register",
		"examples", "promise"},
	"cmd/lupaus": {"internal/accounts", "internal/clock", "internal/demo", "internal/gate", "internal/house",
		"internal/ledger", "internal/register", "internal/ruleset", "internal/store", "internal/web", "promise", "promise/compare", "promise/publish", "promise/rulebook",
		"promise/schema", "examples/standard", "internal/ruleset", "sdc", "sdc/history", "sdc/release"},

	// Tools of the project itself.
	"internal/archtest":        {},
	"internal/coverage":        {"promise"},
	"internal/coverage/write":  {"internal/coverage"},
	"promise/schema/write":     {"promise/schema"},
	"sdc/release/write":        {"sdc/release"},
	"internal/web/browsertest": {},
}

// domain is what a domain room may know: the gate and what is below it, but
// not the keys.
var domain = []string{"internal/errs", "internal/gate", "internal/ledger", "internal/opaque", "internal/store", "promise", "promise/rulebook"}

// foreign says which modules from outside a room may import; every other room
// lives on the standard library. A library belongs to one room that hides it.
var foreign = map[string][]string{
	"promise":           {"golang.org/x/text"},
	"promise/publish":   {"github.com/xuri/excelize/v2"},
	"sdc/exchange":      {"github.com/xuri/excelize/v2", "golang.org/x/text"},
	"sdc/parquet":       {"github.com/parquet-go/parquet-go"},
	"sdc/release":       {"go.yaml.in/yaml/v4"},
	"internal/i18n":     {"go.yaml.in/yaml/v4", "golang.org/x/text"},
	"internal/store":    {"modernc.org/sqlite", "github.com/pressly/goose/v3"},
	"internal/ledger":   {"golang.org/x/mod"},
	"internal/register": {"golang.org/x/text"},
	"internal/accounts": {"github.com/pquerna/otp", "golang.org/x/crypto", "golang.org/x/text"},
	"internal/house":    {"golang.org/x/sys"},
	"internal/demo":     {"github.com/pquerna/otp"},
	"internal/web":      {"golang.org/x/text", "golang.org/x/net"},
	"cmd/lupaus":        {"github.com/alecthomas/kong"},
}

// keyRooms are the only ones whose files may import the key-opening package.
// Tests of the rooms above build a whole house through package house instead;
// those of accounts, one level below it, put their own together.
var keyRooms = map[string]string{
	"internal/keys":     "itself",
	"internal/gate":     "opens and seals",
	"internal/house":    "wires: makes or loads the key file and hands the store to the gate",
	"internal/accounts": "tests only: a gate on a small promise of their own",
}

func arrows(files []*source) (out []finding) {
	for _, f := range files {
		if f.test {
			continue
		}
		may, known := rooms[f.room]
		if !known {
			out = append(out, finding{f.path, "the room " + f.room + " is not on the plan", "say in archtest's rooms what it may import"})
			continue
		}
		for _, imp := range f.imported() {
			if !slices.Contains(may, imp) {
				out = append(out, finding{f.path, f.room + " imports " + imp,
					"arrows point down: let the caller hand it in, or move what both need to a room below"})
			}
		}
	}
	return out
}

func onlyTheGateHasKeys(files []*source) (out []finding) {
	for _, f := range files {
		if !slices.Contains(f.imported(), "internal/keys") {
			continue
		}
		why, ok := keyRooms[f.room]
		if !ok || (!f.test && strings.HasPrefix(why, "tests only")) {
			out = append(out, finding{f.path, f.room + " imports the keys", "only the gate opens keys, in tests too: ask the gate for a pass"})
		}
	}
	return out
}

func librariesInTheirRooms(files []*source) (out []finding) {
	for _, f := range files {
		if f.test {
			continue
		}
		for _, imp := range f.foreign() {
			if !slices.ContainsFunc(foreign[f.room], func(m string) bool { return imp == m || strings.HasPrefix(imp, m+"/") }) {
				out = append(out, finding{f.path, f.room + " imports " + imp, "use the room that hides this library, or say in archtest's foreign why this room needs it"})
			}
		}
	}
	return out
}

func TestArrowsPointDown(t *testing.T) {
	t.Parallel()
	want(t, arrows(house(t).files))
}

func TestOnlyTheGateOpensKeys(t *testing.T) {
	t.Parallel()
	want(t, onlyTheGateHasKeys(house(t).files))
}

func TestEachLibraryHasItsRoom(t *testing.T) {
	t.Parallel()
	want(t, librariesInTheirRooms(house(t).files))
}

func TestThePlanItselfHoldsTheLaw(t *testing.T) {
	t.Parallel()
	leaves := []string{"identifiers", "promise", "promise/rulebook", "promise/notice", "promise/internal/strict", "examples"}
	domains := []string{"internal/register", "internal/accounts", "internal/statistics"}
	for _, r := range leaves {
		for _, imp := range rooms[r] {
			if strings.HasPrefix(imp, "internal/") {
				t.Errorf("the plan lets the leaf %s import %s of the house", r, imp)
			}
		}
	}
	for _, a := range domains {
		for _, b := range domains {
			if slices.Contains(rooms[a], b) {
				t.Errorf("the plan lets the domain room %s import %s", a, b)
			}
		}
	}
	for r, may := range rooms {
		if slices.Contains(may, "internal/keys") && r != "internal/gate" && r != "internal/house" {
			t.Errorf("the plan lets %s import the keys", r)
		}
	}
	for _, low := range []string{"internal/store", "internal/keys", "internal/ledger"} {
		if slices.Contains(rooms["internal/web"], low) && low != "internal/ledger" {
			t.Errorf("the plan lets the pages import %s", low)
		}
	}
}

func TestTheLawsOfImportsNoticeABreach(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, at, imp string
		law           func([]*source) []finding
	}{
		{"a page that reads the store", "internal/web/find.go", "internal/store", arrows},
		{"a domain room that knows another", "internal/register/open.go", "internal/accounts", arrows},
		{"a leaf that knows the house", "identifiers/read.go", "internal/errs", arrows},
		{"a room nobody planned", "internal/attic/attic.go", "internal/errs", arrows},
		{"the gate knows who stands above it", "internal/gate/gate.go", "internal/register", arrows},
		{"a test that takes the keys", "internal/register/open_test.go", "internal/keys", onlyTheGateHasKeys},
		{"a domain room that takes the keys", "internal/accounts/store.go", "internal/keys", onlyTheGateHasKeys},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := house(t).source(c.at, fmt.Appendf(nil, "package x\nimport _ %q\n", modulePath+"/"+c.imp))
			if err != nil {
				t.Fatal(err)
			}
			wantBreach(t, c.law([]*source{s}), c.at)
		})
	}
	s, err := house(t).source("internal/web/x.go", []byte("package x\nimport _ \"modernc.org/sqlite\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	wantBreach(t, librariesInTheirRooms([]*source{s}), "internal/web", "sqlite")
}
