// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// SystemRole is the role the house itself acts in, under derived clauses.
const SystemRole = "system"

// Actor is who acts: one person in one role, or the system. Only package
// accounts makes one for a person, after checking the session.
type Actor struct {
	ID      opaque.ID // zero for the system
	Name    string    // shown in extracts, sealed under the actor's own log key
	Role    string    // the one acting role
	Unit    string    // "" when the promise has no units
	Session string    // opaque id of the session, or the task's name for the system
	// What is known of the actor's account, as the facts of the language.
	Declared, SecondFactor bool
}

// System is the actor of a task of the house itself.
func System(task string) Actor { return Actor{Role: SystemRole, Session: task} }

// Ask is what somebody wants to do.
type Ask struct {
	Actor      Actor
	Action     rulebook.Action
	Purpose    string      // qualified: register/purpose
	Subjects   []opaque.ID // people or companies
	Categories []string    // qualified: register/category
	// Items are single records, when they are decided one by one. With items,
	// Subjects and Categories are taken from them.
	Items []Item
	// Safeguards that were given.
	Reason    string // a code of the list the clause names, or free text
	Text      string // free text beside the reason; kept sealed, withheld from extracts
	Confirmed bool
	// LeaveOut leaves refused subjects and items out and counts them by clause,
	// instead of refusing the whole ask: for lists and searches.
	LeaveOut bool
	// Quiet keeps sub-leaves out of the entry: the system reads for an index
	// and nobody sees anything (a find records whom it shows).
	Quiet bool
	// Receiver is the colleague that a share goes to.
	Receiver opaque.ID
	// Continues is the entry of the look-up that this one repeats, 0 for none.
	Continues int64
	// Content is the hash, in hex, of what a read is about where it lies outside
	// the house, such as a file that somebody handed in; Size says how many lines
	// it has. Both stand in the public part of the entry; "" and 0 say nothing.
	Content string
	Size    int
	// Seen is what the asking room has just read for this ask. It is handed to
	// the room's own source of facts, so that the same rows are not fetched
	// twice; the gate and other sources make nothing of it. Inside the
	// transaction of a change it is not given: facts are read anew there.
	Seen any
}

// Item is one record to decide about, with what the record itself says.
type Item struct {
	Subject    opaque.ID
	Category   string
	Record     opaque.ID
	Restricted bool      // marked as restricted by whoever wrote it
	Author     opaque.ID // who wrote it
}

// cell is the smallest thing that is decided.
type cell struct {
	subject    opaque.ID
	category   string
	restricted bool
	author     bool
	records    []opaque.ID
}

// Verdict is the decision about one subject, category and (with items) the
// records that are alike for the rules.
type Verdict struct {
	Subject  opaque.ID
	Category string
	Records  []opaque.ID
	rulebook.Decision
	Facts rulebook.Facts
	// Unmet are safeguards that must be there before the act and are not.
	Unmet []promise.Safeguard
}

// cells lists what an ask is about, alike items together, in a stable order.
func (a *Ask) cells() []cell {
	if a.Items == nil {
		out := make([]cell, 0, len(a.Subjects)*len(a.Categories))
		for _, s := range a.Subjects {
			for _, c := range a.Categories {
				out = append(out, cell{subject: s, category: c})
			}
		}
		if len(a.Subjects) == 0 {
			for _, c := range a.Categories {
				out = append(out, cell{category: c})
			}
		}
		return out
	}
	type key struct {
		subject            opaque.ID
		category           string
		restricted, author bool
	}
	at := map[key]int{}
	var out []cell
	for _, it := range a.Items {
		k := key{it.Subject, it.Category, it.Restricted, !it.Author.IsZero() && it.Author == a.Actor.ID}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, cell{subject: k.subject, category: k.category, restricted: k.restricted, author: k.author})
		}
		out[i].records = append(out[i].records, it.Record)
	}
	return out
}
