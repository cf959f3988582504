// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// clp is Debian's solver, from coinor-clp. Where it is missing the test says so;
// the whole run has to have it.
func clp(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("clp")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("clp is missing: apt-get install coinor-clp")
		}
		t.Skip("clp is missing, so that intervals are not compared with it: apt-get install coinor-clp")
	}
	return path
}

// attackersProgram writes what an outsider knows: every published cell is the sum of
// its base cells, and none of these is below nought. It is written from the
// published values and the code lists alone.
func attackersProgram(table *Table, p *Pattern, cell int, sense string) string {
	var b strings.Builder
	name := func(base int) string { return fmt.Sprintf("x%d", base) }
	sum := func(c int) string {
		var terms []string
		for _, base := range table.basesOf(c) {
			terms = append(terms, name(base))
		}
		return strings.Join(terms, "\n + ")
	}
	fmt.Fprintf(&b, "%s\n obj: %s\nSubject To\n", sense, sum(cell))
	for c := range table.Cells() {
		if p.Status(c) == Published {
			fmt.Fprintf(&b, " r%d: %s = %d\n", c, sum(c), table.Value(c))
		}
	}
	b.WriteString("Bounds\n")
	for _, base := range table.bases() {
		fmt.Fprintf(&b, " 0 <= %s\n", name(base))
	}
	b.WriteString("End\n")
	return b.String()
}

var clpSays = regexp.MustCompile(`Optimal objective\s+(\S+)`)

// solved is what clp finds.
func solved(t interface{ Fatal(args ...any) }, clp, dir, program string) float64 {
	file := filepath.Join(dir, "program.lp")
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(clp, file, "-solve", "-quit").CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	m := clpSays.FindSubmatch(out)
	if m == nil {
		t.Fatal(fmt.Sprintf("clp says %s", out))
	}
	x, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return math.Abs(x)
}

// agrees compares the interval of one hidden cell with what clp finds. Bounds of ours may
// be nearer only where whole numbers leave nothing between.
func agrees(t interface{ Fatal(args ...any) }, solver, dir string, proof *Proof, cell int) {
	table := proof.Table()
	inner, innerUp := proof.Interval(cell)
	outer, outerUp := proof.Outer(cell)
	least := int64(math.Ceil(solved(t, solver, dir, attackersProgram(table, proof.Pattern, cell, "Minimize")) - 1e-6))
	most := int64(math.Floor(solved(t, solver, dir, attackersProgram(table, proof.Pattern, cell, "Maximize")) + 1e-6))
	if inner < least || innerUp > most || outer != least && outer != inner || outerUp != most && outerUp != innerUp {
		t.Fatal(fmt.Sprintf("%v: clp finds %d to %d, proved possible are %d to %d, impossible is what lies beyond %d to %d", table.Codes(cell), least, most, inner, innerUp, outer, outerUp))
	}
}

func TestIntervalsAreThoseOfAnotherSolver(t *testing.T) {
	t.Parallel()
	solver := clp(t)
	dir := t.TempDir()
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		if compared > 150 {
			return
		}
		table := drawnFrequency(t)
		proof, err := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{}).Prove(Effort{Full: true})
		if err != nil || proof.Status(0) != Published {
			return
		}
		for c := range table.Cells() {
			if proof.Hidden(c) {
				agrees(t, solver, dir, proof, c)
				compared++
			}
		}
	})
	if compared < 50 {
		t.Errorf("only %d cells were compared", compared)
	}
}

// sampled is how many hidden cells of a larger table the other solver is asked about.
const sampled = 20

// The program of a cell of a table with hierarchies takes the solver some tenths of a second.
func TestIntervalsOfALargerTableAreThoseOfAnotherSolver(t *testing.T) {
	t.Parallel()
	solver := clp(t)
	dir := t.TempDir()
	proof, err := suppressed(t, establishmentsTable(t, establishments(11, 2500)), Rules{MinimumUnits: 3}, Protection{Zeros: ZerosOpen}).Prove(Effort{Full: true})
	if err != nil {
		t.Fatal(err)
	}
	var hidden []int
	for c := range proof.Table().Cells() {
		if proof.Hidden(c) {
			hidden = append(hidden, c)
		}
	}
	if len(hidden) < sampled {
		t.Fatalf("only %d cells are hidden", len(hidden))
	}
	for _, i := range rand.New(rand.NewPCG(5, 6)).Perm(len(hidden))[:sampled] {
		agrees(t, solver, dir, proof, hidden[i])
	}
}
