// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problem is one finding of the checker, written for the person who wrote the file:
// where it is, what is the matter, which rule or article says so, and what would mend it.
type Problem struct {
	// File is the name of the file inside the loaded folder.
	File string
	// Line and Column count from 1; 0 when the finding concerns a whole file or folder.
	Line, Column int
	// Code is the check's stable code, such as "E15" or "W8"; see docs/promise-language.md.
	Code string
	// Clause is the full name of the clause concerned, "" when there is none.
	Clause string
	// What says what was found, Rule which rule or article asks for something else, and
	// Mend what to do.
	What, Rule, Mend string
	// Warning is true when the promise can be used nevertheless.
	Warning bool
}

// String returns "file:line:column: code [clause] what; rule; mend".
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
		}
		b.WriteString(": ")
	}
	b.WriteString(p.Code)
	if p.Clause != "" {
		fmt.Fprintf(&b, " [%s]", p.Clause)
	}
	b.WriteString(" ")
	b.WriteString(p.What)
	for _, s := range []string{p.Rule, p.Mend} {
		if s != "" {
			b.WriteString("; ")
			b.WriteString(s)
		}
	}
	return b.String()
}

// Problems is a list of findings in file order.
type Problems []Problem

// Errors returns the findings that keep the promise from being used.
func (ps Problems) Errors() Problems { return ps.filter(false) }

// Warnings returns the findings that do not.
func (ps Problems) Warnings() Problems { return ps.filter(true) }

func (ps Problems) filter(warning bool) Problems {
	var out Problems
	for _, p := range ps {
		if p.Warning == warning {
			out = append(out, p)
		}
	}
	return out
}

// Err returns an error listing every finding that is an error, or nil.
func (ps Problems) Err() error {
	errs := ps.Errors()
	if len(errs) == 0 {
		return nil
	}
	return errors.New(errs.String())
}

// String lists the findings, one a line.
func (ps Problems) String() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// sort puts the findings into reading order: by file, position and code.
func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code))
	})
}
