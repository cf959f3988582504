// SPDX-License-Identifier: EUPL-1.2

package promise

// About says whom a category's records are about.
type About string

// Whom a category may be about.
const (
	AboutPerson          About = "person"
	AboutCompany         About = "company"
	AboutPersonAtCompany About = "person-at-company"
	AboutVisitor         About = "visitor"
	AboutNobody          About = "nobody"
)

// Personal reports whether records of this kind are about a person.
func (a About) Personal() bool {
	return a == AboutPerson || a == AboutPersonAtCompany || a == AboutVisitor
}

// Sensitivity is how far data need protection, from open to special.
type Sensitivity string

// The levels, from the least to the most. Offences and special stand side by side.
const (
	Open      Sensitivity = "open"
	Ordinary  Sensitivity = "ordinary"
	Protected Sensitivity = "protected"
	Offences  Sensitivity = "offences"
	Special   Sensitivity = "special"
)

// Category is the unit of access, sealing, key and retention: what belongs together.
type Category struct {
	ID       string
	Register string
	Name     Text
	Text     Text
	About    About
	Many     bool // a list of dated records, not one
	// For are the purposes the category is kept for, as written; leaves are found
	// through [Category.Purposes].
	For         []string
	KeptIn      []string // system ids
	Sensitivity Sensitivity
	Special     string // health, union, ethnic, belief, biometric, genetic, sex-life
	// ItemsMayBe lists marks that single records may carry: restricted-item, private.
	ItemsMayBe []string
	Closes     Duration // after which a record is only corrected, not changed
	Derived    string   // profiling
	Fields     []*FieldDecl
	Origin

	purposes []*Purpose
	release  *Release
}

// Qualified returns "register/category".
func (c *Category) Qualified() string { return c.Register + "/" + c.ID }

// Purposes returns the leaf purposes that the category is kept for.
func (c *Category) Purposes() []*Purpose { return c.purposes }

// Field returns the field with this id, or nil.
func (c *Category) Field(id string) *FieldDecl {
	return find(c.Fields, id, func(f *FieldDecl) string { return f.ID })
}

// FieldBit returns the place of a field in the masks of a decision.
func (c *Category) FieldBit(id string) (bit uint, ok bool) {
	for i, f := range c.Fields {
		if f.ID == id {
			return uint(i), true
		}
	}
	return 0, false
}

// ShownWith returns the fields whose values the action shows: a masked field is shown
// only by an action beyond find and open.
// Keeps: HMS-22
func (c *Category) ShownWith(a Action) uint64 {
	var mask uint64
	for i, f := range c.Fields {
		if !f.Mask || (a != Find && a != OpenRecord) {
			mask |= 1 << i
		}
	}
	return mask
}

// FieldDecl declares one field of a category.
type FieldDecl struct {
	ID   string
	Type FieldType
	Name Text
	// Why says on the form why the field is asked, Consequence what follows when it is
	// not given (Art. 13(2)(e)).
	Why, Consequence Text
	Required         bool
	Mask             bool // shown only with the action reveal
	Identifies       bool
	Public           bool
	Find             string // "", exact, name, choice
	Unique           string // no, yes, suggest
	Of               string // country of an identifier, unit of a number
	List             string // list id of the organisation
	Choices          []*ListValue
	Sensitivity      Sensitivity
	GivenBy          string
	When             map[string][]string // asked only when another field has one of these values
	AtMost           string              // size or count, such as 20 MB or 4000
	AtLeast          string
	Origin
}
