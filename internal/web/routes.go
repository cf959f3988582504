// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"github.com/lupaus/lupaus/internal/errs"
)

// Handler is the whole site, below its base.
func (s *Server) Handler() http.Handler {
	if s.Base == "" {
		return s.routes()
	}
	mux := http.NewServeMux() // it cleans addresses, so that what is below sees clean ones
	mux.Handle(s.Base+"/", http.StripPrefix(s.Base, s.routes()))
	return mux
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", s.assets)

	mux.Handle("GET /{$}", s.public(s.front))
	mux.Handle("GET /notice", s.public(s.showNotice))
	mux.Handle("GET /notice/documents/{name}", s.public(s.document))
	mux.Handle("GET /notice/registers/{register}", s.public(s.showRegister))
	mux.Handle("GET /notice/files/{name...}", s.public(s.publishedFile))
	mux.Handle("GET /notice/versions/{number}", s.public(s.showEdition))
	mux.Handle("GET /notice/versions/{number}/registers/{register}", s.public(s.showEdition))
	mux.Handle("GET /notice/{page}", s.public(s.showPublished))
	mux.Handle("GET /sign-in", s.public(s.signInPage))
	mux.Handle("POST /sign-in", s.public(s.signIn))
	if s.Demo != nil {
		mux.Handle("POST /door", s.public(s.enterDoor))
	}
	mux.Handle("POST /sign-out", s.public(s.signOut))
	mux.Handle("GET /declaration", s.public(s.declarationPage))
	mux.Handle("POST /declaration", s.public(s.declare))
	mux.Handle("GET /rules", s.bound(s.readings))
	mux.Handle("GET /rules/{document}", s.bound(s.readDocument))
	mux.Handle("POST /rules/{document}", s.bound(s.acceptDocument))
	mux.Handle("GET /password", s.public(s.passwordPage))
	mux.Handle("POST /password", s.public(s.setPassword))

	mux.Handle("GET /me", s.member(s.me))
	mux.Handle("POST /me/recovery-codes", s.member(s.newCodes))
	mux.Handle("GET /handed/{key}", s.member(s.handed))
	mux.Handle("GET /sessions", s.member(s.sessions))
	mux.Handle("POST /sessions/{id}/end", s.member(s.endSession))
	mux.Handle("GET /start", s.member(s.start))
	mux.Handle("POST /role", s.member(s.chooseRole))
	mux.Handle("POST /purpose", s.member(s.choosePurpose))
	mux.Handle("GET /entries/{entry}", s.member(s.entry))

	mux.Handle("GET /find", s.working(s.findPage))
	mux.Handle("POST /find", s.working(s.find))
	mux.Handle("POST /subjects/{subject}/open", s.working(s.openSubject))
	mux.Handle("GET /subjects/{subject}/open", s.working(s.toFind))
	mux.Handle("GET /lookups/{key}", s.working(s.lookUp))
	mux.Handle("POST /lookups/{key}/open", s.working(s.openCategory))
	mux.Handle("GET /lookups/{key}/open", s.working(s.toLookUp))
	mux.Handle("POST /lookups/{key}/reveal", s.working(s.reveal))
	mux.Handle("GET /lookups/{key}/reveal", s.working(s.toLookUp))
	mux.Handle("POST /lookups/{key}/file", s.working(s.file))
	mux.Handle("POST /lookups/{key}/extract", s.working(s.openExtract))
	mux.Handle("GET /lookups/{key}/extract.json", s.working(s.extractFile))
	mux.Handle("GET /lookups/{key}/add/{category}", s.working(s.addPage))
	mux.Handle("POST /lookups/{key}/add/{category}", s.working(s.add))
	mux.Handle("GET /lookups/{key}/records/{category}/{record}", s.working(s.record))
	mux.Handle("GET /lookups/{key}/records/{category}/{record}/correct", s.working(s.correctPage))
	mux.Handle("POST /lookups/{key}/records/{category}/{record}/correct", s.working(s.correct))

	mux.Handle("GET /lookups/{key}/share", s.working(s.shareForm))
	mux.Handle("POST /lookups/{key}/share", s.working(s.share))
	mux.Handle("GET /lookups/{key}/erase", s.working(s.eraseForm))
	mux.Handle("POST /lookups/{key}/erase", s.working(s.erase))

	mux.Handle("GET /new", s.working(s.newPage))
	mux.Handle("POST /new", s.working(s.addNew))
	mux.Handle("GET /import", s.working(s.importPage))
	mux.Handle("POST /import", s.working(s.readList))
	mux.Handle("GET /import/{key}", s.working(s.preview))
	mux.Handle("POST /import/{key}", s.working(s.importList))
	mux.Handle("GET /import/{key}/left.csv", s.working(s.leftRows))

	s.statisticsRoutes(mux)
	s.keepingRoutes(mux)

	mux.Handle("/", s.public(func(*visit) error { return errs.New(errs.NotFound, "", "no such page") }))
	return s.guard(mux)
}

// keepingRoutes are those of whoever keeps accounts, and looks who has accepted
// the rules.
func (s *Server) keepingRoutes(mux *http.ServeMux) {
	mux.Handle("GET /accounts", s.keeping(s.listAccounts))
	mux.Handle("GET /acceptances", s.keeping(s.listReaders))
	mux.Handle("GET /acceptances/{document}", s.keeping(s.readersOf))
	mux.Handle("GET /acceptances/{document}/readers.csv", s.keeping(s.readersFile))
	mux.Handle("GET /accounts/new", s.keeping(s.newAccountPage))
	mux.Handle("POST /accounts/new", s.keeping(s.newAccount))
	mux.Handle("GET /accounts/{account}", s.keeping(s.account))
	mux.Handle("POST /accounts/{account}/roles", s.keeping(s.setRoles))
	mux.Handle("GET /accounts/{account}/roles", s.keeping(s.toAccount))
	mux.Handle("POST /accounts/{account}/invite", s.keeping(s.inviteAgain))
	mux.Handle("GET /accounts/{account}/invite", s.keeping(s.toAccount))
	mux.Handle("GET /accounts/{account}/close", s.keeping(s.closeAccountPage))
	mux.Handle("POST /accounts/{account}/close", s.keeping(s.closeAccount))
}
