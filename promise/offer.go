// SPDX-License-Identifier: EUPL-1.2

package promise

// Topic is one of several things that a permission may be given for, each by itself.
// Keeps: TTL-15
type Topic struct {
	ID   string
	Name Text
	Origin
}

// Intake is a public form: which data it asks, what happens when they are not given, and
// who takes care of what comes in.
// Law: gdpr 13(2)(e)
type Intake struct {
	ID          string
	Name        Text
	Text        Text
	Data        []Ref    // categories or fields that the form asks
	Required    []Ref    // fields without which it is not taken
	Asks        []string // permissions that may be given on the form, never pre-ticked
	Voluntary   Text     // that giving data is voluntary, in the words of the form
	Consequence Text     // what follows when required data are not given
	Attest      []*Attest
	GoesTo      string // role id
	Origin
}

// Attest is something that whoever fills in a form has to confirm.
type Attest struct {
	ID   string
	When string // always, registers-others
	Text Text
	Origin
}

// Message is a kind of message that regularly goes out.
type Message struct {
	ID      string
	Name    Text
	Text    Text
	Purpose string
	Through []string
	With    []Safeguard
	AtMost  Rate
	Origin
}

// Rate is how often something may happen: Count times in a length of time. A zero count
// means no bound.
type Rate struct {
	Count int
	Per   Duration
}

// Tracker is something that remembers or measures what a visitor does: a cookie of the
// organisation's own, a statistics service, an embedded film.
type Tracker struct {
	ID         string
	Name       Text
	Text       Text
	Party      string   // party id; "" means the organisation itself
	Cookies    []string // names as the browser shows them; a star stands for the rest of a name
	FirstParty bool
	Embedded   bool // comes with something shown on the page, such as a film
	Identifies bool // can be tied to a person
	Necessary  bool // without it the service asked for cannot be given
	ForSession bool // gone when the browser closes
	Lasts      Duration
	For        []string
	Data       []Ref
	URL        string // the party's own statement
	OptOut     string // address where a visitor opts out
	Origin
}
