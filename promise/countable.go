// SPDX-License-Identifier: EUPL-1.2

package promise

// Countable tells whether a field may become a column of a statistic. What tells
// people apart by itself never does: identifiers, what a record is found by, what
// is unique or shown masked, free text and files. What is left are closed values,
// dates and amounts.
//
// Law: gdpr 5(1)(c)
func (f *FieldDecl) Countable() bool {
	if f.Mask || f.Identifies || f.Find == "exact" || f.Find == "name" || (f.Unique != "" && f.Unique != "no") {
		return false
	}
	switch f.Type {
	case TypeDate, TypeTime, TypeNumber, TypeMoney, TypeYesNo, TypeChoice, TypeCode, TypeLanguage, TypeCountry, TypeUnit:
		return true
	}
	return false
}
