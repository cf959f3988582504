// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"math/bits"
	"slices"
)

// chunk is rows whose codes and contributors have their numbers.
type chunk struct {
	first  int       // number of the first row
	rows   int       // how many
	line   []int32   // where each row stands in its source; nil when rows are numbered as lines are
	leaf   [][]int32 // by variable
	id     [][]int32 // by protection level
	value  []int64   // nil in a frequency table
	second []int64   // nil but in a ratio
	weight []int64   // nil when every row counts once
}

// gathered is what is kept of rows while a table is built: what each base cell
// and each contributor to a base cell adds up to, and not the rows. Memory
// grows with the number of different contributions.
type gathered struct {
	b        *Builder
	room     []int32 // by variable: leaves below this have a place in base numbers
	slot     []int32 // by base number: the base cell's slot, or -1
	base     []int32 // by slot: its base number
	line     []int32 // by slot: where the first of its rows stands
	sums     [2]cellSums
	bins     []bin // contributions, by the low bits of the base number
	spare    []contribution
	who      whos
	firstAt  []int32 // by unit, where units may stand once only: its base cell, plus one
	negative [2]bool // by value: some contribution is below zero

	baseOf []int32 // of the batch at hand
	bothOf []int32
}

// cellSums is what rows that are units of their own add up to in each slot, for
// one of the two values.
type cellSums struct {
	rows    []int64 // how many units
	value   []int64 // as cells show it
	abs     []int64 // without signs, as contributors report it
	top     []int32 // the largest units by row number, as many as the layout keeps
	amount  []int64 // and what they contribute, without sign
	smaller []int64 // the smallest of them, 0 as long as there are fewer; what is not larger need not be looked at
}

// contribution is what one contributor adds to one base cell. The key is made of
// the base number, the contributor and which of several sums this is.
type contribution struct {
	key   uint64
	value int64
}

// The parts of a key, from the lowest bits: which sum, who, where. A base number
// has less than 26 bits, as a table has at most [MaxCells].
const (
	sumBits  = 2
	whoBits  = 31
	binBits  = 7
	firstBin = 1 << 8
)

// bin is a share of the contributions. When it is full, equal keys are put together.
type bin struct{ list []contribution }

func newGathered(b *Builder) *gathered {
	g := &gathered{b: b, room: make([]int32, len(b.layout.Variables)), who: newWhos(len(b.interns))}
	if len(b.interns) > 0 {
		g.bins = make([]bin, 1<<binBits)
	}
	return g
}

// add takes a batch.
func (g *gathered) add(batch *Batch, leaf, id [][]int32) error {
	c := &chunk{first: batch.First, rows: batch.Rows, leaf: leaf, id: id, value: batch.Value, second: batch.Second, weight: batch.Weight}
	if err := g.b.checkAmounts(c); err != nil {
		return err
	}
	return g.take(c)
}

// take adds rows whose amounts have been checked.
func (g *gathered) take(c *chunk) error {
	if err := g.makeRoom(c); err != nil {
		return err
	}
	g.number(c)
	g.open(c)
	if err := g.standOnce(c); err != nil {
		return err
	}
	values := [][]int64{c.value, c.second}
	for i := range g.b.values() {
		if !g.b.layout.ByUnit {
			g.sumUp(c, i, values[i])
		}
		if len(c.id) > 0 {
			g.contribute(c, i, values[i])
		}
	}
	return nil
}

// makeRoom numbers base cells anew when leaves have come that had no place.
func (g *gathered) makeRoom(c *chunk) error {
	grown := false
	room := slices.Clone(g.room)
	for i, leaf := range c.leaf {
		most := int32(-1)
		for _, n := range leaf[:c.rows] {
			most = max(most, n)
		}
		if most >= room[i] {
			room[i], grown = g.b.room(i, most), true
		}
	}
	if !grown {
		return nil
	}
	size := 1
	for _, n := range room {
		if size > MaxCells/max(1, int(n)) {
			return g.b.tooMany(room)
		}
		size *= int(n)
	}
	g.renumber(room, size)
	return nil
}

// renumber gives all base cells new numbers.
func (g *gathered) renumber(room []int32, size int) {
	to := make([]int32, len(g.base))
	for s, old := range g.base {
		to[s] = moved(old, g.room, room)
	}
	for i, at := range g.firstAt {
		if at > 0 {
			g.firstAt[i] = moved(at-1, g.room, room) + 1
		}
	}
	bins := g.bins
	g.bins = make([]bin, len(bins))
	for _, b := range bins {
		for _, x := range b.list {
			g.put(key(moved(baseOf(x.key), g.room, room), whoOf(x.key), kindOf(x.key)), x.value)
		}
	}
	g.room, g.base, g.slot = room, to, make([]int32, size)
	for i := range g.slot {
		g.slot[i] = -1
	}
	for s, b := range to {
		g.slot[b] = int32(s)
	}
}

// moved is a base number under other bounds.
func moved(base int32, from, to []int32) int32 {
	out, scale := int32(0), int32(1)
	for i := len(from) - 1; i >= 0; i-- {
		if from[i] > 0 {
			out += base % from[i] * scale
			base /= from[i]
		}
		scale *= to[i]
	}
	return out
}

func key(base int32, who uint32, sum int) uint64 {
	return uint64(base)<<(whoBits+sumBits) | uint64(who)<<sumBits | uint64(sum)
}
func baseOf(key uint64) int32 { return int32(key >> (whoBits + sumBits)) }
func whoOf(key uint64) uint32 { return uint32(key >> sumBits & (1<<whoBits - 1)) }
func kindOf(key uint64) int   { return int(key & (1<<sumBits - 1)) }

// number finds the base number of every row.
func (g *gathered) number(c *chunk) {
	g.baseOf = resized(g.baseOf, c.rows)
	clear(g.baseOf)
	stride := int32(1)
	for i := len(c.leaf) - 1; i >= 0; i-- {
		leaf := c.leaf[i][:len(g.baseOf)]
		for r, n := range leaf {
			g.baseOf[r] += n * stride
		}
		stride *= g.room[i]
	}
}

// open gives every base cell a slot when its first row comes.
func (g *gathered) open(c *chunk) {
	for r, base := range g.baseOf {
		if g.slot[base] >= 0 {
			continue
		}
		g.slot[base] = int32(len(g.base))
		g.base, g.line = append(g.base, base), append(g.line, c.lineOf(r))
	}
	if g.b.layout.ByUnit {
		return
	}
	for i := range g.b.values() {
		g.sums[i].open(len(g.base), g.b.layout.Largest)
	}
}

func (c *chunk) lineOf(r int) int32 {
	if c.line != nil {
		return c.line[r]
	}
	return int32(c.first + r)
}

func (s *cellSums) open(slots, k int) {
	s.rows, s.value, s.abs, s.smaller = resized(s.rows, slots), resized(s.value, slots), resized(s.abs, slots), resized(s.smaller, slots)
	for len(s.top) < slots*k {
		s.top, s.amount = append(s.top, -1), append(s.amount, 0)
	}
}

// sumUp adds rows that are units of their own to their base cells.
func (g *gathered) sumUp(c *chunk, i int, values []int64) {
	s, k := &g.sums[i], g.b.layout.Largest
	a := g.b.amounts(i)
	for r, base := range g.baseOf {
		slot := g.slot[base]
		shown, own := a.of(values, c.weight, r)
		s.rows[slot]++
		s.value[slot] += shown
		if own < 0 {
			g.negative[i] = true
			own = -own
		}
		s.abs[slot] += own
		if own <= s.smaller[slot] && s.rows[slot] > int64(k) {
			continue
		}
		s.keep(int(slot), k, int32(c.first+r), own)
	}
}

// keep puts a unit among the largest; of equals the lower number stands first.
func (s *cellSums) keep(slot, k int, id int32, amount int64) {
	insert(s.top[slot*k:(slot+1)*k], s.amount[slot*k:(slot+1)*k], id, amount)
	if s.top[(slot+1)*k-1] >= 0 {
		s.smaller[slot] = s.amount[(slot+1)*k-1]
	}
}

// insert puts one more into a sorted list of the largest if it belongs there.
func insert(top []int32, amounts []int64, id int32, amount int64) {
	i := len(top)
	for i > 0 && (top[i-1] < 0 || amounts[i-1] < amount || amounts[i-1] == amount && top[i-1] > id) {
		i--
	}
	if i == len(top) {
		return
	}
	copy(top[i+1:], top[i:len(top)-1])
	copy(amounts[i+1:], amounts[i:len(amounts)-1])
	top[i], amounts[i] = id, amount
}

// contribute adds rows to the contributions of whom they name.
func (g *gathered) contribute(c *chunk, i int, values []int64) {
	if i == 0 {
		g.who.of(c, &g.bothOf)
	}
	a := g.b.amounts(i)
	for r, base := range g.baseOf {
		shown, own := a.of(values, c.weight, r)
		g.negative[i] = g.negative[i] || own < 0
		k := key(base, uint32(g.bothOf[r]), 2*i)
		g.put(k, own)
		if a.differ {
			g.put(k+1, shown)
		}
	}
}

// put adds one contribution.
func (g *gathered) put(k uint64, value int64) {
	b := &g.bins[k>>(whoBits+sumBits)&(1<<binBits-1)]
	if len(b.list) == cap(b.list) {
		g.spare = b.compact(g.spare)
	}
	b.list = append(b.list, contribution{k, value})
}

// compact puts equal keys together, and makes room for as many again.
func (b *bin) compact(spare []contribution) []contribution {
	if len(b.list) == 0 {
		b.list = make([]contribution, 0, firstBin)
		return spare
	}
	spare = b.sum(spare)
	if 2*len(b.list) > cap(b.list) {
		b.list = append(make([]contribution, 0, 2*cap(b.list)), b.list...)
	}
	return spare
}

// sum sorts by key and adds up what has the same.
func (b *bin) sum(spare []contribution) []contribution {
	if len(b.list) == 0 {
		return spare
	}
	sorted, spare := radix(b.list, spare)
	n := 0
	for i, x := range sorted {
		if i > 0 && b.list[n-1].key == x.key {
			b.list[n-1].value += x.value
		} else {
			b.list[n] = x
			n++
		}
	}
	b.list = b.list[:n]
	return spare
}

// radix sorts by key, lowest digit first, and leaves out digits that all keys
// share. What it gives stands in one of the two lists; the spare one may have been made larger.
func radix(list, spare []contribution) (sorted, kept []contribution) {
	if len(list) < 1<<9 {
		slices.SortFunc(list, func(a, b contribution) int { return cmp.Compare(a.key, b.key) })
		return list, spare
	}
	const digit = 11
	some, all := uint64(0), ^uint64(0)
	for _, x := range list {
		some |= x.key
		all &= x.key
	}
	differ := some &^ all
	spare = resized(spare, len(list))
	from, to := list, spare
	for shift := 0; shift < 64 && differ>>shift != 0; shift += digit {
		shift += bits.TrailingZeros64(differ >> shift)
		var count [1 << digit]int32
		for _, x := range from {
			count[x.key>>shift&(1<<digit-1)]++
		}
		at := int32(0)
		for i, n := range count {
			count[i] = at
			at += n
		}
		for _, x := range from {
			d := x.key >> shift & (1<<digit - 1)
			to[count[d]] = x
			count[d]++
		}
		from, to = to, from
	}
	return from, spare
}

// standOnce checks, in tables that count units, that each stands in one cell.
func (g *gathered) standOnce(c *chunk) error {
	if !g.b.countsUnits() {
		return nil
	}
	for r, id := range c.id[0][:c.rows] {
		for int(id) >= len(g.firstAt) {
			g.firstAt = append(g.firstAt, 0)
		}
		if before := g.firstAt[id]; before != 0 && before != g.baseOf[r]+1 {
			return g.b.standsTwice(int(c.lineOf(r)))
		}
		g.firstAt[id] = g.baseOf[r] + 1
	}
	return nil
}
