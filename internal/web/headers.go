// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/http"
	"strings"
)

// policy lets a page load files of our own and nothing else. Scripts and
// styles inside a page are refused by it, ours too.
const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// guard sets the headers of every answer, stops writes that another site
// started, and gives each request its time.
//
// Keeps: HMS-88
func (s *Server) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.visit(w, r).failAs(http.StatusForbidden, "cross-origin")
	}))
	checked := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header(), s.Secure)
		limit := workTime
		if strings.HasPrefix(r.URL.Path, "/import") {
			limit = longWorkTime
		}
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		checked.ServeHTTP(w, r.WithContext(ctx))
	})
}

// setHeaders says what a browser may do with an answer.
func setHeaders(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
	h.Set("Cache-Control", "no-store")
}
