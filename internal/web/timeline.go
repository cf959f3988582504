// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"

	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// entry is a dated record on the timeline.
func (b *subjectBuilder) entry(sec register.Section, rec register.Record) entryView {
	c := sec.Category
	e := entryView{ID: "record-" + rec.ID.String(), Category: c.Name.In(b.Lang()), Href: b.recordPath(c, rec), Restricted: rec.Restricted,
		Written: b.writtenText(rec), Origin: b.originText(rec)}
	values := b.values(c, rec)
	e.Title, e.sort = e.Category, rec.Written.Format("2006-01-02")
	title, dated := titleOf(rec), false
	rest := values[:0]
	for i, x := range rec.Values {
		switch {
		case i == title:
			e.Title = values[i].Text
		case !dated && x.Field.Type == promise.TypeDate:
			e.Day, e.sort, dated = values[i].Text, x.Text, true
		default:
			rest = append(rest, values[i])
		}
	}
	e.Values = rest
	return e
}

// titleOf picks what a record on a timeline is called by: a text that it must
// have, else its kind or whom it names. -1 when nothing of the sort is there.
func titleOf(rec register.Record) int {
	title := -1
	for i, x := range rec.Values {
		switch x.Field.Type {
		case promise.TypeText:
			if x.Field.Required {
				return i
			}
		case promise.TypeChoice, promise.TypeCompany, promise.TypeStaff, promise.TypePersonName:
			if title < 0 {
				title = i
			}
		}
	}
	return title
}

func sortEntries(es []entryView) {
	// Newest first; entries of one day keep the engine's order.
	sortBy(es, func(a, b entryView) int { return strings.Compare(b.sort, a.sort) })
}
