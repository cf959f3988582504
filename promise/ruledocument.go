// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"slices"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// RuleDocument is what people have to read and accept: rules for conduct, in chapters,
// with a version that each reader accepts. Kinds communication and research are rule
// documents; what their engines will add to them is reserved.
//
// What it declares besides (roles, laws, parties, systems, measures, lists, limits,
// declarations and links) counts as declared by the organisation, so that an organisation
// which follows the document need not repeat it.
// Keeps: TAM-01
// Keeps: TAM-02
type RuleDocument struct {
	Kind    string // communication, research
	ID      string
	Owner   string // the organisation whose document it is, "" when it is our own
	Version int
	Name    Text
	Text    Text

	Acceptance *Acceptance // nil when nobody has to accept it
	Conduct    []*Conduct
	Rules      []*Clause
	Approves   Approves
	Open       []string
	History    []*Change
	Pos        Pos
}

// Acceptance says who must read and accept a rule document, and what happens before.
// Keeps: TAM-01
// Keeps: TAM-04
type Acceptance struct {
	// Who are the roles whose holders accept it; everyone stands for all staff roles,
	// external roles are named.
	Who []string
	// BeforeAccess says that nothing can be done until it is accepted: at once, or, when
	// Within is given too, after that time.
	BeforeAccess bool
	// Again says which new version has to be accepted anew: content, every or never.
	Again  string
	Within Duration
	Text   Text // the words that are accepted
	Owner  string
	Origin
}

// Follow is a document of another organisation that this one takes over at one version.
// Keeps: TAM-03
type Follow struct {
	ID       string
	Owner    string // organisation id
	Document string // document id
	Version  int
	Fills    []string // paths that were filled
	Adds     []string // clauses that were added, by full name
	Origin

	fills, adds *strict.Node
}

// ContentVersion is the newest version that changed what the document says; a technical
// correction after it asks nobody to accept the document again.
// Keeps: TAM-292
func (d *RuleDocument) ContentVersion() int {
	newest := 0
	for _, h := range d.History {
		if h.Kind != "technical" {
			newest = max(newest, h.Version)
		}
	}
	if newest == 0 {
		return d.Version
	}
	return newest
}

// AcceptVersion is the version that readers have to have accepted, or one after it.
func (d *RuleDocument) AcceptVersion() int {
	if d.Acceptance == nil {
		return 0
	}
	switch d.Acceptance.Again {
	case "every":
		return d.Version
	case "never":
		return 1
	}
	return d.ContentVersion()
}

// Concerns reports whether a holder of one of these roles has to sign the declaration.
func (d *Declaration) Concerns(o *Organisation, roles []string) bool {
	return len(d.Who) == 0 || slices.ContainsFunc(d.Who, func(id string) bool {
		below := o.RolesBelow(id)
		return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(below, r) })
	})
}

// Below returns the conduct clauses right under another, in file order; the chapters
// under "".
func (d *RuleDocument) Below(id string) []*Conduct {
	var out []*Conduct
	for _, c := range d.Conduct {
		if c.Under == id {
			out = append(out, c)
		}
	}
	return out
}

// Attested returns the conduct clauses that a reader confirms one by one.
func (d *RuleDocument) Attested() []*Conduct {
	var out []*Conduct
	for _, c := range d.Conduct {
		if c.Support == "attest" {
			out = append(out, c)
		}
	}
	return out
}

// RuleDocument returns the rule document with this id, or nil.
func (r *Release) RuleDocument(id string) *RuleDocument {
	return find(r.RuleDocuments, id, func(d *RuleDocument) string { return d.ID })
}
