// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
)

const grid = "dimensions: [{name: row, levels: [row]}, {name: column, levels: [column]}]\nrules: {minimum-units: 3}\n"

// attacked reads a small table: a line for each row, the total first, and in
// each the total first.
func attacked(t rapid.TB, lines ...string) *Attacked {
	t.Helper()
	var b strings.Builder
	b.WriteString("row,column,count\n")
	for i, l := range lines {
		for j, v := range strings.Fields(l) {
			fmt.Fprintf(&b, "%s,%s,%s\n", codeOf("r", i), codeOf("c", j), v)
		}
	}
	return attackedText(t, grid, b.String())
}

func codeOf(letter string, n int) string {
	if n == 0 {
		return "Total"
	}
	return fmt.Sprint(letter, n)
}

func attackedText(t rapid.TB, spec, text string) *Attacked {
	t.Helper()
	s, err := Read(strings.NewReader(spec), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a, err := Attack(s, fstest.MapFS{}, nil, strings.NewReader(text), PublishedFile)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestWhatAnAttackerComputes takes the third example of the handbook on
// disclosure control (the hidden cell lies from 3 to 6) and others that can be
// worked out on paper.
func TestWhatAnAttackerComputes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"four hidden cells in two rows and columns": {
			[]string{"20 6 4 10", "11 .. .. 4", "9 .. .. 6"},
			[]string{"[r1 c1] is from 3 to 6", "[r1 c2] is from 1 to 4", "[r2 c1] is from 0 to 3", "[r2 c2] is from 0 to 3"},
		},
		"one hidden cell follows by subtracting": {
			[]string{"20 10 10", "12 .. 7", "8 5 3"},
			[]string{"[r1 c1] is 5: it follows by adding and subtracting"},
		},
		"two zeros are the only way to make nought": {
			[]string{"15 7 8", "0 .. ..", "15 .. .."},
			[]string{"[r1 c1] is 0: nothing else is possible with whole numbers that are not negative", "[r1 c2] is 0: nothing else is possible with whole numbers that are not negative",
				"[r2 c1] is 7: nothing else is possible with whole numbers that are not negative", "[r2 c2] is 8: nothing else is possible with whole numbers that are not negative"},
		},
		"hidden totals have no upper bound": {
			[]string{".. .. 4", ".. .. 4"},
			[]string{"[Total Total] is 4 or more", "[Total c1] is 0 or more", "[r1 Total] is 4 or more", "[r1 c1] is 0 or more"},
		},
	} {
		a := attacked(t, c.lines...)
		var got []string
		for _, b := range a.Bounds {
			got = append(got, b.String())
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) || !a.Whole || a.Lost > 0 {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestAPublishedTableThatIsWrong(t *testing.T) {
	t.Parallel()
	const head = "row,column,count\n"
	whole := head + "Total,Total,8\nTotal,a,8\nx,Total,8\nx,a,8\n"
	for text, want := range map[string]string{
		strings.Replace(whole, "x,a,8", "x,a,7", 1):                   "[Total a] is 8, and its parts of row add up to 7",
		strings.Replace(whole, "x,a,8\n", "", 1):                      "1 of 4 cells do not stand in the table",
		whole + "x,a,8\n":                                             "row 6: the cell [x a] stands twice, first in row 5",
		strings.Replace(whole, "x,a,8", "x,a,8.5", 1):                 `row 5: "8.5" is neither a number with at most 0 decimals nor the mark ..`,
		strings.Replace(whole, "x,a,8", "x,a,primary", 1):             `row 5: "primary" is neither`,
		strings.Replace(whole, "x,a,8", "x,a,4611686018427387904", 1): "too large to be added",
		head + "Total,Total,3\nTotal,a,2\nx,Total,3\nx,a,..\n":        "add up to",
		head + "Total,Total,..\nTotal,a,4\nx,Total,5\nx,a,..\n":       "the table contradicts itself",
	} {
		a := attackedText(t, grid, text)
		if got := strings.Join(append(a.Form, a.Sums...), "\n"); a.Safe() || !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if a := attackedText(t, grid, whole); !a.Safe() {
		t.Errorf("the right one is refused: %+v", a)
	}
	for text, want := range map[string]string{"": "the file is empty", "a,b\n1,2\n": "by the specification they are row, column, count", head + "\"x\n": "published.csv"} {
		s, err := Read(strings.NewReader(grid), "table.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Attack(s, fstest.MapFS{}, nil, strings.NewReader(text), PublishedFile); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

// TestBoundsAreThoseOfAllTables counts all tables that agree with what is
// published and compares what hidden cells have in them. In two dimensions
// bounds are exact; the tables of three may have narrower whole numbers.
func TestBoundsAreThoseOfAllTables(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(2, 3).Draw(t, "rows"), rapid.IntRange(2, 3).Draw(t, "columns")
		n := (rows + 1) * (columns + 1)
		table := make([]int, n)
		for i := 1; i <= rows; i++ {
			for j := 1; j <= columns; j++ {
				v := rapid.IntRange(0, 4).Draw(t, "value")
				for _, at := range []int{0, j, i * (columns + 1), i*(columns+1) + j} {
					table[at] += v
				}
			}
		}
		hidden := make([]bool, n)
		for at := range n {
			hidden[at] = at%(columns+1) > 0 && at > columns && rapid.Bool().Draw(t, "hidden")
		}
		var lines []string
		for i := range rows + 1 {
			line := ""
			for j := range columns + 1 {
				if at := i*(columns+1) + j; hidden[at] {
					line += " .."
				} else {
					line += fmt.Sprint(" ", table[at])
				}
			}
			lines = append(lines, line)
		}
		least, most := enumerated(table, hidden, rows, columns)
		a := attacked(t, lines...)
		if len(a.Sums) > 0 || len(a.Form) > 0 || !a.Whole {
			t.Fatalf("a true table is refused: %+v", a)
		}
		for _, b := range a.Bounds {
			i, j := 0, 0
			fmt.Sscanf(b.Codes[0], "r%d", &i)
			fmt.Sscanf(b.Codes[1], "c%d", &j)
			if at := i*(columns+1) + j; b.Open || b.Lower != int64(least[at]) || b.Upper != int64(most[at]) {
				t.Fatalf("%v: all tables have from %d to %d\n%s", b, least[at], most[at], strings.Join(lines, "\n"))
			}
		}
	})
}

// enumerated tries all inner tables with the totals of a table and the cells of it that are not hidden.
func enumerated(table []int, hidden []bool, rows, columns int) (least, most []int) {
	least, most = slices.Repeat([]int{1 << 30}, len(table)), slices.Repeat([]int{-1}, len(table))
	at := make([]int, len(table))
	left := make([]int, columns+1) // of columns
	for j := 1; j <= columns; j++ {
		left[j] = table[j]
	}
	var fill func(i, j, row int)
	fill = func(i, j, row int) {
		switch {
		case i > rows:
			for j := 1; j <= columns; j++ {
				if left[j] != 0 {
					return
				}
			}
			for c, v := range at {
				least[c], most[c] = min(least[c], v), max(most[c], v)
			}
			return
		case j > columns:
			if row == 0 {
				next := 0
				if i < rows {
					next = table[(i+1)*(columns+1)]
				}
				fill(i+1, 1, next)
			}
			return
		}
		c := i*(columns+1) + j
		for v := 0; v <= min(row, left[j]); v++ {
			if !hidden[c] && v != table[c] {
				continue
			}
			at[c] = v
			left[j] -= v
			fill(i, j+1, row-v)
			left[j] += v
		}
	}
	fill(1, 1, table[columns+1])
	return least, most
}

// TestWhatIsProtectedWithstandsTheAttack protects the examples and attacks what is published.
//
// Keeps: TK-188, TK-201, TK-202, TK-203, TK-257
func TestWhatIsProtectedWithstandsTheAttack(t *testing.T) {
	t.Parallel()
	for _, e := range examples {
		o, files := protected(t, e)
		s, folder := exampleSpec(t, e.spec)
		for _, codes := range []string{string(files[CodesFile]), ""} {
			if codes == "" && slices.ContainsFunc(s.Dimensions, func(d Dimension) bool { return len(d.Levels) > 1 }) {
				continue // what is part of what was learnt from the rows
			}
			a, err := Attack(s, folder, readerOf(codes), strings.NewReader(string(files[PublishedFile])), PublishedFile)
			if err != nil {
				t.Fatal(err)
			}
			if !a.Safe() || !a.Whole || a.Hidden != o.Pattern.Table().Cells()-o.Pattern.Count(0) {
				t.Errorf("%s: %d hidden, safe %v: %v", e.spec, a.Hidden, a.Safe(), a.Follows)
			}
		}
	}
}

// TestWhatIsKnownAnywayIsNotHidden lets empty cells be hidden where that helps
// others: those that follow all the same are published, the proof holds, and the
// world finds nothing.
func TestWhatIsKnownAnywayIsNotHidden(t *testing.T) {
	t.Parallel()
	s, folder := exampleSpec(t, "persons.yaml")
	s.Secondary.Zeros = "free"
	data, err := folder.Open("persons.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	o, err := s.Protect(folder, data, "persons.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := o.Files(Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Attack(s, folder, readerOf(string(files[CodesFile])), readerOf(string(files[PublishedFile])), PublishedFile)
	if err != nil || !a.Safe() {
		t.Errorf("%v follow (%v)", a.Follows, err)
	}
	cert, err := sdc.ReadCertificate(readerOf(string(files[CertificateFile])))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdc.Verify(cert); err != nil {
		t.Error(err)
	}
	if err := CheckPublished(cert, readerOf(string(files[PublishedFile])), PublishedFile); err != nil {
		t.Error(err)
	}
	for c := range o.Pattern.Table().Cells() {
		if o.Pattern.Status(c) == sdc.Primary {
			if err := o.Proof.Reveal(c); err == nil {
				t.Error("a sensitive cell may be shown")
			}
			break
		}
	}
}

// TestShowingAHiddenCellIsNoticed shows one of four cells that hide each other.
func TestShowingAHiddenCellIsNoticed(t *testing.T) {
	t.Parallel()
	a := attacked(t, "20 10 10", "12 5 ..", "8 .. ..")
	if len(a.Follows) != 3 || !a.Follows[0].Linear {
		t.Errorf("got %v", a.Follows)
	}
}

func FuzzAttack(f *testing.F) {
	f.Add("row,column,count\nTotal,Total,8\nTotal,a,8\nx,Total,8\nx,a,..\n", "")
	f.Add("row,column,count\nTotal,Total,9223372036854775807\n", "dimension,code,part-of,kind\nrow,Total,,total\nrow,x,,part\ncolumn,Total,,total\ncolumn,a,,part\n")
	f.Fuzz(func(t *testing.T, text, codes string) {
		s, err := Read(strings.NewReader(grid), "table.yaml")
		if err != nil {
			t.Fatal(err)
		}
		a, err := Attack(s, fstest.MapFS{}, readerOf(codes), strings.NewReader(text), PublishedFile)
		if err != nil {
			return
		}
		for _, b := range a.Bounds {
			if !b.Open && b.Lower > b.Upper && a.Safe() {
				t.Errorf("%v is possible", b)
			}
		}
	})
}
