// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"slices"
	"strings"
	"testing"
)

// Law 6: time, chance and the outside world are handed in, so that every
// deadline, retry and crash can be tested. outside says which rooms may reach
// for what by themselves, and why.
var outside = []struct {
	of    string
	names []string // of that package; nil: any
	rooms map[string]string
}{
	{"time", []string{"Now", "Since", "Until"}, map[string]string{
		"internal/clock":  "it is the clock",
		"internal/ledger": "the default when nobody hands in a clock",
		"internal/house":  "which century a short identity number means, in functions that the language calls without a clock",
		"cmd/lupaus":      "a command is given now",
	}},
	{"time", []string{"Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}, map[string]string{
		"internal/ledger":   "the courier of checkpoints waits between two",
		"internal/house":    "counter hints are saved every few seconds",
		"internal/accounts": "the default when nobody hands in a way to wait",
	}},
	{"crypto/rand", nil, map[string]string{
		"internal/opaque":   "random ids",
		"internal/keys":     "keys",
		"internal/ledger":   "salts and nonces of sealed bodies",
		"internal/accounts": "session tokens, salts, one-time passwords",
		"cmd/lupaus":        "the seed of chance for figures that are rounded by it",
	}},
	{"math/rand/v2", nil, map[string]string{
		"internal/demo": "invented people, the same for the same seed",
		"cmd/lupaus":    "chance for figures that are rounded by it, from a seed that is forgotten",
	}},
	{"math/rand", nil, nil},
	{"os/exec", nil, nil},
	{"unsafe", nil, map[string]string{"internal/ledger": "CLOCK_BOOTTIME, which the standard library does not read"}},
	{"syscall", nil, map[string]string{
		"cmd/lupaus":      "the signal that ends it",
		"internal/ledger": "CLOCK_BOOTTIME, which the standard library does not read",
	}},
	{"os", nil, map[string]string{
		"cmd/lupaus":              "arguments, streams and the files that a command is given",
		"internal/house":          "makes and locks the data folder",
		"internal/keys":           "the key file",
		"internal/ledger":         "checkpoints outside the database",
		"internal/store":          "database files",
		"sdc/history":             "the folder of releases, for programs without the house",
		"internal/coverage/write": "writes the page",
		"promise/schema/write":    "writes the schema and the reference",
		"sdc/release/write":       "writes the schema and the reference",
	}},
	{"net", nil, map[string]string{"cmd/lupaus": "listens", "internal/web": "tells a reader's address from its port"}},
	{"net/http", nil, map[string]string{"cmd/lupaus": "serves", "internal/web": "pages", "internal/demo": "hands on the pages of an organisation that is open"}},
	{"net/smtp", nil, nil},
	{"crypto/tls", nil, nil},
}

// clients are what net/http could call out with. Nothing of the house does.
var clients = []string{"Get", "Post", "PostForm", "Head", "DefaultClient", "Client", "Client.Do", "Client.Get", "Client.Post", "DefaultTransport", "Transport"}

func reachesOut(all []use) (out []finding) {
	for _, u := range all {
		if u.test {
			continue
		}
		if u.of == "net/http" && slices.Contains(clients, u.name) {
			out = append(out, finding{u.at, u.room + " calls out over the network (" + u.name + ")", "nothing leaves the house but answers"})
		}
		for _, o := range outside {
			if u.of != o.of || (o.names != nil && !slices.Contains(o.names, u.name)) {
				continue
			}
			if _, ok := o.rooms[u.room]; !ok {
				out = append(out, finding{u.at, u.room + " reaches for " + u.of + "." + u.name, "have it handed in (a clock, a reader, a sender), or say in archtest's outside why not"})
			}
		}
	}
	return out
}

func TestTimeChanceAndTheWorldAreHandedIn(t *testing.T) {
	t.Parallel()
	want(t, reachesOut(uses(t)))
	idle := map[string]bool{}
	for _, u := range uses(t) {
		idle[u.of+" "+u.room] = true
	}
	for _, o := range outside {
		for room := range o.rooms {
			if !idle[o.of+" "+room] && !strings.HasPrefix(room, "internal/coverage") {
				t.Errorf("%s does not use %s any more: take it off the list", room, o.of)
			}
		}
	}
}

func TestTheLawOfTimeNoticesABreach(t *testing.T) {
	t.Parallel()
	for name, c := range map[string][3]string{
		"a domain room that looks at the clock": {"internal/register/x.go", "package register\nimport \"time\"\nvar x = time.Now()", "time.Now"},
		"a page that waits":                     {"internal/web/x.go", "package web\nimport \"time\"\nfunc x() { time.Sleep(1) }", "time.Sleep"},
		"a gate that throws dice":               {"internal/gate/x.go", "package gate\nimport \"math/rand/v2\"\nvar x = rand.IntN(2)", "rand"},
		"a page that calls out":                 {"internal/web/x.go", "package web\nimport \"net/http\"\nfunc x() { http.Get(\"\") }", "calls out"},
		"a domain room that opens files":        {"internal/accounts/x.go", "package accounts\nimport \"os\"\nvar x, _ = os.ReadFile(\"\")", "os.ReadFile"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, u := snippet(t, c[0], c[1])
			wantBreach(t, reachesOut(u), c[0], c[2])
		})
	}
}
