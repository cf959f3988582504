// SPDX-License-Identifier: EUPL-1.2

package promise

import "time"

// Canonical gives the form in which one value of a field is stored and looked up; ok is
// false for a text that the field would not take. The moment at is what dates are
// measured against.
func (c *Category) Canonical(f *FieldDecl, text string, at time.Time) (canonical string, ok bool) {
	v := validation{category: c, at: at}
	canonical, code, _, _ := v.value(f, text)
	return canonical, code == "" && canonical != ""
}
