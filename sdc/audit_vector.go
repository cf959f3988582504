// SPDX-License-Identifier: EUPL-1.2

package sdc

// sparseVector is a vector that knows which of its numbers may differ from nought.
// Most vectors of a search have few of them, so that a step costs what it
// touches and not what the table holds (Gilbert and Peierls 1988; Hall and McKinnon 2005).
type sparseVector struct {
	v  []float64
	at []int32 // where numbers may differ from nought, each place once
	in []bool
}

func newSparseVector(n int) sparseVector {
	return sparseVector{v: make([]float64, n), in: make([]bool, n)}
}

// touch notes a place.
func (b *sparseVector) touch(i int32) {
	if !b.in[i] {
		b.in[i] = true
		b.at = append(b.at, i)
	}
}

func (b *sparseVector) add(i int32, x float64) {
	b.touch(i)
	b.v[i] += x
}

func (b *sparseVector) set(i int32, x float64) {
	b.touch(i)
	b.v[i] = x
}

func (b *sparseVector) clear() {
	for _, i := range b.at {
		b.v[i], b.in[i] = 0, false
	}
	b.at = b.at[:0]
}
