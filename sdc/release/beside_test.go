// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/sdc/history"
)

// peopleByYear is a file of people in three places, each of 13 to 17 years;
// in M2 a single one is 15.
func peopleByYear() string {
	var b strings.Builder
	b.WriteString("place,age,sex\n")
	for p := range 3 {
		for y := 13; y <= 17; y++ {
			n := 9 + 2*(y-13) + p
			if p == 1 && y == 15 {
				n = 1
			}
			for i := range n {
				fmt.Fprintf(&b, "M%d,%d,%s\n", p+1, y, []string{"f", "m"}[i%2])
			}
		}
	}
	return b.String()
}

// ageLists are two classifications of the same years.
var ageLists = fstest.MapFS{
	"one.csv": {Data: []byte("code,parent\n0-14,\n13,0-14\n14,0-14\n15-64,\n15,15-64\n16,15-64\n17,15-64\n")},
	"two.csv": {Data: []byte("code,parent\n0-15,\n13,0-15\n14,0-15\n15,0-15\n16-64,\n16,16-64\n17,16-64\n")},
}

// classesOnly is a specification that shows the classes of a list of ages and not the years.
func classesOnly(list, more string) string {
	return `
rules: {minimum-units: 3}
secondary: {zeros: open}
dimensions:
  - {name: place, levels: [place]}
  - {name: age, column: age, hierarchy: ` + list + `}
recode: [{dimension: age, level: 1}` + more + `]
`
}

func specOf(t *testing.T, text string) *Spec {
	t.Helper()
	s, err := Read(strings.NewReader(text), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// protectedBeside protects and gives the cells that are hidden.
func protectedBeside(t *testing.T, spec string, data string, past ...*history.Release) (*Outcome, []string) {
	t.Helper()
	for i := range past {
		past[i].Number = i + 1
	}
	o, err := specOf(t, spec).ProtectBeside(ageLists, strings.NewReader(data), "people.csv", past, nil)
	if err != nil {
		t.Fatal(err)
	}
	var hidden []string
	for _, c := range o.cells() {
		if o.hides(c) {
			hidden = append(hidden, strings.Join(o.Pattern.Table().Codes(c), " "))
		}
	}
	return o, hidden
}

// Ages by 0-14 and 15-64 are out; ages by 0-15 and 16-64 come. Nothing of either
// is small, and their difference is the one person of 15 years in M2.
//
// Keeps: TK-203
func TestTwoTablesWithOtherAgeClassesGiveNobodyAwayTogether(t *testing.T) {
	t.Parallel()
	data := peopleByYear()
	first, hidden := protectedBeside(t, classesOnly("one.csv", ""), data)
	if len(hidden) > 0 {
		t.Fatalf("the first table hides %v", hidden)
	}
	if _, hidden = protectedBeside(t, classesOnly("two.csv", ""), data); len(hidden) > 0 {
		t.Fatalf("alone the second hides %v", hidden)
	}
	second, hidden := protectedBeside(t, classesOnly("two.csv", ""), data, first.Release)
	if second.Beside.Hidden == 0 || !slices.ContainsFunc(hidden, func(s string) bool { return strings.HasPrefix(s, "M2 ") }) {
		t.Errorf("beside the first it hides %v", hidden)
	}
	if second.Proof == nil || second.Beside.Known != 0 || !slices.Equal(second.Beside.Releases, []int{1}) {
		t.Errorf("beside: %+v", second.Beside)
	}
	files, err := second.Files(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(files[TableFile]), besideReason) {
		t.Error("the checker's table does not say why the cells are hidden")
	}
}

func TestTheSameTableOnceMoreHidesTheSame(t *testing.T) {
	t.Parallel()
	spec := strings.Replace(classesOnly("one.csv", ""), "recode: [{dimension: age, level: 1}]", "", 1)
	first, hidden := protectedBeside(t, spec, peopleByYear())
	if len(hidden) < 4 {
		t.Fatalf("hidden: %v", hidden)
	}
	_, again := protectedBeside(t, spec, peopleByYear(), first.Release)
	if !slices.Equal(hidden, again) {
		t.Errorf("first %v, then %v", hidden, again)
	}
}

// Tables of place by sex and of place by age are out; the table of all three
// comes. What it shows may not tell more of its small cells than it would alone.
func TestATableWithMoreDimensionsIsProtectedBesideItsMargins(t *testing.T) {
	t.Parallel()
	data := peopleByYear()
	margin, _ := protectedBeside(t, "rules: {minimum-units: 3}\ndimensions:\n  - {name: place, levels: [place]}\n  - {name: sex, levels: [sex]}\n", data)
	o, hidden := protectedBeside(t, classesOnly("one.csv", ""), data, margin.Release)
	if len(hidden) != 0 || o.Beside.Known != 0 {
		t.Errorf("hidden %v, %+v", hidden, o.Beside)
	}
	all, _ := protectedBeside(t, "rules: {minimum-units: 3}\ndimensions:\n  - {name: place, levels: [place]}\n  - {name: sex, levels: [sex]}\n  - {name: years, column: age, hierarchy: one.csv}\n", data, margin.Release, o.Release)
	if all.Beside.Known != 0 || len(all.Beside.Releases) != 2 {
		t.Errorf("%+v", all.Beside)
	}
}

func TestMergedClassesAreComparedByWhatWentIntoThem(t *testing.T) {
	t.Parallel()
	data := peopleByYear()
	merged := strings.Replace(classesOnly("one.csv", ""), "{dimension: age, level: 1}", "{dimension: age, merge: [\"16\", \"17\"], into: 16-17}", 1)
	first, _ := protectedBeside(t, merged, data)
	i := slices.IndexFunc(first.Release.Dimensions[1].Codes, func(c [2]string) bool { return c[0] == "17" })
	if i < 0 || first.Release.Dimensions[1].Codes[i][1] != "16-17" {
		t.Fatalf("codes %v", first.Release.Dimensions[1].Codes)
	}
	if _, hidden := protectedBeside(t, classesOnly("two.csv", ""), data, first.Release); len(hidden) == 0 {
		t.Error("0-14 and 0-15 differ by 15 years, and nothing is hidden")
	}
}

func TestOtherEditionsAreComparedCellByCell(t *testing.T) {
	t.Parallel()
	first, _ := protectedBeside(t, classesOnly("one.csv", ""), peopleByYear())
	o, _ := protectedBeside(t, classesOnly("one.csv", ""), peopleByYear()+"M3,17,f\n", first.Release)
	if len(o.Beside.Releases) != 0 || len(o.Beside.Changes) != 4 { // all, M3, 15-64, M3 15-64
		t.Errorf("%+v", o.Beside)
	}
}

func TestSumsAreNotComparedWithOtherClasses(t *testing.T) {
	t.Parallel()
	given := "given: {count: n}\nrules: {minimum-units: 3}\ndimensions: [{name: age, column: age, hierarchy: two.csv}]\n"
	sums := "age,n\n13,10\n14,10\n15,10\n16,10\n17,10\n"
	first, _ := protectedBeside(t, given, sums)
	if _, hidden := protectedBeside(t, given, sums, first.Release); len(hidden) != 0 {
		t.Errorf("the same sums once more: %v", hidden)
	}
	other := strings.Replace(given, "two.csv", "one.csv", 1)
	_, err := specOf(t, other).ProtectBeside(ageLists, strings.NewReader(sums), "sums.csv", []*history.Release{first.Release}, nil)
	if err == nil || !strings.Contains(err.Error(), "give the rows") {
		t.Errorf("got %v", err)
	}
}
