// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"

	"github.com/lupaus/lupaus/sdc"
)

// SDMX-CSV follows the field guides of the SDMX technical working group: version
// 1.0 (a first column DATAFLOW) and version 2.0 (first columns STRUCTURE,
// STRUCTURE_ID and ACTION). Flags are those of the cross-domain code lists
// CL_OBS_STATUS and CL_CONF_STATUS.

// totalSDMX is the code of the total that SDMX gives to all domains.
const totalSDMX = "_T"

// Columns of SDMX-CSV with a meaning of their own.
const (
	sdmxFlow   = "DATAFLOW"
	sdmxStruct = "STRUCTURE"
	sdmxID     = "STRUCTURE_ID"
	sdmxAction = "ACTION"
	sdmxValue  = "OBS_VALUE"
	sdmxObs    = "OBS_STATUS"
	sdmxConf   = "CONF_STATUS"
	sdmxShown  = "PUBLISHED" // what the world sees, in the checker's edition
)

// component is what an id of a dimension or an attribute may look like.
var component = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_@$-]*$`)

// WriteSDMX writes the world's edition. Every hidden cell has no value, the
// status Q (suppressed) and the confidentiality N (not for publication), which
// says nothing of why. Cells outside the published tables are left out.
//
// Keeps: TK-201, TK-257
func WriteSDMX(w io.Writer, p *sdc.Pattern, o Writing) error {
	return o.worldSDMX(w, publish(p, o.Changed))
}

func (o Writing) worldSDMX(w io.Writer, p *public) error {
	names := make([]string, len(p.dims))
	for i, d := range p.dims {
		names[i] = d.name
	}
	s, err := o.openSDMX(w, names, sdmxValue, sdmxObs, sdmxConf)
	if err != nil {
		return err
	}
	err = p.each(func(codes []string, c publicCell) error {
		switch {
		case c.absent:
			return nil
		case c.hidden:
			return s.row(codes, "", statusHidden, flagRestricted)
		case c.undefined:
			return s.row(codes, "", statusNone, flagFree)
		}
		return s.row(codes, c.value, statusNormal, flagFree)
	})
	if err != nil {
		return err
	}
	s.csv.Flush()
	return s.csv.Error()
}

// WriteCheckerSDMX writes the checker's edition: every true value, the number of
// units, why a cell is hidden by the letters of [Writing.Flags], and what an
// attacker can compute of it where there is a proof.
//
// Keeps: TK-97
func WriteCheckerSDMX(w io.Writer, p *sdc.Pattern, proof *sdc.Proof, o Writing) error {
	t := p.Table()
	var names []string
	for _, d := range t.Dimensions() {
		names = append(names, d.Name())
	}
	s, err := o.openSDMX(w, names, sdmxValue, sdmxObs, sdmxConf, "UNITS", "RULES", "LOWER", "UPPER", sdmxShown)
	if err != nil {
		return err
	}
	for _, c := range t.Reading() {
		if outside(p, c) {
			continue
		}
		status, lower, upper := statusNormal, "", ""
		if p.Hidden(c) {
			status = statusHidden
		}
		if l, u, ok := interval(p, proof, c); ok {
			lower, upper = sdc.FormatNumber(l, t.Decimals()), sdc.FormatNumber(u, t.Decimals())
		}
		if err := s.row(t.Codes(c), sdc.FormatNumber(t.Value(c), t.Decimals()), status, o.Flags.letter(p, c), strconv.FormatInt(t.Units(c), 10), reasons(p, c), lower, upper, o.shown(p, c)); err != nil {
			return err
		}
	}
	s.csv.Flush()
	return s.csv.Error()
}

// sdmxWriter writes lines that begin alike.
type sdmxWriter struct {
	csv    *csv.Writer
	before []string
	line   []string
}

// openSDMX writes the heading.
func (o Writing) openSDMX(w io.Writer, dimensions []string, columns ...string) (*sdmxWriter, error) {
	id := fmt.Sprintf("%s:%s(%s)", or(o.Agency, "SELF"), o.id(), or(o.Version, "1.0"))
	head, before := []string{sdmxStruct, sdmxID, sdmxAction}, []string{"dataflow", id, "R"}
	if o.SDMX1 {
		head, before = []string{sdmxFlow}, []string{id}
	}
	for _, a := range o.Also {
		head, before = append(head, a[0]), append(before, a[1])
	}
	head = append(append(head, dimensions...), columns...)
	for i, name := range head {
		if !component.MatchString(name) {
			return nil, &sdc.Problem{Column: name, What: "this name cannot be an id in SDMX", Mend: "use letters, digits and low lines, beginning with a letter"}
		}
		if slices.Contains(head[:i], name) {
			return nil, &sdc.Problem{Column: name, What: "two columns would have this name", Mend: "name the dimension otherwise"}
		}
	}
	out := csv.NewWriter(w)
	return &sdmxWriter{csv: out, before: before}, out.Write(head)
}

func (s *sdmxWriter) row(codes []string, more ...string) error {
	s.line = append(append(append(s.line[:0], s.before...), codes...), more...)
	return s.csv.Write(s.line)
}
