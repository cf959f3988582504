// SPDX-License-Identifier: EUPL-1.2

package promise

import "slices"

// Action is something one may do with data.
type Action uint8

// The actions of the language.
const (
	Find       Action = iota + 1 // see that a record exists, in lists and searches
	OpenRecord                   // "open": read a record
	Reveal                       // show a masked field
	Add
	Correct
	Erase
	Count // aggregates only
	Profiling
	LinkData // "link": join two categories
	Share
	Export
	Disclose
	Publish
	Send
	Receive
	Submit // to an AI tool
	Record
	Join
	Install
	AutoForward
)

// ActionCount is one more than the highest action, for tables indexed by action.
const ActionCount = int(AutoForward) + 1

var actionNames = [ActionCount]string{"", "find", "open", "reveal", "add", "correct", "erase", "count", "profile", "link",
	"share", "export", "disclose", "publish", "send", "receive", "submit", "record", "join", "install", "auto-forward"}

// String returns the action as the language writes it.
func (a Action) String() string {
	if int(a) >= ActionCount {
		return ""
	}
	return actionNames[a]
}

// ParseAction returns the action with this name.
func ParseAction(name string) (Action, bool) {
	i := slices.Index(actionNames[:], name)
	if i < 1 {
		return 0, false
	}
	return Action(i), true
}

// Outward reports whether the act takes data out of the organisation, so that a clause
// about a receiver can concern it.
func (a Action) Outward() bool {
	switch a {
	case Disclose, Send, Publish, Submit, AutoForward:
		return true
	}
	return false
}
