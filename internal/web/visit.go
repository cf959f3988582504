// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/i18n"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// visit is one request and what is known of it.
type visit struct {
	*Server
	w http.ResponseWriter
	r *http.Request
	i18n.Printer
	token   string
	session *accounts.Session // nil: nobody is signed in
	trouble error             // why the session could not be read, though there may be one
	release *promise.Release
	book    *rulebook.Rulebook
	chips   int // how many chips the page has so far: each has an id of its own
	dirty   []string
}

// handler does one action. What it cannot do comes back as an error, which
// fail turns into a page.
type handler func(v *visit) error

// public is an action for everybody.
func (s *Server) public(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(w, r)
		if r.Method == http.MethodGet && v.switchLanguage() {
			return
		}
		if err := h(v); err != nil {
			v.fail(err)
		}
	})
}

// member is an action for whoever is signed in, bound by secrecy, and has
// accepted the rules without which nothing can be done.
//
// Keeps: HMS-37
// Keeps: TAM-01
func (s *Server) member(h handler) http.Handler {
	return s.bound(func(v *visit) error {
		if v.session.MustAccept {
			return v.see("/rules")
		}
		return h(v)
	})
}

// bound is an action for whoever is signed in and bound by secrecy: reading the
// rules comes before everything else.
func (s *Server) bound(h handler) http.Handler {
	return s.public(func(v *visit) error {
		switch {
		case v.trouble != nil:
			return v.trouble
		case v.session == nil:
			return errs.New(errs.Denied, "", "no session")
		case v.session.MustDeclare:
			return v.see("/declaration")
		case v.session.MustSetPassword:
			return v.see("/password")
		}
		return h(v)
	})
}

// working is an action for whoever has chosen a role and a purpose: without
// them no person is shown.
func (s *Server) working(h handler) http.Handler {
	return s.member(func(v *visit) error {
		if v.session.Role == "" || v.purpose() == nil {
			return v.see("/start")
		}
		if v.keepsAccounts() { // accounts have pages of their own
			return v.see("/accounts")
		}
		return h(v)
	})
}

func (s *Server) visit(w http.ResponseWriter, r *http.Request) *visit {
	v := &visit{Server: s, w: w, r: r, release: s.Promise.Release(), book: s.Promise.Rulebook()}
	v.Printer = i18n.For(v.language(), s.Promise.Zone())
	if c, err := r.Cookie(s.cookieName()); err == nil {
		v.token = c.Value
		if session, err := s.Accounts.Session(r.Context(), c.Value); err == nil {
			v.session = session
		} else if errs.KindOf(err) != errs.Denied {
			v.trouble = err
		}
	}
	return v
}

func (v *visit) ctx() context.Context { return v.r.Context() }

// languages are those that both the organisation and the catalogue have, in
// the organisation's order.
func (v *visit) languages() []string {
	have := i18n.Languages()
	return slices.DeleteFunc(slices.Clone(v.release.Organisation.Languages), func(l string) bool { return !slices.Contains(have, l) })
}

func (v *visit) language() string {
	wishes := languageChosen(v.r, v.Base)
	return i18n.Match(append(wishes, i18n.Wishes(v.r.Header.Get("Accept-Language"))...), v.languages())
}

// switchLanguage serves ?lang=…: it keeps the choice in a cookie and sends the
// reader to the same page.
func (v *visit) switchLanguage() bool {
	q := v.r.URL.Query()
	lang := q.Get("lang")
	if lang == "" || !slices.Contains(v.languages(), lang) {
		return false
	}
	v.keepLanguage(v.w, lang)
	q.Del("lang")
	to := *v.r.URL
	to.RawQuery = q.Encode()
	v.w.Header().Set("Cache-Control", "no-store")
	_ = v.see(to.RequestURI()) // it gives none
	return true
}

// work is what the services ask for: who acts, in which register, for what.
func (v *visit) work() register.Work {
	reg, _, _ := strings.Cut(v.session.Purpose, "/")
	return register.Work{Actor: v.session.Actor(), Register: reg, Purpose: v.session.Purpose, Lang: v.Lang()}
}

// purpose is what the reader works for, nil when none is chosen or the promise
// in force no longer has it.
func (v *visit) purpose() *promise.Purpose {
	if v.session == nil || v.session.Purpose == "" {
		return nil
	}
	return v.release.Purpose(v.session.Purpose)
}

// register is the register of the reader's purpose.
func (v *visit) register() *promise.Register {
	if p := v.purpose(); p != nil {
		return v.release.Register(p.Register)
	}
	return nil
}

// client is the address of whoever asks, for limits against guessing.
func (v *visit) client() string {
	if v.Proxy {
		all := strings.Split(v.r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(all[len(all)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(v.r.RemoteAddr)
	if err != nil {
		return v.r.RemoteAddr
	}
	return host
}
