// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

func TestTheMedianIsTheMiddle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		in   []float64
		want float64
	}{
		{"nothing has the median 0", nil, 0},
		{"one value is its own median", []float64{7}, 7},
		{"an odd number has a middle value", []float64{9, 1, 5}, 5},
		{"an even number has two, and their mean counts", []float64{1, 100, 3, 5}, 4},
	} {
		if got := Median(c.in); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAQuantileIsTheNearestRank(t *testing.T) {
	t.Parallel()
	var all []time.Duration
	for i := range 100 {
		all = append(all, time.Duration(100-i))
	}
	for q, want := range map[float64]time.Duration{0: 1, 0.5: 50, 0.95: 95, 0.99: 99, 1: 100} {
		if got := Quantile(all, q); got != want {
			t.Errorf("quantile %v: got %d, want %d", q, got, want)
		}
	}
	if got := Quantile(nil, 0.5); got != 0 {
		t.Errorf("of nothing: got %d", got)
	}
}

func TestARatioComparesTheSameRound(t *testing.T) {
	t.Parallel()
	a, b := []Cost{{Ops: 1, CPU: 10}, {Ops: 1, CPU: 300}, {Ops: 1, CPU: 20}}, []Cost{{Ops: 1, CPU: 5}, {Ops: 1, CPU: 100}, {Ops: 1, CPU: 10}}
	if got := Ratio(a, b, Cost.CPUPer); got != 2 {
		t.Errorf("got %v, want 2: the loud round is loud for both", got)
	}
}

func TestRoundsWarmUpAndThenRunEverybodyEachRound(t *testing.T) {
	runs := make([]int, 2)
	side := func(i int) Contender {
		return Contender{Name: "side", Do: func() (int, error) { runs[i]++; return 10, nil }}
	}
	out, err := Rounds(3, rand.New(rand.NewPCG(1, 2)), []Contender{side(0), side(1)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range runs {
		if runs[i] != 4 || len(out[i]) != 3 || out[i][0].Ops != 10 {
			t.Errorf("contender %d ran %d times and counted %d rounds, want 4 and 3", i, runs[i], len(out[i]))
		}
	}
	want := errors.New("no")
	if _, err := Rounds(1, rand.New(rand.NewPCG(1, 2)), []Contender{{"bad", func() (int, error) { return 0, want }}}); !errors.Is(err, want) {
		t.Errorf("got %v, want the contender's error", err)
	}
	if _, err := Rounds(1, rand.New(rand.NewPCG(1, 2)), []Contender{{"idle", func() (int, error) { return 0, nil }}}); err == nil {
		t.Error("a contender that did nothing has no cost per operation")
	}
}

func TestAllocationsAreCounted(t *testing.T) {
	var keep []*[64]byte
	c, err := Of(func() (int, error) {
		for range 1000 {
			keep = append(keep, new([64]byte))
		}
		return 1000, nil
	})
	if err != nil || c.AllocsPer() < 1 || c.AllocsPer() > 1.5 {
		t.Errorf("got %.2f allocations for each of %d, %v; want about one", c.AllocsPer(), len(keep), err)
	}
}
