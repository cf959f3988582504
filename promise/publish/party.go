// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"fmt"
	"strings"

	"github.com/lupaus/lupaus/promise/notice"
)

// party is a party as it is shown.
type party struct {
	notice.Party
	Anchor  string
	Members []party
	About   string // what is known of the document: kind, size, date
	Href    string // where the document lies, "" when the host does not offer it
	Origin  origin
}

// party says what is known of a party and its public agreement.
//
// Keeps: HMS-41
func (v *view) party(p notice.Party) party {
	out := party{Party: p, Anchor: v.once(p.Anchor), Origin: v.origin(p.Anchor, nil, p.Source, p.Assumed)}
	for _, m := range p.Members {
		out.Members = append(out.Members, v.party(m))
	}
	if p.Document == "" {
		return out
	}
	kind, size := p.Type, p.Size
	if d, ok := v.site.Documents[p.Document]; ok {
		out.Href = v.to.document(p.Document)
		if d.Type != "" {
			kind = d.Type
		}
		if size == "" {
			size = bytesIn(d.Size, v.Lang)
		}
	}
	var about []string
	for _, x := range []string{kind, size} {
		if x != "" {
			about = append(about, x)
		}
	}
	out.About = strings.Join(about, " · ")
	return out
}

// bytesIn writes a size as a reader knows it: "6.5 MB", with the language's comma.
func bytesIn(n int64, lang string) string {
	text := fmt.Sprintf("%d B", n)
	switch {
	case n >= 1<<20:
		text = fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		text = fmt.Sprintf("%.0f kB", float64(n)/(1<<10))
	}
	if lang != "en" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
