// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// Addresses. Inside this package an address of ours is the path below the
// base: "/find" is the search, wherever the pages live. The base is put before
// it where it leaves for the browser, and nowhere else: by at in templates, by
// see for redirects, and as the path of cookies.

var baseForm = regexp.MustCompile(`^(/[a-z0-9][a-z0-9-]*)*$`)

func checkBase(base string) error {
	if !baseForm.MatchString(base) {
		return fmt.Errorf("web: base %q is no path: it begins with a slash, ends without one, and has small letters, digits and hyphens", base)
	}
	return nil
}

// at is an address as the browser needs it. What is no path of ours (a mail
// address, an anchor, a page of somebody else) stays as it is.
func (c Config) at(address string) string {
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") {
		return c.Base + address
	}
	return address
}

// see sends the reader on after something was done.
func (v *visit) see(path string) error {
	http.Redirect(v.w, v.r, v.at(localPath(path)), http.StatusSeeOther)
	return nil
}

// localPath keeps a redirect on this site: "//elsewhere" and "/\elsewhere" are
// addresses of other sites to a browser.
func localPath(p string) string {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n\t") {
		return "/"
	}
	return p
}

const languageCookie = "lang"

// own makes a cookie's name the base's own: a browser sends the cookies of
// "/" below every base as well.
func own(name, base string) string { return name + strings.ReplaceAll(base, "/", "-") }

// cookieName is the session cookie's. With the prefix the browser itself
// refuses to take it from anywhere but this host over TLS; __Host- binds it to
// the whole host, so below a base it is __Secure-.
func (c Config) cookieName() string {
	switch {
	case !c.Secure:
		return own("lupaus", c.Base)
	case c.Base == "":
		return "__Host-lupaus"
	}
	return own("__Secure-lupaus", c.Base)
}

// languageChosen is the language that the reader chose here, then the one
// chosen where the bases are listed.
func languageChosen(r *http.Request, base string) (wishes []string) {
	for _, name := range []string{own(languageCookie, base), languageCookie} {
		if c, err := r.Cookie(name); err == nil {
			wishes = append(wishes, c.Value)
		}
	}
	return wishes
}

func (c Config) keepLanguage(w http.ResponseWriter, lang string) {
	http.SetCookie(w, &http.Cookie{Name: own(languageCookie, c.Base), Value: lang, Path: c.Base + "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode})
}

func (v *visit) setSession(token string) {
	c := &http.Cookie{Name: v.cookieName(), Value: token, Path: v.Base + "/", HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(v.w, c)
}

// refresh lets a page load itself again without a script.
func refresh(w http.ResponseWriter) { w.Header().Set("Refresh", strconv.Itoa(refreshEvery)) }
