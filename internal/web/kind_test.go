// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/promise"
)

// fieldTypes is the closed list of types, asked of the language itself.
func fieldTypes(t *testing.T) []string {
	t.Helper()
	data := promise.Grammar("register").Key("data").Value.Each
	words := data.Key("fields").Value.Each.Key("type").Value.Words
	if len(words) < 30 {
		t.Fatalf("the language has the types %v", words)
	}
	return words
}

// typesFile is a register of things that have a field of every type, and of
// people beside them, both found for a reason.
func typesFile(t *testing.T) string {
	t.Helper()
	extra := map[string]string{"number": ", of: minute", "money": ", of: NOK", "phone": `, of: "NO"`, "person-id": `, of: "NO", mask: true`, "company-id": `, of: "NO"`,
		"person": ", of: personal-journal", "people": ", of: personal-journal", "company": ", of: companies",
		"choice": ", choices: {a: {nb: Eple, en: Apple}, b: {nb: Bringebær, en: Raspberry}}", "choices": ", choices: {a: {nb: Eple, en: Apple}, b: {nb: Bringebær, en: Raspberry}}"}
	var fields strings.Builder
	for _, typ := range fieldTypes(t) {
		fmt.Fprintf(&fields, "      f-%s: {type: %s%s, name: {nb: F %s, en: F %s}}\n", typ, typ, extra[typ], typ, typ)
	}
	var rights strings.Builder
	for _, r := range strings.Fields("information access log-extract disclosure-list correction supplement restriction erasure objection complaint") {
		fmt.Fprintf(&rights, "  %s: {by: staff, who: [privacy-officer], within: 1 month}\n", r)
	}
	return `kind: register
id: things
version: 1
name: {nb: Ting, en: Things}
subjects: {holder: {of: person, name: {nb: Holdere, en: Holders}, assumed: test}}
purposes: {keeping: {basis: legitimate-interest, interest: {nb: Orden, en: Order}, name: {nb: Orden, en: Keeping}, assumed: test}}
data:
  thing:
    about: nobody
    for: [keeping]
    name: {nb: Ting, en: Thing}
    assumed: test
    fields:
      called: {type: text, find: name, required: true, name: {nb: Navn, en: Called}}
` + fields.String() + `  holder:
    about: person
    for: [keeping]
    name: {nb: Holder, en: Holder}
    assumed: test
    fields: {name: {type: person-name, find: name, required: true, name: {nb: Navn, en: Name}}}
sources: {staff: {from: own-activity, data: [thing, holder], name: {nb: Ansatte, en: Staff}, assumed: test}}
events: {kept: {of: person, data: thing, field: f-date, take: last, name: {nb: Dag, en: Day}, assumed: test}}
retention:
  things: {data: [thing], keep: {after: kept, lasts: for-ever}, end: none, assumed: test}
  people: {data: [holder], keep: {after: kept, lasts: 1 year}, end: erase, assumed: test}
rights:
` + rights.String() + `access:
  look-up: {allow: [find], who: [office-worker], data: [thing, holder], for: [keeping], with: [{reason: journal-reasons}], assumed: test}
  work: {allow: [open, add, correct], who: [office-worker], data: [thing, holder], for: [keeping], assumed: test}
automated-decisions: none
profiling: none
`
}

func thingsSite(t *testing.T) *site {
	t.Helper()
	files := fstest.MapFS{"things.yaml": {Data: []byte(typesFile(t))}}
	names, err := fs.Glob(hms(t), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(hms(t), n)
		if err != nil {
			t.Fatal(err)
		}
		files[n] = &fstest.MapFile{Data: b}
	}
	s := openSiteOn(t, t.Context(), t.TempDir(), "", files, nil)
	t.Cleanup(func() { _ = s.house.Close() })
	t.Cleanup(s.http.Close)
	return s
}

// typedValues are what a reader types or chooses for each type, and what the
// page then says. Files are sent beside them.
var typedValues = map[string]struct {
	typed []string
	shown string
}{
	"text": {[]string{"Words"}, "Words"}, "long-text": {[]string{"Two\nlines"}, "Two"}, "person-name": {[]string{"Aase Bakkmyr"}, "Aase Bakkmyr"},
	"email": {[]string{"a@post.example"}, "a@post.example"}, "phone": {[]string{"912 34 567"}, "+4791234567"}, "address": {[]string{"Vei 1"}, "Vei 1"},
	"date": {[]string{"2026-11-03"}, "3 Nov 2026"}, "time": {[]string{"2026-11-03T14:30:00"}, "3 Nov 2026 14:30"}, "duration": {[]string{"2 working days"}, "2 working days"},
	"number": {[]string{"1234,5"}, "1,234.5 minutes"}, "money": {[]string{"1234.5"}, "1,234.50 NOK"}, "currency": {[]string{"nok"}, "NOK"},
	"yes-no": {[]string{"true"}, "Yes"}, "choice": {[]string{"b"}, "Raspberry"}, "choices": {[]string{"a", "b"}, "Apple, Raspberry"}, "code": {[]string{"A-1"}, "A-1"},
	"language": {[]string{"fi"}, "Finnish"}, "country": {[]string{"NO"}, "Norway"}, "person-id": {[]string{"01818000010"}, "018180*****"},
	"company-id": {[]string{"974 760 673"}, "974760673"}, "vat-number": {[]string{"NO 974 760 673 MVA"}, "NO974760673MVA"},
	"bank-account": {[]string{"FI21 1234 5600 0007 85"}, "FI2112345600000785"}, "url": {[]string{"https://www.post.example/x"}, "https://www.post.example/x"},
	"ip": {[]string{"2001:DB8::1"}, "2001:db8::1"}, "account-name": {[]string{"Aase"}, "aase"}, "person": {[]string{"Bergljot Bakkmyr"}, "Bergljot Bakkmyr"},
	"people": {[]string{"Bergljot Bakkmyr\nÆrlig Ådnavoll"}, "Bergljot Bakkmyr, Ærlig Ådnavoll"}, "company": {[]string{"Nordlys Sveis AS"}, "Nordlys Sveis AS"},
	"unit": {[]string{"east"}, "East"}, "roles": {[]string{"nurse"}, "Nurse"}, "record": {[]string{"r-1"}, "r-1"}, "law": {[]string{"gdpr 15"}, "GDPR 15"},
	"attestation": {[]string{"yes"}, "confirmed"}, "file": {nil, "paper.txt"}, "files": {nil, "picture.txt"}, "staff": {nil, ""}, "staff-list": {nil, ""},
}

// Every type that the language has can be filled in, is kept as what it means,
// is shown in the reader's words, and stands in the form again for a correction.
//
// Keeps: HMS-15, TTL-61
func TestAThingWithAFieldOfEveryTypeIsFilledInShownAndCorrected(t *testing.T) {
	t.Parallel()
	s := thingsSite(t)
	b := s.signedIn(t, "odd", "office-worker", "things/keeping")
	start := b.get("/find")
	if start.link("kind=nobody") == "" || start.link("kind=person") == "" {
		t.Fatalf("the menu does not lead to both kinds: %s", start.text("nav"))
	}
	page := b.get(start.link("kind=nobody"))
	if page.text("h1") != "New: thing" || page.has("Holder") {
		t.Errorf("the form for a thing: %s", page.text("main"))
	}
	f := page.form("/new?kind=nobody")
	f.values.Set("thing.called", "Anvil")
	want := map[string]string{}
	for _, typ := range fieldTypes(t) {
		v, ok := typedValues[typ]
		name := "thing.f-" + typ
		if !ok || !slices.Contains(f.names, name) {
			t.Errorf("the type %s has no control on the form, or no value in this test", typ)
			continue
		}
		if typ == "staff" || typ == "staff-list" {
			v.typed, v.shown = []string{page.optionIn(name, "Odd Granmark")}, "Odd Granmark"
		}
		f.values[name], want[typ] = v.typed, v.shown
	}
	saved := b.upload(f.action, f.values, map[string][2]string{"thing.f-file": {"paper.txt", "paper"}, "thing.f-files": {"picture.txt", "picture"}})
	if saved.status != http.StatusOK || saved.text("h1") != "Anvil" {
		t.Fatalf("saved: %d %s", saved.status, saved.text("main"))
	}
	shows(t, saved, want)
	if saved.has("Who has looked") || !saved.has("Thing") {
		t.Errorf("the page of a thing: %s", saved.text("main"))
	}
	again := b.get(saved.link("/correct"))
	form := again.form("/correct")
	for name, vs := range again.filledIn() {
		form.values[name] = vs
	}
	form.values.Set("thing.f-text", "Other words")
	want["text"] = "Other words"
	corrected := b.upload(form.action, form.values, nil)
	if corrected.status != http.StatusOK {
		t.Fatalf("corrected: %d %s", corrected.status, corrected.text("main"))
	}
	shows(t, corrected, want)
	files := 0
	for _, x := range corrected.forms() {
		if strings.HasSuffix(x.action, "/file") {
			files++
			if got := b.post(x.action, x.values); got.body != "paper" && got.body != "picture" {
				t.Errorf("the file %v holds %q", x.values, got.body)
			}
		}
	}
	if files != 2 {
		t.Errorf("%d files to take, want 2", files)
	}
}

// shows compares what stands beside each field's name.
func shows(t *testing.T, r *result, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	var term string
	for _, dl := range r.all("dl") {
		walk(dl, func(n *html.Node) {
			if n.Type != html.ElementNode {
				return
			}
			switch n.Data {
			case "dt":
				term = strings.TrimSpace(textOf(n))
			case "dd":
				if _, ok := got[term]; !ok {
					got[term] = strings.TrimSpace(textOf(n))
				}
			}
		})
	}
	for _, typ := range slices.Sorted(maps.Keys(want)) {
		if !strings.HasPrefix(got["F "+typ], want[typ]) {
			t.Errorf("%s is shown as %q, want %q", typ, got["F "+typ], want[typ])
		}
	}
}

// optionIn is the value of a choice by its words.
func (r *result) optionIn(name, words string) (value string) {
	r.t.Helper()
	for _, n := range r.all("label") {
		if strings.TrimSpace(textOf(n)) == words {
			walk(n, func(x *html.Node) {
				if x.Type == html.ElementNode && attr(x, "name") == name {
					value = attr(x, "value")
				}
			})
		}
	}
	for _, sel := range r.all("select") {
		walk(sel, func(x *html.Node) {
			if attr(sel, "name") == name && x.Type == html.ElementNode && x.Data == "option" && strings.TrimSpace(textOf(x)) == words {
				value = attr(x, "value")
			}
		})
	}
	if value == "" {
		r.t.Errorf("%s offers no %q", name, words)
	}
	return value
}

// filledIn is what the form on the page would send as it stands.
func (r *result) filledIn() url.Values {
	out := url.Values{}
	for _, n := range append(r.all("input"), r.all("textarea")...) {
		name, typ := attr(n, "name"), attr(n, "type")
		_, checked := attrOf(n, "checked")
		switch {
		case name == "", typ == "file", (typ == "radio" || typ == "checkbox") && !checked:
		case n.Data == "textarea" && n.FirstChild != nil:
			out.Add(name, n.FirstChild.Data) // with its lines
		case n.Data == "textarea":
		default:
			out.Add(name, attr(n, "value"))
		}
	}
	for _, sel := range r.all("select") {
		walk(sel, func(x *html.Node) {
			if _, selected := attrOf(x, "selected"); selected {
				out.Add(attr(sel, "name"), attr(x, "value"))
			}
		})
	}
	return out
}

func attrOf(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func TestALookUpAsksForTheReasonThatItsClauseWants(t *testing.T) {
	t.Parallel()
	s := thingsSite(t)
	b := s.signedIn(t, "odd", "office-worker", "things/keeping")
	f := b.get("/new?kind=nobody").form("/new?kind=nobody")
	f.values.Set("thing.called", "Anvil")
	if r := b.upload(f.action, f.values, nil); r.text("h1") != "Anvil" {
		t.Fatalf("saved: %d %s", r.status, r.text("main"))
	}
	page := b.get("/find")
	if !page.has("What are you looking for?") || !page.has("What kind?") {
		t.Errorf("the question: %s", page.text("main"))
	}
	if r := b.post("/find", url.Values{"q": {"anvil"}}); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="anvil"`) || r.has("One found") {
		t.Errorf("without a reason: %d %s", r.status, r.text("main"))
	}
	if r := b.post("/find", url.Values{"q": {"anvil"}, "reason": {"because"}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("with a reason that is not on the list: %d", r.status)
	}
	r := b.post("/find", url.Values{"q": {"anvil"}, "reason": {"follow-up"}})
	if r.status != http.StatusOK || !r.has("One found") || !r.has("Anvil") {
		t.Fatalf("with a reason: %d %s", r.status, r.text("main"))
	}
	if strings.Contains(r.path, "anvil") || strings.Contains(r.path, "follow-up") {
		t.Errorf("the address says what was looked for: %s", r.path)
	}
	r = b.post("/find", url.Values{"q": {"anvil"}, "card": {"holder"}, "reason": {"follow-up"}})
	if r.status != http.StatusOK || !r.has("Nobody found.") {
		t.Errorf("among people: %d %s", r.status, r.text("main"))
	}
}
