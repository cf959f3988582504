// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"maps"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// Change is a change of classes: codes of a dimension made one, a dimension left
// out, or taken to fewer levels.
type Change struct {
	Dim     string
	Codes   []string
	Into    string // what the merged class is called; "" joins the codes
	Drop    bool
	Coarser bool
}

// Merge changes classes and protects the table again when it was protected
// before, or when the reader may see it in no other way. Nothing is read: the
// table keeps the contributions that the new classes are counted from.
//
// Keeps: TK-205, TK-206, TK-238
func (s *Service) Merge(w Work, key string, c Change) error {
	t, err := s.table(w, key)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	change, err := t.recoding(c)
	if err != nil {
		return err
	}
	now := t.last()
	x, err := now.table.Recode(change)
	if err != nil {
		return problem("codes", "no-merge")
	}
	v, err := t.spec.Verdicts(x)
	if err != nil {
		return problem("codes", "no-merge")
	}
	next := step{change: change, table: x, verdicts: v, members: now.members}
	if len(change.Codes) > 0 {
		next.members = withMerged(now.members, change)
	}
	was := t.counts()
	t.steps, t.before = append(t.steps, next), &was
	s.again(t)
	return nil
}

// Undo takes the last change of classes back.
func (s *Service) Undo(w Work, key string) error {
	t, err := s.table(w, key)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.steps) < 2 {
		return nil
	}
	was := t.counts()
	t.steps, t.before = t.steps[:len(t.steps)-1], &was
	s.again(t)
	return nil
}

// recoding checks a change. It is called with the lock held.
func (t *table) recoding(c Change) (sdc.Recoding, error) {
	dims := t.last().table.Dimensions()
	i := slices.IndexFunc(dims, func(d *sdc.Dimension) bool { return d.Name() == c.Dim })
	if i < 0 {
		return sdc.Recoding{}, problem("codes", "no-column")
	}
	d := dims[i]
	out := sdc.Recoding{Dimension: c.Dim}
	switch {
	case c.Drop && len(dims) == 1:
		return out, problem("codes", "last-dimension")
	case c.Drop:
		out.Drop = true
		return out, nil
	case c.Coarser:
		if depth(d) < 2 {
			return out, problem("codes", "no-coarser")
		}
		out.Level = depth(d) - 1
		return out, nil
	}
	all := d.Codes()
	parent := ""
	for n, code := range c.Codes {
		if code == d.Total() || !slices.Contains(all, code) {
			return out, problem("codes", "no-column")
		}
		if n > 0 && d.Parent(code) != parent {
			return out, problem("codes", "other-parent")
		}
		parent = d.Parent(code)
	}
	if len(c.Codes) < 2 {
		return out, problem("codes", "one-code")
	}
	out.Codes, out.Into = c.Codes, clean(c.Into)
	if out.Into == "" {
		out.Into = strings.Join(c.Codes, "+")
	}
	if len(out.Into) > 2*maxCodeLen {
		out.Into = c.Codes[0] + "+…+" + c.Codes[len(c.Codes)-1]
	}
	if slices.Contains(all, out.Into) && !slices.Contains(c.Codes, out.Into) {
		return out, problem("into", "code-taken")
	}
	return out, nil
}

// depth is how many levels a dimension has below its total.
func depth(d *sdc.Dimension) (n int) {
	for _, c := range d.Codes() {
		n = max(n, d.Depth(c))
	}
	return n
}

// withMerged notes which codes of the data a merged class is made of.
func withMerged(was map[string]map[string][]string, c sdc.Recoding) map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for d, m := range was {
		out[d] = maps.Clone(m)
	}
	if out[c.Dimension] == nil {
		out[c.Dimension] = map[string][]string{}
	}
	var all []string
	for _, code := range c.Codes {
		if m, ok := out[c.Dimension][code]; ok {
			all = append(all, m...)
		} else {
			all = append(all, code)
		}
	}
	slices.Sort(all)
	out[c.Dimension][c.Into] = all
	return out
}

// again protects a table anew after a change, where it was protected before or
// is shown in no other way. It is called with the lock held.
func (s *Service) again(t *table) {
	protected := t.done != nil || !t.set.Sees
	t.done = nil
	if t.job != nil {
		protected = protected || t.job.state() == Running
		t.job.stop()
		t.job = nil
	}
	if protected {
		s.protect(t)
	}
}
