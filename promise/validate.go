// SPDX-License-Identifier: EUPL-1.2

package promise

import "time"

// Document is one record's values by field id. A canonical value is a string, or a
// []string where the type holds several (choices, files, people, staff-list).
type Document map[string]any

// FieldProblem is one thing that is wrong with a document, told without its value.
type FieldProblem struct {
	Field string // field id; "" concerns the whole document
	Code  string // required, unknown, type, choice, size, many
	Text  string // for the person who filled in the form, in the language asked for
}

// Validate checks a document against the category's fields and rewrites its values to
// canonical form in place.
func (c *Category) Validate(doc Document, at time.Time, lang string) []FieldProblem {
	return nil
}

// RegisterType puts in the checker of one field type.
func RegisterType(name string, canonical func(of, text string) (string, error)) {}
