// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"
	"slices"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/sdc/history"
	"github.com/lupaus/lupaus/sdc/release"
)

// files lists what the reader may download of a protected table: what is for the
// world, and what is confidential only where the reader may see the data.
func (t *table) files() (out []string) {
	if t.done == nil {
		return nil
	}
	for _, n := range release.Names() {
		if n == release.CertificateFile && t.done.Proof == nil {
			continue
		}
		if t.set.Sees || release.ForTheWorld(n) {
			out = append(out, n)
		}
	}
	return out
}

// File gives a file of a protected table. What is for the world is out from then
// on: it is kept, and every later table of the same data is held together with it.
func (s *Service) File(ctx context.Context, w Work, key, name string) ([]byte, error) {
	t, err := s.table(w, key)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.files(), name) {
		return nil, errs.New(errs.NotFound, "error.no-file", "no such file of this table for the role")
	}
	if release.ForTheWorld(name) && t.done.release == 0 {
		if err := s.publish(t); err != nil {
			return nil, err
		}
	}
	all, err := t.done.Files(release.Options{Language: w.Lang})
	if err != nil {
		return nil, errs.New(errs.Internal, "", "write files: %w", err)
	}
	return all[name], ctx.Err()
}

// publish notes that a table of somebody who sees the data is out. Where another
// one came out meanwhile, this one has to be protected anew beside it. It is
// called with the table's lock held.
func (s *Service) publish(t *table) error {
	store, err := history.Open(s.dir, t.datasetName())
	if err != nil {
		return err
	}
	s.out.Lock()
	defer s.out.Unlock()
	past, err := store.Releases()
	if err != nil {
		return errs.New(errs.Unavailable, "error.unavailable", "read what was published: %w", err)
	}
	past = slices.DeleteFunc(past, func(r *history.Release) bool { return r.Variable != t.variable() })
	on := *t.last()
	if len(past) != t.done.beside && !t.again(on, past) {
		s.protect(t)
		return errs.New(errs.Conflict, "error.published-meanwhile", "another table of the same data came out")
	}
	return s.show(store, t, on, t.done, past)
}
