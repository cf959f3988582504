// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
)

// errorPage says calmly what happened, that nothing was half done, and what
// would mend it. It holds no data and no text of the error itself.
type errorPage struct {
	Page
	What, Mend string
	Links      []link
}

type link struct{ Href, Text string }

// fail is the one place that turns an error into a status and a page.
func (v *visit) fail(err error) {
	if r, ok := gate.AsRefusal(err); ok {
		v.refuse(r)
		return
	}
	if s, ok := errors.AsType[*sizeError](err); ok {
		v.showError(http.StatusRequestEntityTooLarge, v.T("error.too-large.title"), v.T("error.too-large.what", v.Bytes(int(s.limit))), v.T("error.too-large.mend"))
		return
	}
	status, key := kindPage(err)
	if status == http.StatusUnauthorized && v.session != nil && errs.KeyOf(err) != "error.session-ended" {
		status, key = http.StatusForbidden, "denied" // signed in, but not like that
	}
	if status == http.StatusUnauthorized {
		_ = v.see("/sign-in") // it gives none
		return
	}
	if status == http.StatusInternalServerError {
		v.Log.Error("request failed", "method", v.r.Method, "route", v.r.Pattern, "error", err)
	}
	words := func(part string) string {
		if own := errs.KeyOf(err) + part; v.Has(own) { // an error that knows better than its kind
			return v.T(own)
		}
		return v.T("error." + key + part)
	}
	v.showError(status, words(".title"), words(".what"), words(".mend"))
}

// kindPage maps a kind of error to a status and the texts error.<key>.title,
// .what and .mend.
func kindPage(err error) (status int, key string) {
	switch errs.KindOf(err) {
	case errs.Invalid:
		return http.StatusBadRequest, "form"
	case errs.NotFound:
		return http.StatusNotFound, "not-found"
	case errs.Denied:
		return http.StatusUnauthorized, ""
	case errs.Conflict:
		return http.StatusConflict, "conflict"
	case errs.Expired:
		return http.StatusGone, "expired"
	case errs.Unavailable:
		return http.StatusServiceUnavailable, unavailableKey(errs.KeyOf(err))
	}
	switch {
	case errors.Is(err, ledger.ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable, "unavailable"
	}
	return http.StatusInternalServerError, "internal"
}

// unavailableKey keeps the causes that have a mend of their own apart.
func unavailableKey(key string) string {
	switch key {
	case "error.clock":
		return "clock"
	case "error.rolled-back":
		return "rolled-back"
	}
	return "unavailable"
}

func (v *visit) failAs(status int, key string) {
	v.showError(status, v.T("error."+key+".title"), v.T("error."+key+".what"), v.T("error."+key+".mend"))
}

func (v *visit) showError(status int, title, what, mend string) {
	p := &errorPage{Page: v.page(title), What: what, Mend: mend}
	if v.session != nil {
		p.Links = append(p.Links, v.homeLink())
	} else {
		p.Links = append(p.Links, link{"/", v.T("error.link.front")})
	}
	v.show(status, "error", p)
}
