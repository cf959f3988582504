// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// maxFields is how many fields a category may have: a decision's answer carries one bit
// for each.
const maxFields = 64

// category reads one entry of data.
func (o *object) category(id string) *Category {
	c := &Category{ID: id, Register: o.document, Name: o.needText("name"), Text: o.text("text"), About: About(o.word("about", aboutWords)), Many: o.boolean("many"),
		For: o.list("for"), KeptIn: o.list("kept-in"), Sensitivity: Sensitivity(o.word("sensitivity", sensitivityWords)), Special: o.word("special", specialWords),
		ItemsMayBe: o.words("items-may-be", itemMarkWords), Closes: o.duration("closes"), Derived: o.word("derived", []string{"profiling"}), Origin: o.sourced()}
	o.needs("about")
	if c.About == "" && !o.has("about") {
		o.fail(o.node, "E7", `"about" is missing`, "Art. 30(1)(c)", "say whom the data are about: "+strings.Join(aboutWords, ", "))
	}
	if c.Special != "" {
		c.Sensitivity = Special
	} else if c.Sensitivity == Special {
		o.fail(o.node, "E7", "special data of no kind", "Art. 9(1)", "write special: "+strings.Join(specialWords, " or ")+" instead of sensitivity: special")
	}
	if c.Sensitivity == "" {
		c.Sensitivity = Ordinary
	}
	if o.noteEntries("fields", func(e *object) { e.field("some-id", c) }) {
		o.needs("fields")
	} else if n := o.get("fields"); n == nil {
		o.fail(o.node, "E7", "the category has no fields", "", "add fields: {name: {type: ...}}")
	} else {
		o.child(n, "fields", o.path, func(e *object) { c.Fields = e.fields(c) })
	}
	return c
}

func (o *object) fields(c *Category) []*FieldDecl {
	var out []*FieldDecl
	if n := len(o.node.Entries); n > maxFields {
		o.fail(o.node, "E7", fmt.Sprintf("the category has %d fields; at most %d fit", n, maxFields), "", "split the category")
		o.node.Entries = o.node.Entries[:maxFields]
	}
	for _, e := range o.node.Entries {
		o.asked = append(o.asked, e.Key)
		path := o.path + "." + e.Key
		if !validID(e.Key) {
			o.report("E3", path, e.Line, e.Column, fmt.Sprintf("%q is no id", e.Key), idRule, "choose another one")
			continue
		}
		o.child(e.Value, e.Key, path, func(f *object) {
			f.node.Line, f.node.Column = e.Line, e.Column
			out = append(out, f.field(e.Key, c))
		})
	}
	return out
}

func (o *object) field(id string, c *Category) *FieldDecl {
	types := make([]string, len(fieldTypes))
	for i, t := range fieldTypes {
		types[i] = string(t)
	}
	f := &FieldDecl{ID: id, Type: FieldType(o.word("type", types)), Name: o.needText("name"), Why: o.text("why"), Consequence: o.text("consequence"),
		Required: o.boolean("required"), Mask: o.boolean("mask"), Identifies: o.boolean("identifies"), Public: o.boolean("public"),
		Find: o.word("find", []string{"exact", "name", "choice"}), Of: o.str("of"), List: o.str("list"), Choices: o.values("choices"),
		Sensitivity: Sensitivity(o.word("sensitivity", sensitivityWords)), GivenBy: o.word("given-by", []string{"person", "staff"}),
		AtMost: o.str("at-most"), AtLeast: o.str("at-least"), When: o.where("when"), Unique: o.unique(), Origin: o.origin()}
	o.needs("type")
	if f.Type == "" && !o.has("type") {
		o.fail(o.node, "E7", `"type" is missing`, "", "say what kind of value the field has")
	}
	o.fieldLevel(f, c)
	o.fieldKind(f)
	return f
}

// unique reads no, true or suggest; true is written as a boolean.
func (o *object) unique() string {
	if o.shape != nil && o.notes("unique", &Shape{Kind: ShapeUnique}) {
		return "no"
	}
	s, n, ok := o.scalar("unique")
	switch {
	case !ok || s == "false":
		return "no"
	case s == "true" && !n.Quoted:
		return "yes"
	case s == "suggest":
		return "suggest"
	}
	o.fail(n, "E7", fmt.Sprintf("unique cannot be %q", s), "", "write true, false or suggest")
	return "no"
}

// fieldLevel gives the field its sensitivity: its category's, or a higher one of its own.
func (o *object) fieldLevel(f *FieldDecl, c *Category) {
	if f.Sensitivity == "" {
		f.Sensitivity = c.Sensitivity
		return
	}
	if level(f.Sensitivity) < level(c.Sensitivity) && !f.Public {
		o.fail(o.node, "E7", fmt.Sprintf("the field is %s in a category that is %s", f.Sensitivity, c.Sensitivity), "a field may raise its category's sensitivity, never lower it",
			"leave sensitivity out, or move the field to another category")
	}
}

func level(s Sensitivity) int { return slices.Index(sensitivityWords, string(s)) }

// fieldKind checks that find, list and choices fit the type.
func (o *object) fieldKind(f *FieldDecl) {
	closed := f.Type == TypeChoice || f.Type == TypeChoices || f.Type == TypeCode
	switch {
	case (f.Type == TypeChoice || f.Type == TypeChoices) && (f.List == "") == (len(f.Choices) == 0):
		o.fail(o.node, "E7", "a choice has either a list or choices", "", "add list: some-list or choices: {code: {...}}")
	case !closed && (f.List != "" || len(f.Choices) > 0):
		o.fail(o.node, "E7", fmt.Sprintf("a field of type %s has no list or choices", f.Type), "", "make it a choice, or take them out")
	case f.Find == "choice" && !closed && f.Type != TypeUnit && f.Type != TypeYesNo && f.Type != TypeCountry && f.Type != TypeLanguage:
		o.fail(o.node, "E7", fmt.Sprintf("find: choice needs a field with a closed set of values, not %s", f.Type),
			"a facet stands unsealed beside the record, so it may hold closed values only", "use find: exact, or make the field a choice")
	case f.Find == "choice" && level(f.Sensitivity) >= level(Protected):
		o.fail(o.node, "E7", "find: choice on a field that is "+string(f.Sensitivity), "a facet stands unsealed beside the record", "use find: exact, or no find")
	case f.Unique != "no" && f.Find != "exact":
		o.fail(o.node, "E7", "a unique field must be found exactly", "uniqueness is asked of the blind index", "add find: exact")
	}
	if (f.Type == TypePersonID || f.Type == TypeCompanyID) && !countryCode.MatchString(f.Of) {
		o.fail(o.node, "E7", "an identity code needs its country", "", `add of: FI, of: "NO" or of: SE`)
	}
}

// refs reads a list of categories, or of fields written category.field.
func (o *object) refs(key string) []Ref {
	if o.shape != nil && o.notes(key, listOf(ShapeRef)) {
		return nil
	}
	items := o.items(key)
	out := o.refList(len(items))
	for _, n := range items {
		if n.Kind != strict.Scalar || n.Value == "" {
			o.fail(n, "E7", fmt.Sprintf("an item of %q is no category", key), "", "write category or category.field")
			continue
		}
		category, field, _ := strings.Cut(n.Value, ".")
		out = append(out, Ref{Category: category, Field: field, Pos: o.reading.pos(n.Line, n.Column)})
	}
	return out
}
