// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/lupaus/lupaus/promise/notice"
)

// OutFile is one file of the static site, at a path with slashes below its folder.
type OutFile struct {
	Path string
	Data []byte
}

// fileOf is where a page lies below its language's folder. The notice is what a visitor
// comes for.
func fileOf(id string) string {
	if id == Notice {
		return "index.html"
	}
	id = strings.ReplaceAll(id, "/", "-")
	return id + ".html"
}

// frame is what the static site puts around a page.
type frame struct {
	Lang, Title, Org, Home  string
	Style                   template.CSS
	Skip, NavLabel, Made    string
	LanguagesLabel          string
	Languages               []languageLink
	Nav                     []NavLink
	Old, Newest, NewestWord string
	Body                    template.HTML
}

type languageLink struct {
	Lang, Name, Href, Title string
	Current                 bool
}

// Static writes the whole site as files: pages in every language, the record in its
// forms, the pictures, the public agreements, the promise files, and the archive and
// notice of the newest edition, which later runs leave as they are. Agreements holds the
// documents by name and may be nil.
func (s *Site) Static(agreements fs.FS) ([]OutFile, error) {
	out := &output{files: map[string][]byte{}}
	for _, lang := range s.Languages() {
		for _, id := range s.All() {
			if err := s.staticPage(out, id, lang); err != nil {
				return nil, err
			}
		}
		pictures, err := s.MapFiles(lang)
		if err != nil {
			return nil, fmt.Errorf("publish: data map: %w", err)
		}
		maps.Copy(out.files, pictures)
	}
	if err := s.records(out); err != nil {
		return nil, err
	}
	for _, f := range PromiseFiles(s.Release.Archive()) {
		out.files["promise/"+f.Name] = f.Data
	}
	out.files[ArchiveFile] = s.Release.Archive()
	if err := s.copyAgreements(out, agreements); err != nil {
		return nil, err
	}
	if err := s.keepEdition(out); err != nil {
		return nil, err
	}
	if err := s.front(out); err != nil {
		return nil, err
	}
	return out.sorted(), nil
}

type output struct{ files map[string][]byte }

func (o *output) sorted() (out []OutFile) {
	for _, path := range slices.Sorted(maps.Keys(o.files)) {
		out = append(out, OutFile{path, o.files[path]})
	}
	return out
}

func (s *Site) records(out *output) error {
	for name, make := range map[string]func() ([]byte, error){"record.csv": s.RecordCSV, "record.xlsx": s.RecordXLSX, "record.jsonld": s.RecordJSONLD} {
		data, err := make()
		if err != nil {
			return err
		}
		out.files[name] = data
	}
	return nil
}

func (s *Site) copyAgreements(out *output, agreements fs.FS) error {
	for name := range s.Documents {
		data, err := fs.ReadFile(agreements, name)
		if err != nil {
			return fmt.Errorf("publish: agreement: %w", err)
		}
		out.files["agreements/"+name] = data
	}
	return nil
}

// below are the addresses of the static site as seen from a folder so many steps below
// its root, with the pages of one language in the folder of the page itself.
func (s *Site) below(lang string) Addresses {
	return Addresses{
		Page:     fileOf,
		Document: func(name string) string { return "../agreements/" + name },
		File:     func(name string) string { return "../" + name },
		Edition: func(n int) string {
			return fmt.Sprintf("../versions/%d/%s/index.html", n, s.editionLanguage(n, lang))
		},
	}
}

// editionLanguage is the language in which an earlier edition is read by who reads this
// one in lang: the same, where that edition had it.
func (s *Site) editionLanguage(n int, lang string) string {
	for _, e := range s.Editions {
		if e.Number == n && e.Release != nil && !slices.Contains(e.Release.Organisation.Languages, lang) {
			return e.Release.Organisation.Languages[0]
		}
	}
	return lang
}

func (s *Site) staticPage(out *output, id, lang string) error {
	to := s.below(lang)
	p, err := s.Page(id, lang, to)
	if err != nil {
		return err
	}
	f := s.frame(p)
	f.Nav = s.Nav(id, lang, to)
	for _, l := range s.Languages() {
		f.Languages = append(f.Languages, languageLink{Lang: l, Name: ownName(l), Href: "../" + l + "/" + fileOf(id), Current: l == lang})
	}
	data, err := s.render("frame", f)
	out.files[lang+"/"+fileOf(id)] = data
	return err
}

func (s *Site) frame(p Page) frame {
	org := s.Release.Organisation.Name.In(p.Lang)
	title := p.Title
	if !strings.Contains(title, org) {
		title += " – " + org
	}
	return frame{Lang: p.Lang, Title: title, Org: org, Style: pageStyle(), Home: fileOf(Notice), Skip: say(p.Lang, "skip"), NavLabel: say(p.Lang, "pages"),
		LanguagesLabel: say(p.Lang, "languages"), Made: say(p.Lang, "made-from"), Body: p.Body}
}

// pageStyle is the whole style of a page of the static site. It stands in the page: a slow
// phone needs no second journey before it shows something, and a page that is saved or
// sent looks as it did.
var pageStyle = sync.OnceValue(func() template.CSS {
	return template.CSS(compact(slices.Concat(Tokens(), styleSheet("frame.css"), Style()))) // our own files
})

// compact takes comments and line ends out of a style sheet of ours, which has no text
// that looks like them.
func compact(sheet []byte) []byte {
	var out []byte
	for len(sheet) > 0 {
		before, rest, _ := bytes.Cut(sheet, []byte("/*"))
		for line := range bytes.Lines(before) {
			out = append(out, bytes.TrimSpace(line)...)
		}
		_, sheet, _ = bytes.Cut(rest, []byte("*/"))
	}
	return out
}

func (s *Site) render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := pages[name].ExecuteTemplate(&b, "page", data); err != nil {
		return nil, fmt.Errorf("publish: %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// keepEdition writes the notice of the newest edition as it is published today, with its
// archive. Whoever publishes again leaves it as it is, so that what
// was published stays readable word for word.
// Keeps: AMS-108
func (s *Site) keepEdition(out *output) error {
	e := s.Edition()
	root := fmt.Sprintf("versions/%d/", e.Number)
	out.files[root+ArchiveFile] = s.Release.Archive()
	for _, lang := range s.Languages() {
		for _, id := range s.All() {
			if id != Notice && !strings.HasPrefix(id, registerPrefix) {
				continue
			}
			data, err := s.keptPage(id, lang)
			if err != nil {
				return err
			}
			out.files[root+lang+"/"+fileOf(id)] = data
		}
	}
	return nil
}

// keptPage is a page of an edition: it says which edition it is, and leads to the newest.
func (s *Site) keptPage(id, lang string) ([]byte, error) {
	to := Addresses{Page: func(id string) string {
		if id == Notice || strings.HasPrefix(id, registerPrefix) {
			return fileOf(id)
		}
		return ""
	}}
	p, err := s.Page(id, lang, to)
	if err != nil {
		return nil, err
	}
	e := s.Edition()
	f := s.frame(p)
	f.Newest, f.NewestWord = "../../../"+lang+"/index.html", say(lang, "newest")
	f.Old = OldEdition(lang, e)
	for _, l := range s.Languages() {
		f.Languages = append(f.Languages, languageLink{Lang: l, Name: ownName(l), Href: "../" + l + "/" + fileOf(id), Current: l == lang})
	}
	return s.render("frame", f)
}

// front is the page on which a visitor chooses a language.
func (s *Site) front(out *output) error {
	first := s.Languages()[0]
	f := frame{Lang: first, Style: pageStyle(), Org: s.Release.Organisation.Name.In(first)}
	for _, l := range s.Languages() {
		f.Languages = append(f.Languages, languageLink{Lang: l, Name: ownName(l), Href: l + "/index.html", Title: notice.Speak(s.Release, l).Say("title", s.Release.Organisation.Name.In(l))})
	}
	data, err := s.render("front", f)
	out.files["index.html"] = data
	return err
}
