// SPDX-License-Identifier: EUPL-1.2

package sdc

// scaling says how a row's numbers become amounts, for one of its two values.
// All amounts of a table have the same decimals: those of values and of weights together.
type scaling struct {
	differ bool  // cells show something else than what contributors reported
	scale  int64 // brings what was reported to the decimals of what is shown
	public bool  // whoever attacks knows the weights, so that contributions are the weighted ones
}

// amounts is the scaling of the first or the second value.
func (b *Builder) amounts(int) scaling {
	s := scaling{scale: 1, public: b.layout.WeightsPublic}
	if b.layout.Weighted {
		for range b.layout.WeightDecimals {
			s.scale *= 10
		}
	}
	s.differ = b.layout.Weighted && !s.public
	return s
}

// of gives what a row adds to what its cell shows, and what its contributor is
// held to contribute. That both fit has been checked.
func (s scaling) of(values, weights []int64, r int) (shown, own int64) {
	v := int64(1)
	if values != nil {
		v = values[r]
	}
	if weights == nil {
		return v, v
	}
	shown = v * weights[r]
	if s.public {
		return shown, shown
	}
	return shown, v * s.scale
}

// values is how many values are added up: two for a ratio, and for a mean by
// weights, whose lower number is the sum of the weights.
func (b *Builder) values() int {
	if b.layout.twoValues() {
		return 2
	}
	return 1
}

func (l Layout) twoValues() bool {
	return l.Statistic == StatisticRatio || l.Statistic == StatisticMean && l.Weighted
}

// checkAmounts checks that all sums can be counted exactly, whatever the order
// of rows.
func (b *Builder) checkAmounts(c *chunk) error {
	line := func(r int) int { return int(c.lineOf(r)) }
	total, second := uint64(0), uint64(0)
	most := int64(1)
	if b.layout.Weighted {
		most = b.amounts(0).scale
	}
	sums := []struct {
		of  *uint64
		all []int64
	}{{&total, c.value}, {&second, c.second}}[:b.values()]
	for r := range c.rows {
		w := int64(1)
		if b.layout.Weighted {
			w = c.weight[r]
		}
		if w < 0 {
			return b.problem(line(r), "", "the weight is negative", "")
		}
		for _, s := range sums {
			v := int64(1)
			if s.all != nil {
				v = s.all[r]
			}
			p, ok := product(v, max(w, most))
			m := max(magnitude(p), magnitude(v))
			if !ok || m > maxTotal || *s.of+m > maxTotal {
				return b.tooLarge(line(r))
			}
			*s.of += m
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sum += max(total, second)
	if b.sum > maxTotal {
		return b.tooLarge(line(0))
	}
	return nil
}

func (b *Builder) tooLarge(line int) error {
	return b.problem(line, "", "the sum of all values is too large to be counted exactly", "use fewer decimals or larger units")
}
