// SPDX-License-Identifier: EUPL-1.2

// Package register is the one engine behind every register that a promise
// declares: people and companies, their records by category with versions,
// states over dated records, relations to staff, exact look-up, name search,
// lists, import. It knows kinds of fields, never an organisation's fields.
//
// A record version is one sealed document, validated by its category. What
// lies open beside it is the opaque id of the person, the category, dates that
// states count from, and closed values declared `find: choice`.
package register

import (
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Work is who acts, for what: one role, one register, one purpose.
type Work struct {
	Actor    gate.Actor
	Register string // id
	Purpose  string // qualified: register/purpose
	Lang     string
}

// Given is what the person brought along so that an act may happen.
type Given struct {
	Reason    string // code of the list the clause names, or free text
	Text      string
	Confirmed bool
	Continues int64 // entry of the look-up that is repeated
}

// Card is one line of a list: what identifies somebody, never more.
type Card struct {
	Subject opaque.ID
	Fields  []Value // of the card's category, in declared order
}

// Found is the answer to a find.
type Found struct {
	Category *promise.Category // the cards' category
	Cards    []Card
	LeftOut  []gate.LeftOut
	More     bool   // there are more than were shown: narrow the search
	Next     string // key of the next page, "" at the end
	Entry    int64
}

// Value is one field of one record, ready to be shown.
type Value struct {
	Field  *promise.FieldDecl
	Text   string      // canonical, masked where the decision says so; for several values joined by ", "
	Texts  []string    // the values of a field that holds several
	Masked bool        // shown in part: revealing it is a look-up of its own
	Link   opaque.ID   // the company, person or member of staff that the value refers to, zero for none
	Links  []opaque.ID // the same for a field that holds several, one for each of Texts
}

// Record is one record at one version.
type Record struct {
	ID         opaque.ID
	Version    int64
	Written    time.Time
	Author     opaque.ID // staff id; zero for the system
	AuthorName string
	Restricted bool
	Values     []Value
	Origin     *gate.Origin
	OriginText string // in the reader's language
	Entry      int64  // the entry that wrote it
	Until      *Until // how long it is kept, nil when unknown
}

// Until says how long something is kept and why.
type Until struct {
	At     time.Time // zero: no end in sight (the state still holds)
	Clause string    // register/retention/id
	Floor  bool      // it may not end before (at-least)
}

// Section is a category on a person's or company's page.
type Section struct {
	Category                                *promise.Category
	Closed                                  *gate.Refusal // set when the reader may not open it (previewed, nothing recorded)
	Verdict                                 *gate.Verdict // what would be decided, with the safeguards to ask for
	Exists                                  bool          // there are records
	Count                                   int
	Records                                 []Record // when opened
	LeftOut                                 []gate.LeftOut
	Clause                                  *rulebook.Clause // the clause that let it be opened
	Entry                                   int64
	CanAdd, CanCorrect, CanExport, CanErase bool
	CanShare                                bool // with a colleague who has signed what they must
	MayErase                                bool // now, or once the time is up that still keeps it

	rows []row // fetched, not yet opened
}

// Page is what may be known of a subject before anything is opened:
// which categories there are, which are closed and by which clause.
type Page struct {
	Subject  opaque.ID
	About    promise.About
	Sections []Section
}
