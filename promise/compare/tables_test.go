// SPDX-License-Identifier: EUPL-1.2

package compare_test

import (
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise/compare"
)

const atApproves = "approves: {content: head, technical: head}"

// tables puts rule sets and what stands beside them into the organisation.
func tables(text string) edit { return org(atApproves, text+"\n"+atApproves) }

// Keeps: TK-198
func TestWhatBecomesOfTheProtectionOfTables(t *testing.T) {
	t.Parallel()
	set := func(values string) string {
		return "rule-sets: {small: {unit: person, about: person, " + values + "name: {en: Small, fi: Pieni}, source: [R-1]}}"
	}
	data := func(values string) edit {
		return tables(set("minimum-units: 3, dominance: {n: 1, k: 75}, fresh: {younger-than: 15 months}, ") + "\ndatasets: {hikes: {rules: small, " + values + "name: {en: Hikes, fi: Retket}, source: [R-1]}}")
	}
	for name, c := range map[string]struct {
		before, after edit
		want          []told
	}{
		"a threshold is lowered": {tables(set("minimum-units: 5, ")), tables(set("minimum-units: 3, ")),
			[]told{{compare.TablesLooser, "", "society/rule-sets/small", "protected less by “Small”: At least in a cell: before 5 units, counted without weights, now 3 units"}}},
		"one thing is looser and another one stricter": {tables(set("minimum-units: 5, ")), tables(set("minimum-units: 3, row-minimum: 10, ")),
			[]told{{compare.TablesLooser, "", "society/rule-sets/small", "At least in a cell"}, {compare.TablesStricter, "", "society/rule-sets/small", "At least in a row: before nothing, now 10 units"}}},
		"another order of what is hidden": {tables(set("minimum-units: 5, secondary: {cost: value}, ")), tables(set("minimum-units: 5, secondary: {cost: cells}, ")), nil},
		"a new set":                       {tables(""), tables(set("minimum-units: 5, ")), nil},
		"the statistics pass a set": {tables(set("minimum-units: 5, ")), tables(set("minimum-units: 5, ") + "\nstatistics: small"),
			[]told{{compare.TablesStricter, "", "society/statistics", "the program's own statistics about people now"}}},
		"the statistics pass no set any more": {tables(set("minimum-units: 5, ") + "\nstatistics: small"), tables(set("minimum-units: 5, ")),
			[]told{{compare.TablesLooser, "", "society/statistics", "the program's own statistics about people no more"}}},
		"an exception is taken back": {data("change: {minimum-units: 5}, "), data(""), []told{{compare.TablesLooser, "", "society/datasets/hikes", "At least in a cell: before 5"}}},
		"data are public":            {data(""), data("public-by-law: true, law: [safety-act], "), []told{{compare.TablesLooser, "", "society/datasets/hikes", "public by law now"}}},
		"data are older than was said": {data("reference-date: 2025-12-31, "), data("reference-date: 2024-12-31, "),
			[]told{{compare.TablesLooser, "", "society/datasets/hikes", "reference date: before 2025-12-31, now 2024-12-31"}}},
		"a new edition of the data": {data("reference-date: 2025-12-31, "), data("reference-date: 2026-12-31, "),
			[]told{{compare.TablesStricter, "", "society/datasets/hikes", "now 2026-12-31"}}},
		"another name of the data": {data(""), data("text: {en: All, fi: Kaikki}, "), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c2 := compare.Releases(release(t, c.before), release(t, append([]edit{c.after}, raisedOrg...)...))
			if len(c2.Items) == 0 {
				t.Error("no clause differs")
			}
			if len(c2.Effects) != len(c.want) {
				t.Fatalf("effects are %+v", c2.Effects)
			}
			for i, want := range c.want {
				if e := c2.Effects[i]; e.Kind != want.kind || e.Needs != want.needs || e.Clause() != want.clause || !strings.Contains(e.Sentence["en"], want.text) || e.Sentence["fi"] == "" {
					t.Errorf("%+v, want %+v", e, want)
				}
			}
		})
	}
}
