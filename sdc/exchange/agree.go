// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// Agrees compares what a file publishes with a certificate that was verified:
// every value is that of the true table, what has to be hidden is hidden, and
// nothing is missing or added. The file may have the dimensions in another order,
// and marks for cells that belong to no published table. With figures the file
// holds means or ratios, which a certificate does not: then only what is hidden
// is compared. Read the file with [Reading.ValuesOnly].
func (a *Aggregates) Agrees(c *sdc.Certificate, figures bool) error {
	want, names, err := c.Published()
	if err != nil {
		return err
	}
	place := make([]int, len(names))
	for i, n := range names {
		if place[i] = slices.Index(a.Names, n); place[i] < 0 || len(a.Names) != len(names) {
			return a.read.problem(0, n, fmt.Sprintf("the dimensions are %s, and the certificate is of %s", listed(a.Names), listed(names)), "")
		}
	}
	left, codes := len(want), make([]string, len(names))
	for _, cell := range a.cells {
		for i, p := range place {
			codes[i] = cell.Codes[p]
		}
		v, ok := want[key(codes)]
		if ok {
			left--
		}
		if what := cell.differs(v, ok, figures, a.Layout.Decimals); what != "" {
			return a.read.problem(cell.Line, "", fmt.Sprintf("the cell %v %s", codes, what), "")
		}
	}
	if left > 0 {
		return a.read.problem(0, "", fmt.Sprintf("%d cells of the certificate are missing", left), "")
	}
	return nil
}

// differs says what is wrong with a cell, "" when nothing is.
func (c given) differs(want *string, known, figures bool, decimals int) string {
	hidden := c.mark != "" && !c.undefined
	switch {
	case !known && !hidden:
		return "is not one of the certificate"
	case !known:
		return ""
	case want == nil && !hidden:
		return "has to be hidden and is published"
	case want != nil && hidden:
		return "is hidden and, by the certificate, published"
	case want != nil && !figures && (c.undefined || plainNumber(*want) != plainNumber(sdc.FormatNumber(c.Value, decimals))):
		return "is not what the certificate says"
	}
	return ""
}

// plainNumber drops decimals that say nothing.
func plainNumber(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
