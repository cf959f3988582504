// SPDX-License-Identifier: EUPL-1.2

package ruleset_test

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/internal/ruleset"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/sdc/release"
)

// checked is the day of the check in these tests.
var checked = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func statfin(t testing.TB) *promise.Release {
	t.Helper()
	r, problems := promise.Load(os.DirFS("../../examples/statfin"))
	if r == nil {
		t.Fatalf("the example does not load:\n%s", problems)
	}
	return r
}

// spec reads a specification with one dimension and the lines given.
func spec(t testing.TB, lines ...string) *release.Spec {
	t.Helper()
	s, err := release.Read(strings.NewReader("dimensions: [{name: region, levels: [region]}]\n"+strings.Join(lines, "\n")+"\n"), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Keeps: TK-101, TK-102, TK-103, TK-104, TK-105, TK-106, TK-107, TK-108, TK-109, TK-111, TK-112, TK-233, TK-234, TK-247, TK-248, TK-249, TK-251, TK-253, TK-255, TK-256
func TestEachDatasetAndRuleSetOfTheOfficePutsItsRulesIntoATable(t *testing.T) {
	t.Parallel()
	r := statfin(t)
	establishments := []string{"unit: establishment", "levels-of-protection: [enterprise, group]"}
	enterprises := []string{"unit: enterprise", "levels-of-protection: [group]"}
	oneOf75 := []release.Dominance{{N: 1, K: "75"}}
	for name, test := range map[string]struct {
		lines     []string
		rules     release.Rules
		reference string
	}{
		"establishments":    {establishments, release.Rules{MinimumUnits: 3, Dominance: oneOf75, Ties: "sensitive", FreshMonths: 15, PublicYears: 25}, "2025-12-31"},
		"value-chains":      {enterprises, release.Rules{MinimumUnits: 5, LevelMinimum: map[string]int64{"group": 3}, Dominance: oneOf75, Ties: "sensitive", FreshMonths: 15, PublicYears: 25}, "2024-12-31"},
		"services-trade":    {enterprises, release.Rules{MinimumUnits: 3, Dominance: oneOf75, Ties: "sensitive", PublicYears: 25}, "2022-12-31"},
		"company-data":      {[]string{"unit: company", "levels-of-protection: [group]"}, release.Rules{MinimumUnits: 3, Dominance: oneOf75, Ties: "sensitive", FreshMonths: 15, PublicYears: 25}, "2025-12-31"},
		"person-data":       {[]string{"unit: id"}, release.Rules{MinimumUnits: 3, RowMinimum: 10}, "2025-12-31"},
		"living-conditions": {[]string{"unit: id"}, release.Rules{MinimumUnits: 5, RowMinimum: 10}, "2024-12-31"},
		"employees":         {[]string{"unit: person", "levels-of-protection: [employer]"}, release.Rules{MinimumUnits: 3}, "2025-12-31"},
		"self-employed":     {[]string{"unit: establishment", "levels-of-protection: [company, group]"}, release.Rules{MinimumUnits: 3, Dominance: oneOf75, Ties: "sensitive", FreshMonths: 15}, ""},
		"companies-exact":   {[]string{"unit: establishment", "levels-of-protection: [company, group]"}, release.Rules{MinimumUnits: 3, PublicYears: 25}, ""},
		"cases":             {[]string{"unit: crime"}, release.Rules{MinimumUnits: 3, RowMinimum: 10}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := spec(t, test.lines...)
			if err := ruleset.Apply(s, r, name, checked); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.rules, s.Rules); diff != "" {
				t.Errorf("the rules differ (-want +got):\n%s", diff)
			}
			if s.Reference != test.reference || s.Publication != "2026-11-22" {
				t.Errorf("dates are %s and %s", s.Reference, s.Publication)
			}
			if !s.Secondary.Singletons {
				t.Error("contributors who are alone are no attackers")
			}
			for _, f := range s.Promise.From {
				if f.Clause == "" || f.Value == "" || r.RuleSet(last(f.Clause)) == nil && r.Dataset(last(f.Clause)) == nil {
					t.Errorf("nobody knows where %+v comes from", f)
				}
			}
		})
	}
}

func last(clause string) string { return clause[strings.LastIndexByte(clause, '/')+1:] }

func TestARuleTellsTheClauseThatStatesIt(t *testing.T) {
	t.Parallel()
	r := statfin(t)
	s := spec(t, "unit: enterprise", "levels-of-protection: [group]")
	if err := ruleset.Apply(s, r, "value-chains", checked); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range s.Promise.From {
		got[f.Key] = f.Clause
	}
	want := map[string]string{"minimum-units": "tables/rule-sets/companies-gvc", "protect.group": "tables/rule-sets/companies-exact", "dominance": "tables/rule-sets/companies",
		"ties": "tables/rule-sets/companies", "fresh": "tables/rule-sets/companies", "public-after": "tables/rule-sets/companies-exact",
		"reference-date": "tables/datasets/value-chains", "secondary.singletons": "tables/rule-sets/companies-exact"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("clauses (-want +got):\n%s", diff)
	}
	person := spec(t, "unit: id")
	if err := ruleset.Apply(person, r, "living-conditions", checked); err != nil {
		t.Fatal(err)
	}
	if f := person.Promise.From[0]; f.Key != "minimum-units" || f.Value != "5" || f.Clause != "tables/datasets/living-conditions" {
		t.Errorf("the raised threshold comes from %+v", f)
	}
}

// Keeps: TK-110, TK-242
func TestATableThatSomebodyHasToLookAtSaysWhy(t *testing.T) {
	t.Parallel()
	r := statfin(t)
	for name, test := range map[string]struct {
		data, dimensions string
		want             []string
	}{
		"a region and an age":             {"person-data", "[{name: a, levels: [region]}, {name: b, levels: [age]}]", nil},
		"a sensitive variable":            {"person-data", "[{name: a, levels: [region]}, {name: b, levels: [activity]}]", []string{"sensitive-variable"}},
		"a sensitive value":               {"person-data", "[{name: a, levels: [region]}]\nvalue: income", []string{"sensitive-variable"}},
		"an area below a region":          {"person-data", "[{name: a, levels: [region, municipality]}]", []string{"below-region"}},
		"a code list of such areas":       {"person-data", "[{name: a, column: municipality, hierarchy: m.csv}]", []string{"below-region"}},
		"three variables":                 {"person-data", "[{name: a, levels: [region]}, {name: b, levels: [age]}, {name: c, levels: [sex]}]", []string{"three-variables"}},
		"data that do not say what is so": {"living-conditions", "[{name: a, levels: [region]}]", []string{"sensitive-variable", "below-region"}},
		"a set without data":              {"persons", "[{name: a, levels: [region]}]", []string{"sensitive-variable", "below-region"}},
		"data about companies":            {"company-data", "[{name: a, levels: [municipality]}]\nlevels-of-protection: [group]", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := release.Read(strings.NewReader("dimensions: "+test.dimensions+"\n"), "table.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if err := ruleset.Apply(s, r, test.data, checked); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, s.Promise.Ask); diff != "" {
				t.Errorf("why it has to be looked at (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatWasAppliedKeepsThePromise draws specifications and sets: what is not refused
// keeps the promise, so that applying it once more changes nothing and refuses nothing.
func TestWhatWasAppliedKeepsThePromise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := func(key string, most int) int { return rapid.IntRange(1, most).Draw(rt, key) }
		some := func(key string, values ...string) string { return rapid.SampledFrom(append(values, "")).Draw(rt, key) }
		set := []string{fmt.Sprintf("minimum-units: %d", n("minimum", 6))}
		for _, more := range []string{some("protect", "protect: {firm: 2}", "protect: {firm: 5, person: 4}"), some("row", "row-minimum: 10"), some("dominance", "dominance: {n: 1, k: 75}", "dominance: {n: 2, k: 85}"),
			some("p", "p-percent: 10"), some("pq", "pq: {p: 10, q: 80}"), some("ties", "ties: safe", "ties: sensitive"), some("fresh", "fresh: {younger-than: 15 months}", "fresh: {always: true}", "fresh: {younger-than: 1 year, at: publication-date}"),
			some("public", "public-after: 25 years", "secret-after-death: 50 years"), some("secondary", "secondary: {zeros: free, interval: 0.1}", "secondary: {singletons: true, zeros: protect}"), some("ask", "ask-if: [three-variables]")} {
			if more != "" {
				set = append(set, more)
			}
		}
		rules, other := []string{}, []string{"unit: id", "levels-of-protection: [firm]"}
		for _, more := range []string{some("own minimum", "minimum-units: 1", "minimum-units: 5"), some("own level", "minimum-by-level: {firm: 6}", "minimum-by-level: {unit: 1, firm: 1}"), some("own row", "row-minimum: 20"),
			some("own dominance", "dominance: {n: 2, k: 70}", "dominance: {n: 1, k: 90}"), some("own p", "p-percent: 20"), some("own ties", "ties: safe"), some("own fresh", "fresh-months: 12", "fresh-months: 24"), some("own public", "public-after-years: 30")} {
			if more != "" {
				rules = append(rules, more)
			}
		}
		if len(rules) > 0 {
			other = append(other, "rules: {"+strings.Join(rules, ", ")+"}")
		}
		for _, more := range []string{some("own secondary", "secondary: none", "secondary: {zeros: protect}", "secondary: {zeros: open, interval: 0.2}"), some("own reference", "reference-date: 2026-03-31", "reference-date: 2020-01-01"), some("own publication", "publication-date: 2026-12-24")} {
			if more != "" {
				other = append(other, more)
			}
		}
		r, s := ours(t, strings.Join(set, ", ")), spec(t, other...)
		before := *s
		if err := ruleset.Apply(s, r, "data", checked); err != nil {
			if !reflect.DeepEqual(before, *s) {
				rt.Fatalf("refused and changed: %+v", *s)
			}
			return
		}
		promised := r.RuleSet("small").Protection
		for _, x := range promised.Strictness(kept(promised, s)) {
			if x.Looser {
				rt.Fatalf("%s is looser: %s, and %s was promised\nset %v\nspec %v", x.Key, x.Is, x.Was, set, other)
			}
		}
		once := *s
		if err := ruleset.Apply(s, r, "data", checked); err != nil {
			rt.Fatalf("what was applied is refused: %v\nset %v\nspec %v", err, set, other)
		}
		if !reflect.DeepEqual(once, *s) {
			rt.Fatalf("applied twice it changes: %+v, first %+v", *s, once)
		}
	})
}

// TestASpecificationThatIsWeakerIsRefusedAndLeftAsItWas takes a table that keeps the
// promise apart in one place at a time.
//
// Keeps: TK-198, TK-235
func TestASpecificationThatIsWeakerIsRefusedAndLeftAsItWas(t *testing.T) {
	t.Parallel()
	r := ours(t, "minimum-units: 3, protect: {firm: 4}, row-minimum: 10, dominance: {n: 2, k: 85}, p-percent: 10, pq: {p: 10, q: 80}, "+
		"fresh: {younger-than: 15 months}, public-after: 25 years, secondary: {zeros: protect, interval: 0.10}")
	always := ours(t, "minimum-units: 3, p-percent: 10")
	for name, test := range map[string]struct {
		release *promise.Release
		line    string
		key     string
	}{
		"fewer units":                           {r, "rules: {minimum-units: 2}", "rules/minimum-units"},
		"somebody who needs no protection":      {r, "waived: {firm: [a]}", "waived"},
		"noise in place of hiding":              {r, "method: {rounding: {base: 5, how: nearest}}", "method"},
		"fewer units at the level of the units": {r, "rules: {minimum-by-level: {unit: 2}}", "rules/minimum-by-level/unit"},
		"fewer firms":                           {r, "rules: {minimum-by-level: {firm: 3}}", "rules/minimum-by-level/firm"},
		"smaller rows":                          {r, "rules: {row-minimum: 9}", "rules/row-minimum"},
		"a larger share":                        {r, "rules: {dominance: {n: 2, k: 85.5}}", "rules/dominance"},
		"fewer of the largest":                  {r, "rules: {dominance: {n: 1, k: 85}}", "rules/dominance"},
		"a smaller p":                           {r, "rules: {p-percent: 9.9}", "rules/p-percent"},
		"a larger q":                            {r, "rules: {pq: {p: 10, q: 81}}", "rules/pq"},
		"a smaller p of pq":                     {r, "rules: {pq: {p: 5, q: 80}}", "rules/pq"},
		"ties that are safe":                    {r, "rules: {ties: safe}", "rules/ties"},
		"fresh for a shorter time":              {r, "rules: {fresh-months: 14}", "rules/fresh-months"},
		"fresh for a time and not always":       {always, "rules: {fresh-months: 1000}", "rules/fresh-months"},
		"public sooner":                         {r, "rules: {public-after-years: 24}", "rules/public-after-years"},
		"public though it never becomes so":     {always, "rules: {public-after-years: 100}", "rules/public-after-years"},
		"data that are older than they are":     {r, "reference-date: 2024-01-01", "reference-date"},
		"published later than checked":          {r, "publication-date: 2027-06-01", "publication-date"},
		"nothing hidden to protect others":      {r, "secondary: none", "secondary"},
		"empty cells that are free":             {r, "secondary: {zeros: free}", "secondary/zeros"},
		"empty cells that are shown":            {r, "secondary: {zeros: open}", "secondary/zeros"},
		"a narrower interval":                   {r, "secondary: {interval: 0.05}", "secondary/interval"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := spec(t, "unit: id", "levels-of-protection: [firm]", test.line)
			before := *s
			err := ruleset.Apply(s, test.release, "data", checked)
			var refused *ruleset.Refused
			if !errors.As(err, &refused) || len(refused.Weaker) != 1 || refused.Weaker[0].Key != test.key {
				t.Fatalf("the error is %v, want one about %s", err, test.key)
			}
			w := refused.Weaker[0]
			if !strings.HasPrefix(w.Clause, "society/") || w.What == "" || w.Mend == "" {
				t.Errorf("it does not help: %+v", w)
			}
			if !reflect.DeepEqual(before, *s) {
				t.Errorf("the specification changed: %+v", *s)
			}
		})
	}
}

func TestASpecificationThatIsStricterStaysSo(t *testing.T) {
	t.Parallel()
	r := ours(t, "minimum-units: 3, protect: {firm: 4}, row-minimum: 10, dominance: {n: 1, k: 75}, p-percent: 10, fresh: {younger-than: 1 year}, public-after: 25 years, secondary: {zeros: free, cost: units}")
	s := spec(t, "unit: id", "levels-of-protection: [firm]", "rules: {minimum-units: 6, row-minimum: 20, dominance: [{n: 2, k: 75}, {n: 3, k: 90}], p-percent: 20, fresh-months: 24, public-after-years: 30}",
		"secondary: {zeros: protect, interval: 0.2, cost: cells}", "reference-date: 2026-06-30")
	if err := ruleset.Apply(s, r, "data", checked); err != nil {
		t.Fatal(err)
	}
	want := release.Rules{MinimumUnits: 6, RowMinimum: 20, Dominance: []release.Dominance{{N: 2, K: "75"}, {N: 3, K: "90"}}, PPercent: "20", FreshMonths: 24, PublicYears: 30}
	if diff := cmp.Diff(want, s.Rules); diff != "" {
		t.Errorf("the rules differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(release.Secondary{Zeros: "protect", Interval: "0.2", Cost: "cells"}, s.Secondary); diff != "" {
		t.Errorf("the protection differs:\n%s", diff)
	}
	if s.Reference != "2026-06-30" {
		t.Errorf("the reference date is %s", s.Reference)
	}
}

func TestARuleThatCoversNothingOfThePromiseStandsBesideIt(t *testing.T) {
	t.Parallel()
	r := ours(t, "minimum-units: 3, dominance: {n: 1, k: 75}, p-percent: 10")
	s := spec(t, "rules: {dominance: {n: 2, k: 90}}")
	if err := ruleset.Apply(s, r, "small", checked); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]release.Dominance{{N: 2, K: "90"}, {N: 1, K: "75"}}, []release.Dominance(s.Rules.Dominance)); diff != "" {
		t.Errorf("dominance (-want +got):\n%s", diff)
	}
}

// Keeps: TK-106, TK-107
func TestALevelThatThePromiseProtectsMustStandInTheTable(t *testing.T) {
	t.Parallel()
	r := statfin(t)
	err := ruleset.Apply(spec(t, "unit: establishment", "levels-of-protection: [enterprise]"), r, "establishments", checked)
	if err == nil || !strings.Contains(err.Error(), `levels-of-protection: the table has to be protected at the level "group"`) || !strings.Contains(err.Error(), "tables/rule-sets/companies-exact") {
		t.Errorf("a table without groups: %v", err)
	}
	// a dataset without establishments asks for none
	if err := ruleset.Apply(spec(t, "unit: enterprise", "levels-of-protection: [group]"), r, "value-chains", checked); err != nil {
		t.Error(err)
	}
	// a set alone does not know what the data have, and asks for every level
	if err := ruleset.Apply(spec(t, "unit: company"), r, "companies", checked); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("a set applied to a table of one level: %v", err)
	}
	// rows that are not said to belong to a unit are not the unit of the dataset
	s := spec(t, "levels-of-protection: [group]")
	if err := ruleset.Apply(s, r, "company-data", checked); err != nil || s.Unit != "company" {
		t.Errorf("the unit is %q: %v", s.Unit, err)
	}
}

// Keeps: TK-259, TK-260
func TestDataThatArePublicByLawAreNotHidden(t *testing.T) {
	t.Parallel()
	s := spec(t, "unit: office")
	if err := ruleset.Apply(s, statfin(t), "public-services", checked); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(release.Rules{}, s.Rules); diff != "" || !s.Promise.Public || s.Promise.From[0].Clause != "tables/datasets/public-services" {
		t.Errorf("rules %s, promise %+v", diff, s.Promise)
	}
}

func TestANameThatNobodyKnowsIsToldWithThoseThereAre(t *testing.T) {
	t.Parallel()
	r := statfin(t)
	err := ruleset.Apply(spec(t), r, "moon", checked)
	if err == nil || !strings.Contains(err.Error(), `no rule set "moon"`) || !strings.Contains(err.Error(), "value-chains") || !strings.Contains(err.Error(), "persons-sample") {
		t.Errorf("the error is %v", err)
	}
	if err := ruleset.Apply(spec(t), r, "persons-sample", checked); err == nil || !strings.Contains(err.Error(), "name a dataset") {
		t.Errorf("a set for samples by itself: %v", err)
	}
}

func TestTheDayOfTheCheckIsTakenWhereTheOrganisationIs(t *testing.T) {
	t.Parallel()
	s := spec(t, "unit: id")
	if err := ruleset.Apply(s, statfin(t), "person-data", time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)); err != nil || s.Publication != "2026-11-23" {
		t.Errorf("half past one at night in Helsinki is %s: %v", s.Publication, err)
	}
}

// kept reads back from a specification what it demands, in the promise's own terms, so
// that the language's own comparison can judge it.
func kept(promised promise.Protection, s *release.Spec) promise.Protection {
	minimum := func(level string) int {
		if n, own := s.Rules.LevelMinimum[level]; own {
			return int(n)
		}
		return int(s.Rules.MinimumUnits)
	}
	singletons := s.Secondary.Singletons
	out := promise.Protection{Tier: promised.Tier, MinimumUnits: minimum("unit"), Protect: []*promise.LevelMinimum{{ID: "person", Units: minimum("unit")}, {ID: "firm", Units: minimum("firm")}},
		RowMinimum: int(s.Rules.RowMinimum), PPercent: s.Rules.PPercent, Ties: s.Rules.Ties, Secondary: &promise.Secondary{Singletons: &singletons, Zeros: s.Secondary.Zeros, Interval: s.Secondary.Interval}, AskIf: promised.AskIf}
	for _, d := range s.Rules.Dominance { // any of them that is strict enough
		now := &promise.Dominance{N: d.N, K: d.K}
		if x := (promise.Protection{Dominance: promised.Dominance}).Strictness(promise.Protection{Dominance: now}); out.Dominance == nil || len(x) == 0 || !x[0].Looser {
			out.Dominance = now
		}
	}
	if q := s.Rules.PQ; q != nil {
		out.PQ = &promise.PQ{P: q.P, Q: q.Q}
	}
	if s.Rules.FreshMonths > 0 {
		out.Fresh = &promise.Fresh{YoungerThan: promise.Duration{N: s.Rules.FreshMonths, Unit: promise.Months}}
	}
	if s.Rules.PublicYears > 0 {
		out.PublicAfter = promise.Duration{N: s.Rules.PublicYears, Unit: promise.Years}
	} else {
		out.SecretAfterDeath = promised.SecretAfterDeath
	}
	return out
}

// ours is a small promise with one rule set, and a dataset of it.
func ours(t testing.TB, set string) *promise.Release {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"organisation.yaml", "members.yaml", "log.yaml"} {
		text, err := os.ReadFile("../../promise/explain/base/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	files["organisation.yaml"].Data = append(files["organisation.yaml"].Data, "\nrule-sets: {small: {name: {en: Small, fi: Pieni}, unit: person, about: person, "+set+", assumed: for this test}}\n"+
		"datasets: {data: {name: {en: Data, fi: Aineisto}, rules: small, reference-date: 2025-12-31, assumed: for this test}}\n"...)
	r, problems := promise.Load(files)
	if r == nil {
		t.Fatalf("does not load:\n%s", problems)
	}
	return r
}
