// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

// Mark stands for every hidden cell in what is published. There is one only: a
// mark of its own for sensitive cells would tell that their counts are small.
const Mark = ".."

// Names of the files. What is published and its codes are for the world;
// everything else is confidential.
const (
	TableFile       = "table.csv"
	ReportFile      = "report.html"
	CertificateFile = "certificate.json"
	PublishedFile   = "published.csv"
	CodesFile       = "codes.csv"
)

// Options say how the files of an outcome are written.
type Options struct {
	Language string   // of the report: en, fi, nb or sv; "" is en
	Formats  []string // besides the files that are always written, of [Writings]
}

// Files are the files of an outcome, by name.
func (o *Outcome) Files(how Options) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, write := range map[string]func() ([]byte, error){
		TableFile: o.table, PublishedFile: o.published, CodesFile: o.codes,
		ReportFile: func() ([]byte, error) { return o.report(how.Language) },
	} {
		data, err := write()
		if err != nil {
			return nil, err
		}
		out[name] = data
	}
	if o.Proof != nil {
		data, err := json.Marshal(o.Proof.Certificate())
		if err != nil {
			return nil, err
		}
		out[CertificateFile] = data
	}
	return out, o.inFormats(how.Formats, out)
}

// ForTheWorld tells whether a file of an outcome may be published.
func ForTheWorld(name string) bool {
	return name == CodesFile || strings.HasPrefix(name, worldName+".")
}

// The kinds of lines in the list of codes.
const (
	kindTotal = "total"
	kindTree  = "part"
	kindGroup = "group"
)

// codesHead are the columns of the list of codes.
var codesHead = []string{"dimension", "code", "part-of", "kind"}

// codes lists all codes and what they are part of, so that whoever has what is
// published can add it up.
func (o *Outcome) codes() ([]byte, error) {
	var lines [][]string
	for _, d := range o.Pattern.Table().Dimensions() {
		for _, c := range d.Codes() {
			switch {
			case c == d.Total():
				lines = append(lines, []string{d.Name(), c, "", kindTotal})
			case d.Parent(c) == "":
				for _, m := range d.Parts(c) {
					lines = append(lines, []string{d.Name(), m, c, kindGroup})
				}
			default:
				lines = append(lines, []string{d.Name(), c, d.Parent(c), kindTree})
			}
		}
	}
	return written(codesHead, lines, func(line []string) []string { return line })
}

// cells lists what is published or hidden in the order in which people read.
func (o *Outcome) cells() []int {
	return slices.DeleteFunc(o.Pattern.Table().Reading(), func(c int) bool { return o.Pattern.Status(c) == sdc.Absent })
}

// shownCells are the cells that have a line in what is published: not those that
// a recoding of a part of the table leaves out, be they sensitive or not.
func (o *Outcome) shownCells() []int {
	return slices.DeleteFunc(o.cells(), o.Pattern.Table().Left)
}

func (o *Outcome) number(v int64) string {
	return sdc.FormatNumber(v, o.Pattern.Table().Decimals())
}

// rules names the rules that hold a cell for sensitive, with the level.
func (o *Outcome) rules(cell int) string {
	var out []string
	for _, f := range o.Pattern.Verdicts().Findings(cell) {
		r := f.Rule
		if f.Limit != "" {
			r += " " + f.Limit
		}
		if f.Level != "" {
			r += " at " + f.Level
		}
		if f.Note != "" {
			r += ": " + f.Note
		}
		out = append(out, r)
	}
	if len(out) == 0 && o.Pattern.Status(cell) == sdc.Primary {
		out = append(out, "empty")
	}
	return strings.Join(out, "; ")
}

// bounds is how far an attacker is kept off; nothing when nothing is proved.
func (o *Outcome) bounds(cell int) (lower, upper string) {
	v := o.Pattern.Table().Value(cell)
	l, u := v, v
	switch {
	case o.Changed != nil:
		l, u = o.Changed.Interval(cell)
	case o.Proof != nil:
		l, u = o.Proof.Interval(cell)
	case o.Pattern.Hidden(cell):
		return "", ""
	}
	return o.number(l), o.number(u)
}

// Undefined stands where a mean or a ratio has nothing to be divided by.
const Undefined = "-"

// figure is what is published of a cell that is not hidden.
func (o *Outcome) figure(cell int) string {
	t := o.Pattern.Table()
	if o.Changed != nil {
		return o.number(o.Changed.Value(cell))
	}
	v, defined := t.Figure(cell)
	if !defined {
		return Undefined
	}
	return sdc.FormatNumber(v, t.FigureDecimals())
}

// shown is what the world sees of a cell.
func (o *Outcome) shown(cell int) string {
	if o.hides(cell) {
		return Mark
	}
	return o.figure(cell)
}

// otherFigures tells whether what is published is something else than counts or sums.
func (o *Outcome) otherFigures() bool {
	return o.Changed != nil || !o.Spec.sums()
}

// table is what the checker gets. Where something else than counts or sums is
// published a column of its own says what.
//
// Keeps: TK-97, TK-98
func (o *Outcome) table() ([]byte, error) {
	t := o.Pattern.Table()
	names := []string{"count", "value", "status", "rules", "lower", "upper"}
	if o.otherFigures() {
		names = append(names, "published")
	}
	return written(o.names(names...), o.cells(), func(c int) []string {
		lower, upper := o.bounds(c)
		line := append(t.Codes(c), strconv.FormatInt(t.Units(c), 10), o.number(t.Value(c)), o.status(c), o.rules(c), lower, upper)
		if o.otherFigures() {
			line = append(line, o.shown(c))
		}
		return line
	})
}

// status is what became of a cell, in a word.
func (o *Outcome) status(cell int) string {
	if o.Changed != nil && o.Pattern.Status(cell) != sdc.Absent {
		if o.Pattern.Status(cell) == sdc.Primary {
			return "sensitive"
		}
		return "changed"
	}
	return o.Pattern.Status(cell).String()
}

// published is what the world gets.
//
// Keeps: TK-201, TK-257
func (o *Outcome) published() ([]byte, error) {
	t := o.Pattern.Table()
	return written(o.names(o.Spec.quantity()), o.shownCells(), func(c int) []string { return append(t.Codes(c), o.shown(c)) })
}

func (o *Outcome) names(more ...string) (out []string) {
	for _, d := range o.Pattern.Table().Dimensions() {
		out = append(out, d.Name())
	}
	return append(out, more...)
}

func written[T any](head []string, cells []T, line func(c T) []string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(head); err != nil {
		return nil, err
	}
	for _, c := range cells {
		if err := w.Write(line(c)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// Names lists the names of the files that are always written; of these the
// certificate only when something was proved.
func Names() []string {
	return []string{TableFile, PublishedFile, CodesFile, ReportFile, CertificateFile}
}

// AllNames lists the names of all files that there may be.
func AllNames() []string {
	out := Names()
	for _, f := range exchange.Formats() {
		if f.World != nil {
			out = append(out, worldName+f.Ending)
		}
		if f.Checker != nil {
			out = append(out, checkerName+f.Ending)
		}
	}
	return out
}
