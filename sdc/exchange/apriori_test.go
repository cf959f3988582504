// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

func TestDecisionsAreReadAgain(t *testing.T) {
	t.Parallel()
	code := rapid.StringMatching(`([A-Za-zåÖ0-9]([A-Za-z0-9 ;,"'.]{0,4}[A-Za-zäÄ])?)?`)
	number := rapid.StringMatching(`[1-9][0-9]{0,5}(\.[0-9]{1,3})?`)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "dimensions")
		var want []exchange.Decision
		for i := range rapid.IntRange(1, 9).Draw(t, "decisions") {
			d := exchange.Decision{Line: i + 1, Codes: rapid.SliceOfN(code, n, n).Draw(t, "codes"), Kind: exchange.DecisionKind(rapid.IntRange(0, 5).Draw(t, "kind"))}
			switch d.Kind {
			case exchange.DecideCost:
				d.Cost = number.Draw(t, "cost")
			case exchange.DecideLevels:
				d.Lower, d.Upper = number.Draw(t, "lower"), number.Draw(t, "upper")
			}
			want = append(want, d)
		}
		file := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteApriori(b, want) })
		got, err := exchange.ReadApriori(bytes.NewReader(file), "t.hst", n, 0)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		if d := cmp.Diff(want, got.Decisions); d != "" {
			t.Fatalf("the decisions are others (-want +got):\n%s\n%s", d, file)
		}
	})
}

func TestDecisionsOfAFileHold(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/example.hst")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	a, err := exchange.ReadApriori(f, "example.hst", 2, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := []exchange.Decision{{Codes: []string{"N2", "F"}, Kind: exchange.DecideUnsafe}, {Codes: []string{"South", ""}, Kind: exchange.DecideProtected}, {Codes: []string{"N2", "M"}, Kind: exchange.DecideCost, Cost: "1"},
		{Codes: []string{"N1", "F"}, Kind: exchange.DecideLevels, Lower: "2", Upper: "3.5"}, {Codes: []string{"N1", "M"}, Kind: exchange.DecideSafe}, {Codes: []string{"South", "M"}, Kind: exchange.DecideHidden}}
	if d := cmp.Diff(want, a.Decisions, cmpopts.IgnoreFields(exchange.Decision{}, "Line")); d != "" {
		t.Fatalf("the decisions are others (-want +got):\n%s", d)
	}
	table := example(t)
	forced, err := a.Forced(table)
	if err != nil {
		t.Fatal(err)
	}
	earlier, err := a.Earlier(table)
	if err != nil {
		t.Fatal(err)
	}
	v, err := table.Evaluate(sdc.Rules{Forced: forced})
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Suppress(sdc.Protection{Earlier: earlier})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		codes []string
		want  sdc.Status
	}{{[]string{"N2", "F"}, sdc.Primary}, {[]string{"N2", "M"}, sdc.Secondary}, {[]string{"South", "Total"}, sdc.Published}} {
		at, err := table.Cell(c.codes...)
		if err != nil || p.Status(at) != c.want {
			t.Errorf("the cell %v is %v, want %v (%v)", c.codes, p.Status(at), c.want, err)
		}
	}
	if hidden, known := earlier([]string{"South", "M"}); !hidden || !known {
		t.Error("a cell that is to be hidden for others is not hidden first")
	}
	if not := a.NotTaken(); len(not) != 2 || !strings.Contains(not[0], "example.hst: row 5") || !strings.Contains(not[1], "row 6") {
		t.Errorf("what is not taken is %v", not)
	}
}

func TestAPatternIsWrittenAsDecisions(t *testing.T) {
	t.Parallel()
	p := protected(t, example(t), sdc.Rules{MinimumUnits: 3})
	file := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteApriori(b, exchange.AprioriOf(p)) })
	if !strings.Contains(string(file), `"N1";"M";u`+"\n") || strings.Count(string(file), ";c;1\n") != p.Count(sdc.Secondary) {
		t.Errorf("the decisions are\n%s", file)
	}
}

func TestDecisionsThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"an empty file", "\n// nothing\n", "the file decides nothing"},
		{"too few codes", "A;u\n", "row 1: the line has 2 entries: 2 codes and what is decided are needed"},
		{"an unknown word", "A;B;u\nA;B;x\n", "row 2: \"x\" is nothing that can be decided"},
		{"no cost", "A;B;c\n", "row 1: behind \"c\" stand 0 numbers, not 1"},
		{"a cost of nought", "A;B;c;0\n", "row 1: \"0\" is not a number above nought"},
		{"a negative level", "A;B;pl;-1;1\n", "row 1: \"-1\" is not a number above nought"},
		{"a number that is none", "A;B;w;1e9\n", "row 1: \"1e9\" is not a number"},
		{"more than is asked", "A;B;u;1\n", "row 1: behind \"u\" stand 1 numbers, not 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := exchange.ReadApriori(strings.NewReader(c.in), "t.hst", 2, 0)
			wantProblem(t, err, c.want)
		})
	}
	a, err := exchange.ReadApriori(strings.NewReader("North, M, u\nWest, M, u\n"), "t.hst", 2, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Forced(example(t))
	wantProblem(t, err, "t.hst: row 2: column region: there is no code \"West\"")
}
