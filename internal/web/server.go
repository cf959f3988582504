// SPDX-License-Identifier: EUPL-1.2

// Package web is the pages: it translates a request into one call of a domain
// service and shows the answer. It decides nothing, opens nothing by itself
// and knows no organisation: what stands on a page comes from the promise in
// force, what the reader may see from the gate.
//
// Start with [New]; Server.Handler is the whole site. One file holds one
// action (find.go, subject.go, lookup.go, …), routes.go lists them all.
// Handlers have the form func(*visit) error; fail.go is the one place that
// turns an error into a status and a page. Every page is rendered to a buffer
// first, works without scripts, and is served under a Content-Security-Policy
// that allows nothing but files of our own.
//
// Opening a person is a POST that makes a look-up; its address says nothing of
// the person, belongs to one session, purpose and rulebook, and lives for 15
// minutes. Look-ups, searches and uploaded lists are kept in memory only, on
// purpose: whoever stops the program, or takes its disk, finds no trace of who
// was looked for, and a lost one costs the reader a click.
package web

import (
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/publish"
)

// Config is what the pages stand on.
type Config struct {
	Registers Registers
	Accounts  Accounts
	Promise   Promise
	// Statistics makes tables; nil where the house makes none, and then there are
	// no pages of them.
	Statistics Statistics
	Clock      clock.Clock
	Log        *slog.Logger

	// Base is the path below which the pages live, such as "/north", where one
	// address serves several organisations; empty when they have it to themselves.
	Base string
	// Secure says that readers come over TLS, to us or to a proxy before us:
	// cookies then never travel in the open.
	Secure bool
	// Proxy says that a proxy of ours stands before us and writes the reader's
	// address into X-Forwarded-For.
	Proxy bool
	// Documents holds the agreements that the promise makes public, by the file
	// name it gives; nil when there are none.
	Documents fs.FS
	// Demo makes the front page a door that introduces the organisation; nil on
	// a real one.
	Demo *Demo
}

// Demo is what the front page of a demonstration tells its visitor.
type Demo struct {
	Intro  promise.Text
	Roles  []DemoRole
	Todo   []promise.Text // three things to do
	Notice []promise.Text // what to look out for
	// Outside is the address, outside the base, of the page with all
	// organisations of the demonstration; "" when there is none.
	Outside string
}

// DemoRole is a made-up member of staff whose part a visitor can play.
type DemoRole struct {
	Role     string // id
	UserName string
	Name     string
	Password string
	Text     promise.Text
	// Code gives the authenticator's code of this moment; nil when the account
	// has no authenticator.
	Code func(time.Time) string
}

// Server answers requests.
type Server struct {
	Config
	pages   map[string]*template.Template
	assets  *assets
	lookups *shelf[lookup]
	uploads *shelf[upload]
	once    *shelf[handedOver]

	mu    sync.Mutex
	sites map[siteKey]*publish.Site
}

// Bounds of what is kept in memory for readers.
const (
	lookupLife   = 15 * time.Minute
	lookupsEach  = 40      // look-ups one session may have open
	lookupsAll   = 100_000 // look-ups altogether
	uploadsEach  = 2
	uploadsAll   = 200
	handedEach   = 3
	handedAll    = 1000
	maxForm      = 512 << 10 // bytes of a form without files
	maxUpload    = 25 << 20  // bytes of a form with files
	maxList      = 5 << 20   // bytes of an employer's list
	pageRows     = 40        // rows of a list page
	workTime     = 30 * time.Second
	longWorkTime = 4 * time.Minute
)

// New makes the pages ready. It starts nothing.
func New(c Config) (*Server, error) {
	if c.Registers == nil || c.Accounts == nil || c.Promise == nil || c.Clock == nil || c.Log == nil {
		return nil, errors.New("web: registers, accounts, promise, clock and log must all be handed in")
	}
	if err := checkBase(c.Base); err != nil {
		return nil, err
	}
	pages, err := parsePages(c.at)
	if err != nil {
		return nil, err
	}
	a, err := loadAssets()
	if err != nil {
		return nil, err
	}
	return &Server{
		Config: c, pages: pages, assets: a,
		lookups: newShelf[lookup](c.Clock, lookupLife, lookupsEach, lookupsAll),
		uploads: newShelf[upload](c.Clock, lookupLife, uploadsEach, uploadsAll),
		once:    newShelf[handedOver](c.Clock, handedLife, handedEach, handedAll),
		sites:   map[siteKey]*publish.Site{},
	}, nil
}

// forget removes what is kept in memory for a session that ends.
func (s *Server) forget(session opaque.ID) {
	s.lookups.clear(session)
	s.uploads.clear(session)
	s.once.clear(session)
	if s.Statistics != nil {
		s.Statistics.Forget(session)
	}
}

// HTTPServer gives the server its time limits: a reader who is slow on purpose
// holds a connection for a minute, not for ever.
func HTTPServer(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10,
	}
}
