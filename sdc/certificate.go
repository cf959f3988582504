// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Format names the form of certificates.
const Format = "lupaus-disclosure-certificate/1"

// Certificate shows that a pattern is safe, to whoever may see the true table:
// it holds the base cells, what is hidden, and other tables as differences. It
// is as confidential as the table.
type Certificate struct {
	Format     string                 `json:"format"`
	Dimensions []CertificateDimension `json:"dimensions"`
	Decimals   int                    `json:"decimals"`
	Signed     bool                   `json:"signed"`             // values may fall below nought
	Interval   string                 `json:"interval,omitempty"` // percent
	Base       []CellNumber           `json:"base"`               // base cells that are not nought
	Impossible []int                  `json:"impossible,omitempty"`
	Primary    []int                  `json:"primary"`
	Secondary  []int                  `json:"secondary"`
	Absent     []int                  `json:"absent,omitempty"`
	Left       []int                  `json:"left,omitempty"` // hidden cells that have no line at all: other classes stand in their place
	Tables     [][]CellNumber         `json:"tables"`         // other tables: by how much base cells differ
	Proofs     []CellProof            `json:"proofs"`
	// Insiders are the contributors who are alone in hidden cells, where they are
	// attackers too; absent in certificates of other patterns, and in old ones.
	Insiders []CertificateInsider `json:"insiders,omitempty"`
}

// CertificateDimension is a code list: codes with their parents, and groups.
type CertificateDimension struct {
	Name   string             `json:"name"`
	Total  string             `json:"total"`
	Codes  [][2]string        `json:"codes"`
	Groups []CertificateGroup `json:"groups,omitempty"`
}

// CertificateGroup is a sum beside the tree.
type CertificateGroup struct {
	Code    string   `json:"code"`
	Members []string `json:"members"`
}

// CellNumber is a number of a cell, written as a pair.
type CellNumber [2]int64

// CellProof says what is possible of a hidden cell, and which tables show it;
// -1 is the true table.
type CellProof struct {
	Cell    int   `json:"cell"`
	Lower   int64 `json:"lower"`
	Upper   int64 `json:"upper"`
	LowerAt int   `json:"lower-table"`
	UpperAt int   `json:"upper-table"`
	// What is asked of a sensitive cell: how far below and above its value other
	// tables go, how far they are apart, and which count is safe. Nil for others.
	Asked *Asked `json:"asked,omitempty"`
}

// Asked is what has to be proved of a sensitive cell.
type Asked struct {
	Below int64 `json:"below,omitempty"`
	Above int64 `json:"above,omitempty"`
	Width int64 `json:"width"`
	Safe  int64 `json:"safe,omitempty"`
}

// Certificate writes down what was proved.
func (p *Proof) Certificate() *Certificate {
	t := p.table
	c := &Certificate{Format: Format, Decimals: t.Decimals(), Signed: t.negative, Tables: [][]CellNumber{}, Primary: []int{}, Secondary: []int{}, Insiders: p.inside}
	if !p.protection.Interval.zero() {
		c.Interval = p.protection.Interval.String()
	}
	for _, d := range t.dims {
		c.Dimensions = append(c.Dimensions, d.written())
	}
	for _, b := range t.bases() {
		if t.value[b] != 0 {
			c.Base = append(c.Base, CellNumber{int64(b), t.value[b]})
		}
		if t.Structural(b) {
			c.Impossible = append(c.Impossible, b)
		}
	}
	for _, table := range p.tables {
		numbers := make([]CellNumber, len(table))
		for i, x := range table {
			numbers[i] = CellNumber{int64(x.cell), x.by}
		}
		c.Tables = append(c.Tables, numbers)
	}
	for cell, s := range p.status {
		switch s {
		case Published:
			continue
		case Absent:
			c.Absent = append(c.Absent, cell)
			continue
		case Primary:
			c.Primary = append(c.Primary, cell)
		case Secondary:
			c.Secondary = append(c.Secondary, cell)
		}
		if t.Left(cell) {
			c.Left = append(c.Left, cell)
		}
		c.Proofs = append(c.Proofs, p.proof(cell))
	}
	return c
}

// proof says what is proved of one hidden cell.
func (p *Proof) proof(cell int) CellProof {
	out := CellProof{Cell: cell, LowerAt: -1, UpperAt: -1}
	out.Lower, out.Upper = p.Interval(cell)
	if d, ok := p.audit.asked[cell]; ok {
		out.Asked = &Asked{Below: d.below, Above: d.above, Width: d.width, Safe: d.safe}
	}
	w, ok := p.audit.where[cell]
	if !ok {
		return out
	}
	m := &w.q.members[w.m]
	number := func(point int32) int {
		if point < 0 {
			return -1
		}
		return p.number[w.q][point]
	}
	out.LowerAt, out.UpperAt = number(w.q.reach[m.at].lowAt), number(w.q.reach[m.at].highAt)
	if m.num < 0 {
		out.LowerAt, out.UpperAt = out.UpperAt, out.LowerAt
	}
	return out
}

func (d *Dimension) written() CertificateDimension {
	out := CertificateDimension{Name: d.name, Total: d.codes[0]}
	for n, code := range d.codes[1:] {
		node := int32(n + 1)
		if members, ok := d.groups[node]; ok {
			g := CertificateGroup{Code: code}
			for _, m := range members {
				g.Members = append(g.Members, d.codes[m])
			}
			out.Groups = append(out.Groups, g)
			continue
		}
		parent := d.codes[d.parent[node]]
		if d.parent[node] == 0 {
			parent = ""
		}
		out.Codes = append(out.Codes, [2]string{code, parent})
	}
	return out
}

// ReadCertificate reads a certificate strictly: unknown keys are errors.
func ReadCertificate(r io.Reader) (*Certificate, error) {
	in := json.NewDecoder(r)
	in.DisallowUnknownFields()
	var c Certificate
	if err := in.Decode(&c); err != nil {
		return nil, &Problem{What: "this is no certificate: " + err.Error()}
	}
	if c.Format != Format {
		return nil, &Problem{What: fmt.Sprintf("the certificate has the form %q, and %q is read here", short(c.Format), Format)}
	}
	return &c, nil
}

// Verified is what a check of a certificate found.
type Verified struct {
	Cells, Primary, Secondary, Tables int
	Insiders                          int // contributors who are alone in hidden cells, and were checked
}

// Verify checks a certificate by itself: that every other table agrees with all
// published cells and is possible, that it proves what is claimed of each hidden
// cell, and that enough is proved of every sensitive one. It shares nothing with
// the search: it adds up. What it cannot tell is whether the rules named the
// right cells, for which the contributors would be needed.
func Verify(c *Certificate) (*Verified, error) {
	t, err := c.table()
	if err != nil {
		return nil, err
	}
	status := make([]Status, t.cells)
	for s, cells := range map[Status][]int{Primary: c.Primary, Secondary: c.Secondary, Absent: c.Absent} {
		for _, cell := range cells {
			if cell < 0 || cell >= t.cells || status[cell] != Published {
				return nil, &Problem{What: fmt.Sprintf("the cell %d does not exist or has two statuses", cell)}
			}
			status[cell] = s
		}
	}
	for _, cell := range c.Left {
		if cell < 0 || cell >= t.cells || status[cell] != Primary && status[cell] != Secondary {
			return nil, &Problem{What: fmt.Sprintf("the cell %d is said to have no line and is not hidden", cell)}
		}
	}
	effects := make([]map[int]int64, len(c.Tables))
	for i, table := range c.Tables {
		if effects[i], err = c.effect(t, status, i, table); err != nil {
			return nil, err
		}
	}
	proved, err := c.proved(t, status, effects)
	if err != nil {
		return nil, err
	}
	share := Percent{}
	if c.Interval != "" {
		if share, err = ParsePercent(c.Interval); err != nil {
			return nil, err
		}
	}
	for _, cell := range c.Primary {
		if err := c.enough(t, cell, proved[cell], needed(share, t.value[cell])); err != nil {
			return nil, err
		}
	}
	if err := c.insidersProved(t, status, effects, proved, share); err != nil {
		return nil, err
	}
	return &Verified{Cells: t.cells, Primary: len(c.Primary), Secondary: len(c.Secondary), Tables: len(c.Tables), Insiders: len(c.Insiders)}, nil
}

// enough tells what is missing of what is asked of a sensitive cell: always a
// whole number more or less and the interval of the certificate, and whatever
// the cell itself asks beside that.
func (c *Certificate) enough(t *Table, cell int, p *CellProof, width int64) error {
	name, value := strings.Join(t.Codes(cell), " "), t.value[cell]
	if p == nil {
		return &Problem{What: fmt.Sprintf("of the sensitive cell %s a width of 0 is proved and %d is needed", name, width)}
	}
	d := demand{width: width}
	if p.Asked != nil {
		d = demand{below: p.Asked.Below, above: p.Asked.Above, width: max(width, p.Asked.Width), safe: p.Asked.Safe}
	}
	low, high := p.Lower-value, p.Upper-value
	switch {
	case high-low < d.width:
		return &Problem{What: fmt.Sprintf("of the sensitive cell %s a width of %d is proved and %d is needed", name, high-low, d.width)}
	case !d.met(value, low, high):
		return &Problem{What: fmt.Sprintf("of the sensitive cell %s less is proved than is asked: from %d below to %d above", name, d.below, d.above)}
	}
	return nil
}

// table builds the true table that a certificate speaks of.
func (c *Certificate) table() (*Table, error) {
	var dims []*Dimension
	for _, w := range c.Dimensions {
		list := make([]Code, len(w.Codes))
		for i, x := range w.Codes {
			list[i] = Code{x[0], x[1]}
		}
		d, err := NewDimension(w.Name, w.Total, list)
		if err != nil {
			return nil, err
		}
		for _, g := range w.Groups {
			if d, err = d.WithGroup(g.Code, g.Members...); err != nil {
				return nil, err
			}
		}
		dims = append(dims, d)
	}
	if len(dims) == 0 {
		return nil, &Problem{What: "the certificate has no dimensions"}
	}
	if c.Decimals < 0 || c.Decimals > 2*MaxDecimals {
		return nil, &Problem{What: "the certificate has more decimals than there can be"}
	}
	t, err := newTable(Layout{}, dims)
	if err != nil {
		return nil, err
	}
	t.value = make([]int64, t.cells)
	sum := uint64(0)
	for _, x := range c.Base {
		if x[0] < 0 || x[0] >= int64(t.cells) || !t.isBase(int(x[0])) || t.value[x[0]] != 0 || x[1] < 0 && !c.Signed || magnitude(x[1]) > maxTotal {
			return nil, &Problem{What: fmt.Sprintf("the base cell %d does not exist, stands twice or has no possible value", x[0])}
		}
		t.value[x[0]] = x[1]
		if sum += magnitude(x[1]); sum > maxTotal {
			return nil, &Problem{What: "the base cells are too large to be added exactly"}
		}
	}
	t.carryUp(t.value)
	for _, cell := range c.Impossible {
		if cell < 0 || cell >= t.cells || !t.isBase(cell) {
			return nil, &Problem{What: fmt.Sprintf("the cell %d is said to be empty by nature and is no base cell", cell)}
		}
		if t.structural == nil {
			t.structural = make([]bool, t.cells)
		}
		t.structural[cell] = true
	}
	return t, nil
}

// effect adds up what another table changes and checks that it is possible.
func (c *Certificate) effect(t *Table, status []Status, i int, table []CellNumber) (map[int]int64, error) {
	out := map[int]int64{}
	sum := uint64(0)
	for n, x := range table {
		cell := int(x[0])
		sum += min(magnitude(x[1]), maxTotal+1)
		switch {
		case cell < 0 || cell >= t.cells || !t.isBase(cell) || t.Structural(cell):
			return nil, &Problem{What: fmt.Sprintf("table %d changes the cell %d, which is no base cell that can change", i, cell)}
		case n > 0 && x[0] <= table[n-1][0]:
			return nil, &Problem{What: fmt.Sprintf("the cells of table %d do not stand in order", i)}
		case sum > maxTotal:
			return nil, &Problem{What: fmt.Sprintf("the changes of table %d are too large to be added exactly", i)}
		case !c.Signed && t.value[cell]+x[1] < 0:
			return nil, &Problem{What: fmt.Sprintf("table %d lets the cell %s fall below nought", i, strings.Join(t.Codes(cell), " "))}
		}
		t.ancestors(cell, func(a int) { out[a] += x[1] })
	}
	for cell, by := range out {
		if by != 0 && status[cell] == Published {
			return nil, &Problem{What: fmt.Sprintf("table %d changes the published cell %s", i, strings.Join(t.Codes(cell), " "))}
		}
	}
	return out, nil
}

// proved checks the claims and gives what is shown of each cell.
func (c *Certificate) proved(t *Table, status []Status, effects []map[int]int64) (map[int]*CellProof, error) {
	out := map[int]*CellProof{}
	for i := range c.Proofs {
		p := &c.Proofs[i]
		if p.Cell < 0 || p.Cell >= t.cells || status[p.Cell] != Primary && status[p.Cell] != Secondary {
			return nil, &Problem{What: fmt.Sprintf("there is a proof of the cell %d, which is not hidden", p.Cell)}
		}
		for _, side := range []struct {
			at    int
			value int64
		}{{p.LowerAt, p.Lower}, {p.UpperAt, p.Upper}} {
			got := t.value[p.Cell]
			if side.at < -1 || side.at >= len(effects) {
				return nil, &Problem{What: fmt.Sprintf("a proof names table %d, which is not there", side.at)}
			}
			if side.at >= 0 {
				got += effects[side.at][p.Cell]
			}
			if got != side.value {
				return nil, &Problem{What: fmt.Sprintf("of the cell %s %d is claimed and table %d shows %d", strings.Join(t.Codes(p.Cell), " "), side.value, side.at, got)}
			}
		}
		out[p.Cell] = p
	}
	return out, nil
}

// Published is what may be published by a certificate: for each cell by its
// codes, joined by zero bytes, the value as it is written, or nil when it is
// hidden. Names are the dimensions.
func (c *Certificate) Published() (values map[string]*string, names []string, err error) {
	t, err := c.table()
	if err != nil {
		return nil, nil, err
	}
	for _, d := range t.dims {
		names = append(names, d.name)
	}
	hidden, absent := map[int]bool{}, map[int]bool{}
	for _, cell := range append(append([]int(nil), c.Primary...), c.Secondary...) {
		hidden[cell] = true
	}
	for _, cell := range append(append([]int(nil), c.Absent...), c.Left...) {
		absent[cell] = true
	}
	values = map[string]*string{}
	for cell := range t.cells {
		if absent[cell] {
			continue
		}
		var v *string
		if !hidden[cell] {
			text := FormatNumber(t.value[cell], c.Decimals)
			v = &text
		}
		values[strings.Join(t.Codes(cell), "\x00")] = v
	}
	return values, names, nil
}
