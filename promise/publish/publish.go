// SPDX-License-Identifier: EUPL-1.2

// Package publish makes pages of a release: the privacy notice, the record of processing
// activities, the data map, the cookie inventory, agreements, rules for people, what
// changed, and how to check all that. It also writes the record as tables and linked
// data, and the whole as a folder of static files.
//
// A [Site] is what is published. [Site.Page] renders the main content of one page in one
// language; whoever hosts it puts its own frame around it and says where other pages lie
// ([Addresses]). So a folder of files and a running server show the same pages, and a
// host adds only what is live. [Site.Static] is the one host that this package brings
// along.
//
// Law: gdpr 12(1)
// Law: gdpr 30(1)
package publish

import (
	"encoding/hex"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
)

// The pages, by id.
const (
	Notice     = "notice"
	Record     = "record"
	Map        = "map"
	Cookies    = "cookies"
	Agreements = "agreements"
	Rules      = "rules"
	History    = "history"
	Check      = "check"
)

// Site is a release with what is published of it. Give it to [New]; it is immutable
// after that and safe for concurrent use.
type Site struct {
	Release *promise.Release
	// Editions are the releases that were published, oldest first; the last one is the
	// release itself.
	Editions []Edition
	// Documents are the public agreements that are there as files, by the name that the
	// promise gives.
	Documents map[string]Document

	digest  string
	layered func() bool
}

// Edition is a release as it was published.
type Edition struct {
	Number  int       // from 1
	At      time.Time // when it was published or put in force, in the organisation's zone
	Digest  string    // hexadecimal
	Release *promise.Release
}

// Document is a file of a public agreement.
type Document struct {
	Type string // such as PDF
	Size int64  // in bytes
}

// Addresses says where a host keeps what a page links to. A nil function, and an empty
// answer, mean that the host does not offer it.
type Addresses struct {
	Page     func(id string) string   // another page, in the same language
	Document func(name string) string // a public agreement
	File     func(name string) string // a file that is the same in every language, such as record.csv
	Edition  func(number int) string  // the notice of an earlier edition, in the same language
}

func (a Addresses) page(id string) string       { return ask(a.Page, id) }
func (a Addresses) document(name string) string { return ask(a.Document, name) }
func (a Addresses) file(name string) string     { return ask(a.File, name) }
func (a Addresses) edition(n int) string        { return ask(a.Edition, n) }

func ask[T any](f func(T) string, x T) string {
	if f == nil {
		return ""
	}
	return f(x)
}

// Page is the main content of one page in one language.
type Page struct {
	ID, Lang, Title string
	Body            template.HTML
}

// Files are those that are the same in every language, besides the promise files.
var Files = []string{"record.csv", "record.xlsx", "record.jsonld"}

// New prepares the site of a release. Editions must hold at least the release itself.
func New(r *promise.Release, editions []Edition, documents map[string]Document) (*Site, error) {
	d := r.Digest()
	s := &Site{Release: r, Editions: editions, Documents: documents, digest: hex.EncodeToString(d[:])}
	if len(editions) == 0 || editions[len(editions)-1].Digest != s.digest {
		return nil, fmt.Errorf("publish: the newest of %d editions is not the release %.12s", len(editions), s.digest)
	}
	s.layered = sync.OnceValue(s.tooLong)
	return s, nil
}

// longNotice is from how many bytes on a notice is published in layers: a page that
// everybody should read, and one for each register. With its style sheet and frame a page
// stays under 100 kB then, which a slow phone has in a second.
const longNotice = 76_000

// tooLong renders the notice on one page in every language and measures it.
func (s *Site) tooLong() bool {
	for _, lang := range s.Languages() {
		v := s.view(lang, Addresses{})
		_, p := v.wholeNotice()
		if body, err := s.body(Notice, p); err == nil && len(body) > longNotice {
			return true
		}
	}
	return false
}

// Layered reports whether the notice is published in layers: [Notice] then says what
// concerns everybody, and each register has a page of its own, [RegisterPage].
func (s *Site) Layered() bool { return s.layered() }

// RegisterPage is the page of a register's own notice.
func RegisterPage(register string) string { return registerPrefix + register }

const registerPrefix = "register/"

// Where is the page that has the anchor of a clause, by the clause's full name. What rule
// documents say to people, and how tables are protected, stands among the rules.
func (s *Site) Where(clause string) string {
	document, rest, _ := strings.Cut(clause, "/")
	section, _, _ := strings.Cut(rest, "/")
	inRules := s.Release.RuleDocument(document) != nil && slices.Contains([]string{"acceptance", "conduct", "rules"}, section)
	if inRules || section == "rule-sets" || section == "datasets" {
		return Rules
	}
	if s.Layered() && s.Release.Register(document) != nil {
		return RegisterPage(document)
	}
	return Notice
}

// Languages are those of the organisation, in declared order.
func (s *Site) Languages() []string { return s.Release.Organisation.Languages }

// Edition is the newest one, the release itself.
func (s *Site) Edition() Edition { return s.Editions[len(s.Editions)-1] }

// Pages lists the pages that the release has something to say on, in their order.
func (s *Site) Pages() []string {
	r := s.Release
	has := map[string]bool{Notice: true, Record: true, Map: true, Agreements: true, History: true, Check: true,
		Rules:   len(r.RuleDocuments)+len(r.Organisation.Conduct)+len(r.Organisation.Declarations)+len(r.Organisation.RuleSets)+len(r.Organisation.Datasets) > 0,
		Cookies: slices.ContainsFunc(r.Registers, func(g *promise.Register) bool { return len(g.Trackers) > 0 })}
	return slices.DeleteFunc([]string{Notice, Record, Map, Cookies, Agreements, Rules, History, Check}, func(id string) bool { return !has[id] })
}

// All lists the pages with those of single registers among them.
func (s *Site) All() []string {
	out := s.Pages()
	if s.Layered() {
		for _, g := range s.Release.Registers {
			out = append(out, RegisterPage(g.ID))
		}
	}
	return out
}

// NavLink leads to a page of the site.
type NavLink struct {
	ID, Title, Href string
	Current         bool
}

// Nav lists the pages for a host's navigation.
func (s *Site) Nav(current, lang string, a Addresses) (out []NavLink) {
	for _, id := range s.Pages() {
		if href := a.page(id); href != "" {
			out = append(out, NavLink{ID: id, Title: say(lang, "nav-"+id), Href: href, Current: id == current})
		}
	}
	return out
}

// Page renders one page. More are entries that the host adds to the table of contents of
// the notice, for sections that it puts after the body.
func (s *Site) Page(id, lang string, a Addresses, more ...notice.Entry) (Page, error) {
	if !slices.Contains(s.All(), id) {
		return Page{}, fmt.Errorf("publish: there is no page %q", id)
	}
	v := s.view(lang, a)
	v.more = more
	name := id
	if register, ok := strings.CutPrefix(id, registerPrefix); ok {
		v.register, name = register, Notice
	}
	title, data := map[string]func(*view) (string, any){Notice: noticeOf, Record: recordOf, Map: mapOf, Cookies: cookiesOf, Agreements: agreementsOf,
		Rules: rulesOf, History: historyOf, Check: checkOf}[name](v)
	body, err := s.body(name, data)
	if err != nil {
		return Page{}, err
	}
	return Page{ID: id, Lang: v.Lang, Title: title, Body: template.HTML(body)}, nil // of our own templates, which escape
}

func (s *Site) body(name string, data any) (string, error) {
	var b strings.Builder
	if err := pages[name].ExecuteTemplate(&b, "page", data); err != nil {
		return "", fmt.Errorf("publish: page %s: %w", name, err)
	}
	return b.String(), nil
}

func (s *Site) view(lang string, a Addresses) *view {
	return &view{Speaker: notice.Speak(s.Release, lang), site: s, to: a, anchors: map[string]bool{}}
}

// view is one page while it is made.
type view struct {
	notice.Speaker
	site     *Site
	to       Addresses
	more     []notice.Entry
	layer    string          // of the notice: front, register, or "" when it is one page
	register string          // whose page it is, "" for a page of everybody
	anchors  map[string]bool // those given so far: an address leads to one place
}

// T says the pages' own words.
func (v *view) T(key string, args ...any) string { return say(v.Lang, key, args...) }

// Href is the address of another page, "" when the host does not show it.
func (v *view) Href(id string) string {
	if !strings.HasPrefix(id, registerPrefix) && !slices.Contains(v.site.Pages(), id) {
		return ""
	}
	return v.to.page(id)
}

// File is the address of a file.
func (v *view) File(name string) string { return v.to.file(name) }

// Organisation is the name of the organisation.
func (v *view) Organisation() string { return v.Text(v.site.Release.Organisation.Name) }

// Published says on which day this edition was published, and its version.
// Keeps: AMS-108
func (v *view) Published() string {
	return v.T("published", notice.DayIn(v.site.Edition().At, v.Lang), v.site.Release.Organisation.Version)
}

// Digest is the release's, in hexadecimal.
func (v *view) Digest() string { return v.site.digest }

// once gives an anchor the first time and "" after that.
func (v *view) once(anchor string) string {
	if anchor == "" || v.anchors[anchor] {
		return ""
	}
	v.anchors[anchor] = true
	return anchor
}
