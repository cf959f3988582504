// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkLeaf checks what every leaf has to keep, whoever wrote it.
func checkLeaf(f *Leaf) error {
	if f.Kind == kindNone || f.Kind >= kindEnd {
		return fmt.Errorf("the kind is not in the list")
	}
	if f.Outcome >= outcomeEnd {
		return fmt.Errorf("the outcome is not in the list")
	}
	if y := f.Time.Year(); y < 0 || y > 9999 {
		return fmt.Errorf("year %d has not four digits", y)
	}
	for _, t := range []Field{{"clause", f.Clause}, {"engine", f.Engine}, {"action", f.Action}, {"purpose", f.Purpose}} {
		if len(t.Value) > maxText || !utf8.ValidString(t.Value) {
			return fmt.Errorf("the %s is not valid UTF-8 of at most %d bytes", t.Name, maxText)
		}
	}
	if f.Facts.True&^f.Facts.Known != 0 {
		return fmt.Errorf("a fact is true that is not known")
	}
	rule := &kindRules[f.Kind]
	if err := checkRulebook(rule, f); err != nil {
		return err
	}
	return checkPublic(rule, f.Kind, f.Public)
}

func checkRulebook(rule *kindRule, f *Leaf) error {
	none := f.Rulebook == Digest{}
	switch {
	case rule.rulebook == rulebookMust && none:
		return fmt.Errorf("a %s entry names the rulebook that decided", f.Kind)
	case rule.rulebook == rulebookNever && !none:
		return fmt.Errorf("a %s entry names no rulebook", f.Kind)
	}
	return nil
}

// checkPublic wants the attributes of that kind, in canonical order, each once.
func checkPublic(rule *kindRule, kind Kind, public []Field) error {
	next := 0
	for _, a := range public {
		i := publicRank(a.Name)
		if i < 0 || !rule.allows(a.Name) {
			return fmt.Errorf("a %s entry has no public attribute %.40q", kind, a.Name)
		}
		if i < next {
			return fmt.Errorf("public attribute %q stands twice or out of order", a.Name)
		}
		next = i + 1
		if !wellFormed(publicFields[i].form, a.Value) {
			return fmt.Errorf("public attribute %q has a value of another form", a.Name)
		}
	}
	for name := range strings.FieldsSeq(rule.must) {
		if !slices.ContainsFunc(public, func(a Field) bool { return a.Name == name }) {
			return fmt.Errorf("a %s entry needs the public attribute %q", kind, name)
		}
	}
	return nil
}

// publicRank returns the place of an attribute in the canonical order, or -1.
func publicRank(name string) int {
	for i := range publicFields {
		if publicFields[i].name == name {
			return i
		}
	}
	return -1
}

func wellFormed(f form, v string) bool {
	switch f {
	case formNumber:
		n, err := strconv.ParseInt(v, 10, 64)
		return err == nil && n >= 0 && strconv.FormatInt(n, 10) == v
	case formHash:
		return len(v) == 64 && strings.Trim(v, "0123456789abcdef") == ""
	case formTime:
		t, err := parseTime(v)
		return err == nil && t.Format(timeLayout) == v
	case formOrigin:
		return checkOrigin(v) == nil
	default:
		return checkCode(v) == nil
	}
}

// checkCode wants a short word as promise files use for their ids.
func checkCode(v string) error {
	if v == "" || len(v) > maxCode {
		return fmt.Errorf("want 1 to %d characters", maxCode)
	}
	for i := range len(v) {
		c := v[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._/:-", c) >= 0) {
			return fmt.Errorf("want letters a-z, digits and ._/:- only")
		}
	}
	return nil
}

// checkOrigin wants a name that can stand on the first line of a checkpoint and
// as the name of a key: a host and a path without a scheme.
func checkOrigin(v string) error {
	if v == "" || len(v) > 200 || !utf8.ValidString(v) {
		return fmt.Errorf("an origin has 1 to 200 bytes of UTF-8")
	}
	if strings.HasPrefix(v, "lupaus-") {
		return fmt.Errorf("an origin does not begin with lupaus-, which begins texts of other meaning")
	}
	for _, r := range v {
		if r <= ' ' || r == '+' || r == '\\' || r == 0x7f || r > 0x7e {
			return fmt.Errorf("an origin is printable ASCII without space, + and backslash, such as ledger.organisation.example/log")
		}
	}
	return nil
}

// checkFields wants names out of a list, in its order, with bounded values.
func checkFields(what string, names []string, fields []Field) error {
	next := 0
	for _, f := range fields {
		i := slices.Index(names, f.Name)
		if i < 0 {
			return fmt.Errorf("%w: a %s has no field %.40q", ErrDraft, what, f.Name)
		}
		if i < next {
			return fmt.Errorf("%w: %s field %q stands twice or out of order", ErrDraft, what, f.Name)
		}
		next = i + 1
		if len(f.Value) > maxValue || !utf8.ValidString(f.Value) {
			return fmt.Errorf("%w: %s field %q is not valid UTF-8 of at most %d bytes", ErrDraft, what, f.Name, maxValue)
		}
	}
	return nil
}
