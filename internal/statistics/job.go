// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"
	"errors"
	"sync"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

// State is how far a protection is.
type State string

// The states of a protection; all but the first two are ends.
const (
	Waiting   State = "waiting" // others come first
	Running   State = "running"
	Finished  State = "finished"
	Cancelled State = "cancelled"
	Failed    State = "failed"
)

// job is one protection. It runs in the background and reaches its table only
// when the table is still the one that it began with.
type job struct {
	cancel context.CancelFunc
	ended  chan struct{} // closed at its end

	mu       sync.Mutex
	at       State
	progress sdc.Progress
	why      error // of a failed one
}

// outcome is a protected table and how many cells stay hidden for the sake of
// tables that were shown before.
type outcome struct {
	*release.Outcome
	beside  int // earlier tables that it was held together with
	because int // cells hidden for their sake
	release int // its number among the tables of the dataset that are out; 0 while it is not
}

func (j *job) state() State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.at
}

func (j *job) stop() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.at == Waiting || j.at == Running {
		j.at = Cancelled
		j.cancel()
	}
}

// tell is what the library calls as it goes; it stops work that was cancelled.
func (j *job) tell(ctx context.Context) func(sdc.Progress) error {
	return func(p sdc.Progress) error {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.progress = p
		return ctx.Err()
	}
}

func (j *job) end(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case err == nil && j.at != Cancelled:
		j.at = Finished
	case errors.Is(err, context.Canceled) || j.at == Cancelled:
		j.at = Cancelled
	default:
		j.at, j.why = Failed, err
	}
}

// Protect begins to protect a table, in the background: the reader may leave and
// come back. A protection that runs already goes on.
func (s *Service) Protect(w Work, key string) error {
	t, err := s.table(w, key)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.job == nil || t.job.state() != Running && t.job.state() != Waiting && t.done == nil {
		s.protect(t)
	}
	return nil
}

// Cancel stops a protection. Nothing of it is kept.
func (s *Service) Cancel(w Work, key string) error {
	t, err := s.table(w, key)
	if err == nil {
		t.cancel()
	}
	return err
}

// Await returns when the protection of a table has ended, or with ctx.
func (s *Service) Await(ctx context.Context, w Work, key string) {
	t, err := s.table(w, key)
	if err != nil {
		return
	}
	t.mu.Lock()
	j := t.job
	t.mu.Unlock()
	if j == nil {
		return
	}
	select {
	case <-j.ended:
	case <-ctx.Done():
	}
}

// protect starts a job for the step that stands. It is called with the lock held.
func (s *Service) protect(t *table) {
	ctx, cancel := context.WithCancel(s.ctx)
	j := &job{cancel: cancel, ended: make(chan struct{}), at: Waiting}
	t.job, t.done = j, nil
	on, n := *t.last(), len(t.steps)
	s.wg.Go(func() {
		defer cancel()
		defer close(j.ended)
		out, err := s.run(ctx, j, t, on)
		t.mu.Lock()
		defer t.mu.Unlock()
		if err == nil && t.job == j && len(t.steps) == n && j.state() == Running {
			t.done = out
		}
		j.end(err)
	})
}

// run waits for a slot and protects. A fault of the library is this table's and
// no one else's.
func (s *Service) run(ctx context.Context, j *job, t *table, on step) (out *outcome, err error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() {
		if p := recover(); p != nil {
			err = errs.New(errs.Internal, "", "protect a table: %v", p)
		}
	}()
	j.mu.Lock()
	if j.at == Waiting {
		j.at = Running
	}
	j.mu.Unlock()
	return s.protected(ctx, t, on, j.tell(ctx))
}
