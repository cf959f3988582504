// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"strings"
)

// Problem says what is wrong with input, and where. It is the error of all
// readers. It quotes codes and column names, never values or contributors.
type Problem struct {
	Source string // file, "" when not known
	Row    int    // line of the source, the heading being 1; 0 when the whole is meant
	Column string // "" when the whole row is meant
	What   string // what is wrong
	Mend   string // what would mend it, "" when that is plain
}

// Error gives one line: where, what, how to mend it.
func (p *Problem) Error() string {
	var b strings.Builder
	if p.Source != "" {
		b.WriteString(p.Source + ": ")
	}
	if p.Row > 0 {
		fmt.Fprintf(&b, "row %d: ", p.Row)
	}
	if p.Column != "" {
		fmt.Fprintf(&b, "column %s: ", p.Column)
	}
	b.WriteString(p.What)
	if p.Mend != "" {
		b.WriteString(" (" + p.Mend + ")")
	}
	return b.String()
}

// short cuts a text that is quoted in an error.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}
