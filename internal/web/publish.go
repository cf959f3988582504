// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
	"github.com/lupaus/lupaus/promise/publish"
)

// What is published of the promise in force stands here as it stands in a folder of
// files; added is what is live: the ledger's key and newest checkpoint, and the rules that
// always apply.

// publishedPage is a published page in the frame of this site.
type publishedPage struct {
	Page
	Body       template.HTML
	Links      []publish.NavLink
	Old        string // which earlier edition this is
	Newest     string // where the newest one stands
	Live       bool   // the notice in force, with what is live on it
	Others     []noticeClause
	OtherCount string
	Verifier   string
	Checkpoint string
}

type noticeClause struct{ Anchor, Sentence, Origin string }

// editionsShown is how many editions the history goes back: each is compared with the one
// before it.
const editionsShown = 50

// siteKey tells sites apart: the digest of the release, and how often one was put in force.
type siteKey struct {
	digest [32]byte
	number int
}

// site is what is published of the promise in force. It is prepared once for each switch
// of the rulebook. When the ledger cannot be read, the notice in force stands all the
// same, without the earlier editions.
func (v *visit) site() (*publish.Site, error) {
	editions := v.editions()
	key := siteKey{v.book.Digest(), len(editions)}
	v.mu.Lock()
	s, ok := v.sites[key]
	v.mu.Unlock()
	if ok {
		return s, nil
	}
	s, err := publish.New(v.release, editions, v.publicDocuments(v.release))
	if err != nil {
		return nil, errs.New(errs.Internal, "", "site: %w", err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.sites) > 8 { // of rulebooks of the past
		clear(v.sites)
	}
	v.sites[key] = s
	return s, nil
}

// editions are the releases that were in force, up to the one that this request sees.
//
// Keeps: AMS-106
func (v *visit) editions() (out []publish.Edition) {
	d := v.book.Digest()
	now := hex.EncodeToString(d[:])
	all, err := v.Promise.Editions(v.ctx())
	if err != nil {
		v.Log.Warn("earlier editions not read", "error", err)
	}
	for i, e := range all {
		out = append(out, publish.Edition{Number: i + 1, At: e.At.In(v.Zone()), Digest: e.Digest, Release: e.Release})
	}
	for len(out) > 0 && out[len(out)-1].Digest != now { // one was put in force since this request began
		out = out[:len(out)-1]
	}
	if len(out) == 0 {
		return []publish.Edition{{Number: 1, At: v.Config.Clock.Now().In(v.Zone()), Digest: now, Release: v.release}}
	}
	return out[max(0, len(out)-editionsShown):]
}

func (v *visit) publicDocuments(r *promise.Release) map[string]publish.Document {
	if v.Documents == nil {
		return nil
	}
	found, _ := publish.FindDocuments(r, v.Documents)
	return found
}

// addresses says where the published pages lie on this site, as the browser needs it:
// what comes rendered does not go through the templates' at.
func (v *visit) addresses() publish.Addresses {
	return publish.Addresses{
		Page:     func(id string) string { return v.at(publishedAt(id)) },
		Document: func(name string) string { return v.at("/notice/documents/" + name) },
		File:     func(name string) string { return v.at("/notice/files/" + name) },
		Edition:  func(n int) string { return v.at("/notice/versions/" + strconv.Itoa(n)) },
	}
}

// publishedAt is the address of a published page.
func publishedAt(id string) string {
	if register, ok := strings.CutPrefix(id, publish.RegisterPage("")); ok {
		return "/notice/registers/" + register
	}
	if id == publish.Notice {
		return "/notice"
	}
	return "/notice/" + id
}

// clauseAt is the address of a clause where it is published. What the law and the system
// add stands on the notice, whichever register it is about.
func (v *visit) clauseAt(name string) string {
	page := publish.Notice
	if c := v.book.ClauseByName(name); c == nil || !c.Derived && !c.Builtin {
		if s, err := v.site(); err == nil {
			page = s.Where(name)
		}
	}
	return publishedAt(page) + "#" + name
}

// showPublished shows one of the published pages, but for the notice.
func (s *Server) showPublished(v *visit) error { return v.published(v.r.PathValue("page")) }

// showRegister shows the notice of one register, where the notice is in layers.
func (s *Server) showRegister(v *visit) error {
	return v.published(publish.RegisterPage(v.r.PathValue("register")))
}

func (v *visit) published(id string) error {
	site, err := v.site()
	if err != nil {
		return err
	}
	if !slices.Contains(site.All(), id) {
		return errs.New(errs.NotFound, "", "nothing is published under that name")
	}
	p, err := v.publishedPage(site, id, v.addresses())
	if err != nil {
		return err
	}
	return v.ok("notice", p)
}

func (v *visit) publishedPage(site *publish.Site, id string, to publish.Addresses, more ...notice.Entry) (*publishedPage, error) {
	body, err := site.Page(id, v.Lang(), to, more...)
	if err != nil {
		return nil, errs.New(errs.Internal, "", "published page: %w", err)
	}
	p := &publishedPage{Page: v.page(body.Title), Body: body.Body, Links: site.Nav(id, v.Lang(), publish.Addresses{Page: publishedAt})}
	p.Density, p.Bar, p.Nav = "roomy", nil, nil
	return p, nil
}

// showEdition shows the notice of an earlier edition as it was.
//
// Keeps: AMS-108
func (s *Server) showEdition(v *visit) error {
	site, err := v.site()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.r.PathValue("number"))
	at := slices.IndexFunc(site.Editions, func(e publish.Edition) bool { return e.Number == n })
	if err != nil || at < 0 || site.Editions[at].Release == nil {
		return errs.New(errs.NotFound, "", "no edition of that number can be read")
	}
	then := site.Editions[at]
	old, err := publish.New(then.Release, site.Editions[:at+1], v.publicDocuments(then.Release))
	if err != nil {
		return errs.New(errs.Internal, "", "edition: %w", err)
	}
	id := publish.Notice
	if register := v.r.PathValue("register"); register != "" {
		id = publish.RegisterPage(register)
	}
	if !slices.Contains(old.All(), id) {
		return errs.New(errs.NotFound, "", "that edition has no such page")
	}
	p, err := v.publishedPage(old, id, v.editionAddresses(n))
	if err != nil {
		return err
	}
	p.Links = nil
	p.Old, p.Newest = publish.OldEdition(v.Lang(), then), "/notice"
	return v.ok("notice", p)
}

// editionAddresses lead from page to page of one edition, and nowhere else.
func (v *visit) editionAddresses(n int) publish.Addresses {
	root := "/notice/versions/" + strconv.Itoa(n)
	return publish.Addresses{Page: func(id string) string {
		if register, ok := strings.CutPrefix(id, publish.RegisterPage("")); ok {
			return v.at(root + "/registers/" + register)
		}
		if id == publish.Notice {
			return v.at(root)
		}
		return ""
	}}
}

// publishedFile hands over what is published as a file: the record of processing, the
// promise files, the data maps as pictures.
func (s *Server) publishedFile(v *visit) error {
	site, err := v.site()
	if err != nil {
		return err
	}
	name := v.r.PathValue("name")
	content, kind, err := site.File(name)
	if err != nil {
		return errs.New(errs.Internal, "", "published file: %w", err)
	}
	if content == nil {
		return errs.New(errs.NotFound, "", "nothing is published under that name")
	}
	h := v.w.Header()
	h.Set("Content-Type", kind)
	// A picture has its colours inside it, and nothing else may run in a file.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	if !strings.HasPrefix(kind, "image/") && !strings.HasPrefix(kind, "text/plain") {
		return v.send(name, kind, content)
	}
	_, _ = v.w.Write(content) // the reader has gone away: nobody to tell
	return nil
}

// document hands over an agreement that the promise makes public, and no other file.
//
// Keeps: HMS-41
func (s *Server) document(v *visit) error {
	name := v.r.PathValue("name")
	if _, ok := v.publicDocuments(v.release)[name]; !ok {
		return errs.New(errs.NotFound, "", "no public document of that name")
	}
	content, err := fs.ReadFile(s.Documents, name)
	if err != nil {
		return errs.New(errs.NotFound, "", "document: %w", err)
	}
	return v.send(name, http.DetectContentType(content), content)
}
