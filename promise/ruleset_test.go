// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/promise"
)

// ruled puts rule sets, datasets and whatever else stands beside them into the base.
func ruled(text string) change {
	return change{"approves: {content: head, technical: head}", text + "\napproves: {content: head, technical: head}"}
}

const (
	named = "name: {fi: Nimi, en: Name}, source: [T-1]"
	small = "rule-sets: {small: {unit: person, about: person, minimum-units: 3, " + named + "}}"
)

// set is a rule set with some values; data is a dataset of it.
func set(values string) change { return ruled("rule-sets: {small: {" + values + ", " + named + "}}") }

func data(values string) change {
	return ruled(small + "\ndatasets: {d: {rules: small, " + values + ", " + named + "}}")
}

func TestChecksOfRuleSets(t *testing.T) {
	t.Parallel()
	counting := change{"  letters: {allow: [find]", "  letters: {allow: [find, count]"}
	for name, c := range map[string]struct {
		code, clause string
		fires        []change
		silent       []change
	}{
		"E1 a key that is not known":                     {"E1", "org/rule-sets/small", []change{set("minimum-unit: 3")}, []change{set("minimum-units: 3")}},
		"E2 a set under one that is not there":           {"E2", "org/rule-sets/small", []change{set("under: smal, minimum-units: 3")}, nil},
		"E2 a dataset of a set that is not there":        {"E2", "org/datasets/d", []change{ruled(small + "\ndatasets: {d: {rules: smal, " + named + "}}")}, []change{data("population: total")}},
		"E2 statistics by a set that is not there":       {"E2", "org/statistics", []change{ruled("statistics: small")}, []change{ruled(small + "\nstatistics: small")}},
		"E2 a register that is not there":                {"E2", "org/datasets/d", []change{data("register: peoples")}, []change{data("register: people")}},
		"E2 a category that no register has":             {"E2", "org/datasets/d", []change{data("register: people/cards")}, []change{data("register: people/card")}},
		"E2 a level that the set does not protect":       {"E2", "org/datasets/d", []change{data("levels-of-protection: {firm: firm_id}")}, []change{data("levels-of-protection: {person: person_id}")}},
		"E3 a set and a dataset of one id":               {"E3", "org/rule-sets/d", []change{ruled("rule-sets: {d: {minimum-units: 3, " + named + "}}\ndatasets: {d: {rules: d, " + named + "}}")}, nil},
		"E3 a level that is no id":                       {"E3", "org/rule-sets/small/protect", []change{set("minimum-units: 3, protect: {Firm: 3}")}, []change{set("minimum-units: 3, protect: {firm: 3}")}},
		"E4 sets in a circle":                            {"E4", "org/rule-sets/a", []change{ruled("rule-sets: {a: {under: b, minimum-units: 3, " + named + "}, b: {under: a, minimum-units: 3, " + named + "}}")}, nil},
		"E7 a minimum of nothing":                        {"E7", "org/rule-sets/small", []change{set("minimum-units: 0")}, nil},
		"E7 a minimum in words":                          {"E7", "org/rule-sets/small", []change{set("minimum-units: three")}, nil},
		"E7 dominance without a share":                   {"E7", "org/rule-sets/small/dominance", []change{set("minimum-units: 3, dominance: {n: 2}")}, []change{set("minimum-units: 3, dominance: {n: 2, k: 85}")}},
		"E7 a share above all":                           {"E7", "org/rule-sets/small/dominance", []change{set("minimum-units: 3, dominance: {n: 2, k: 100.1}")}, []change{set("minimum-units: 3, dominance: {n: 2, k: 100}")}},
		"E7 a share with a sign":                         {"E7", "org/rule-sets/small/dominance", []change{set("minimum-units: 3, dominance: {n: 2, k: 85 %}")}, nil},
		"E7 no per cent at all":                          {"E7", "org/rule-sets/small", []change{set("minimum-units: 3, p-percent: 0")}, nil},
		"E7 a pq rule of one number":                     {"E7", "org/rule-sets/small/pq", []change{set("minimum-units: 3, pq: {p: 10}")}, nil},
		"E7 an interval above the value":                 {"E7", "org/rule-sets/small/secondary", []change{set("minimum-units: 3, secondary: {interval: 1.1}")}, []change{set("minimum-units: 3, secondary: {interval: 1}")}},
		"E7 fresh for a time and always":                 {"E7", "org/rule-sets/small/fresh", []change{set("minimum-units: 3, fresh: {younger-than: 15 months, always: true}")}, nil},
		"E7 fresh for nobody knows how long":             {"E7", "org/rule-sets/small/fresh", []change{set("minimum-units: 3, fresh: {at: check-date}")}, []change{set("minimum-units: 3, fresh: {always: true}")}},
		"E7 an age in days":                              {"E7", "org/rule-sets/small/fresh", []change{set("minimum-units: 3, fresh: {younger-than: 450 days}")}, []change{set("minimum-units: 3, fresh: {younger-than: 2 years}")}},
		"E7 data that are public for ever":               {"E7", "org/rule-sets/small", []change{set("minimum-units: 3, public-after: for-ever")}, []change{set("minimum-units: 3, public-after: 25 years")}},
		"E7 a threshold that counts weights":             {"E7", "org/rule-sets/small", []change{set("minimum-units: 3, weighted: true")}, []change{set("minimum-units: 3, weighted: false")}},
		"E7 an occasion that nobody knows":               {"E7", "org/rule-sets/small", []change{set("minimum-units: 3, ask-if: [four-variables]")}, []change{set("minimum-units: 3, ask-if: [three-variables]")}},
		"E64 fewer units":                                {"E64", "org/datasets/d", []change{data("change: {minimum-units: 2}")}, []change{data("change: {minimum-units: 5}")}},
		"E64 a set for samples and data that are none":   {"E64", "org/datasets/d", []change{ruled("rule-sets: {small: {population: sample, minimum-units: 3, " + named + "}}\ndatasets: {d: {rules: small, " + named + "}}")}, []change{ruled("rule-sets: {small: {population: sample, minimum-units: 3, " + named + "}}\ndatasets: {d: {rules: small, population: sample, " + named + "}}")}},
		"E77 no minimum":                                 {"E77", "org/rule-sets/small", []change{set("row-minimum: 10")}, []change{ruled("rule-sets: {small: {minimum-units: 3, " + named + "}, smaller: {under: small, row-minimum: 10, " + named + "}}")}},
		"E78 a tier that nothing keeps":                  {"E78", "org/rule-sets/small", []change{set("minimum-units: 3, tier: approximate")}, []change{set("minimum-units: 3, tier: approximate, pq: {p: 10, q: 80}")}},
		"W79 dominance of the largest, our own choice":   {"W79", "org/rule-sets/small", []change{ruled("rule-sets: {small: {minimum-units: 3, dominance: {n: 1, k: 75}, name: {fi: N, en: N}, assumed: ours}}")}, []change{set("minimum-units: 3, dominance: {n: 1, k: 75}")}},
		"W80 two persons":                                {"W80", "org/rule-sets/small", []change{set("about: person, minimum-units: 2")}, []change{set("about: company, minimum-units: 2")}},
		"W80 two of what the program's statistics count": {"W80", "org/rule-sets/small", []change{ruled("rule-sets: {small: {minimum-units: 2, " + named + "}}\nstatistics: small")}, nil},
		"W81 rows below cells":                           {"W81", "org/rule-sets/small", []change{set("minimum-units: 5, row-minimum: 4")}, []change{set("minimum-units: 5, row-minimum: 5")}},
		"E82 public by no law":                           {"E82", "org/datasets/d", []change{data("public-by-law: true")}, []change{data("public-by-law: true, law: [act]")}},
		"W83 counts without a set":                       {"W83", "people/access/letters", []change{counting}, []change{counting, ruled(small + "\nstatistics: small")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := promise.Load(changed(t, c.fires...))
			i := slices.IndexFunc(problems, func(p promise.Problem) bool { return p.Code == c.code && p.Clause == c.clause })
			if i < 0 || !strings.HasPrefix(name, c.code+" ") {
				t.Fatalf("no %s at %q; found:\n%s", c.code, c.clause, problems)
			}
			if p := problems[i]; p.Warning != (c.code[0] == 'W') || p.What == "" || p.Mend == "" || p.Line < 1 || p.Column < 1 {
				t.Errorf("does not help: %+v", p)
			}
			if c.silent == nil {
				return
			}
			if _, problems := promise.Load(changed(t, c.silent...)); strings.Contains(codes(problems), c.code) || len(problems.Errors()) > 0 {
				t.Errorf("is not silent on the right neighbour:\n%s", problems)
			}
		})
	}
}

// TestARuleSetOfTheOrganisationAndOfItsResearchRulesIsDeclaredOnce has two documents that
// declare the same.
func TestARuleSetOfTheOrganisationAndOfItsResearchRulesIsDeclaredOnce(t *testing.T) {
	t.Parallel()
	files := changed(t, ruled(small))
	files["tables.yaml"] = &fstest.MapFile{Data: []byte("kind: research\nid: tables\nversion: 1\nname: {fi: Taulukot, en: Tables}\n" + small + "\n")}
	if _, problems := promise.Load(files); codes(problems) != "E3" {
		t.Errorf("findings:\n%s", problems)
	}
	files["tables.yaml"].Data = []byte("kind: communication\nid: tables\nversion: 1\nname: {fi: Taulukot, en: Tables}\n" + strings.Replace(small, "small:", "big:", 1) + "\n")
	if _, problems := promise.Load(files); codes(problems) != "E1" {
		t.Errorf("rules of communication take a rule set:\n%s", problems)
	}
}

func TestAChildStatesOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	r := base(t, ruled(`rule-sets:
  grand: {unit: company, about: company, minimum-units: 3, protect: {group: 3}, dominance: {n: 1, k: 75}, fresh: {younger-than: 15 months}, secondary: {singletons: true, zeros: free}, `+named+`}
  child: {under: parent, secondary: {zeros: protect}, ask-if: [three-variables], `+named+`}
  parent: {under: grand, minimum-units: 4, protect: {firm: 5}, `+named+`}
datasets:
  d: {rules: child, change: {fresh: {always: true}, protect: {group: 6}}, levels-of-protection: {company: c, group: g}, `+named+`}`))
	yes := true
	want := promise.Protection{MinimumUnits: 4, Protect: []*promise.LevelMinimum{{ID: "group", Units: 3}, {ID: "firm", Units: 5}}, Dominance: &promise.Dominance{N: 1, K: "75"},
		Fresh: &promise.Fresh{YoungerThan: promise.Duration{N: 15, Unit: promise.Months}}, Secondary: &promise.Secondary{Singletons: &yes, Zeros: "protect"}, AskIf: []string{"three-variables"}}
	child := r.RuleSet("child")
	if diff := cmp.Diff(want, child.Protection); diff != "" || child.Unit != "company" || child.About != "company" {
		t.Errorf("the child is about %q and %q:\n%s", child.Unit, child.About, diff)
	}
	want.Fresh, want.Protect = &promise.Fresh{Always: true}, []*promise.LevelMinimum{{ID: "group", Units: 6}, {ID: "firm", Units: 5}}
	if diff := cmp.Diff(want, r.Dataset("d").RuleSet().Protection); diff != "" {
		t.Errorf("the dataset:\n%s", diff)
	}
	if child.Level("group") != 3 || r.RuleSet("grand").Secondary.Zeros != "free" || r.RuleSet("grand").MinimumUnits != 3 {
		t.Error("what differs below has changed what stands above")
	}
	for key, clause := range map[string]string{"minimum-units": "parent", "protect.group": "grand", "protect.firm": "parent", "dominance": "grand", "secondary.zeros": "child", "secondary.singletons": "grand", "row-minimum": "child"} {
		if got := r.Stating("child", key).Clause; got != "org/rule-sets/"+clause {
			t.Errorf("%s is stated by %s, want %s", key, got, clause)
		}
	}
	if got := r.Stating("d", "fresh").Clause; got != "org/datasets/d" {
		t.Errorf("the exception is stated by %s", got)
	}
}

// Keeps: TK-198, TK-235
func TestWhatIsStricterAndWhatIsLooser(t *testing.T) {
	t.Parallel()
	base := promise.Protection{MinimumUnits: 3, RowMinimum: 10, Dominance: &promise.Dominance{N: 1, K: "75"}, PPercent: "10", Fresh: &promise.Fresh{YoungerThan: promise.Duration{N: 15, Unit: promise.Months}},
		PublicAfter: promise.Duration{N: 25, Unit: promise.Years}, Secondary: &promise.Secondary{Zeros: "free", Interval: "0.10"}, AskIf: []string{"three-variables"}, Tier: "approximate"}
	no := false
	for name, c := range map[string]struct {
		change promise.Protection
		want   string // key and direction
	}{
		"nothing":                         {promise.Protection{}, ""},
		"more units":                      {promise.Protection{MinimumUnits: 5}, "minimum-units+"},
		"fewer units":                     {promise.Protection{MinimumUnits: 2}, "minimum-units-"},
		"a level that was not protected":  {promise.Protection{Protect: []*promise.LevelMinimum{{ID: "group", Units: 4}}}, "protect.group+"},
		"a level below the units":         {promise.Protection{Protect: []*promise.LevelMinimum{{ID: "group", Units: 2}}}, "protect.group-"},
		"a level as the units":            {promise.Protection{Protect: []*promise.LevelMinimum{{ID: "group", Units: 3}}}, ""},
		"larger rows":                     {promise.Protection{RowMinimum: 11}, "row-minimum+"},
		"a smaller share":                 {promise.Protection{Dominance: &promise.Dominance{N: 1, K: "74.9"}}, "dominance+"},
		"a larger share":                  {promise.Protection{Dominance: &promise.Dominance{N: 1, K: "100"}}, "dominance-"},
		"more of the largest":             {promise.Protection{Dominance: &promise.Dominance{N: 2, K: "75"}}, "dominance+"},
		"more of the largest, more of it": {promise.Protection{Dominance: &promise.Dominance{N: 2, K: "85"}}, "dominance+-"},
		"a larger p":                      {promise.Protection{PPercent: "15"}, "p-percent+"},
		"the same p, written otherwise":   {promise.Protection{PPercent: "10.0"}, "p-percent"},
		"a pq rule beside":                {promise.Protection{PQ: &promise.PQ{P: "10", Q: "80"}}, "pq+"},
		"ties that are safe":              {promise.Protection{Ties: "safe"}, "ties-"},
		"ties, as they are anyway":        {promise.Protection{Ties: "sensitive"}, ""},
		"fresh at any age":                {promise.Protection{Fresh: &promise.Fresh{Always: true}}, "fresh+"},
		"fresh for a year":                {promise.Protection{Fresh: &promise.Fresh{YoungerThan: promise.Duration{N: 1, Unit: promise.Years}}}, "fresh-"},
		"fresh until publication":         {promise.Protection{Fresh: &promise.Fresh{YoungerThan: promise.Duration{N: 15, Unit: promise.Months}, At: "publication-date"}}, "fresh-"},
		"public later":                    {promise.Protection{PublicAfter: promise.Duration{N: 50, Unit: promise.Years}}, "public-after+"},
		"public sooner":                   {promise.Protection{PublicAfter: promise.Duration{N: 20, Unit: promise.Years}}, "public-after-"},
		"secret from a death":             {promise.Protection{SecretAfterDeath: promise.Duration{N: 50, Unit: promise.Years}}, "secret-after-death+"},
		"zeros that are shown":            {promise.Protection{Secondary: &promise.Secondary{Zeros: "open"}}, "secondary.zeros-"},
		"zeros that are sensitive":        {promise.Protection{Secondary: &promise.Secondary{Zeros: "protect"}}, "secondary.zeros+"},
		"a narrower interval":             {promise.Protection{Secondary: &promise.Secondary{Interval: "0.05"}}, "secondary.interval-"},
		"an order of what is hidden":      {promise.Protection{Secondary: &promise.Secondary{Cost: "cells"}}, "secondary.cost"},
		"no singletons, as before":        {promise.Protection{Secondary: &promise.Secondary{Singletons: &no}}, ""},
		"one more occasion":               {promise.Protection{AskIf: []string{"three-variables", "below-region"}}, "ask-if+"},
		"a method more":                   {promise.Protection{Methods: []string{"cell-key"}}, "methods-"},
		"another occasion":                {promise.Protection{AskIf: []string{"below-region"}}, "ask-if+-"},
		"a tier below":                    {promise.Protection{Tier: "exact"}, "tier-"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, x := range base.Strictness(base.With(c.change)) {
				got = append(got, direction(x))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%v, want %q", got, c.want)
			}
		})
	}
}

func direction(x promise.Strictness) string {
	out := x.Key
	if x.Stricter {
		out += "+"
	}
	if x.Looser {
		out += "-"
	}
	return out
}

// protections draws any protection that can be written.
var protections = rapid.Custom(func(t *rapid.T) promise.Protection {
	n := func(key string, most int) int { return rapid.IntRange(0, most).Draw(t, key) }
	pick := func(key string, words ...string) string {
		return rapid.SampledFrom(append([]string{""}, words...)).Draw(t, key)
	}
	p := promise.Protection{MinimumUnits: n("minimum", 6), RowMinimum: n("row", 12), PPercent: pick("p", "5", "10", "12.5"), Ties: pick("ties", "sensitive", "safe"), Tier: pick("tier", "exact", "approximate")}
	for _, level := range []string{"firm", "group"} {
		if units := n(level, 5); units > 0 {
			p.Protect = append(p.Protect, &promise.LevelMinimum{ID: level, Units: units})
		}
	}
	if k := pick("k", "70", "75", "92.5"); k != "" {
		p.Dominance = &promise.Dominance{N: 1 + n("n", 2), K: k}
	}
	if months := n("fresh", 24); months > 0 {
		p.Fresh = &promise.Fresh{YoungerThan: promise.Duration{N: months, Unit: promise.Months}, At: pick("at", "check-date", "publication-date")}
	}
	if years := n("public", 30); years > 0 {
		p.PublicAfter = promise.Duration{N: years, Unit: promise.Years}
	}
	if rapid.Bool().Draw(t, "secondary") {
		yes := rapid.Bool().Draw(t, "singletons")
		p.Secondary = &promise.Secondary{Singletons: &yes, Zeros: pick("zeros", "open", "free", "protect"), Interval: pick("interval", "0.1", "0.25")}
	}
	return p
})

func looser(from, to promise.Protection) bool {
	return slices.ContainsFunc(from.Strictness(to), func(x promise.Strictness) bool { return x.Looser })
}

func TestStrictnessIsAnOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := protections.Draw(t, "a"), protections.Draw(t, "b"), protections.Draw(t, "c")
		if d := a.Strictness(a); len(d) > 0 {
			t.Fatalf("differs from itself: %+v", d)
		}
		if !looser(a, b) && !looser(b, c) && looser(a, c) {
			t.Fatalf("a step that loosens nothing and another one loosen something together:\n%+v\n%+v\n%+v", a, b, c)
		}
		if a.Concentration() == b.Concentration() {
			there, back := a.Strictness(b), b.Strictness(a)
			for i := range there {
				if there[i].Key != back[i].Key || there[i].Stricter != back[i].Looser || there[i].Looser != back[i].Stricter {
					t.Fatalf("%+v there is %+v back", there[i], back[i])
				}
			}
		}
	})
}

// TestAnExceptionStatesWhatItSays draws a change of a set: it says its own keys and no
// others, and saying it twice changes nothing.
func TestAnExceptionStatesWhatItSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set, change := protections.Draw(t, "set"), protections.Draw(t, "change")
		now := set.With(change)
		for _, key := range []string{"minimum-units", "row-minimum", "dominance", "p-percent", "ties", "fresh", "public-after", "tier", "protect.firm", "protect.group", "secondary.zeros", "secondary.interval", "secondary.singletons"} {
			if got, want := now.States(key), set.States(key) || change.States(key); got != want {
				t.Fatalf("%s is stated: %v, want %v", key, got, want)
			}
		}
		if d := change.Strictness(change.With(promise.Protection{})); len(d) > 0 {
			t.Fatalf("an exception that says nothing changes %+v", d)
		}
		if d := now.Strictness(now.With(change)); len(d) > 0 {
			t.Fatalf("said twice it changes %+v", d)
		}
	})
}

// Keeps: TK-101, TK-102, TK-103, TK-105, TK-107, TK-108, TK-109, TK-112, TK-233, TK-248, TK-255
func TestTheRulesOfTheStatisticsOfficeAreReadFromItsPromise(t *testing.T) {
	t.Parallel()
	r, problems := promise.Load(os.DirFS("../examples/statfin"))
	if r == nil || len(problems) > 0 {
		t.Fatalf("findings:\n%s", problems)
	}
	for id, want := range map[string]string{
		"companies-gvc":            "Global Value Chains and International sourcing. Unit: Company; What is delicate: approximate values too; At least in a cell: 5 units, counted without weights; At least by level: Establishment 5, Company 5, Group 3; Dominance: (1,75): sensitive when the largest one makes at least 75 per cent; Exactly at a limit: sensitive; Rules about the largest hold: until 15 months after the reference date, on the day of the check; Data become public after: 25 years; Protection of hidden cells: against contributors who are alone in a cell.",
		"companies-services-trade": "Foreign trade in services. Unit: Company; What is delicate: approximate values too; At least in a cell: 3 units, counted without weights; At least by level: Establishment 3, Company 3, Group 3; Dominance: (1,75): sensitive when the largest one makes at least 75 per cent; Exactly at a limit: sensitive; Rules about the largest hold: at any age of the data; Data become public after: 25 years; Protection of hidden cells: against contributors who are alone in a cell.",
		"persons-sample":           "Persons in a sample. Unit: Person; only for samples; At least in a cell: 3 units, counted without weights; At least in a row: 10 units, counted without weights; Protection of hidden cells: against contributors who are alone in a cell; Looked at by a person: a sensitive variable, three variables or more, an area below a region; Figures may be changed by: controlled rounding, rounding of small counts, ordinary rounding, noise from cell keys.",
	} {
		if got := r.Protects(r.RuleSet(id), "en"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", id, got, want)
		}
	}
	if got := r.DatasetSentence(r.Dataset("living-conditions"), "fi"); got != "Elinolotutkimuksen otos. Sääntökokoelma: Henkilötiedot otoksesta; Tässä tiukempi: Solussa vähintään 5 yksikköä, ilman painoja laskettuna; Aineisto: otos; Viiteajankohta: 2024-12-31." {
		t.Errorf("the sample: %s", got)
	}
	if r.Organisation.Statistics != "persons" {
		t.Errorf("statistics pass %q", r.Organisation.Statistics)
	}
}
