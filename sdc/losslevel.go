// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// tally adds up what the cells of a level, or of a table, lose.
type tally struct {
	cells, told, other   int
	value, lost          float64 // sums of figures without sign
	square, both         float64 // of the distance between figures and what readers make of them
	toldSquare, toldBoth float64 // the same for cells that are told
	entropy, entropyLost float64 // of v log v
	absolute, relative   float64
	notNought            int
	largest              int64
}

// add counts a cell.
func (y *tally) add(v int64, told bool, figure int64, estimate float64) {
	size := math.Abs(float64(v))
	y.cells++
	y.value += size
	square, both := distance(float64(v), estimate)
	y.square, y.both = y.square+square, y.both+both
	y.entropy += plogp(size)
	if !told {
		y.lost += size
		y.entropyLost += plogp(size)
		return
	}
	y.told++
	y.toldSquare, y.toldBoth = y.toldSquare+square, y.toldBoth+both
	d := max(v-figure, figure-v)
	y.largest = max(y.largest, d)
	y.absolute += float64(d)
	if d != 0 {
		y.other++
	}
	if v != 0 {
		y.relative += float64(d) / size
		y.notNought++
	}
}

// distance is Hellinger's, of two figures: its square and what it is a share of.
// Figures of different sign have nothing in common.
func distance(v, e float64) (square, both float64) {
	both = math.Abs(v) + math.Abs(e)
	if v < 0 != (e < 0) && v != 0 && e != 0 {
		return both, both
	}
	d := math.Sqrt(math.Abs(v)) - math.Sqrt(math.Abs(e))
	return d * d, both
}

func plogp(v float64) float64 {
	if v <= 0 {
		return 0
	}
	return v * math.Log(v)
}

// share is a part of a whole, 0 of nothing, and never outside 0 to 1.
func share(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return min(1, max(0, part/whole))
}

// lostEntropy is the share of -sum p log p in cells that are not told: with V
// the sum of all v it is V log V - sum v log v, over all and over those.
func (y *tally) lostEntropy() float64 {
	log := 0.0
	if y.value > 0 {
		log = math.Log(y.value)
	}
	return share(y.lost*log-y.entropyLost, y.value*log-y.entropy)
}

// compare makes the loss of all levels and of the whole.
func (r *reader) compare() Loss {
	t := r.t
	var all tally
	levels := map[int]*tally{}
	depth := map[int][]int{}
	for c, v := range t.value {
		if t.Left(c) {
			continue
		}
		k := 0
		for i := range t.dims {
			k = k*64 + min(r.depth[i][t.node(c, i)], 63)
		}
		y, ok := levels[k]
		if !ok {
			y = &tally{}
			levels[k] = y
			for i := range t.dims {
				depth[k] = append(depth[k], r.depth[i][t.node(c, i)])
			}
		}
		y.add(v, r.told[c], r.figure[c], r.estimate[c])
		all.add(v, r.told[c], r.figure[c], r.estimate[c])
	}
	out := Loss{Cells: share(float64(all.cells-all.told), float64(all.cells)), Value: share(all.lost, all.value), Changed: share(float64(all.other), float64(all.cells)),
		Largest: all.largest, Hellinger: math.Sqrt(share(all.toldSquare, all.toldBoth))}
	if all.told > 0 {
		out.MeanAbsolute = all.absolute / float64(all.told)
	}
	if all.notNought > 0 {
		out.MeanRelative = all.relative / float64(all.notNought)
	}
	for k, y := range levels {
		l := LevelLoss{Depth: depth[k], Cells: y.cells, Told: y.told, Value: share(y.lost, y.value), Entropy: y.lostEntropy(), Score: math.Sqrt(share(y.square, y.both))}
		out.Levels = append(out.Levels, l)
	}
	slices.SortFunc(out.Levels, compareLevels)
	for _, l := range out.Levels { // in a fixed order, so that the sums are always the same
		out.Score += l.Score / float64(len(out.Levels))
		out.Entropy += l.Entropy / float64(len(out.Levels))
	}
	out.Score, out.Entropy = min(out.Score, 1), min(out.Entropy, 1)
	return out
}

// compareLevels puts coarser levels first.
func compareLevels(a, b LevelLoss) int {
	sum := func(l LevelLoss) (s int) {
		for _, d := range l.Depth {
			s += d
		}
		return s
	}
	if d := sum(a) - sum(b); d != 0 {
		return d
	}
	return slices.Compare(a.Depth, b.Depth)
}

// detail is what recoding takes of the finest cells. Where several classes below
// one code were merged, each is taken for as large as they are in the mean.
func (t *Table) detail(now *Table) float64 {
	if t == now {
		return 0
	}
	with := make([][]float64, len(t.dims)) // by dimension and leaf: the logarithm of how many leaves it stands with
	for i := range t.dims {
		with[i] = t.mergedLeaves(now, i)
	}
	lost, whole := 0.0, 0.0
	bases := t.bases()
	for _, b := range bases {
		size, log := math.Abs(float64(t.value[b])), 0.0
		for i := range t.dims {
			log += with[i][t.node(b, i)]
		}
		lost, whole = lost+size*log, whole+size
	}
	return share(lost, whole*math.Log(float64(len(bases))))
}

// mergedLeaves gives, for each leaf of a dimension, the logarithm of how many
// leaves it cannot be told from in another table, itself included.
func (t *Table) mergedLeaves(now *Table, i int) []float64 {
	d, j := t.dims[i], now.dimension(t.dims[i].name)
	out := make([]float64, len(d.codes))
	if j < 0 {
		for _, leaf := range d.leaves {
			out[leaf] = math.Log(float64(len(d.leaves)))
		}
		return out
	}
	there, e := t.codesIn(now, i), now.dims[j]
	known := make([]bool, len(e.codes))
	for _, n := range there {
		if n >= 0 {
			known[int(n)/now.stride[j]] = true
		}
	}
	// Leaves that are gone, by the nearest code above that is still there, against
	// the leaves below that code that are new.
	gone := map[int32][]int32{}
	for _, leaf := range d.leaves {
		if there[leaf] < 0 {
			up := leaf
			for there[up] < 0 {
				up = d.parent[up]
			}
			at := int32(int(there[up]) / now.stride[j])
			gone[at] = append(gone[at], leaf)
		}
	}
	for at, leaves := range gone {
		fresh := 0
		for _, leaf := range e.leavesBelow(at) {
			if !known[leaf] {
				fresh++
			}
		}
		for _, leaf := range leaves {
			out[leaf] = math.Log(float64(len(leaves)) / float64(max(fresh, 1)))
		}
	}
	return out
}
