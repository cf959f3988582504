// SPDX-License-Identifier: EUPL-1.2

package sdc

// whos numbers those who stand behind rows: each combination of a contributor
// at every protection level is one. Where contributors of a level belong to one
// of the next, there are as many as contributors of the finest level.
type whos struct {
	levels int
	head   []int32   // by contributor of the finest level: the combination seen last
	next   []int32   // by combination: another of the same finest contributor, or -1
	id     [][]int32 // by level, then by combination
	far    map[[2]int32]int32
}

// longChain is from where on a contributor with many combinations is looked up otherwise.
const longChain = 8

func newWhos(levels int) whos { return whos{levels: levels, id: make([][]int32, levels)} }

// of numbers the combinations of all rows of a chunk.
func (w *whos) of(c *chunk, out *[]int32) {
	*out = resized(*out, c.rows)
	if w.levels == 1 {
		copy(*out, c.id[0][:c.rows])
		return
	}
	for r := range *out {
		(*out)[r] = w.number(c, r)
	}
}

// number finds or makes the combination of one row.
func (w *whos) number(c *chunk, r int) int32 {
	finest := c.id[0][r]
	for int(finest) >= len(w.head) {
		w.head = append(w.head, -1)
	}
	steps := 0
	for n := w.head[finest]; n >= 0; n = w.next[n] {
		if w.is(n, c, r) {
			return n
		}
		if steps++; steps == longChain {
			return w.lookUp(c, r)
		}
	}
	return w.make(c, r)
}

func (w *whos) is(n int32, c *chunk, r int) bool {
	for l := 1; l < w.levels; l++ {
		if w.id[l][n] != c.id[l][r] {
			return false
		}
	}
	return true
}

func (w *whos) make(c *chunk, r int) int32 {
	n := int32(len(w.next))
	finest := c.id[0][r]
	w.next = append(w.next, w.head[finest])
	w.head[finest] = n
	for l := range w.levels {
		w.id[l] = append(w.id[l], c.id[l][r])
	}
	return n
}

// lookUp serves contributors with long chains: by the first two levels, and
// from there along the chain. The map is made when it is first needed.
func (w *whos) lookUp(c *chunk, r int) int32 {
	if w.far == nil {
		w.far = map[[2]int32]int32{}
	}
	k := [2]int32{c.id[0][r], c.id[1][r]}
	if n, ok := w.far[k]; ok && w.is(n, c, r) {
		return n
	}
	for n := w.head[k[0]]; n >= 0; n = w.next[n] {
		if w.is(n, c, r) {
			w.far[k] = n
			return n
		}
	}
	n := w.make(c, r)
	w.far[k] = n
	return n
}
