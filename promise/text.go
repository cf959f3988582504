// SPDX-License-Identifier: EUPL-1.2

package promise

import "slices"

// Pos is a place in a promise file. Line and Column count from 1.
type Pos struct {
	File         string
	Line, Column int
}

// Origin says where a clause comes from: its place in the file and the reason it stands
// there. Source names requirement rows, Assumed says why we chose when the source is
// silent, Law cites laws the organisation declares ("journal-act", "gdpr 6(1)(e)").
type Origin struct {
	// Clause is the clause's full name, such as "personal-journal/purposes/care".
	Clause  string
	Pos     Pos
	Source  []string
	Assumed string
	Law     []string
}

// Text is one text in several languages: language tag to words. It never rules
// anything. A loaded text holds the words of the first declared language once more under
// the empty tag, so that it can fall back without knowing its organisation.
type Text map[string]string

// In returns the words in the wanted language, else those of the language declared
// first, else those of the first tag in the alphabet, else "".
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	if s, ok := t[""]; ok {
		return s
	}
	if tags := t.Languages(); len(tags) > 0 {
		return t[tags[0]]
	}
	return ""
}

// Languages returns the tags of the languages the text has words in, sorted.
func (t Text) Languages() []string {
	var tags []string
	for tag := range t {
		if tag != "" {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}
