// SPDX-License-Identifier: EUPL-1.2

package promise

// Organisation is the document that names the controller, its posts, parties and laws.
// Law: gdpr 13(1)(a)
// Law: gdpr 30(1)(a)
type Organisation struct {
	ID        string
	Version   int
	Languages []string // in declared order; texts fall back to the first
	Name      Text
	Text      Text

	Scope        []*Scope
	Place        Place
	Controller   Controller
	Contacts     []*Contact
	Authority    Authority
	Laws         []*LawRef
	Links        []*Link
	Notice       NoticeSettings
	Units        []*UnitDecl
	Roles        []*Role
	Declarations []*Declaration
	Parties      []*Party
	Systems      []*System
	Measures     []*Measure
	Conduct      []*Conduct
	Rights       []*Right // how rights are answered where a register says nothing of its own
	Lists        []*List
	Limits       []*Limit
	Rules        []*Clause
	RuleSets     []*RuleSet
	Datasets     []*Dataset
	// Statistics is the rule set that every statistic which Lupaus itself shows about
	// people passes; "" when none is named.
	// Keeps: TTL-27
	Statistics string
	Approves   Approves
	Follows    []*Follow
	History    []*Change
	Pos        Pos

	trees *organisationTrees // nil until all is declared
}

// Scope names a group that the promise applies to, such as member companies.
type Scope struct {
	ID   string
	Of   string // person or company
	Name Text
	Origin
}

// Place is where the organisation is: its country, time zone and whose public holidays
// count when working days are counted.
type Place struct {
	Country  string // ISO 3166-1 alpha-2
	Zone     string // IANA name, such as Europe/Oslo
	Holidays string // ISO 3166-1 alpha-2
	Origin
}

// Controller is who answers for the processing.
type Controller struct {
	Name, Address, Phone, Email, URL string
	RepresentedBy                    string // role id
	JointWith                        []string
	Origin
}

// Contact is a post that persons may turn to.
type Contact struct {
	ID           string
	Role         string // role id
	Name         Text
	Handles      []string // requests, notice, questions, incidents, applications
	Email, Phone string
	URL          string // such as a form for confidential messages
	Channel      string
	Requires     []string // what a person must give to be answered: email, phone
	Text         Text
	Origin
}

// Authority is the supervisory authority that takes complaints.
// Law: gdpr 13(2)(d)
type Authority struct {
	Name, URL, Email, Phone string
	Origin
}

// LawRef is a law the organisation's clauses may cite. The GDPR is built in as "gdpr".
type LawRef struct {
	ID     string
	Name   Text
	Number string
	URL    string
	Origin
}

// Link is a reference that the notice lists.
type Link struct {
	ID   string
	Name Text
	URL  string
	Text Text
	Origin
}

// NoticeSettings says which optional parts the notice has.
type NoticeSettings struct {
	Contents, References, Cookies bool
	Origin
}

// UnitDecl is a part of the organisation; units nest by Under.
type UnitDecl struct {
	ID, Under string
	Name      Text
	Origin
}

// Role is a post or group of staff. A clause that names a role covers its children.
type Role struct {
	ID, Under string
	Name      Text
	HeldBy    string   // one or many; "" means many
	Account   []string // what an account in this role must have, e.g. declared, second-factor
	External  bool     // not staff: everyone in an allow leaves it out
	Text      Text
	Origin
}

// Declaration is something a person signs, such as a secrecy declaration.
type Declaration struct {
	ID     string
	Name   Text
	Text   Text
	Who    []string // roles whose holders sign; nil means everybody with an account
	Signed string   // before-activation
	Lasts  Duration
	Origin
}

// Party is somebody outside the organisation that data come from or go to.
type Party struct {
	ID, Under string
	As        string // processor, recipient, joint-controller, independent-controller, source
	Name      Text
	Text      Text   // what the party does, or why its role is what it is
	Country   string // ISO 3166-1 alpha-2
	URL       string
	Group     bool   // a kind of party, filled in later by name
	Persons   string // "named": persons of the party get access by name only
	Agreement *Agreement
	Transfer  *Transfer
	Origin
}

// Agreement is what binds a party.
// Law: gdpr 28(3)
type Agreement struct {
	Needed   string // always, normally-not, never
	Document string // file name
	Title    Text
	Size     string // as published, such as 6.51 MB
	Dated    Date
	Until    Date
	Data     []string // sensitivities the agreement covers
	Public   bool
	Reason   Text // why none is needed
	Link     string
	Origin
}

// Transfer is the ground on which data may leave the EEA.
// Law: gdpr 44
type Transfer struct {
	Mechanism string // adequacy, standard-clauses, binding-rules, derogation
	Document  string
	Checked   Date
	Origin
}

// System is where data are kept.
type System struct {
	ID    string
	RunBy string   // party id; "" means the organisation itself
	Holds []string // sensitivities it is approved for
	Name  Text
	Text  Text
	URL   string // of a web site
	Origin
}

// Measure is a security measure of the record of processing.
// Law: gdpr 30(1)(g)
type Measure struct {
	ID     string
	KeptBy string // a built-in that evidence can test, or "conduct"
	Name   Text
	Text   Text
	Origin
}

// Conduct is a rule for people, with the way the software supports it. One that others
// stand under is their chapter and needs no support.
type Conduct struct {
	ID, Under string
	Name      Text
	Support   string // attest, guide, remind, report; "" for a chapter
	When      string
	Text      Text
	Origin
}

// List is a list of codes or words that fields and reasons choose from.
type List struct {
	ID     string
	Name   Text
	Type   string // codes, domains
	Values []*ListValue
	Origin
}

// ListValue is one entry of a list.
type ListValue struct {
	Code string
	Name Text
	Pos  Pos
}

// Limit is a typed value for an engine that uses it.
type Limit struct {
	ID    string
	Name  Text
	Text  Text
	Value string
	Origin
}

// Approves says which role approves a change of content and a technical change.
type Approves struct {
	Content, Technical string // role ids
	Origin
}

// Change is one entry of a document's history.
type Change struct {
	Version int
	From    Date
	By      string // role id of who approved it
	Body    Text   // who approved it, where that is no role
	Kind    string // content, technical
	Text    Text
	Source  []string
	Pos     Pos
}

// Role returns the role with this id, or nil.
func (o *Organisation) Role(id string) *Role {
	return find(o.Roles, id, func(x *Role) string { return x.ID })
}

// Unit returns the unit with this id, or nil.
func (o *Organisation) Unit(id string) *UnitDecl {
	return find(o.Units, id, func(x *UnitDecl) string { return x.ID })
}

// Party returns the party with this id, or nil.
func (o *Organisation) Party(id string) *Party {
	return find(o.Parties, id, func(x *Party) string { return x.ID })
}

// System returns the system with this id, or nil.
func (o *Organisation) System(id string) *System {
	return find(o.Systems, id, func(x *System) string { return x.ID })
}

// List returns the list with this id, or nil.
func (o *Organisation) List(id string) *List {
	return find(o.Lists, id, func(x *List) string { return x.ID })
}

// LawRef returns the law with this id, or nil; "gdpr" is not among them.
func (o *Organisation) LawRef(id string) *LawRef {
	return find(o.Laws, id, func(x *LawRef) string { return x.ID })
}

// Declaration returns the declaration with this id, or nil.
func (o *Organisation) Declaration(id string) *Declaration {
	return find(o.Declarations, id, func(x *Declaration) string { return x.ID })
}

// Value returns the entry with this code, or nil.
func (l *List) Value(code string) *ListValue {
	return find(l.Values, code, func(x *ListValue) string { return x.Code })
}

func find[T any](list []*T, id string, key func(*T) string) *T {
	for _, x := range list {
		if key(x) == id {
			return x
		}
	}
	return nil
}
