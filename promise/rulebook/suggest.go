// SPDX-License-Identifier: EUPL-1.2

package rulebook

// Suggestion is one way in which a refused act would be possible.
type Suggestion struct {
	Kind    string   // facts, purpose, role, break-glass
	Purpose string   // qualified purpose to act for
	Facts   []string // facts that would have to be true, or false when they start with "not "
	Roles   []string // role ids that may
	Clause  *Clause  // the allow that would decide
	Text    string   // the same in the reader's language
}

// WouldAllow says what would make a refused act possible.
func (b *Rulebook) WouldAllow(q Query, f Facts, lang string) []Suggestion { return nil }
