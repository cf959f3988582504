// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

// values makes a document ready to be shown, fields in declared order; fields
// without a value are left out.
func (s *Service) values(c *promise.Category, doc promise.Document, hidden []string) (out []Value) {
	for _, f := range c.Fields {
		raw, ok := doc[f.ID]
		if !ok {
			continue
		}
		v := Value{Field: f, Masked: slices.Contains(hidden, f.ID)}
		switch x := raw.(type) {
		case string:
			v.Text = x
		case []string:
			v.Texts = x
		case []any: // as JSON gives it back
			for _, e := range x {
				if t, ok := e.(string); ok {
					v.Texts = append(v.Texts, t)
				}
			}
		}
		if v.Texts != nil {
			v.Text = strings.Join(v.Texts, ", ")
		}
		if v.Text != "" {
			out = append(out, s.resolve(v))
		}
	}
	return out
}

// resolve puts names in the place of opaque ids and leaves a file's content out.
func (s *Service) resolve(v Value) Value {
	switch v.Field.Type {
	case "company", "person":
		if id, err := opaque.Parse(v.Text); err == nil {
			v.Link, v.Text = id, s.nameOf(id)
		}
	case "staff":
		if id, err := opaque.Parse(v.Text); err == nil {
			v.Text = s.StaffName(id)
		}
	case "file":
		if f, err := ParseFile(v.Text); err == nil {
			v.Text = f.Name
		}
	}
	return v
}
