// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// network is a table as a flow: each cell is an arc, and what flows into a node
// flows out of it. A table of one dimension, and one of two of which one has a
// single level below its total, can be written so; others cannot.
type network struct {
	tail, head []int32   // by cell: the nodes that it leaves and enters
	at         [][]int32 // by node: its arcs
}

// flow writes the table as a network, if it is one.
func (t *Table) flow() (*network, bool) {
	if len(t.dims) > 2 {
		return nil, false
	}
	deep := -1
	for i, d := range t.dims {
		if len(d.groups) > 0 {
			return nil, false
		}
		if !d.flat() {
			if deep >= 0 {
				return nil, false
			}
			deep = i
		}
	}
	deep = max(deep, 0)
	n := &network{tail: make([]int32, t.cells), head: make([]int32, t.cells)}
	d, columns := t.dims[deep], 1
	if len(t.dims) == 2 {
		columns = len(t.dims[1-deep].codes)
	}
	// Figures flow down the tree in each column, through the leaf, and up the tree
	// in the column of totals. Node 0 is where the whole turns round.
	nodes := int32(len(d.codes))
	down := func(node int32, column int) int32 { return 1 + int32(column)*nodes + node }
	for c := range t.cells {
		node, column := t.node(c, deep), 0
		if columns > 1 {
			column = int(t.node(c, 1-deep))
		}
		above, below, leaf := int32(0), down(node, column), len(d.children[node]) == 0
		if node > 0 {
			above = down(d.parent[node], column)
		}
		switch {
		case leaf && columns == 1:
			below = 0
		case leaf:
			below = down(node, 0) // all columns of a leaf meet here, and leave as its total
		}
		if column == 0 && columns > 1 {
			n.tail[c], n.head[c] = below, above
		} else {
			n.tail[c], n.head[c] = above, below
		}
	}
	n.at = make([][]int32, int(nodes)*columns+1)
	return n, true
}

// flat tells whether all codes stand directly below the total.
func (d *Dimension) flat() bool {
	return !slices.ContainsFunc(d.parent[:len(d.children)], func(p int32) bool { return p > 0 })
}

// round moves figures around cycles until all are multiples of the base. Each
// cell ends at one of its two neighbouring multiples, and sums stay sums, for
// what flows in still flows out. This is Cox (1987): with a source a cycle is
// turned one way or the other with chances that leave every cell's mean at its
// true figure; without one it takes the shorter way.
func (n *network) round(value []int64, base int64, source Source) []int64 {
	floor, rest := make([]int64, len(value)), make([]int64, len(value))
	for c, v := range value {
		floor[c] = floorMultiple(v, base)
		if rest[c] = v - floor[c]; rest[c] != 0 {
			n.at[n.tail[c]] = append(n.at[n.tail[c]], int32(c))
			n.at[n.head[c]] = append(n.at[n.head[c]], int32(c))
		}
	}
	w := &walk{network: n, rest: rest, base: base, source: source, place: make([]int32, len(n.at))}
	for start := range n.at {
		w.settle(int32(start))
	}
	for c := range floor {
		floor[c] += rest[c]
	}
	return floor
}

// walk goes along cells that are no multiples until it comes to a node again.
type walk struct {
	*network
	rest   []int64
	base   int64
	source Source
	place  []int32 // by node: where on the way it stands, from 1; 0 when it does not
	nodes  []int32
	arcs   []int32
}

// open tells whether a cell is still between two multiples.
func (w *walk) open(arc int32) bool { return w.rest[arc] != 0 && w.rest[arc] != w.base }

// next finds an open arc of a node other than the one the walk came by. Sums
// being multiples, no node has a single open arc.
func (w *walk) next(node, came int32) int32 {
	list := w.at[node]
	for i := len(list) - 1; i >= 0; i-- {
		if !w.open(list[i]) {
			list[i] = list[len(list)-1]
			list = list[:len(list)-1]
			continue
		}
		if list[i] != came {
			w.at[node] = list
			return list[i]
		}
	}
	w.at[node] = list
	return -1
}

// settle walks from a node and turns cycles until no open arc is left there.
func (w *walk) settle(start int32) {
	w.nodes, w.arcs = append(w.nodes[:0], start), w.arcs[:0]
	w.place[start] = 1
	for {
		at, came := w.nodes[len(w.nodes)-1], int32(-1)
		if len(w.arcs) > 0 {
			came = w.arcs[len(w.arcs)-1]
		}
		arc := w.next(at, came)
		if arc < 0 {
			break // only at the start, where nothing is open any more
		}
		to := w.head[arc]
		if to == at {
			to = w.tail[arc]
		}
		w.arcs = append(w.arcs, arc)
		if w.place[to] == 0 {
			w.nodes = append(w.nodes, to)
			w.place[to] = int32(len(w.nodes))
			continue
		}
		w.turn(int(w.place[to]) - 1)
		w.back()
	}
	w.place[start] = 0
}

// turn pushes as much around the cycle that begins at a place of the way as
// makes one of its cells a multiple.
func (w *walk) turn(begin int) {
	forth, back := w.base, w.base
	for i, arc := range w.arcs[begin:] {
		up, down := w.base-w.rest[arc], w.rest[arc]
		if w.tail[arc] != w.nodes[begin+i] {
			up, down = down, up
		}
		forth, back = min(forth, up), min(back, down)
	}
	by := forth
	if w.source != nil && below(w.source, forth+back) < forth || w.source == nil && back < forth {
		by = -back
	}
	for i, arc := range w.arcs[begin:] {
		if w.tail[arc] == w.nodes[begin+i] {
			w.rest[arc] += by
		} else {
			w.rest[arc] -= by
		}
	}
}

// back shortens the way to the part whose cells are all still open.
func (w *walk) back() {
	keep := len(w.arcs)
	for i, arc := range w.arcs {
		if !w.open(arc) {
			keep = i
			break
		}
	}
	for _, node := range w.nodes[keep+1:] {
		w.place[node] = 0
	}
	w.nodes, w.arcs = w.nodes[:min(keep+1, len(w.nodes))], w.arcs[:keep]
}
