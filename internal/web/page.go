// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/lupaus/lupaus/internal/i18n"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Page is what every page has: the language, the organisation, the reader and
// where the reader stands. Page structs embed it.
type Page struct {
	i18n.Printer
	Title     string
	Tab       string // in the browser's tab and history, where it is not the title: never a name
	Org       string
	Home      string // where the organisation's name leads
	Notice    string // "" where there is none
	Outside   string // an address outside the base: where all organisations of a demonstration are; "" for none
	Density   string // compact for staff, roomy for everybody else
	Style     string
	Script    string
	Icon      string
	Languages []languageLink
	Reader    *readerView
	Bar       *barView
	Nav       []navLink
	Problems  []formProblem // what is wrong with a form, for the summary on top
	ErrorWord string        // before the title of a page with problems
}

type languageLink struct {
	Tag, Name, Href string
	Current         bool
}

// readerView is who is signed in.
type readerView struct {
	Name, Role, Unit string
	Roles            []option // more than one: there is something to choose
	Back             string
}

// barView is the purpose bar: for whom and for what the reader works.
type barView struct {
	Org, Register, Purpose, Basis string
	Laws                          string
	Groups                        []optionGroup
	Back                          string
	Chosen                        bool
}

type navLink struct {
	Href, Text string
	Current    bool
}

type option struct {
	Value, Text string
	Selected    bool
}

type optionGroup struct {
	Label   string
	Options []option
}

// formProblem is one thing that is wrong with a form.
type formProblem struct{ Field, Text string }

// chip is the small label that names a clause wherever a rule acted. Its
// sentence shows on hover and focus; a click opens the clause in the notice.
type chip struct {
	ID, Name, Href, Sentence string
	Parts                    []string // of the name, which may break between them
}

// page makes the frame of a page.
func (v *visit) page(title string) Page {
	p := Page{Printer: v.Printer, Title: title, Org: v.release.Organisation.Name.In(v.Lang()), Home: "/", Notice: "/notice", Density: "roomy",
		Style: v.assets.style, Script: v.assets.script, Icon: v.assets.icon, Languages: v.languageLinks()}
	if v.Demo != nil {
		p.Outside = v.Demo.Outside
	}
	if v.session == nil {
		return p
	}
	p.Density, p.Home = "compact", "/start"
	p.Reader = v.reader()
	if v.session.Role != "" {
		p.Bar, p.Nav = v.bar(), v.nav()
	}
	return p
}

// back is the address that a chooser in the header leads back to: this page
// when it can be asked for again, else where the work begins. That of a look-up
// tells who is on the screen. It stands on the page as the browser sent it, or
// an address of bytes that are no text would become part of one.
func (v *visit) back() string {
	if v.r.Method == http.MethodGet && !strings.HasPrefix(v.r.URL.Path, "/handed/") || strings.HasPrefix(v.r.URL.Path, "/lookups/") {
		return v.r.URL.EscapedPath()
	}
	return "/find"
}

func (v *visit) languageLinks() []languageLink { return v.linksTo(v.languages()) }

// linksTo leads to this page in each of some languages.
func (v *visit) linksTo(tags []string) []languageLink {
	out := []languageLink{}
	for _, tag := range tags {
		q := v.r.URL.Query()
		q.Set("lang", tag)
		to := url.URL{Path: v.r.URL.Path, RawQuery: q.Encode()}
		out = append(out, languageLink{Tag: tag, Name: i18n.Name(tag), Href: to.String(), Current: tag == v.Lang()})
	}
	return out
}

func (v *visit) reader() *readerView {
	r := &readerView{Name: v.session.Name, Role: v.roleName(v.session.Role), Unit: v.unitName(v.session.Unit), Back: v.back()}
	for _, id := range v.session.Roles {
		r.Roles = append(r.Roles, option{id, v.roleName(id), id == v.session.Role})
	}
	return r
}

func (v *visit) bar() *barView {
	b := &barView{Org: v.release.Organisation.Name.In(v.Lang()), Back: v.back(), Groups: v.purposeGroups(v.session.Role)}
	if p := v.purpose(); p != nil {
		b.Chosen = true
		b.Register = v.register().Name.In(v.Lang())
		b.Purpose = p.Name.In(v.Lang())
		b.Basis = v.T("basis." + p.Basis)
		b.Laws = strings.Join(v.lawNames(p.Law), ", ")
	}
	return b
}

func (v *visit) nav() []navLink {
	at := func(prefix string) bool { return strings.HasPrefix(v.r.URL.Path, prefix) }
	links := []navLink{{"/start", v.T("nav.start"), at("/start")}}
	mine := navLink{"/me", v.T("nav.me"), at("/me") || at("/sessions") || at("/password")}
	last := []navLink{mine}
	if len(v.release.RuleDocuments) > 0 {
		rules := navLink{"/rules", v.T("nav.rules"), at("/rules") || at("/acceptances")}
		if n := v.session.ToAccept; n > 0 {
			rules.Text = v.T("nav.rules.due", v.Int(n))
		}
		last = []navLink{rules, mine}
	}
	switch {
	case v.purpose() == nil:
		return append(links, last...)
	case v.keepsAccounts():
		return append(append(links, navLink{"/accounts", v.T("nav.accounts"), at("/accounts")}), last...)
	}
	if !v.findsNobody() {
		links = append(links, navLink{"/find", v.T("nav.find"), at("/find") || at("/lookups")})
	}
	if v.counts() {
		links = append(links, navLink{"/statistics", v.T("nav.statistics"), at("/statistics")})
	}
	links = append(links, v.newLinks()...)
	if len(v.listSources()) > 0 {
		links = append(links, navLink{"/import", v.T("nav.import"), at("/import")})
	}
	return append(links, last...)
}

// chip names a clause. Clauses are told apart by their full names; the notice
// has an anchor for each.
func (v *visit) chip(c *rulebook.Clause) *chip {
	if c == nil {
		return nil
	}
	return v.chipNamed(c.Name, c.Sentence(v.Lang()))
}

func (v *visit) chipNamed(name, sentence string) *chip {
	v.chips++
	return &chip{ID: fmt.Sprintf("chip-%d", v.chips), Name: name, Href: v.clauseAt(name), Sentence: sentence, Parts: strings.Split(name, "/")}
}

func (v *visit) roleName(id string) string {
	if r := v.release.Organisation.Role(id); r != nil {
		return r.Name.In(v.Lang())
	}
	if id == promise.SystemRole {
		return v.T("role.system")
	}
	return id
}

func (v *visit) unitName(id string) string {
	if u := v.release.Organisation.Unit(id); u != nil {
		return u.Name.In(v.Lang())
	}
	return id
}

func (v *visit) purposeName(qualified string) string {
	if p := v.release.Purpose(qualified); p != nil {
		return p.Name.In(v.Lang())
	}
	if strings.HasSuffix(qualified, "/"+promise.UpkeepPurpose) {
		return v.T("purpose.upkeep")
	}
	return qualified
}

func (v *visit) categoryName(qualified string) string {
	if c := v.release.Category(qualified); c != nil {
		return c.Name.In(v.Lang())
	}
	return qualified
}

// lawNames turns "journal-act 12" into the law's name with its section.
func (v *visit) lawNames(cited []string) []string {
	out := make([]string, len(cited))
	for i, c := range cited {
		id, section, _ := strings.Cut(c, " ")
		name := id
		if l := v.release.Organisation.LawRef(id); l != nil {
			name = l.Name.In(v.Lang())
		} else if id == "gdpr" {
			name = v.T("law.gdpr")
		}
		out[i] = strings.TrimSpace(name + " " + section)
	}
	return out
}

// actionName is the act in the reader's words.
func (v *visit) actionName(action string) string {
	if key := "action." + action; v.Has(key) {
		return v.T(key)
	}
	return action
}
