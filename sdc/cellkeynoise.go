// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// NoiseTable says, for each count and key, by how much the count moves. There
// is one line for each count up to where all are alike.
//
// Each line is the distribution with the most entropy among those with mean
// nought and the variance asked for, over what is allowed: from Most less to
// Most more, not below nought, and not to one of the small counts that are to
// appear nowhere. For small counts the variance asked for may not be possible;
// the nearest that is stands then. Chances are whole parts of a whole number, so
// that the mean is nought exactly.
type NoiseTable struct {
	Most     int64 // the largest noise, either way
	Variance float64
	Absent   int64 // counts from 1 to this appear nowhere
	lines    []noiseLine
}

// noiseLine is the noise of one count: values in order, and the parts of
// noiseParts up to and including each.
type noiseLine struct {
	value []int64
	upTo  []int64
}

// noiseParts is what chances are parts of. Any two values of noise can be
// weighed to a mean of nought in it, as it is a multiple of all numbers to 20.
const noiseParts = 232792560

// mostNoise is the largest Most.
const mostNoise = 10

// leastVariance is the smallest variance: one count in a hundred moves by one.
const leastVariance = 0.01

// NewNoiseTable makes a noise table. Most is from 1 to 10; absent is below most
// when it is not 0.
func NewNoiseTable(most int64, variance float64, absent int64) (*NoiseTable, error) {
	fail := func(what, mend string) (*NoiseTable, error) { return nil, &Problem{What: what, Mend: mend} }
	switch {
	case most < 1 || most > mostNoise:
		return fail(fmt.Sprintf("the largest noise is %d", most), fmt.Sprintf("take a number from 1 to %d", mostNoise))
	case !(variance >= leastVariance) || variance > float64(most*most):
		return fail(fmt.Sprintf("noise of at most %d cannot have the variance %g", most, variance), fmt.Sprintf("take a variance from %g to the square of the largest noise", leastVariance))
	case absent < 0 || absent > 0 && absent >= most:
		return fail(fmt.Sprintf("counts to %d cannot be moved away by noise of at most %d", absent, most), "take a larger noise or fewer absent counts")
	}
	n := &NoiseTable{Most: most, Variance: variance, Absent: absent}
	for count := int64(0); count <= most+absent+1; count++ {
		l := n.line(count)
		if !l.fair() {
			return nil, fmt.Errorf("noise of a count of %d does not have the mean nought", count)
		}
		n.lines = append(n.lines, l)
	}
	return n, nil
}

// fair tells whether chances are chances and the mean is nought, in whole numbers.
func (l noiseLine) fair() bool {
	mean, before := int64(0), int64(0)
	for i, d := range l.value {
		if l.upTo[i] < before {
			return false
		}
		mean += (l.upTo[i] - before) * d
		before = l.upTo[i]
	}
	return mean == 0 && before == noiseParts
}

// allowed lists the noise that a count may get.
func (n *NoiseTable) allowed(count int64) (out []int64) {
	if count == 0 {
		return []int64{0}
	}
	for d := -n.Most; d <= n.Most; d++ {
		if to := count + d; to == 0 || to > n.Absent {
			out = append(out, d)
		}
	}
	return out
}

// line makes the noise of one count.
func (n *NoiseTable) line(count int64) noiseLine {
	values := n.allowed(count)
	l := noiseLine{value: values, upTo: make([]int64, len(values))}
	if len(values) == 1 {
		l.upTo[0] = noiseParts
		return l
	}
	parts := exactly(values, entropic(values, n.Variance))
	sum := int64(0)
	for i, p := range parts {
		sum += p
		l.upTo[i] = sum
	}
	return l
}

// Noise is what a count with a key moves by. The key is a fraction in 2^64ths.
func (n *NoiseTable) Noise(count int64, key uint64) int64 {
	l := n.lines[min(count, int64(len(n.lines)-1))]
	part, _ := bits.Mul64(key, noiseParts)
	i, ok := slices.BinarySearch(l.upTo, int64(part))
	if ok {
		i++
	}
	return l.value[i]
}

// Chances are the noise of a count and how likely each is, in order.
func (n *NoiseTable) Chances(count int64) (noise []int64, chance []float64) {
	l := n.lines[min(count, int64(len(n.lines)-1))]
	before := int64(0)
	for i, to := range l.upTo {
		noise, chance = append(noise, l.value[i]), append(chance, float64(to-before)/noiseParts)
		before = to
	}
	return noise, chance
}

// Origins is the smallest and the largest count that can become this one.
func (n *NoiseTable) Origins(count int64) (low, high int64) {
	low, high = count, count
	for from := max(0, count-n.Most); from <= count+n.Most; from++ {
		noise, chance := n.Chances(from)
		if i := slices.Index(noise, count-from); i >= 0 && chance[i] > 0 {
			low, high = min(low, from), max(high, from)
		}
	}
	return low, high
}

// entropic gives chances of the form exp(a d + b d^2), which have the most
// entropy for a mean and a variance, with mean nought and a variance as near as
// can be to the one asked for. The curvature b is found by halving, and for each
// the slope a: the mean grows with a, the variance with b.
func entropic(values []int64, variance float64) []float64 {
	low, high, slope := -60.0, 60.0, 0.0
	p := make([]float64, len(values))
	for range 60 {
		b := (low + high) / 2
		slope = centred(values, b, slope, p)
		if v := varianceOf(values, p); v < variance {
			low = b
		} else {
			high = b
		}
	}
	return p
}

// centred finds the slope at which the mean is nought, by Newton's steps where
// they stay between what is too low and too high, and by halving otherwise and
// every third time. The chances are left in p.
func centred(values []int64, b, slope float64, p []float64) float64 {
	low, high := -1200.0, 1200.0
	for n := range 200 {
		top, sum, mean := math.Inf(-1), 0.0, 0.0
		for _, d := range values {
			top = max(top, slope*float64(d)+b*float64(d*d))
		}
		for i, d := range values {
			p[i] = math.Exp(slope*float64(d) + b*float64(d*d) - top)
			sum += p[i]
		}
		for i, d := range values {
			p[i] /= sum
			mean += p[i] * float64(d)
		}
		if math.Abs(mean) < 1e-13 {
			break
		}
		if mean < 0 {
			low = slope
		} else {
			high = slope
		}
		slope -= mean / (varianceOf(values, p) - mean*mean)
		if !(slope > low && slope < high) || n%3 == 2 {
			slope = (low + high) / 2
		}
	}
	return slope
}

func varianceOf(values []int64, p []float64) (v float64) {
	for i, d := range values {
		v += p[i] * float64(d*d)
	}
	return v
}

// exactly turns chances into whole parts with the mean of nought.
func exactly(values []int64, chances []float64) []int64 {
	parts, left := make([]int64, len(values)), int64(noiseParts)
	for i, p := range chances {
		parts[i] = int64(p * noiseParts)
		left -= parts[i]
	}
	if len(values) == 2 { // one below nought and one above: there is only one way
		parts[0] = noiseParts / (values[1] - values[0]) * values[1]
		parts[1] = noiseParts - parts[0]
		return parts
	}
	parts[likeliest(parts, func(int) bool { return true })] += left
	mean := int64(0)
	for i, d := range values {
		mean += parts[i] * d
	}
	centre(values, parts, mean)
	return parts
}

// centre takes what rounding left of a mean away. Parts go from a value to the
// next one, which changes the mean by one each; where the value whose parts
// would have to go has none to spare, the mean is first taken to the other side
// by moving parts between a value above nought and one below.
func centre(values, parts []int64, mean int64) {
	at := likeliest(parts, func(i int) bool {
		return i > 0 && values[i]-values[i-1] == 1 || i+1 < len(values) && values[i+1]-values[i] == 1
	})
	next, falls := at-1, true // the mean falls when parts go from at to next
	if at == 0 || values[at]-values[at-1] != 1 {
		next, falls = at+1, false
	}
	if mean > 0 != falls && mean != 0 {
		above := likeliest(parts, func(i int) bool { return values[i] > 0 })
		under := likeliest(parts, func(i int) bool { return values[i] < 0 })
		gap := values[above] - values[under]
		k := (int64(magnitude(mean)) + gap - 1) / gap
		if mean < 0 {
			k = -k
		}
		parts[above], parts[under], mean = parts[above]-k, parts[under]+k, mean-k*gap
	}
	by := int64(magnitude(mean))
	parts[at], parts[next] = parts[at]-by, parts[next]+by
}

// likeliest is the place of the most parts among those that are asked for.
func likeliest(parts []int64, asked func(i int) bool) int {
	best := -1
	for i, p := range parts {
		if asked(i) && (best < 0 || p > parts[best]) {
			best = i
		}
	}
	return best
}
