// SPDX-License-Identifier: EUPL-1.2

package rulebook

import "github.com/lupaus/lupaus/promise"

// The language's actions, named here too because whoever asks a rulebook needs them.
const (
	Find        = promise.Find
	Open        = promise.OpenRecord
	Reveal      = promise.Reveal
	Add         = promise.Add
	Correct     = promise.Correct
	Erase       = promise.Erase
	Count       = promise.Count
	Profile     = promise.Profiling
	Link        = promise.LinkData
	Share       = promise.Share
	Export      = promise.Export
	Disclose    = promise.Disclose
	Publish     = promise.Publish
	Send        = promise.Send
	Receive     = promise.Receive
	Submit      = promise.Submit
	Record      = promise.Record
	Join        = promise.Join
	Install     = promise.Install
	AutoForward = promise.AutoForward
)

// ActionCount is one more than the highest action.
const ActionCount = promise.ActionCount

// ParseAction returns the action with this name.
func ParseAction(name string) (Action, bool) { return promise.ParseAction(name) }
