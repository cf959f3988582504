// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"fmt"
	"strings"
)

// Problem says what is wrong with what a reader typed or handed in, so that the
// page can say it in the reader's words. It names rows and columns and quotes no
// value.
type Problem struct {
	Field  string // of the form
	Key    string // what is wrong: the last part of a message key
	Args   []string
	Row    int    // line of a file, the heading being 1; 0 for none
	Column string // "" for none
}

// Error is for the log.
func (p *Problem) Error() string {
	where := p.Field
	if p.Row > 0 {
		where += fmt.Sprintf(" row %d", p.Row)
	}
	if p.Column != "" {
		where += " column " + p.Column
	}
	return strings.TrimSpace(where + ": " + p.Key)
}

func problem(field, key string, args ...string) *Problem {
	return &Problem{Field: field, Key: key, Args: args}
}
