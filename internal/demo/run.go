// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/promise"
)

// Step is how far an organisation of the demonstration has come.
type Step string

// The steps, in their order; the last three are ends.
const (
	Waiting Step = "waiting"  // others come first
	Making  Step = "making"   // its folder is opened or filled
	Open    Step = "open"     // its pages answer
	Failed  Step = "failed"   // it could not be opened or filled
	LeftOut Step = "left-out" // its promise does not check clean
)

// State is where one organisation stands.
type State struct {
	Step   Step
	Doing  string       // what is being made
	Reason string       // why it failed or was left out
	Pages  http.Handler // of an open one
}

// Config says what to start.
type Config struct {
	Dir   string // one folder below it for each organisation
	Only  []string
	Clock clock.Clock
	Log   *slog.Logger
	// Pages makes the pages of an organisation that has been opened.
	Pages func(*Organisation, *house.House) (http.Handler, error)
	// Say is told what happens, for whoever started the program; nil for silence.
	Say func(org, what string)

	organisations []*Organisation // in place of all, in tests
}

// Run is a demonstration that is being opened, or is open.
type Run struct {
	Organisations []*Organisation

	config Config
	unlock func() error
	stop   context.CancelFunc
	done   chan struct{}

	mu     sync.Mutex
	states map[string]State
	houses []*house.House
}

// Start takes the data folder and begins to open the organisations one after
// another in the background; it returns at once. What goes wrong with one is
// its State, and the others go on.
func Start(ctx context.Context, c Config) (*Run, error) {
	r := &Run{config: c, done: make(chan struct{}), states: map[string]State{}}
	if r.config.Say == nil {
		r.config.Say = func(string, string) {}
	}
	if err := r.choose(c.Only); err != nil {
		return nil, err
	}
	var err error
	if r.unlock, err = house.Lock(c.Dir); err != nil {
		return nil, err
	}
	ctx, r.stop = context.WithCancel(ctx)
	go r.run(ctx)
	return r, nil
}

// choose takes the organisations with the ids, all when there are none.
func (r *Run) choose(only []string) error {
	all := r.config.organisations
	if all == nil {
		all = Organisations()
	}
	var known []string
	for _, o := range all {
		known = append(known, o.ID)
		if len(only) == 0 || slices.Contains(only, o.ID) {
			r.Organisations = append(r.Organisations, o)
		}
	}
	for _, id := range only {
		if !slices.Contains(known, id) {
			return fmt.Errorf("the demonstration has no organisation %q; it has %s", id, strings.Join(known, ", "))
		}
	}
	for _, o := range r.Organisations {
		r.states[o.ID] = State{Step: Waiting}
	}
	return nil
}

func (r *Run) run(ctx context.Context) {
	defer close(r.done)
	for _, o := range r.Organisations {
		r.set(o, State{Step: Making, Doing: "opening"})
		s := r.open(ctx, o)
		if s.Reason != "" && ctx.Err() == nil {
			r.config.Say(o.ID, string(s.Step)+": "+s.Reason)
		}
		r.set(o, s)
	}
}

func (r *Run) set(o *Organisation, s State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.states[o.ID] = s
}

// State tells where an organisation stands.
func (r *Run) State(id string) State {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.states[id]
}

// Wait returns when every organisation is open, failed or left out.
func (r *Run) Wait() { <-r.done }

// Close stops what is being made and closes what is open.
func (r *Run) Close() error {
	r.stop()
	<-r.done
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []error
	for _, h := range r.houses {
		all = append(all, h.Close())
	}
	r.houses = nil
	return errors.Join(append(all, r.unlock())...)
}

// open brings one organisation as far as it can.
func (r *Run) open(ctx context.Context, o *Organisation) State {
	files, err := o.Files()
	if err != nil {
		return State{Step: Failed, Reason: err.Error()}
	}
	if release, problems := promise.Load(files); release == nil {
		return State{Step: LeftOut, Reason: firstLine(problems)}
	}
	h, err := r.filled(ctx, o, files)
	if err != nil {
		return State{Step: Failed, Reason: err.Error()}
	}
	r.mu.Lock()
	r.houses = append(r.houses, h)
	r.mu.Unlock()
	pages, err := r.config.Pages(o, h)
	if err != nil {
		return State{Step: Failed, Reason: err.Error()}
	}
	return State{Step: Open, Pages: pages}
}

// firstLine is the first thing that keeps a promise from being used.
func firstLine(ps promise.Problems) string {
	errs := ps.Errors()
	if len(errs) == 0 {
		return ps.String()
	}
	if len(errs) > 1 {
		return fmt.Sprintf("%s (and %d more)", errs[0], len(errs)-1)
	}
	return errs[0].String()
}

// filled opens an organisation's folder and fills a fresh one.
func (r *Run) filled(ctx context.Context, o *Organisation, files fs.FS) (*house.House, error) {
	c := house.Config{Dir: filepath.Join(r.config.Dir, o.ID), Promise: files, Clock: r.config.Clock, Log: r.config.Log}
	return house.OpenFilled(ctx, c, func(h *house.House) error {
		return o.inhabit(ctx, h, func(what string) {
			r.config.Say(o.ID, "making invented "+what+" ...")
			r.set(o, State{Step: Making, Doing: what})
		})
	})
}
