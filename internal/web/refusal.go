// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strconv"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/i18n"
)

// refusalView is the card that stands where the data would be: what was asked,
// which clause says no, what would make it possible, and that it is recorded.
//
// Keeps: HMS-34
type refusalView struct {
	i18n.Printer
	Title, Asked, Sentence string
	Chip                   *chip
	Possible               []string
	Entry, EntryHref       string
}

type refusedPage struct {
	Page
	Refusal *refusalView
	Back    link
}

func (v *visit) refusal(r *gate.Refusal) *refusalView {
	out := &refusalView{Printer: v.Printer, Title: v.T("refusal.title"), Chip: v.chip(r.Clause), Sentence: r.Clause.Sentence(v.Lang())}
	if r.Clause.Section == "retention" { // it forbids because of a period: that is what to say
		out.Sentence = v.retentionSentence(r.Clause.Name)
		out.Chip = v.chipNamed(r.Clause.Name, out.Sentence)
	}
	if r.Silent {
		out.Sentence = v.T("refusal.silent", out.Sentence)
	}
	out.Asked = v.T("refusal.act", upperFirst(v.actionName(r.Action.String())), v.categoryName(r.Category), v.purposeName(r.Purpose), v.roleName(v.session.Role))
	for _, s := range r.WouldAllow(v.Lang()) {
		if s.Text != "" {
			out.Possible = append(out.Possible, s.Text)
		}
	}
	if r.Entry > 0 {
		out.Entry, out.EntryHref = v.Int64(r.Entry), "/entries/"+strconv.FormatInt(r.Entry, 10)
	}
	return out
}

// refuse shows a refusal as a page of its own, where no page of a person is
// there to hold it.
func (v *visit) refuse(r *gate.Refusal) {
	p := &refusedPage{Page: v.page(v.T("refusal.title")), Refusal: v.refusal(r), Back: v.homeLink()}
	v.show(http.StatusForbidden, "refused", p)
}
