// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"

	"github.com/lupaus/lupaus/promise/notice"
	"github.com/lupaus/lupaus/promise/publish"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// showNotice is the privacy notice: what the promise file says, for everybody, with the
// key that the log is checked by and the rules that always apply.
//
// Keeps: HMS-01
// Keeps: HMS-02
// Keeps: HMS-03
// Law: gdpr 13
func (s *Server) showNotice(v *visit) error {
	site, err := v.site()
	if err != nil {
		return err
	}
	others := v.otherClauses()
	more := []notice.Entry{{Anchor: "verifier", Title: v.T("notice.verifier")}}
	if len(others) > 0 {
		more = append(more, notice.Entry{Anchor: "built-in", Title: v.T("notice.built-in")})
	}
	p, err := v.publishedPage(site, publish.Notice, v.addresses(), more...)
	if err != nil {
		return err
	}
	p.Live, p.Others, p.OtherCount = true, others, v.N("notice.clauses", len(others))
	p.Verifier, p.Checkpoint = s.Promise.Verifier(), strings.TrimSpace(string(s.Promise.Checkpoint()))
	return v.ok("notice", p)
}

// otherClauses are those that no file states: the law's own and those under which the
// system keeps itself going. A chip can name them.
func (v *visit) otherClauses() (out []noticeClause) {
	for _, c := range v.book.Clauses() {
		if c.Derived || c.Builtin {
			out = append(out, noticeClause{Anchor: c.Name, Sentence: c.Sentence(v.Lang()), Origin: v.originOf(c)})
		}
	}
	return out
}

// originOf is where such a clause comes from, in one line.
func (v *visit) originOf(c *rulebook.Clause) string {
	parts := append(v.lawNames(c.Law), c.Source...)
	return strings.Join(parts, " · ")
}
