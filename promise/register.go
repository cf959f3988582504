// SPDX-License-Identifier: EUPL-1.2

package promise

// Register is one register: which data about whom, for which purposes, from where, to
// whom, how long, and who may do what with them.
// Law: gdpr 30(1)
type Register struct {
	ID      string
	Version int
	Name    Text
	Text    Text

	Subjects     []*Subject
	Purposes     []*Purpose
	Permissions  []*Permission
	Prohibitions []*Prohibition
	Data         []*Category
	Sources      []*SourceDecl
	Flows        []*Flow
	Never        []*Never
	Intake       []*Intake
	Messages     []*Message
	Trackers     []*Tracker
	States       []*State
	Events       []*Event
	Relations    []*Relation
	Access       []*Clause
	Retention    []*Retention
	Rights       []*Right
	// Open lists the paths that an organisation which follows the document may fill.
	Open []string
	// Owner is the organisation whose document this is, "" when it is our own.
	Owner string
	// Automated and Profiling are empty when the register answers "none".
	Automated []*Automated
	Profiling []*Profile
	History   []*Change
	Pos       Pos

	answered map[string]bool // which of automated-decisions, profiling the file answers
	known    *registerKnown  // nil until all is declared
}

// Subject is a category of persons or companies that the register is about.
// Law: gdpr 30(1)(c)
type Subject struct {
	ID   string
	Of   string // person, company
	When string // a state of the register, or permitted.<id>; "" when set by staff or source
	Name Text
	Origin
}

// Purpose is what data are kept and used for. A parent without basis is a heading.
// Law: gdpr 5(1)(b)
type Purpose struct {
	ID, Under       string
	Register        string
	Name            Text
	Text            Text
	Basis           string   // "" on a heading; children inherit it
	Needs           []string // permission ids (basis consent)
	Condition       string   // of Art. 9(2), for special data
	Interest        Text
	Expects         []string // states that make the legitimate interest expected
	About           []string // categories of the person's own record
	Only            []Action // nil: every action
	CompatibleWith  []string
	DirectMarketing bool
	Answers         []string // rights this purpose exists to answer
	Origin
}

// Qualified returns "register/purpose".
func (p *Purpose) Qualified() string { return p.Register + "/" + p.ID }

// Permission is a consent that can be asked, given and withdrawn.
// Law: gdpr 7
type Permission struct {
	ID           string
	GivenBy      string // person, company
	Name         Text
	Text         Text // the wording, kept as served
	Asked        []string
	Channels     []string
	Proof        string // document, double-opt-in, staff
	Lasts        Duration
	WithdrawnBy  []string
	NeverAgainIf string // withdrawn
	Topics       []*Topic
	StartsBy     []string // events that start it without being asked: the existing-customer rule
	AtEnd        []Effect // what happens when it ends
	Origin
}

// Prohibition is something a person may demand to stop.
// Law: gdpr 21
type Prohibition struct {
	ID       string
	Name     Text
	Channels []string
	Stops    []string // purpose ids
	SetBy    []string
	Origin
}

// SourceDecl is where data come from.
// Law: gdpr 14(2)(f)
type SourceDecl struct {
	ID    string
	From  string // person, party, own-system, own-activity, public, device
	Party string
	Names string // reference: the party is named to the person on request
	Data  []Ref
	Tell  *Tell
	If    []string
	Name  Text
	Text  Text
	Origin
}

// Tell is when a person is told that data about them came from elsewhere.
// Law: gdpr 14(3)
type Tell struct {
	Within Duration
	By     string // letter, notice, employer, first-contact
	Unless string // an exception of Art. 14(5): has-it, secrecy, law
}

// Ref names a category, or one field of it, of the same register.
type Ref struct {
	Category string
	Field    string // "" means the whole category
	Pos      Pos
}

// String returns "category" or "category.field".
func (r Ref) String() string {
	if r.Field == "" {
		return r.Category
	}
	return r.Category + "." + r.Field
}

// Flow is data that regularly leave to a party.
// Law: gdpr 13(1)(e)
type Flow struct {
	ID      string
	To      string // party id
	Data    []Ref
	For     []string
	With    []Safeguard
	Grounds []string // consent, law, order, agreement
	Name    Text
	Text    Text
	Origin
}

// Never names data that must not even be declared.
type Never struct {
	ID   string
	Data []string // ids of categories or fields
	Text Text
	Origin
}

// State is a fact that dated records make true, such as being a member.
type State struct {
	ID   string
	Of   string // person, company
	Any  []Period
	Name Text
	Origin
}

// Period says when a record makes its state true: between two of its date fields, or for
// a length of time after one.
type Period struct {
	Data     string
	From, To string // field ids; To may be ""
	Lasts    Duration
	Where    map[string][]string
}

// Event is a moment that records produce and spans of retention count from.
type Event struct {
	ID    string
	Of    string // person, company
	Data  string
	Field string
	Take  string // each, first, last
	Where map[string][]string
	Name  Text
	Origin
}

// Relation makes one of the built-in facts in-care, assigned and same-unit true from
// dated records that name a member of staff or a unit.
type Relation struct {
	ID       string // the fact: in-care, assigned, same-unit
	Of       string // person, company
	Data     string
	Staff    string // field that names the member of staff
	Unit     string // field that names the unit (same-unit)
	From, To string
	Origin
}

// Retention says how long a category is kept.
// Law: gdpr 5(1)(e)
type Retention struct {
	ID        string
	Data      []Ref
	For       []string
	Keep      *Span // a reason: when it ends, the item ends
	AtLeast   *Span // a floor: not before
	AtMost    *Span // a ceiling: not after
	Review    *Review
	Tolerance Duration
	End       string // erase, anonymise, return, archive, none
	Text      Text
	Origin
}

// Span is a length of time that starts at an event or lasts as long as a state.
type Span struct {
	While   string // state
	Then    Duration
	After   string // event
	Lasts   Duration
	Rounded string // year-end
}

// Review asks a person at regular times whether an item is still needed.
type Review struct {
	Every Duration
	Owner string // role id
}

// Right says how one of the rights is answered and what may hold data back.
// Law: gdpr 12
type Right struct {
	ID         string // access, log-extract, disclosure-list, correction, ...
	By         string // page, or staff: a post of the contacts answers
	Who        []string
	Within     Duration
	HeldBackBy []string // retention ids
	Shows      []string
	Text       Text
	Origin
}

// Automated is a decision taken without a human.
// Law: gdpr 22
type Automated struct {
	ID          string
	Logic       Text
	Consequence Text
	Condition   string
	HumanReview string
	Data        []Ref
	For         []string
	Origin
}

// Profile is an evaluation of personal aspects.
// Law: gdpr 13(2)(f)
type Profile struct {
	ID   string
	Data []Ref
	For  []string
	Text Text
	Origin
}

// Purpose returns the purpose with this id, or nil.
func (g *Register) Purpose(id string) *Purpose {
	if g.known != nil {
		return g.known.purpose[id]
	}
	return find(g.Purposes, id, func(p *Purpose) string { return p.ID })
}

// Category returns the category with this id, or nil.
func (g *Register) Category(id string) *Category {
	if g.known != nil {
		return g.known.categories[id]
	}
	return find(g.Data, id, func(c *Category) string { return c.ID })
}

// State returns the state with this id, or nil.
func (g *Register) State(id string) *State {
	return find(g.States, id, func(s *State) string { return s.ID })
}

// Event returns the event with this id, or nil.
func (g *Register) Event(id string) *Event {
	return find(g.Events, id, func(e *Event) string { return e.ID })
}

// Relation returns the relation that makes this fact true, or nil.
func (g *Register) Relation(fact string) *Relation {
	return find(g.Relations, fact, func(r *Relation) string { return r.ID })
}

// Source returns the source with this id, or nil.
func (g *Register) Source(id string) *SourceDecl {
	return find(g.Sources, id, func(s *SourceDecl) string { return s.ID })
}

// Permission returns the permission with this id, or nil.
func (g *Register) Permission(id string) *Permission {
	return find(g.Permissions, id, func(p *Permission) string { return p.ID })
}

// Span returns the retention with this id, or nil.
func (g *Register) Span(id string) *Retention {
	return find(g.Retention, id, func(r *Retention) string { return r.ID })
}
