// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// Mark stands for every hidden cell in what is published. There is one only: a
// mark of its own for sensitive cells would tell that their counts are small.
const Mark = ".."

// Names of the files. All but the last are confidential.
const (
	TableFile       = "table.csv"
	ReportFile      = "report.html"
	CertificateFile = "certificate.json"
	PublishedFile   = "published.csv"
)

// Outcome is a protected table.
type Outcome struct {
	Pattern *sdc.Pattern
	Proof   *sdc.Proof // nil when no protection was asked for
	spec    *Spec
}

// Protect reads rows, applies the rules, hides and proves. Code lists that the
// specification names are read from fsys. Steps tells what is being done, and
// may be nil.
//
// Keeps: TK-100, TK-183, TK-198
func (s *Spec) Protect(fsys fs.FS, rows io.Reader, source string, steps func(string)) (*Outcome, error) {
	if steps == nil {
		steps = func(string) {}
	}
	rules, err := s.rules()
	if err != nil {
		return nil, err
	}
	how, err := s.protection()
	if err != nil {
		return nil, err
	}
	layout, columns, err := s.layout(fsys, source)
	if err != nil {
		return nil, err
	}
	steps("reading rows")
	table, err := sdc.FromRows(layout, sdc.ReadRows(rows, columns))
	if err != nil {
		return nil, err
	}
	steps(fmt.Sprintf("asking the rules about %d cells", table.Cells()))
	verdicts, err := table.Evaluate(rules)
	if err != nil {
		return nil, err
	}
	if s.Secondary.None {
		p, err := verdicts.HideSensitive(how)
		return &Outcome{Pattern: p, spec: s}, err
	}
	steps(fmt.Sprintf("protecting %d sensitive cells", len(verdicts.Sensitive())))
	p, err := verdicts.Suppress(how)
	if err != nil {
		return nil, err
	}
	steps("proving")
	proof, err := p.Prove(sdc.Effort{Full: true, Pivots: 20_000})
	if err != nil {
		return nil, err
	}
	return &Outcome{Pattern: p, Proof: proof, spec: s}, nil
}

// Summary says in one line what was done.
func (o *Outcome) Summary() string {
	p := o.Pattern
	line := fmt.Sprintf("%d cells: %d published, %d sensitive, %d hidden to protect them", p.Table().Cells()-p.Count(sdc.Absent), p.Count(sdc.Published), p.Count(sdc.Primary), p.Count(sdc.Secondary))
	if o.Proof == nil {
		return line + "; nothing is proved"
	}
	return line + fmt.Sprintf("; proved by %d other tables", o.Proof.Tables())
}

// Warnings are what is known to be inadequate.
func (o *Outcome) Warnings() []string {
	out := slices.Clone(o.Pattern.Verdicts().Warnings)
	if o.Proof == nil {
		out = append(out, "Without secondary suppression sensitive cells can be computed from totals: what is published is not safe.")
	}
	return out
}

// Files are the files of an outcome, by name.
func (o *Outcome) Files() (map[string][]byte, error) {
	report, err := o.report()
	if err != nil {
		return nil, err
	}
	table, err := o.table()
	if err != nil {
		return nil, err
	}
	published, err := o.published()
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{TableFile: table, PublishedFile: published, ReportFile: report}
	if o.Proof != nil {
		if out[CertificateFile], err = json.Marshal(o.Proof.Certificate()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cells lists what is published or hidden in the order in which people read.
func (o *Outcome) cells() []int {
	return slices.DeleteFunc(o.Pattern.Table().Reading(), func(c int) bool { return o.Pattern.Status(c) == sdc.Absent })
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
		out = append(out, r)
	}
	if len(out) == 0 && o.Pattern.Status(cell) == sdc.Primary {
		out = append(out, "empty")
	}
	return strings.Join(out, "; ")
}

// bounds is how far an attacker is kept off; nothing when nothing is proved.
func (o *Outcome) bounds(cell int) (lower, upper string) {
	if o.Proof == nil {
		if o.Pattern.Hidden(cell) {
			return "", ""
		}
		v := o.number(o.Pattern.Table().Value(cell))
		return v, v
	}
	l, u := o.Proof.Interval(cell)
	return o.number(l), o.number(u)
}

// table is what the checker gets.
//
// Keeps: TK-97
func (o *Outcome) table() ([]byte, error) {
	t := o.Pattern.Table()
	return written(o.names("count", "value", "status", "rules", "lower", "upper"), o.cells(), func(c int) []string {
		lower, upper := o.bounds(c)
		return append(t.Codes(c), strconv.FormatInt(t.Units(c), 10), o.number(t.Value(c)), o.Pattern.Status(c).String(), o.rules(c), lower, upper)
	})
}

// published is what the world gets.
//
// Keeps: TK-201, TK-257
func (o *Outcome) published() ([]byte, error) {
	t := o.Pattern.Table()
	return written(o.names(o.quantity()), o.cells(), func(c int) []string {
		v := Mark
		if !o.Pattern.Hidden(c) {
			v = o.number(t.Value(c))
		}
		return append(t.Codes(c), v)
	})
}

// quantity is the column of what is published.
func (o *Outcome) quantity() string {
	if o.Pattern.Table().Magnitude() {
		return "value"
	}
	return "count"
}

func (o *Outcome) names(more ...string) (out []string) {
	for _, d := range o.Pattern.Table().Dimensions() {
		out = append(out, d.Name())
	}
	return append(out, more...)
}

func written(head []string, cells []int, line func(c int) []string) ([]byte, error) {
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

// CheckPublished compares what is published with a certificate that was
// verified: every published value is that of the true table, everything that the
// certificate calls hidden is hidden, and nothing is missing or added.
func CheckPublished(c *sdc.Certificate, r io.Reader, source string) error {
	want, names, err := c.Published()
	if err != nil {
		return err
	}
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", source, err)
	}
	if len(head) != len(names)+1 || !slices.Equal(head[:len(names)], names) {
		return fmt.Errorf("%s: the columns are %v, and the certificate is of %v", source, head, names)
	}
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", source, err)
		}
		line, _ := in.FieldPos(0)
		key := strings.Join(rec[:len(names)], "\x00")
		v, ok := want[key]
		switch {
		case !ok:
			return fmt.Errorf("%s: row %d: the cell %v is not one of the certificate, or stands twice", source, line, rec[:len(names)])
		case v == nil && rec[len(names)] != Mark:
			return fmt.Errorf("%s: row %d: the cell %v has to be hidden and is published", source, line, rec[:len(names)])
		case v != nil && rec[len(names)] != *v:
			return fmt.Errorf("%s: row %d: the cell %v is not what the certificate says", source, line, rec[:len(names)])
		}
		delete(want, key)
	}
	if len(want) > 0 {
		return fmt.Errorf("%s: %d cells of the certificate are missing", source, len(want))
	}
	return nil
}
