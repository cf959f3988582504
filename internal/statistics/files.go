// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/sdc/exchange"
	"github.com/lupaus/lupaus/sdc/history"
	"github.com/lupaus/lupaus/sdc/release"
)

// files lists what the reader may download of a protected table: what is for the
// world, and what is confidential only where the reader may see the data.
func (t *table) files() (out []string) {
	if t.done == nil {
		return nil
	}
	for _, n := range release.AllNames() {
		if n == release.CertificateFile && t.done.Proof == nil || t.request.Mean && formatOf(n) != "" { // the formats hold counts and sums
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
	how, lang := release.Options{Language: w.Lang}, w.Lang
	if f := formatOf(name); f != "" {
		how.Formats, lang = []string{f}, "en" // formats say which language their words are in
	}
	out, spec := *t.done.Outcome, *t.done.Spec
	spec.Title = t.title(lang)
	out.Spec = &spec
	all, err := out.Files(how)
	if err != nil {
		return nil, errs.New(errs.Internal, "", "write files: %w", err)
	}
	return all[name], ctx.Err()
}

// formatOf is the format of statistical offices that a file is in, "" for those
// that are always written.
func formatOf(name string) string {
	if slices.Contains(release.Names(), name) {
		return ""
	}
	for _, f := range exchange.Formats() {
		if strings.HasSuffix(name, f.Ending) {
			return f.Name
		}
	}
	return ""
}

// title says what a table counts and by what, in a file.
func (t *table) title(lang string) string {
	name := func(c *Column) string {
		if c.Field != nil {
			return c.Field.Name.In(lang)
		}
		return c.Name
	}
	var dims []string
	for _, x := range t.request.Dims {
		dims = append(dims, name(t.set.column(x.Column)))
	}
	what := t.set.Category.Name.In(lang)
	if t.set.File != nil {
		what = t.set.File.Name
	}
	if t.request.Value != "" {
		what += ", " + name(t.set.column(t.request.Value))
	}
	return what + ": " + strings.Join(dims, ", ")
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
