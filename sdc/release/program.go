// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// manual says in the program itself how it is used. The verbs are the file's
// name, the number of decimals and the first hidden cell.
const manual = `\ What an attacker has to solve who has nothing but %q, for another solver
\ than the one of this program. It was made of what is published, of nothing else.
\ Numbers are whole, in the unit of the last of %d decimals.
\ The first line looks for the least that the hidden cell %[3]s can be; put another
\ cell there, and Maximize for the most. Cells stand by number below.
\   clp attack.lp solve solution out.txt
\   glpsol --lp attack.lp -o out.txt
\ Bounds of solvers may be fractions: whole numbers lie between them.
`

// Program writes the attack on a published table as a linear program in CPLEX LP
// form, so that whoever trusts neither the engine nor the check can ask another
// solver. It takes what [Attack] takes: no secret is needed, and none is in it.
//
// Keeps: TK-203
func Program(w io.Writer, spec *Spec, fsys fs.FS, codes, published io.Reader, source string) error {
	if spec.Method != nil || !spec.sums() {
		return errors.New("a linear program is written of tables of counts or sums in which cells are hidden: means, ratios and changed figures are not sums of their parts")
	}
	lists, err := readCodes(codes)
	if err != nil {
		return err
	}
	p, err := readPublished(published, source, spec)
	if err != nil {
		return err
	}
	a := &Attacked{}
	if err := p.arrange(a, spec, fsys, lists); err != nil {
		return err
	}
	p.fill(a, spec)
	open := p.openRelations(a)
	if len(a.Sums) > 0 {
		return &sdc.Problem{Source: source, What: "the table contradicts itself: " + a.Sums[0], Mend: "check it without the program first"}
	}
	first := slices.IndexFunc(p.unknown, func(c int32) bool { return p.marked[c] })
	if first < 0 || len(open) == 0 {
		return &sdc.Problem{Source: source, What: "no cell is hidden, so that there is nothing to solve"}
	}
	return p.program(w, source, open, p.unknown[first])
}

// program writes relations and bounds. Lines stay short, as some readers want.
func (p *publishedTable) program(w io.Writer, source string, open []line, first int32) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, manual, source, p.decimals, cellName(first)) //nolint:errcheck // kept until Flush
	for _, c := range p.unknown {
		fmt.Fprintf(b, "\\ %s is %q\n", cellName(c), p.codesOf(c)) //nolint:errcheck // kept until Flush
	}
	fmt.Fprintf(b, "Minimize\n attacked: %s\nSubject To\n", cellName(first)) //nolint:errcheck // kept until Flush
	for n, l := range open {
		fmt.Fprintf(b, " sum%d:", n+1) //nolint:errcheck // kept until Flush
		for i, c := range l.at {
			if i > 0 && i%8 == 0 {
				b.WriteString("\n  ") //nolint:errcheck // kept until Flush
			}
			b.WriteString(" " + term(l.c[i]) + " " + cellName(c)) //nolint:errcheck // kept until Flush
		}
		fmt.Fprintf(b, " = %d\n", -l.b) //nolint:errcheck // kept until Flush
	}
	b.WriteString("Bounds\n") //nolint:errcheck // kept until Flush
	for _, c := range p.unknown {
		if p.signed {
			fmt.Fprintf(b, " %s free\n", cellName(c)) //nolint:errcheck // kept until Flush
		} else {
			fmt.Fprintf(b, " %s >= 0\n", cellName(c)) //nolint:errcheck // kept until Flush
		}
	}
	b.WriteString("End\n") //nolint:errcheck // kept until Flush
	return b.Flush()
}

// cellName is a name that every reader of such files takes.
func cellName(cell int32) string { return fmt.Sprintf("x%d", cell) }

// term is a sign and a factor.
func term(factor int64) string {
	sign := "+"
	if factor < 0 {
		sign, factor = "-", -factor
	}
	if factor == 1 {
		return sign
	}
	return strings.TrimSpace(fmt.Sprintf("%s %d", sign, factor))
}
