// SPDX-License-Identifier: EUPL-1.2

package rulebook

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// Table prints the decision table, one line for each role, purpose, category and action
// that some clause speaks of, with the clauses in the order in which they are asked. It
// is made to be read, searched and compared with diff: the same release always gives the
// same text.
//
//	role | purpose | category | action | forbids; allows; requires
func (b *Rulebook) Table(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "rulebook %x\nfacts %s\n", b.digest, strings.Join(b.facts.list, " "))
	for ci, category := range b.categories.list {
		for pi, purpose := range b.purposes.list {
			if b.purposeHome[pi].register != b.categoryHome[ci].register {
				continue
			}
			for ri, role := range b.roles.list {
				for a := Action(1); int(a) < ActionCount; a++ {
					c := b.find(Query{Role: Code(ri + 1), Purpose: Code(pi + 1), Category: Code(ci + 1), Action: a})
					if line := b.line(c); line != "" {
						fmt.Fprintf(out, "%s | %s | %s | %s | %s\n", role, purpose, category, a, line)
					}
				}
			}
		}
	}
	return out.Flush()
}

func (b *Rulebook) line(c *cell) string {
	var parts []string
	for _, list := range [][]entry{c.forbids, c.allows, c.requires} {
		for i := range list {
			parts = append(parts, b.entryText(&list[i]))
		}
	}
	if len(c.allows) == 0 {
		return "" // refused in any case, so there is nothing to tell
	}
	return strings.Join(parts, "; ")
}

func (b *Rulebook) entryText(e *entry) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s %s", e.clause.Verb, e.clause.Name)
	if e.must != 0 {
		fmt.Fprintf(&s, " if %s", strings.Join(b.Facts(e.must), ","))
	}
	if e.not != 0 {
		fmt.Fprintf(&s, " unless %s", strings.Join(b.Facts(e.not), ","))
	}
	if len(e.clause.To) > 0 {
		fmt.Fprintf(&s, " to %s", strings.Join(e.clause.To, ","))
	}
	if len(e.clause.With) > 0 {
		fmt.Fprintf(&s, " with %s", joinSafeguards(e.clause.With))
	}
	if !e.wholeField {
		fmt.Fprintf(&s, " fields %x", e.fields)
	}
	return s.String()
}

func joinSafeguards(list []promise.Safeguard) string {
	var out []string
	for _, x := range list {
		out = append(out, x.String())
	}
	return strings.Join(out, ",")
}
