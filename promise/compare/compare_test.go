// SPDX-License-Identifier: EUPL-1.2

package compare_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/compare"
)

// edit replaces a text that stands once in the small promise that the explanations of
// checks start from; a file that is not there is made.
type edit struct{ file, from, to string }

func in(from, to string) edit  { return edit{"members.yaml", from, to} }
func org(from, to string) edit { return edit{"organisation.yaml", from, to} }

// raised gives the register of members a new version, as a change does.
var raised = in("id: members\nversion: 1", "id: members\nversion: 2")

// raisedOrg does it for the organisation.
var raisedOrg = []edit{org("id: society\nversion: 1", "id: society\nversion: 2"), org("history: [{version: 1,", "history: [{version: 2,")}

func release(t testing.TB, edits ...edit) *promise.Release {
	t.Helper()
	files := fstest.MapFS{}
	names, err := filepath.Glob("../explain/base/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no base: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = &fstest.MapFile{Data: text}
	}
	for _, e := range edits {
		f := files[e.file]
		if f == nil {
			files[e.file] = &fstest.MapFile{Data: []byte(e.to)}
			continue
		}
		if n := strings.Count(string(f.Data), e.from); n != 1 {
			t.Fatalf("the text to be changed stands %d times in %s: %q", n, e.file, e.from)
		}
		f.Data = []byte(strings.Replace(string(f.Data), e.from, e.to, 1))
	}
	r, problems := promise.Load(files)
	if r == nil {
		t.Fatalf("does not load:\n%s", problems)
	}
	return r
}

// told is one effect as the tests expect it.
type told struct {
	kind   compare.EffectKind
	needs  compare.Need
	clause string // one of its clauses
	text   string // a part of its English sentence
}

const (
	cards   = "cards: {data: [card], keep: {while: member, then: 2 years}, end: erase, source: [R-7]}"
	notes   = "notes: {data: [health], at-least: {after: last-note, lasts: 10 years}, at-most: {after: last-note, lasts: 12 years}, end: erase, law: [safety-act], source: [R-7]}"
	letters = "letters: {allow: [find], who: [guide], data: [card], for: [letters], source: [R-6]}"
	letter  = "letter: {given-by: person, asked: [form], channels: [email],"
	ban     = "prohibitions: {stop: {channels: [email, sms], stops: [letters, touch], set-by: [page], name: {en: Stop, fi: Seis}, source: [R-2]}}\ndata:\n  card:"
	atData  = "data:\n  card:"
)

// effects are what follows from one change of the base, and nothing else.
var effects = map[string]struct {
	before, after []edit
	want          []told
}{
	"a new purpose on held data, which an interest does not let use them": {nil, []edit{in("    for: [first-aid, touch, letters]", "    for: [first-aid, touch, letters, statistics]"), in("permissions:\n", "  statistics: {basis: legitimate-interest, only: [count], interest: {en: Counting, fi: Luvut}, name: {en: Statistics, fi: Tilastot}, source: [R-2]}\npermissions:\n"),
		in(letters, letters+"\n  counting: {allow: [count], who: [head], data: [card], for: [statistics], source: [R-6]}")},
		[]told{{compare.NewPurpose, compare.Tell, "members/purposes/statistics", "“Card” will also be used for “Statistics”"}, {compare.NoGround, compare.Decide, "members/purposes/statistics", "Collected for something else: “Card”"},
			{compare.AccessBegins, "", "members/access/counting", "New: Head can count “Card” for “Statistics”"}}},
	"a new purpose that says what it is compatible with": {nil, []edit{in("    for: [first-aid, touch, letters]", "    for: [first-aid, touch, letters, statistics]"), in("permissions:\n", "  statistics: {basis: legitimate-interest, compatible-with: [touch], only: [count], interest: {en: Counting, fi: Luvut}, name: {en: Statistics, fi: Tilastot}, source: [R-2]}\npermissions:\n"),
		in(letters, letters+"\n  counting: {allow: [count], who: [head], data: [card], for: [statistics], source: [R-6]}")},
		[]told{{compare.NewPurpose, compare.Tell, "members/data/card", "before that"}, {compare.AccessBegins, "", "members/access/counting", "New: Head can count"}}},
	"another basis for a purpose": {nil, []edit{in("touch: {basis: legitimate-interest, interest: {en: Keeping in touch, fi: Yhteydenpito}", "touch: {basis: contract"), in("  objection: {by: page, source: [R-8]}\n", "")},
		[]told{{compare.NewBasis, compare.Tell, "members/purposes/touch", "“Contact” rested on this: a legitimate interest. Now it rests on this: a contract."}, {compare.RightEnds, compare.Tell, "members/rights/objection", "objection"}}},
	"a recipient that got nothing": {nil, []edit{in("flows: {hosting", "flows: {giving: {to: partner, data: [card], for: [touch], source: [R-4]}, hosting")},
		[]told{{compare.NewRecipient, compare.Tell, "members/flows/giving", "Partner will get “Card”"}}},
	"a recipient of more data": {nil, []edit{in("flows: {hosting: {to: host, data: [card],", "flows: {hosting: {to: host, data: [card, health],"), org("data: [ordinary]}", "data: [ordinary, special]}")}, nil},
	"a recipient that gets no more": {[]edit{in("flows: {hosting", "flows: {giving: {to: partner, data: [card], for: [touch], source: [R-4]}, hosting")}, nil,
		[]told{{compare.RecipientEnds, "", "members/flows/giving", "Partner no longer gets “Card”"}}},
	"a member of a group that got the data already": {[]edit{org("partner: {as: recipient", "partner: {as: recipient, group: true"), in("flows: {hosting", "flows: {giving: {to: partner, data: [card], for: [touch], source: [R-4]}, hosting")},
		[]edit{org("partner: {as: recipient", "north: {under: partner, as: recipient, name: {en: North, fi: Pohjoinen}, country: FI, source: [R-1]}\n  partner: {as: recipient, group: true"), in("flows: {hosting", "flows: {giving: {to: partner, data: [card], for: [touch], source: [R-4]}, northern: {to: north, data: [card], for: [touch], source: [R-4]}, hosting")}, nil},
	"a party that moves outside the EEA": {nil, []edit{org("country: FI, agreement", "country: US, transfer: {mechanism: adequacy, document: 2023/1795, checked: 2026-01-15}, agreement")},
		[]told{{compare.NewTransfer, compare.Tell, "society/parties/host", "“Card” and “Health notes” will leave the European Economic Area, to Host (US). The ground is an adequacy decision."}}},
	"profiling": {nil, []edit{in("profiling: none", "profiling: {interests: {data: [card], for: [touch], text: {en: We guess interests., fi: Arvaamme.}, source: [R-8]}}")},
		[]told{{compare.NewProfiling, compare.Tell, "members/profiling/interests", "We guess interests."}}},
	"a machine that decides": {nil, []edit{in("automated-decisions: none", "automated-decisions: {places: {logic: {en: First come first served., fi: Nopeus.}, significance: {en: Who comes along., fi: Mukaan.}, condition: contract, source: [R-8]}}"), in("  complaint: {by: page, source: [R-8]}", "  human-review: {by: page, source: [R-8]}\n  complaint: {by: page, source: [R-8]}")},
		[]told{{compare.NewDecision, compare.Tell, "members/automated-decisions/places", "A machine will decide: First come first served."}, {compare.RightBegins, "", "members/rights/human-review", "a new right: review by a human"}}},
	"a category that is gone": {[]edit{in("sources:\n  self: {from: person, data: [card, health]", "  fees: {about: person, for: [touch], name: {en: Fees, fi: Maksut}, source: [R-3], fields: {sum: {type: money, name: {en: Sum, fi: Summa}}}}\nsources:\n  self: {from: person, data: [card, health, fees]"),
		in("cards: {data: [card], keep", "cards: {data: [card, fees], keep"), in("data: [card], for: [first-aid, touch], source", "data: [card, fees], for: [first-aid, touch], source")}, nil,
		[]told{{compare.Sealed, "", "members/data/fees", "“Fees” is not kept any more. What is held is sealed at once, nobody sees it, and it ends by its old period: while “Member” holds and 2 years after that"}}},
	"another controller":           {nil, []edit{org("controller: {name: Hiking society", "controller: {name: Walking society")}, []told{{compare.NewController, compare.Tell, "society/controller", "Walking society is responsible"}}},
	"another address of a contact": {nil, []edit{org("email: privacy@society.example", "email: data@society.example")}, []told{{compare.NewContact, compare.Tell, "society/contacts/privacy", "is reached in another way"}}},
	"other words of a permission": {nil, []edit{in("text: {en: I subscribe., fi: Tilaan.}", "text: {en: I agree., fi: Tilaan.}")},
		[]told{{compare.PermissionWider, compare.Ask, "members/permissions/letter", "“Letter” has other words now"}}},
	"a channel more":               {nil, []edit{in(letter, strings.Replace(letter, "[email]", "[email, sms]", 1))}, []told{{compare.PermissionWider, compare.Ask, "members/permissions/letter", "these channels: text message"}}},
	"a channel less":               {[]edit{in(letter, strings.Replace(letter, "[email]", "[email, sms]", 1))}, nil, []told{{compare.PermissionNarrower, "", "members/permissions/letter", "nobody needs to be asked"}}},
	"any channel instead of one":   {nil, []edit{in(letter, strings.Replace(letter, " channels: [email],", "", 1))}, []told{{compare.PermissionWider, compare.Ask, "members/permissions/letter", "any channel"}}},
	"a topic more":                 {[]edit{in(letter, letter+" topics: {maps: {name: {en: Maps, fi: Kartat}}},")}, []edit{in(letter, letter+" topics: {maps: {name: {en: Maps, fi: Kartat}}, huts: {name: {en: Huts, fi: Tuvat}}},")}, []told{{compare.PermissionWider, compare.Ask, "members/permissions/letter", "these topics: Huts"}}},
	"another giver":                {nil, []edit{in("letter: {given-by: person", "letter: {given-by: company")}, []told{{compare.PermissionWider, compare.Ask, "members/permissions/letter", "given by the company"}}},
	"a purpose more that needs it": {nil, []edit{in("permissions:\n", "  offers: {basis: consent, needs: [letter], name: {en: Offers, fi: Tarjoukset}, source: [R-2]}\npermissions:\n")}, []told{{compare.PermissionWider, compare.Ask, "members/purposes/offers", "“Letter” was not given for “Offers”"}}},
	"a permission that is gone": {[]edit{in("permissions:\n", "permissions:\n  walks: {given-by: person, asked: [form], withdrawn-by: [form], name: {en: Walks, fi: Retket}, text: {en: Yes., fi: Kyllä.}, source: [R-2]}\n")}, nil,
		[]told{{compare.PermissionEnds, "", "members/permissions/walks", "“Walks” is not asked for any more"}}},
	"a prohibition that is gone": {[]edit{in(atData, ban)}, nil, []told{{compare.ProhibitionEnds, compare.Tell, "members/prohibitions/stop", "stops nothing: “Letters” and “Contact”"}, {compare.AccessBegins, "", "law/art-21", "In more cases than before: Office and Guide can open, add and correct “Card” for “Contact”"}}},
	"a prohibition that stops less": {[]edit{in(atData, ban)}, []edit{in(atData, strings.Replace(ban, "[letters, touch]", "[letters]", 1))},
		[]told{{compare.ProhibitionNarrower, compare.Tell, "members/prohibitions/stop", "no longer stops “Contact”"}, {compare.AccessBegins, "", "members/access/cards", "In more cases"}}},
	"a prohibition that reaches fewer channels": {[]edit{in(atData, ban)}, []edit{in(atData, strings.Replace(ban, "[email, sms]", "[email]", 1))}, []told{{compare.ProhibitionNarrower, compare.Tell, "members/prohibitions/stop", "these channels: text message"}}},

	"shorter keeping":                    {nil, []edit{in("then: 2 years", "then: 1 year")}, []told{{compare.KeptShorter, "", "members/retention/cards", "after a preview and 14 days"}}},
	"longer keeping without a law":       {nil, []edit{in("then: 2 years", "then: 3 years")}, []told{{compare.KeptLonger, compare.Tell, "members/retention/cards", "keep their old end"}}},
	"longer keeping by a law":            {nil, []edit{in("lasts: 12 years", "lasts: 15 years")}, []told{{compare.KeptLonger, compare.Tell, "members/retention/notes", "by law: Safety Act"}}},
	"the same time in another unit":      {nil, []edit{in("then: 2 years", "then: 24 months")}, nil},
	"a floor below a ceiling that stays": {nil, []edit{in("lasts: 10 years", "lasts: 11 years")}, nil},
	"a reason beside the first":          {nil, []edit{in(cards, cards+"\n  more: {data: [card], keep: {after: last-note, lasts: 1 year}, end: erase, source: [R-7]}")}, []told{{compare.KeptLonger, compare.Tell, "members/retention/more", "Kept longer"}}},
	"another reason in its place":        {nil, []edit{in(cards, "cards: {data: [card], keep: {after: last-note, lasts: 1 year}, end: erase, source: [R-7]}")}, []told{{compare.KeptOtherwise, compare.Tell, "members/retention/cards", "some of it shorter and some longer"}}},
	"a ceiling that becomes a review":    {nil, []edit{in(notes, "notes: {data: [health], at-least: {after: last-note, lasts: 10 years}, review: {every: 1 year, owner: head}, end: erase, law: [safety-act], source: [R-7]}")}, []told{{compare.KeptShorter, "", "members/retention/notes", "every year"}}},

	"a field that is gone":       {nil, []edit{in("      text: {type: long-text, name: {en: Text, fi: Teksti}}\n", "")}, []told{{compare.Sealed, "", "members/data/health.text", "“Health notes (Text)” is not kept any more"}}},
	"a sensitivity raised":       {nil, []edit{in("joined: {type: date,", "joined: {sensitivity: protected, type: date,")}, []told{{compare.SensitivityChanged, "", "members/data/card.joined", "handled as ordinary and is handled as protected by law"}}},
	"another system":             {[]edit{org("systems: {box", "systems: {tin: {run-by: host, holds: [ordinary], name: {en: Tin, fi: Purkki}, source: [R-1]}, box")}, []edit{org("systems: {box", "systems: {tin: {run-by: host, holds: [ordinary], name: {en: Tin, fi: Purkki}, source: [R-1]}, box"), in("    for: [first-aid, touch, letters]\n    kept-in: [box]", "    for: [first-aid, touch, letters]\n    kept-in: [tin]")}, []told{{compare.Moved, "", "members/data/card", "“Card” moves from “Box” to “Tin”"}}},
	"a system that anybody runs": {nil, []edit{org("systems: {box: {run-by: host, ", "systems: {box: {run-by: partner, ")}, []told{{compare.NewRecipient, compare.Tell, "society/systems/box", "Partner will get “Look-ups”, “Card” and “Health notes”"}}},
	"a right answered later":     {[]edit{in("who: [head], within: 1 month", "who: [head], within: 14 days")}, nil, []told{{compare.RightLater, compare.Tell, "members/rights/access", "within 14 days and comes within 1 month"}}},
	"a right answered sooner":    {nil, []edit{in("who: [head], within: 1 month", "who: [head], within: 14 days")}, []told{{compare.RightSooner, "", "members/rights/access", "comes within 14 days"}}},

	"an action more":         {nil, []edit{in(letters, strings.Replace(letters, "[find]", "[find, export]", 1))}, []told{{compare.AccessBegins, "", "members/access/letters", "New: Guide can export “Card” for “Letters”"}}},
	"an action less":         {nil, []edit{in("cards: {allow: [find, open, add, correct]", "cards: {allow: [find, open, add]")}, []told{{compare.AccessEnds, "", "members/access/cards", "Ends at once, also where it is open now: Office and Guide can no longer correct “Card” for “First aid” and “Contact”"}}},
	"a fact less to ask for": {nil, []edit{in("if: [in-care], with", "with")}, []told{{compare.AccessBegins, "", "members/access/notes", "In more cases than before: Office can open and add “Health notes”"}}},
	"a fact more to ask for": {nil, []edit{in(letters, strings.Replace(letters, "source", "if: [second-factor], source", 1))}, []told{{compare.AccessEnds, "", "members/access/letters", "In fewer cases than before"}}},
	"a role that moves under another": {[]edit{org("guide: {name", "ranger: {name: {en: Ranger, fi: Vartija}, source: [R-1]}\n  guide: {name")}, []edit{org("guide: {name", "ranger: {under: office, name: {en: Ranger, fi: Vartija}, source: [R-1]}\n  guide: {name")},
		[]told{{compare.AccessBegins, "", "members/access/notes", "New: Ranger can open and add “Health notes” for “First aid”"}, {compare.AccessBegins, "", "members/access/cards", "New: Ranger can find, open, add and correct “Card” for “First aid” and “Contact”"}}},
	"a forbid that is lifted":             {[]edit{in("  closed: {forbid", "  shut: {forbid: [open], who: [guide], data: [card], source: [R-6]}\n  closed: {forbid")}, nil, []told{{compare.AccessBegins, "", "members/access/shut", "New: Guide can open “Card” for “First aid” and “Contact”"}}},
	"a rule of the house that forbids":    {nil, []edit{org("approves: {content", "rules: {still: {forbid: [correct], who: [everyone], except: [office], source: [R-1]}}\napproves: {content")}, []told{{compare.AccessEnds, "", "society/rules/still", "Guide can no longer correct “Card”"}}},
	"a field that is forbidden":           {nil, []edit{in("  closed: {forbid", "  hidden: {forbid: [open], who: [guide], data: [card.joined], source: [R-6]}\n  closed: {forbid")}, []told{{compare.AccessEnds, "", "members/access/hidden", "Guide can no longer open “Card (Joined)”"}}},
	"a safeguard alone":                   {nil, []edit{in(letters, strings.Replace(letters, "source", "with: [confirmation], source", 1))}, nil},
	"a name alone":                        {nil, []edit{org("en: Guide", "en: Leader")}, nil},
	"a field that is new":                 {nil, []edit{in("      joined: {type: date,", "      left: {type: date, name: {en: Left, fi: Lähti}}\n      joined: {type: date,")}, nil},
	"a language that is new to a wording": {nil, []edit{in("source: [R-2]}\ndata:", "source: [R-10]}\ndata:")}, nil},
}

func TestWhatFollowsFromAChange(t *testing.T) {
	t.Parallel()
	for name, c := range effects {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := compare.Releases(release(t, c.before...), release(t, c.after...))
			if len(d.Items) == 0 {
				t.Fatal("no clause differs")
			}
			for _, w := range c.want {
				i := slices.IndexFunc(d.Effects, func(e compare.Effect) bool {
					return e.Kind == w.kind && e.Needs == w.needs && slices.Contains(e.Clauses, w.clause) && strings.Contains(e.Sentence["en"], w.text)
				})
				if i < 0 {
					t.Errorf("no %s (%s) of %s with %q", w.kind, w.needs, w.clause, w.text)
				}
			}
			if len(d.Effects) != len(c.want) || t.Failed() {
				t.Errorf("%d effects, want %d:", len(d.Effects), len(c.want))
				for _, e := range d.Effects {
					t.Errorf("  %s %s %v %v: %s", e.Kind, e.Needs, e.Clauses, e.Data, e.Sentence["en"])
				}
			}
			needs := slices.ContainsFunc(c.want, func(w told) bool { return w.needs != "" })
			if got := needs || len(d.Mistakes) > 0; d.NeedsSomething() != got {
				t.Errorf("needs something is %v", d.NeedsSomething())
			}
			wellSaid(t, d)
		})
	}
}

// wellSaid asks that every text stands in every language, with nothing left unfilled.
func wellSaid(t *testing.T, d *compare.Comparison) {
	t.Helper()
	check := func(where string, text promise.Text) {
		t.Helper()
		if diff := cmp.Diff(slices.Sorted(slices.Values(d.Languages)), text.Languages()); diff != "" {
			t.Errorf("%s: languages %s", where, diff)
		}
		for lang, s := range text {
			if s == "" || strings.Contains(s, "%!") || strings.Contains(s, "%s") || strings.Contains(s, "..") || strings.Contains(s, "  ") || strings.HasPrefix(s, ":") {
				t.Errorf("%s in %s: %q", where, lang, s)
			}
		}
	}
	for _, i := range d.Items {
		check(i.Clause+" title", i.Title)
		for _, s := range []promise.Text{i.Before, i.After} {
			if s != nil {
				check(i.Clause, s)
			}
		}
		if (i.Before == nil) != (i.Kind == compare.Added) || (i.After == nil) != (i.Kind == compare.Removed) {
			t.Errorf("%s is %s with %v and %v", i.Clause, i.Kind, i.Before, i.After)
		}
	}
	for _, e := range d.Effects {
		check(string(e.Kind), e.Sentence)
		if len(e.Clauses) == 0 || e.Clause() == "" {
			t.Errorf("%s names no clause", e.Kind)
		}
	}
	for _, lang := range d.Languages {
		for _, l := range d.Words(lang) {
			if l.Text == "" || strings.Contains(l.Text, "%!") {
				t.Errorf("a line of %s in %s: %q", l.Kind, lang, l.Text)
			}
		}
	}
}

func TestTheSameReleaseTwiceDiffersInNothing(t *testing.T) {
	t.Parallel()
	r := release(t)
	d := compare.Releases(r, r)
	if !d.Empty() || d.NeedsSomething() || len(d.Documents) > 0 {
		t.Errorf("differs: %+v", d)
	}
	if lines := d.Words("fi"); len(lines) != 1 || lines[0].Kind != compare.LineNothing || lines[0].Text != "Mikään ei eroa." {
		t.Errorf("says %+v", lines)
	}
	if len(compare.Releases(r, release(t, edit{"members.yaml", "kind: register\n", "# a remark\nkind: register\n"})).Items) > 0 {
		t.Error("a remark changes a clause")
	}
}

func TestClausesAreToldBeforeAndAfter(t *testing.T) {
	t.Parallel()
	old := release(t, in(letters, letters+"\n  gone: {allow: [count], who: [head], data: [card], for: [touch], source: [R-6]}"))
	edits := append([]edit{raised, in("then: 2 years", "then: 3 years"), in("  cards: {allow: [find, open, add, correct]", "  first: {allow: [count], who: [office], data: [card], for: [touch], source: [R-11]}\n  cards: {allow: [find, open, add, correct]"),
		org("measures: {sealed: {text: {en: Everything is sealed., fi: Kaikki on sinetöity.}, source: [R-1]}}", "measures: {sealed: {text: {en: Everything is sealed., fi: Kaikki on sinetöity.}, source: [R-12]}}")}, raisedOrg...)
	d := compare.Releases(old, release(t, edits...))
	var got []string
	for _, i := range d.Items {
		got = append(got, string(i.Kind)+" "+i.Clause)
	}
	want := []string{"changed society/measures/sealed", "added members/access/first", "removed members/access/gone", "changed members/retention/cards"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if i := d.Items[3]; i.Before["en"] != "“Card”: kept while “Member” holds and 2 years after that; then erased." || i.After["fi"] != "”Kortti”: säilytysaika niin kauan kuin ”Jäsen” on voimassa ja 3 vuotta sen jälkeen; sen jälkeen tiedot poistetaan." {
		t.Errorf("says %q and %q", i.Before["en"], i.After["fi"])
	}
	if i := d.Items[1]; !slices.Equal(i.Source, []string{"R-11"}) || i.Before != nil || len(i.Effects) != 1 {
		t.Errorf("the new clause is %+v", i)
	}
	if diff := cmp.Diff([]compare.Detail{{Key: "source", Before: "R-1", After: "R-12"}}, d.Items[0].Details); diff != "" {
		t.Errorf("a change that the sentence does not show: %s", diff)
	}
	var lines []string
	for _, l := range d.Words("en") {
		lines = append(lines, strings.Repeat(" ", l.Level)+string(l.Kind)+" "+l.Text)
	}
	for _, w := range []string{"document Hiking society: version 2, before version 1", " history 2026-01-02 First version", "  detail source: “R-1” is now “R-12”", "document Members: version 2, before version 1", " item Taken out: Who may do what",
		"  before Before: “Card”: kept while “Member” holds and 2 years after that; then erased."} {
		if !slices.Contains(lines, w) {
			t.Errorf("no line %q in\n%s", w, strings.Join(lines, "\n"))
		}
	}
}

func TestDocumentsThatComeAndGo(t *testing.T) {
	t.Parallel()
	rules := edit{"rules.yaml", "", "kind: communication\nid: rules\nversion: 3\nname: {en: Rules, fi: Säännöt}\nhistory: [{version: 3, from: 2026-02-01, by: head, change: content, text: {en: New rules, fi: Uudet}}]\nconduct: {calm: {support: guide, text: {en: Stay calm., fi: Rauhassa.}, source: [R-20]}}\n"}
	d := compare.Releases(release(t), release(t, rules))
	if len(d.Documents) != 1 || d.Documents[0].Kind != compare.Added || d.Documents[0].NewVersion != 3 || len(d.Documents[0].History) != 1 {
		t.Errorf("documents are %+v", d.Documents)
	}
	back := compare.Releases(release(t, rules), release(t))
	if len(back.Documents) != 1 || back.Documents[0].Kind != compare.Removed || back.Documents[0].OldVersion != 3 || back.Documents[0].Title["fi"] != "Säännöt" {
		t.Errorf("documents are %+v", back.Documents)
	}
	if len(d.Items) == 0 || len(d.Items) != len(back.Items) {
		t.Errorf("%d clauses came, %d went", len(d.Items), len(back.Items))
	}
	wellSaid(t, d)
	wellSaid(t, back)
}

func TestMistakesOfSuccessionStandInTheWay(t *testing.T) {
	t.Parallel()
	d := compare.Releases(release(t), release(t, in("then: 2 years", "then: 1 year"), in("joined: {type: date,", "joined: {type: date, find: exact,")))
	if len(d.Mistakes) != 1 || d.Mistakes[0].Code != "E6" || !d.NeedsSomething() {
		t.Errorf("mistakes are %s", d.Mistakes)
	}
}

// Keeps: TAM-01, TAM-292
func TestWhoAcceptsARuleDocumentAgain(t *testing.T) {
	t.Parallel()
	rules := func(version, change, who, again, text string) edit {
		return edit{"rules.yaml", "", "kind: communication\nid: rules\nversion: " + version + "\nname: {en: Rules, fi: Säännöt}\nacceptance: {who: " + who + ", within: 30 days, again: " + again + ", text: {en: I have read them., fi: Luin.}, source: [R-3]}\n" +
			"conduct: {calm: {support: attest, when: account, text: {en: " + text + ", fi: Rauhassa.}, source: [R-20]}}\nhistory: [{version: 1, from: 2026-01-01, by: head, change: content, text: {en: First, fi: Eka}}, {version: " + version + ", from: 2026-02-01, by: head, change: " + change + ", text: {en: Next, fi: Seuraava}}]\n"}
	}
	for name, c := range map[string]struct {
		before, after edit
		want          told
	}{
		"a change of content":                   {rules("2", "content", "[office]", "content", "Calm."), rules("3", "content", "[office]", "content", "Quiet."), told{compare.AcceptAgain, compare.Accept, "rules/acceptance", "version 3, by: Office"}},
		"a technical change":                    {rules("2", "content", "[office]", "content", "Calm."), rules("3", "technical", "[office]", "content", "Kalm."), told{compare.AcceptStands, "", "rules/acceptance", "nobody needs to accept version 3 again"}},
		"a technical change where every counts": {rules("2", "content", "[office]", "every", "Calm."), rules("3", "technical", "[office]", "every", "Kalm."), told{compare.AcceptAgain, compare.Accept, "rules/conduct/calm", "version 3, by: Office"}},
		"acceptance once":                       {rules("2", "content", "[office]", "never", "Calm."), rules("3", "content", "[office]", "never", "Quiet."), told{compare.AcceptStands, "", "rules/acceptance", "nobody"}},
		"more people":                           {rules("2", "content", "[office]", "content", "Calm."), rules("3", "technical", "[office, guide]", "content", "Calm."), told{compare.AcceptAgain, compare.Accept, "rules/acceptance", "by: Guide"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := compare.Releases(release(t, c.before), release(t, c.after))
			if len(d.Effects) != 1 || d.Effects[0].Kind != c.want.kind || d.Effects[0].Needs != c.want.needs || !slices.Contains(d.Effects[0].Clauses, c.want.clause) || !strings.Contains(d.Effects[0].Sentence["en"], c.want.text) {
				t.Errorf("effects are %+v", d.Effects)
			}
			wellSaid(t, d)
		})
	}
}
