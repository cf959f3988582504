// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/url"
	"strings"

	"github.com/lupaus/lupaus/internal/register"
)

// asks makes one form for each clause that opens something more.
func (b *subjectBuilder) asks() {
	at := map[string]int{}
	for _, sec := range b.preview.Sections {
		if sec.Closed != nil || b.isOpen(sec.Category.ID) {
			continue
		}
		name := sec.Category.Name.In(b.Lang())
		prefix := askPrefix(sec.Verdict)
		if i, ok := at[prefix]; ok {
			b.alsoAsk(&b.out.Ask[i], sec)
			continue
		}
		at[prefix] = len(b.out.Ask)
		typed := url.Values{}
		if b.extra != nil && strings.Contains(" "+strings.Join(b.extra.typed["category"], " ")+" ", " "+sec.Category.ID+" ") {
			typed = b.extra.typed
		}
		a := askView{ID: "open-" + sec.Category.ID, Name: name, Category: sec.Category.ID, Action: b.path + "/open",
			Text: b.askText(sec), Chip: b.chip(sec.Verdict.Clause), Button: b.T("subject.open", lowerFirst(name))}
		a.Inputs = b.safeguardInputs(safeguards(sec.Verdict), prefix, typed)
		if b.extra != nil {
			markProblems(a.Inputs, b.extra.problems)
		}
		b.out.Ask = append(b.out.Ask, a)
	}
}

// alsoAsk adds a category to a form: the reader ticks which to open.
func (b *subjectBuilder) alsoAsk(a *askView, sec register.Section) {
	if a.Category != "" {
		first := input{Kind: "radios", Type: "checkbox", ID: a.ID + "-what", Name: "category", Label: b.T("subject.open.what"), Options: []option{{a.Category, a.Name, true}}}
		a.Inputs = append([]input{first}, a.Inputs...)
		a.Category, a.Button = "", b.T("subject.open.chosen")
		a.Name = b.T("subject.open.more")
	}
	a.Inputs[0].Options = append(a.Inputs[0].Options, option{sec.Category.ID, sec.Category.Name.In(b.Lang()), true})
}

func (b *subjectBuilder) askText(sec register.Section) string {
	if len(safeguards(sec.Verdict)) == 0 {
		return b.T("subject.ask.click." + string(b.preview.About))
	}
	return b.T("subject.ask.first." + string(b.preview.About))
}

func (b *subjectBuilder) isOpen(category string) bool {
	for _, s := range b.opened {
		if s.Category.ID == category {
			return true
		}
	}
	return false
}

// closed names what the reader may not open, each with its clause.
func (b *subjectBuilder) closed() {
	for _, sec := range b.preview.Sections {
		if sec.Closed == nil || (b.refused != nil && b.refused.Category == sec.Category.Qualified()) {
			continue // what was just refused has its card
		}
		c := sec.Closed.Clause
		b.out.Closed = append(b.out.Closed, closedView{ID: "closed-" + sec.Category.ID, Name: sec.Category.Name.In(b.Lang()), Category: sec.Category.ID,
			Action: b.path + "/open", Sentence: c.Sentence(b.Lang()), Chip: b.chip(c)})
	}
}

// adds offers what the reader may write.
func (b *subjectBuilder) adds() {
	for _, sec := range b.preview.Sections {
		if sec.CanAdd && sec.Category.Many {
			b.out.Adds = append(b.out.Adds, link{b.path + "/add/" + sec.Category.ID, b.T("subject.add", lowerFirst(sec.Category.Name.In(b.Lang())))})
		}
	}
}
