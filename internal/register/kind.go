// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"slices"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise"
)

// What a subject is follows from what the categories of its register are about:
// a person, a company, a visitor whom nobody has asked for a name, or a thing
// (about: nobody), such as a data set or a device. All kinds are kept alike:
// sealed, keyed, decided about by the gate, recorded. What differs is the law:
// clauses about persons, extracts and rights concern those who are persons.

// kindOf is the kind of subject that a category's records are about by
// themselves. A person at a company stands with a person where the register
// says nothing else.
func kindOf(about promise.About) promise.About {
	if about == promise.AboutPersonAtCompany {
		return promise.AboutPerson
	}
	return about
}

// Concerns tells whether a category may hold records of a subject. A person at
// a company stands in the company's records and in the person's; what is known
// of a visitor may come to stand with the person who it was.
func Concerns(c, subject promise.About) bool {
	switch subject {
	case promise.AboutCompany:
		return c == promise.AboutCompany || c == promise.AboutPersonAtCompany
	case promise.AboutPerson:
		return c.Personal()
	}
	return c == subject
}

// IsCard tells whether somebody or something is found by name in a category.
func IsCard(c *promise.Category) bool { return len(nameFields(c)) > 0 }

// Cards are the categories by which a register's subjects are found: those with
// names and, for a kind of subject that has no name, the first that is found by
// an exact value.
func Cards(r *promise.Register) (out []*promise.Category) {
	for _, c := range r.Data {
		if IsCard(c) {
			out = append(out, c)
		}
	}
	for _, c := range r.Data {
		carded := slices.ContainsFunc(out, func(k *promise.Category) bool { return Concerns(c.About, kindOf(k.About)) })
		if !carded && slices.ContainsFunc(c.Fields, func(f *promise.FieldDecl) bool { return f.Find == "exact" }) {
			out = append(out, c)
		}
	}
	return out
}

// CardOf is the category by which a kind of subject is found, nil for none.
func CardOf(r *promise.Register, about promise.About) *promise.Category {
	for _, c := range Cards(r) {
		if Concerns(c.About, about) {
			return c
		}
	}
	return nil
}

// Kinds are the kinds of subjects that a register can hold, in declared order.
func Kinds(r *promise.Register) (out []promise.About) {
	for _, c := range r.Data {
		if k := KindIn(r, c); !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// KindIn is the kind of somebody new of whom a category's record is the first:
// that of the card that the category stands beside, else the category's own.
func KindIn(r *promise.Register, c *promise.Category) promise.About {
	for _, card := range Cards(r) {
		if k := kindOf(card.About); Concerns(c.About, k) {
			return k
		}
	}
	return kindOf(c.About)
}

// kindOfNew tells what somebody or something new is: what the card says that
// comes along, else the first category that does.
func kindOfNew(r *promise.Register, docs map[string]promise.Document) (promise.About, error) {
	var first *promise.Category
	for _, c := range r.Data {
		if _, ok := docs[c.ID]; !ok {
			continue
		}
		if slices.Contains(Cards(r), c) {
			return kindOf(c.About), nil
		}
		if first == nil {
			first = c
		}
	}
	if first == nil {
		return "", errs.New(errs.Invalid, "error.no-category", "nothing of register %s came along: nobody new can be made of that", r.ID)
	}
	return KindIn(r, first), nil
}

// accountsRegister is the register whose first three categories the room of
// accounts keeps: accounts, what opens them and what was signed. Whatever else
// the promise declares there stands here, about the accounts that are there.
const accountsRegister = "staff"

// elsewhere tells whether a category's records are kept by the room of accounts.
func elsewhere(c *promise.Category) bool {
	return c.Register == accountsRegister && slices.Contains([]string{"account", "credentials", "declarations"}, c.ID)
}
