// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// fraction64 is a share of one as a key.
func fraction64(share float64) uint64 { return uint64(share * (1 << 63) * 2) }

func noiseTable(t rapid.TB, most int64, variance float64, absent int64) *NoiseTable {
	t.Helper()
	n, err := NewNoiseTable(most, variance, absent)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestThreeUnitsMakeFour is the published case: keys .9, .3 and .6 add up to a
// cell key of .8, at which a count of 3 becomes 4.
//
// Keeps: TK-208
func TestThreeUnitsMakeFour(t *testing.T) {
	t.Parallel()
	key := fraction64(.9) + fraction64(.3) + fraction64(.6)
	if got := float64(key) / (1 << 63) / 2; math.Abs(got-.8) > 1e-12 {
		t.Fatalf("the cell key is %g, want .8", got)
	}
	if got := 3 + noiseTable(t, 2, 1, 0).Noise(3, key); got != 4 {
		t.Errorf("3 became %d, want 4", got)
	}
}

// TestNoiseIsWhatItsTablePromises: mean nought exactly, nothing below nought,
// nothing on absent counts, and the variance where it is possible.
func TestNoiseIsWhatItsTablePromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.Int64Range(1, mostNoise).Draw(t, "most")
		variance := rapid.Float64Range(leastVariance, float64(most*most)).Draw(t, "variance")
		absent := rapid.Int64Range(0, most-1).Draw(t, "absent")
		n := noiseTable(t, most, variance, absent)
		for count, l := range n.lines {
			mean, before := int64(0), int64(0)
			for i, d := range l.value {
				parts := l.upTo[i] - before
				before = l.upTo[i]
				mean += parts * d
				if to := int64(count) + d; parts < 0 || parts > 0 && (to < 0 || to > 0 && to <= absent) {
					t.Fatalf("a count of %d moves by %d with %d parts", count, d, parts)
				}
			}
			if mean != 0 || before != noiseParts {
				t.Fatalf("noise of %d has the mean %d/%d, its chances add up to %d", count, mean, noiseParts, before)
			}
		}
		noise, chance := n.Chances(1000)
		got := 0.0
		for i, d := range noise {
			got += chance[i] * float64(d*d)
		}
		if math.Abs(got-variance) > 1e-4*float64(most*most) {
			t.Fatalf("the variance of large counts is %g, want %g", got, variance)
		}
	})
}

func TestTheLargestEntropyForAVariance(t *testing.T) {
	t.Parallel()
	noise, got := noiseTable(t, 2, 1, 0).Chances(50)
	if diff := cmp.Diff([]int64{-2, -1, 0, 1, 2}, noise); diff != "" {
		t.Error(diff)
	}
	// With chances x^4, x, 1, x, x^4 over their sum the variance is one where
	// 2x + 8x^4 = 1 + 2x + 2x^4, so that x^4 is a sixth.
	fourth := 1.0 / 6
	x := math.Sqrt(math.Sqrt(fourth))
	sum := 1 + 2*x + 2*fourth
	for i, want := range []float64{fourth / sum, x / sum, 1 / sum, x / sum, fourth / sum} {
		if math.Abs(got[i]-want) > 1e-6 {
			t.Errorf("the chance of %d is %g, want %g", noise[i], got[i], want)
		}
	}
}

// TestTheSameCellGetsTheSameNoise in another table, of other dimensions, in
// another order of rows; and nothing falls below nought.
func TestTheSameCellGetsTheSameNoise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, dims, rows := drawnTable(t, false)
		how := CellKey{Secret: []byte("a secret of a test, no other"), Noise: noiseTable(t, 3, 2, rapid.SampledFrom([]int64{0, 2}).Draw(t, "absent"))}
		c, err := table.AddNoise(how)
		if err != nil {
			t.Fatal(err)
		}
		var fewer []Row
		for _, r := range rapid.Permutation(rows).Draw(t, "order") {
			r.Codes = r.Codes[:1]
			fewer = append(fewer, r)
		}
		other, err := FromRows(Layout{Variables: variables(dims[:1]), ByUnit: true, Levels: []string{"enterprise", "group"}}, yielding(fewer))
		if err != nil {
			t.Fatal(err)
		}
		again, err := other.AddNoise(how)
		if err != nil {
			t.Fatal(err)
		}
		for cell := range other.Cells() {
			codes := append(other.Codes(cell), dims[1].Total())
			same, err := table.Cell(codes...)
			if err != nil {
				t.Fatal(err)
			}
			if again.Value(cell) != c.Value(same) {
				t.Fatalf("%v is %d in one table and %d in another", codes, c.Value(same), again.Value(cell))
			}
		}
		for cell := range table.Cells() {
			was, now := table.Value(cell), c.Value(cell)
			if now < 0 || was == 0 && now != 0 || max(was-now, now-was) > 3 {
				t.Fatalf("%v was %d and is %d", table.Codes(cell), was, now)
			}
			if low, high := c.Interval(cell); was < low || was > high {
				t.Fatalf("%v was %d, and is said to be from %d to %d", table.Codes(cell), was, low, high)
			}
		}
	})
}

func TestSumsMoveByTheirLargestContribution(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, true)
		how := CellKey{Secret: []byte("a secret of a test, no other"), Noise: noiseTable(t, 5, 6, 0), Magnitude: Whole(rapid.Int64Range(1, 100).Draw(t, "magnitude"))}
		c, err := table.AddNoise(how)
		if err != nil {
			t.Fatal(err)
		}
		for cell := range table.Cells() {
			was, now, most := table.Value(cell), c.Value(cell), int64(0)
			if l := table.Largest(UnitLevel, cell); len(l) > 0 {
				most = l[0]
			}
			if far := max(was-now, now-was); far*100 > most*how.Magnitude.num || now < 0 {
				t.Fatalf("%v was %d with a largest of %d and is %d", table.Codes(cell), was, most, now)
			}
			if low, high := c.Interval(cell); was < low || was > high {
				t.Fatalf("%v was %d and is %d, and is said to be from %d to %d", table.Codes(cell), was, now, low, high)
			}
		}
	})
}

// TestAUnitInSeveralCellsCountsOnceInTheirTotal as a contributor does.
func TestAUnitInSeveralCellsCountsOnceInTheirTotal(t *testing.T) {
	t.Parallel()
	d := tree(t, "class", Code{"a", ""}, Code{"b", ""})
	rows := []Row{{Codes: []string{"a"}, Unit: "u", Value: 5, Weight: 1}, {Codes: []string{"b"}, Unit: "u", Value: 6, Weight: 1}, {Codes: []string{"b"}, Unit: "v", Value: 7, Weight: 1}}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{d}), ByUnit: true, Magnitude: true}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := table.cellKeys([]byte("a secret of a test, no other"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := table.Cell("b")
	if err != nil {
		t.Fatal(err)
	}
	if keys[0] != keys[b] {
		t.Error("the total has the units of b and another key")
	}
}

func TestNoiseThatCannotBe(t *testing.T) {
	t.Parallel()
	counts := countsOf(t, map[string]int64{"a": 3})
	nameless := line(t, 3, 4)
	noise := noiseTable(t, 2, 1, 0)
	secret := []byte("a secret of a test, no other")
	for _, c := range []struct {
		name string
		do   func() error
		want string
	}{
		{"a short secret", func() error { _, err := counts.AddNoise(CellKey{Secret: []byte("short"), Noise: noise}); return err }, "the secret has 5 bytes"},
		{"no noise table", func() error { _, err := counts.AddNoise(CellKey{Secret: secret}); return err }, "no noise table"},
		{"units without names", func() error { _, err := nameless.AddNoise(CellKey{Secret: secret, Noise: noise}); return err }, "have no names"},
		{"too much noise", func() error { _, err := NewNoiseTable(11, 1, 0); return err }, "the largest noise is 11"},
		{"too much variance", func() error { _, err := NewNoiseTable(2, 5, 0); return err }, "cannot have the variance 5"},
		{"no variance", func() error { _, err := NewNoiseTable(2, 0, 0); return err }, "cannot have the variance 0"},
		{"variance that is no number", func() error { _, err := NewNoiseTable(2, math.NaN(), 0); return err }, "cannot have the variance"},
		{"too many absent counts", func() error { _, err := NewNoiseTable(2, 1, 2); return err }, "counts to 2 cannot be moved away"},
	} {
		err := c.do()
		if err == nil {
			t.Errorf("%s is accepted", c.name)
			continue
		}
		wantProblem(t, err, c.want)
	}
	if got := fmt.Sprint(noise.Origins(0)); got != "0 2" {
		t.Errorf("a count of 0 can have been %s, want 0 2", got)
	}
}
