// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Page tells, before anything is opened, which categories of the work's
// register there are about a subject, which are closed to the reader and by
// which clause, and which safeguards opening asks for. It records nothing and
// shows nothing about the person but that records exist.
func (s *Service) Page(ctx context.Context, w Work, subject opaque.ID) (*Page, error) {
	about, err := s.about(ctx, subject)
	if err != nil {
		return nil, err
	}
	r, err := s.register(w.Register)
	if err != nil {
		return nil, err
	}
	p := &Page{Subject: subject, About: about}
	for _, c := range r.Data {
		if !Concerns(c.About, about) || elsewhere(c) {
			continue
		}
		sec, err := s.preview(ctx, w, subject, c)
		if err != nil {
			return nil, err
		}
		p.Sections = append(p.Sections, sec)
	}
	return p, nil
}

// categoriesFor are those of the work's register that may hold records of a
// subject, in declared order; NotFound for an id of nobody here.
func (s *Service) categoriesFor(ctx context.Context, w Work, subject opaque.ID) (out []*promise.Category, err error) {
	about, err := s.about(ctx, subject)
	if err != nil {
		return nil, err
	}
	r, err := s.register(w.Register)
	if err != nil {
		return nil, err
	}
	for _, c := range r.Data {
		if Concerns(c.About, about) && !elsewhere(c) {
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *Service) preview(ctx context.Context, w Work, subject opaque.ID, c *promise.Category) (Section, error) {
	sec := Section{Category: c}
	may := map[rulebook.Action]*bool{rulebook.Add: &sec.CanAdd, rulebook.Correct: &sec.CanCorrect, rulebook.Export: &sec.CanExport, rulebook.Erase: &sec.CanErase}
	for _, action := range []rulebook.Action{rulebook.Open, rulebook.Add, rulebook.Correct, rulebook.Export, rulebook.Erase} {
		ask := w.ask(action, Given{})
		ask.Items = []gate.Item{{Subject: subject, Category: c.Qualified()}}
		vs, err := s.gate.Preview(ctx, ask)
		if err != nil {
			return sec, err
		}
		if action == rulebook.Erase {
			sec.MayErase = s.onlyTime(w, c, vs[0])
		}
		if to := may[action]; to != nil {
			*to = vs[0].Allowed
			continue
		}
		sec.Verdict = &vs[0]
		if !vs[0].Allowed {
			sec.Closed = s.gate.Closed(ask, vs[0])
		}
	}
	var err error
	if sec.CanShare, err = s.mayShare(ctx, w, subject, c); err != nil {
		return sec, err
	}
	err = s.db.R.QueryRowContext(ctx, `select count(*) from record where org = ? and subject = ? and category = ?`, s.gate.Org, subject[:], c.Qualified()).Scan(&sec.Count)
	if err != nil {
		return sec, trouble(err)
	}
	sec.Exists = sec.Count > 0
	return sec, nil
}
