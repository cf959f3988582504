// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"iter"
	"math"

	"github.com/lupaus/lupaus/sdc"
)

// random is splitmix64, so that data is the same on every machine.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9E3779B97F4A7C15
	z := r.state
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}
func (r *random) share() float64  { return float64(r.next()>>11) / (1 << 53) }
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }
func (r *random) normal() float64 {
	u := max(r.share(), 1e-300)
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*r.share())
}

// zipf gives cumulative weights 1/(i+1)^a in a shuffled order.
func (r *random) zipf(n int, a float64) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = math.Exp(-a * math.Log(float64(i+1)))
	}
	for i := n - 1; i > 0; i-- {
		j := r.below(i + 1)
		w[i], w[j] = w[j], w[i]
	}
	s := 0.0
	for i := range w {
		s += w[i]
		w[i] = s
	}
	for i := range w {
		w[i] /= s
	}
	return w
}

func (r *random) pick(cumulative []float64) int {
	u, lo, hi := r.share(), 0, len(cumulative)-1
	for lo < hi {
		if m := (lo + hi) / 2; cumulative[m] < u {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// size is one of the three tables: how many columns of each hierarchy it uses.
type size struct {
	name   string
	levels [3]int
}

var sizes = []size{{"S", [3]int{2, 2, 2}}, {"M", [3]int{3, 2, 2}}, {"L", [3]int{3, 3, 2}}}

// variables are the table's dimensions.
func (s size) variables() (out []sdc.Variable) {
	for i, name := range []string{"industry", "region", "size"} {
		out = append(out, sdc.Variable{Name: name, Levels: s.levels[i], Total: "Total"})
	}
	return out
}

// establishments yields n invented establishments in enterprises and groups:
// three hierarchies, skewed sizes, neighbours that belong together.
func establishments(n int, s size, holdings bool) iter.Seq2[sdc.Row, error] {
	return func(yield func(sdc.Row, error) bool) {
		r := &random{20240917}
		const industries, regions = 96, 60
		global := r.zipf(industries, 0.9)
		place := r.zipf(regions, 0.9)
		local := make([][]float64, 6)
		for i := range local {
			local[i] = r.zipf(industries, 1.4)
		}
		enterprise, group, ind0, reg0 := 0, 0, 0, 0
		for i := range n {
			var ind int
			reg := r.pick(place)
			if i > 0 && r.share() < 0.22 {
				ind = ind0
				if r.share() < 0.15 {
					ind = r.pick(global)
				}
				if r.share() < 0.6 {
					reg = reg0
				}
			} else {
				enterprise++
				if r.share() < 0.5 {
					ind = r.pick(local[reg%6])
				} else {
					ind = r.pick(global)
				}
				if group == 0 || r.share() > 0.12 {
					group++
				} else if r.share() < 0.5 {
					ind, reg = ind0, reg0
				}
			}
			ind0, reg0 = ind, reg
			class := r.pick([]float64{0.62, 0.87, 0.97, 1.0})
			value := int64(math.Round(math.Exp(3.2 + 1.35*float64(class) + 1.15*r.normal())))
			if r.share() < 0.03 {
				value = 0
			}
			if class == 0 {
				r.below(5) // the weight, which these tables do not use
			}
			row := sdc.Row{Line: i + 2, Codes: s.codes(ind, reg, class), Value: value, Weight: 1}
			if holdings {
				row.Levels = []string{fmt.Sprint(enterprise), fmt.Sprint(group)}
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// codes names the classes of an establishment, from coarse to fine.
func (s size) codes(ind, reg, class int) (out []string) {
	division := ind / 3
	section := string(rune('A' + division/4))
	county := reg * 19 / 60
	half := "S"
	if class >= 2 {
		half = "L"
	}
	all := [3][]string{
		{section, fmt.Sprint(section, division%4+1), fmt.Sprint(section, division%4+1, ind%3+1)},
		{fmt.Sprint("A", county*5/19+1), fmt.Sprintf("K%02d", county+1), fmt.Sprintf("M%02d", reg+1)},
		{half, fmt.Sprint(half, class%2+1)},
	}
	for i, codes := range all {
		out = append(out, codes[:s.levels[i]]...)
	}
	return out
}
