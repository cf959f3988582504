// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Collator orders names as the language's readers expect. It is not safe for
// concurrent use: take a new one for each request.
//
// The library's Bokmål tailoring puts å first; that of Nynorsk puts æ, ø, å
// last, as both written forms of Norwegian do.
func (p Printer) Collator() *collate.Collator {
	tag := p.lang
	if tag == "nb" {
		tag = "nn"
	}
	return collate.New(language.Make(tag), collate.Numeric, collate.IgnoreCase)
}

// Sort orders items by a text of each, as the language's readers expect.
func Sort[T any](p Printer, items []T, by func(T) string) {
	c := p.Collator()
	slices.SortStableFunc(items, func(a, b T) int { return c.CompareString(by(a), by(b)) })
}
