// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"

	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// A register may hold people, companies, visitors and things. The pages are the
// same for all; their words fit what the reader has before them.

// kindWord says what somebody or something is: a thing by what the promise
// calls it, such as a data set.
func (v *visit) kindWord(about promise.About) string {
	if about == promise.AboutNobody {
		if c := register.CardOf(v.register(), about); c != nil {
			return c.Name.In(v.Lang())
		}
	}
	return v.T("subject.kind." + string(about))
}

// newTitle is how the page for somebody or something new is called.
func (v *visit) newTitle(about promise.About) string {
	return v.T("new.title."+string(about), lowerFirst(v.kindWord(about)))
}

// findCards are the categories by which the reader may find somebody, as far as
// that can be told before anybody is looked at.
func (v *visit) findCards() []*promise.Category {
	cards := register.Cards(v.register())
	mine := slices.DeleteFunc(slices.Clone(cards), func(c *promise.Category) bool {
		return !v.could(v.session.Role, v.session.Purpose, c.Qualified(), rulebook.Find)
	})
	if len(mine) == 0 {
		return cards // whoever tries is told by which clause not
	}
	return mine
}

// findCard is the one of them that was chosen, else the first; nil where nothing
// is found at all.
func (v *visit) findCard(id string) *promise.Category {
	cards := v.findCards()
	for _, c := range cards {
		if c.ID == id {
			return c
		}
	}
	if len(cards) == 0 {
		return nil
	}
	return cards[0]
}

// openCard is the card of a look-up's subject as far as the look-up opens it,
// nil where it does not.
func (v *visit) openCard(l lookup) *promise.Category {
	for _, c := range register.Cards(v.register()) {
		if partOf(l, c.ID) != nil {
			return c
		}
	}
	return nil
}
