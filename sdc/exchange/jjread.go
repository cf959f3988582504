// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/lupaus/lupaus/sdc"
)

// ReadJJ makes ready sums of a JJ file, if its relations are those of a product
// of hierarchies; other systems of relations have no table here, which the error
// says. Dimensions are called d1, d2 ...; a code is the number of the cell that
// has it and totals otherwise. With [Reading.Units] "cost" the cost is the number
// of units, as some tools write it; otherwise values count units. The status is
// kept as a flag.
func ReadJJ(r io.Reader, how Reading) (*Aggregates, error) {
	f, err := ReadJJFile(r, how.Source)
	if err != nil {
		return nil, err
	}
	return f.aggregates(how)
}

func (f *JJFile) aggregates(how Reading) (*Aggregates, error) {
	if how.Units != "" && how.Units != "cost" || how.Value != "" && how.Value != "value" {
		return nil, how.problem(0, how.Units, "a JJ file has a cost and a value and no other columns", "units are \"cost\" or left out")
	}
	magnitude := how.Units == "cost"
	if !magnitude && f.Decimals > 0 {
		return nil, how.problem(0, "", "the values have decimals and the file does not hold how many units they are of", "if the cost is the number of units, say so")
	}
	g := &jjGrid{JJFile: f, how: how}
	if err := g.place(); err != nil {
		return nil, err
	}
	var vars []variable
	for i, tree := range g.trees {
		vars = append(vars, variable{name: fmt.Sprintf("d%d", i+1), total: totalSDMX, tree: tree})
	}
	var cells []measured
	for n, c := range f.cells {
		m := measured{line: c.line, flag: string(c.status), units: sdc.FormatNumber(c.value, f.Decimals)}
		if magnitude {
			m.units, m.value = strconv.FormatInt(c.cost, 10), sdc.FormatNumber(c.value, f.Decimals)
			if c.value == 0 && c.status == 'z' {
				m.units = "0"
			}
		}
		for _, node := range g.at[n] {
			m.codes = append(m.codes, g.name(node))
		}
		cells = append(cells, m)
	}
	how.Hierarchies = nil
	return how.gather(vars, cells, magnitude, f.Decimals)
}

// jjGrid finds out which cell has which codes. In a product of hierarchies a cell
// is a part in as many relations as it has codes below the total: none is the
// grand total, those with one are the codes of the dimensions, and every other
// cell is known from two of the cells that it is a part of.
type jjGrid struct {
	*JJFile
	how    Reading
	partOf [][]int // by cell: relations in which it is a part
	sumOf  [][]int // by cell: relations in which it is the total
	grand  int
	dim    map[int]int // by cell with one code: the dimension
	parent map[int]int // and the cell of the code above
	at     [][]int     // by cell: in each dimension the cell that stands for the code
	trees  [][]sdc.Code
}

func (g *jjGrid) name(cell int) string {
	if cell == g.grand {
		return totalSDMX
	}
	return strconv.Itoa(cell)
}

// fail says that the file is not of the kind.
func (g *jjGrid) fail(line int, what string) error {
	return g.how.problem(line, "", "the relations are not those of a product of hierarchies: "+what, "give the table with its codes instead")
}

// place finds all codes and checks that they are what the relations say.
func (g *jjGrid) place() error {
	g.partOf, g.sumOf = make([][]int, len(g.cells)), make([][]int, len(g.cells))
	for i, r := range g.relations {
		g.sumOf[r.total] = append(g.sumOf[r.total], i)
		for _, p := range r.parts {
			g.partOf[p] = append(g.partOf[p], i)
		}
	}
	g.grand = -1
	for c := range g.cells {
		if len(g.partOf[c]) > 0 {
			continue
		}
		if g.grand >= 0 {
			return g.fail(g.cells[c].line, fmt.Sprintf("cells %d and %d are both part of nothing", g.grand, c))
		}
		g.grand = c
	}
	if g.grand < 0 || len(g.sumOf[g.grand]) == 0 {
		return g.fail(0, "there is no grand total")
	}
	if err := g.axes(); err != nil {
		return err
	}
	if err := g.inner(); err != nil {
		return err
	}
	return g.check()
}

// axes walks down from the grand total along each of its relations.
func (g *jjGrid) axes() error {
	g.dim, g.parent = map[int]int{}, map[int]int{}
	g.trees = make([][]sdc.Code, len(g.sumOf[g.grand]))
	for d, first := range g.sumOf[g.grand] {
		todo := []int{first}
		for len(todo) > 0 {
			r := g.relations[todo[0]]
			todo = todo[1:]
			above := ""
			if r.total != g.grand {
				above = g.name(r.total)
			}
			for _, p := range r.parts {
				if _, twice := g.dim[p]; twice || len(g.partOf[p]) != 1 {
					return g.fail(r.line, fmt.Sprintf("cell %d stands below the grand total in more than one way", p))
				}
				g.dim[p], g.parent[p] = d, r.total
				g.trees[d] = append(g.trees[d], sdc.Code{Code: g.name(p), Parent: above})
				for _, i := range g.sumOf[p] {
					if g.along(i) {
						todo = append(todo, i)
					}
				}
			}
		}
	}
	return nil
}

// along tells whether a relation divides a code: all its parts are codes themselves.
func (g *jjGrid) along(relation int) bool {
	return !slices.ContainsFunc(g.relations[relation].parts, func(p int) bool { return len(g.partOf[p]) != 1 })
}

// inner finds the codes of the other cells, each after the two totals it is known by.
func (g *jjGrid) inner() error {
	g.at = make([][]int, len(g.cells))
	total := slices.Repeat([]int{g.grand}, len(g.trees))
	missing := make([]int, len(g.cells)) // how many of its two totals are not placed yet
	queue := []int{g.grand}
	g.at[g.grand] = total
	for c := range g.cells {
		switch d, axis := g.dim[c]; {
		case axis:
			g.at[c] = slices.Clone(total)
			g.at[c][d] = c
			queue = append(queue, c)
		case c == g.grand:
		case len(g.partOf[c]) < 2:
			return g.fail(g.cells[c].line, fmt.Sprintf("cell %d stands below no code", c))
		default:
			missing[c] = 2
		}
	}
	placed := len(queue)
	for ; len(queue) > 0; queue = queue[1:] {
		for _, i := range g.sumOf[queue[0]] {
			for _, p := range g.relations[i].parts {
				if g.at[p] != nil || g.partOf[p][0] != i && g.partOf[p][1] != i {
					continue
				}
				if missing[p]--; missing[p] > 0 {
					continue
				}
				a, b := g.relations[g.partOf[p][0]].total, g.relations[g.partOf[p][1]].total
				if g.at[p] = g.meet(g.at[a], g.at[b]); g.at[p] == nil {
					return g.fail(g.cells[p].line, fmt.Sprintf("cells %d and %d have no part in common, and cell %d is a part of both", a, b, p))
				}
				placed++
				queue = append(queue, p)
			}
		}
	}
	if placed < len(g.cells) {
		return g.fail(0, "some cells are reached from no total")
	}
	return nil
}

// meet takes in each dimension the finer of two codes, of which one is the parent of the other.
func (g *jjGrid) meet(a, b []int) []int {
	out := slices.Clone(a)
	for d := range a {
		switch {
		case a[d] == b[d]:
		case a[d] != g.grand && g.parent[a[d]] == b[d]:
		case b[d] != g.grand && g.parent[b[d]] == a[d]:
			out[d] = b[d]
		default:
			return nil
		}
	}
	return out
}

// check wants each combination of codes once, and exactly the relations of the product.
func (g *jjGrid) check() error {
	want, children := 1, map[int]int{}
	for _, tree := range g.trees {
		if want *= len(tree) + 1; want > len(g.cells) {
			return g.fail(0, fmt.Sprintf("its codes make more than the %d cells; cells that are left out have no place", len(g.cells)))
		}
	}
	if want != len(g.cells) {
		return g.fail(0, fmt.Sprintf("its codes make %d cells, and there are %d", want, len(g.cells)))
	}
	seen := make(map[string]bool, len(g.cells))
	for c, at := range g.at {
		k := fmt.Sprint(at)
		if seen[k] {
			return g.fail(g.cells[c].line, fmt.Sprintf("cell %d has the same codes as another", c))
		}
		seen[k] = true
	}
	for p := range g.parent {
		key := g.parent[p]*len(g.trees) + g.dim[p]
		children[key]++
	}
	count := 0
	for _, at := range g.at {
		for d, node := range at {
			if children[node*len(g.trees)+d] > 0 {
				count++
			}
		}
	}
	if count != len(g.relations) {
		return g.fail(0, fmt.Sprintf("its codes make %d relations, and there are %d", count, len(g.relations)))
	}
	for _, r := range g.relations {
		if !g.product(r, children) {
			return g.fail(r.line, "this one goes across")
		}
	}
	return nil
}

// product tells whether a relation divides one code of its total into all its
// parts and leaves the others as they are.
func (g *jjGrid) product(r jjRelation, children map[int]int) bool {
	dim, seen := -1, map[int]bool{}
	for _, p := range r.parts {
		if seen[p] {
			return false
		}
		seen[p] = true
		for d := range g.trees {
			if g.at[p][d] == g.at[r.total][d] {
				continue
			}
			node := g.at[p][d]
			if dim >= 0 && dim != d || node == g.grand || g.parent[node] != g.at[r.total][d] {
				return false
			}
			dim = d
		}
	}
	return dim >= 0 && len(r.parts) == children[g.at[r.total][dim]*len(g.trees)+dim]
}
