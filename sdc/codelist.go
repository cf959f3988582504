// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReadCodeList reads a code list from CSV with the columns code and parent (in
// any order, others are ignored). Source is the name that errors give.
func ReadCodeList(r io.Reader, source, name, total string) (*Dimension, error) {
	in, at, err := openCSV(r, source, []string{"code", "parent"})
	if err != nil {
		return nil, err
	}
	var list []Code
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvProblem(source, err)
		}
		if len(list) >= maxCodes {
			return nil, &Problem{Source: source, Row: len(list) + 2, What: fmt.Sprintf("the code list has more than %d codes", maxCodes)}
		}
		list = append(list, Code{Code: strings.Clone(rec[at[0]]), Parent: strings.Clone(rec[at[1]])})
	}
	d, err := NewDimension(name, total, list)
	var p *Problem
	if errors.As(err, &p) {
		p.Source = source
	}
	return d, err
}

// ByPrefix builds a dimension from codes whose beginnings are the coarser
// classes: with lengths 1 and 3 the code A0321 stands below A03, below A.
// Lengths count characters and increase.
func ByPrefix(name, total string, codes []string, lengths ...int) (*Dimension, error) {
	if !slices.IsSorted(lengths) || len(slices.Compact(slices.Clone(lengths))) != len(lengths) || len(lengths) > 0 && lengths[0] < 1 {
		return nil, &Problem{Column: name, What: "the lengths of prefixes have to be positive and increase"}
	}
	seen := map[string]bool{}
	var list []Code
	for i, c := range codes {
		parent := ""
		r := []rune(c)
		if len(r) == 0 {
			return nil, &Problem{Row: i + 2, Column: name, What: "a code is empty"}
		}
		for _, n := range append(slices.Clone(lengths), len(r)) {
			if n > len(r) {
				return nil, &Problem{Row: i + 2, Column: name, What: fmt.Sprintf("%q is shorter than the prefix of %d characters", short(c), n)}
			}
			p := string(r[:n])
			if !seen[p] {
				seen[p] = true
				list = append(list, Code{p, parent})
			}
			if parent = p; n == len(r) {
				break
			}
		}
	}
	slices.SortFunc(list, compareCodes)
	return NewDimension(name, total, list)
}

// paths collects a dimension from columns that go from coarse to fine.
type paths struct {
	name, total string
	node        map[string]int32 // code to place below
	codes       []Code
	last        []string // the path seen last, and its leaf: neighbours are often alike
	lastLeaf    int32
}

// emptyCode is what is wrong with a row that has no code.
const emptyCode = "is empty"

// add finds or makes the leaf of a path. A code that repeats the one above it
// stands for it (a branch that is not divided further).
func (p *paths) add(path []string) (int32, string) {
	if p.last != nil && slices.Equal(p.last, path) {
		return p.lastLeaf, ""
	}
	if p.node == nil {
		p.node = map[string]int32{}
	}
	parent, leaf := "", int32(-1)
	for i, c := range path {
		switch n, ok := p.node[c]; {
		case c == "":
			return 0, emptyCode
		case c == p.total:
			return 0, fmt.Sprintf("%q is also the code of the total", short(c))
		case i > 0 && c == parent:
			continue
		case ok && p.codes[n].Parent != parent:
			return 0, fmt.Sprintf("%q has two parents, %q and %q", short(c), short(p.codes[n].Parent), short(parent))
		case ok:
			leaf = n
		case len(p.codes) >= maxCodes:
			return 0, fmt.Sprintf("has more than %d codes", maxCodes)
		default:
			leaf = int32(len(p.codes))
			own := strings.Clone(c)
			p.codes = append(p.codes, Code{own, strings.Clone(parent)})
			p.node[own] = leaf
		}
		parent = c
	}
	p.last = p.last[:0]
	for _, c := range path {
		p.last = append(p.last, strings.Clone(c))
	}
	p.lastLeaf = leaf
	return leaf, ""
}

// dimension makes the dimension, and says for each place which node it became.
// A code that is a leaf in one row and has parts in another cannot be placed.
func (p *paths) dimension(used []bool) (*Dimension, []int32, error) {
	d, err := NewDimension(p.name, p.total, slices.SortedFunc(slices.Values(p.codes), compareCodes))
	if err != nil {
		return nil, nil, err
	}
	node := make([]int32, len(p.codes))
	for i, c := range p.codes {
		node[i] = d.index[c.Code]
		if used[i] && len(d.children[node[i]]) > 0 {
			return nil, nil, &Problem{Column: p.name, What: fmt.Sprintf("%q is divided further in some rows and not in others", short(c.Code)), Mend: "repeat the code in the finer column where it is divided too, under a code of its own"}
		}
	}
	return d, node, nil
}
