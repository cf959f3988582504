// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/compare"
	"github.com/lupaus/lupaus/promise/notice"
)

// historyPage shows the published editions with their differences, and the history that
// each document gives of itself.
//
// Keeps: AMS-106
// Keeps: AMS-107
// Keeps: AMS-108
// Keeps: TAM-290
// Keeps: TAM-293
type historyPage struct {
	*view
	Title     string
	Editions  []edition // newest first
	Documents []documentHistory
}

// edition is one published edition as it is shown.
type edition struct {
	Number        int
	Title, Digest string
	Now, First    bool
	Lost          bool // its text cannot be read any more
	Read          string
	Documents     []string // the versions that came with it
	Effects       []string
	Groups        []difference
	Folded        string
	Same          bool
}

// difference are the clauses of one document that differ between two editions.
type difference struct {
	Title string
	Items []differing
}

// differing is one clause before and after.
type differing struct{ Kind, Clause, Title, Before, After string }

// documentHistory is the history of one document.
type documentHistory struct {
	ID, Title, Version string
	Changes            []change
}

// change is one version of a document, with its date, who approved it, and what changed.
type change struct {
	Day, Who, Kind, Text, Source string
	Version                      int
}

func historyOf(v *view) (string, any) {
	p := &historyPage{view: v, Title: v.T("history-title", v.Organisation())}
	all := v.site.Editions
	for i := len(all) - 1; i >= 0; i-- {
		e := edition{Number: all[i].Number, Digest: all[i].Digest, Now: i == len(all)-1, First: i == 0, Lost: all[i].Release == nil, Read: v.to.edition(all[i].Number),
			Title: v.T("history-edition", editionDay(all, i, v.Lang))}
		if i > 0 && all[i].Release != nil && all[i-1].Release != nil {
			v.compare(&e, all[i-1].Release, all[i].Release)
		}
		p.Editions = append(p.Editions, e)
	}
	r := v.site.Release
	p.Documents = append(p.Documents, v.documentHistory(r.Organisation.ID, v.Organisation(), r.Organisation.Version, r.Organisation.History))
	for _, d := range r.RuleDocuments {
		p.Documents = append(p.Documents, v.documentHistory(d.ID, v.Text(d.Name), d.Version, d.History))
	}
	for _, g := range r.Registers {
		p.Documents = append(p.Documents, v.documentHistory(g.ID, v.Text(g.Name), g.Version, g.History))
	}
	return p.Title, p
}

// editionDay is the day of an edition, with the time when another one is of the same day.
func editionDay(all []Edition, i int, lang string) string {
	day := notice.DayIn(all[i].At, lang)
	for j, other := range all {
		if j != i && notice.DayIn(other.At, lang) == day {
			layout := "15.04"
			if lang == "en" {
				layout = "15:04"
			}
			return day + ", " + all[i].At.Format(layout)
		}
	}
	return day
}

// compare fills in what changed from one edition to the next.
func (v *view) compare(e *edition, old, current *promise.Release) {
	c := compare.Releases(old, current)
	for _, d := range c.Documents {
		if d.NewVersion > 0 && d.OldVersion > 0 && d.NewVersion != d.OldVersion {
			e.Documents = append(e.Documents, v.T("versions-of", v.Text(d.Title), d.OldVersion, d.NewVersion))
		}
	}
	for _, x := range c.Effects {
		e.Effects = append(e.Effects, v.Text(x.Sentence))
	}
	titles := map[string]string{}
	for _, d := range c.Documents {
		titles[d.ID] = v.Text(d.Title)
	}
	for _, x := range c.Items {
		if len(e.Groups) == 0 || e.Groups[len(e.Groups)-1].Title != titles[x.Document] {
			e.Groups = append(e.Groups, difference{Title: titles[x.Document]})
		}
		g := &e.Groups[len(e.Groups)-1]
		g.Items = append(g.Items, v.differing(x))
	}
	e.Same = len(c.Items) == 0
	e.Folded = v.fold(len(c.Items), false)
}

// differing says one clause before and after; where the words are the same, the values
// that differ say what changed.
func (v *view) differing(x compare.Item) differing {
	out := differing{Kind: v.T("diff-" + string(x.Kind)), Clause: x.Clause, Title: v.Text(x.Title), Before: v.Text(x.Before), After: v.Text(x.After)}
	if out.Before == out.After {
		out.Before, out.After = "", ""
		var was, is []string
		for _, d := range x.Details {
			if d.Before != "" {
				was = append(was, d.Key+": "+d.Before)
			}
			if d.After != "" {
				is = append(is, d.Key+": "+d.After)
			}
		}
		out.Before, out.After = strings.Join(was, "; "), strings.Join(is, "; ")
	}
	return out
}

func (v *view) documentHistory(id, title string, version int, history []*promise.Change) documentHistory {
	return documentHistory{ID: id, Title: title, Version: v.T("rules-version", version), Changes: v.changes(history)}
}

// changes says the history of a document, as the file gives it, newest first.
// Keeps: TAM-293
// Keeps: TAM-294
// Keeps: TAM-296
func (v *view) changes(history []*promise.Change) (out []change) {
	for i := len(history) - 1; i >= 0; i-- {
		h := history[i]
		who := v.Role(h.By)
		if who == "" {
			who = v.Text(h.Body)
		}
		kind := ""
		if h.Kind != "" {
			kind = v.T("kind-" + h.Kind)
		}
		out = append(out, change{Day: v.Day(h.From), Version: h.Version, Who: who, Kind: kind, Text: v.Text(h.Text), Source: strings.Join(h.Source, ", ")})
	}
	return out
}

// checkPage says how to check that what is shown is what rules.
type checkPage struct {
	*view
	Title     string
	Archive   string // address of the archive
	Promises  []fileLink
	Files     []fileLink
	Published string
}

func checkOf(v *view) (string, any) {
	p := &checkPage{view: v, Title: v.T("check-title", v.Organisation()), Archive: v.File(ArchiveFile), Published: v.Published()}
	for _, f := range PromiseFiles(v.site.Release.Archive()) {
		if href := v.File("promise/" + f.Name); href != "" {
			p.Promises = append(p.Promises, fileLink{f.Name, href, "YAML"})
		}
	}
	for _, name := range Files {
		if href := v.File(name); href != "" {
			p.Files = append(p.Files, fileLink{name, href, strings.ToUpper(name[strings.LastIndex(name, ".")+1:])})
		}
	}
	return p.Title, p
}

// ArchiveFile is the name of the file that holds a whole release: its SHA-256 is the
// release's digest.
const ArchiveFile = "release.promise"

func digestOf(archive []byte) string {
	sum := sha256.Sum256(archive)
	return hex.EncodeToString(sum[:])
}
