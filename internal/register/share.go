// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Share lets one colleague read a subject's categories, as the promise allows
// it. It changes nobody's records; it ends when the categories are erased.
//
// Keeps: HMS-58
// Keeps: HMS-59
// Keeps: HMS-60
func (s *Service) Share(ctx context.Context, w Work, subject opaque.ID, categories []string, with opaque.ID, g Given) (Receipt, error) {
	if _, err := s.about(ctx, subject); err != nil {
		return Receipt{}, err
	}
	if s.StaffName(with) == "" {
		return Receipt{}, errs.New(errs.NotFound, "error.no-account", "no account with that id to share with")
	}
	ask := w.ask(rulebook.Share, g)
	ask.Subjects, ask.Receiver = []opaque.ID{subject}, with
	for _, id := range categories {
		c, err := s.category(w, id)
		if err != nil {
			return Receipt{}, err
		}
		ask.Categories = append(ask.Categories, c.Qualified())
	}
	entry, err := s.gate.Change(ctx, ask, gate.Change{Apply: func(tx *sql.Tx, _ []gate.Sealed, entry int64) error {
		for _, c := range ask.Categories {
			if _, err := tx.Exec(`insert or replace into shared(org, subject, category, staff, entry, proof) values(?,?,?,?,?,?)`,
				s.gate.Org, subject[:], c, with[:], entry, s.gate.Vouch("shared", subject[:], []byte(c), with[:])); err != nil {
				return err
			}
		}
		return nil
	}})
	return Receipt{Subject: subject, Entry: entry}, err
}

// sharedFacts looks up which cells were shared with the actor.
func (s *Service) sharedFacts(ctx context.Context, q store.Querier, f gate.FactQuery, out []rulebook.Facts) error {
	bit, ok := f.Wants(sharedWithMe)
	if !ok || f.Actor.ID.IsZero() {
		return nil
	}
	rows, err := q.QueryContext(ctx, `select subject, category, proof from shared where org = ? and staff = ?`, s.gate.Org, f.Actor.ID[:])
	if err != nil {
		return fmt.Errorf("look up what was shared: %w", err)
	}
	defer rows.Close()
	mine := map[string]bool{}
	for rows.Next() {
		var subject, proof []byte
		var category string
		if err := rows.Scan(&subject, &category, &proof); err != nil {
			return fmt.Errorf("look up what was shared: %w", err)
		}
		if s.gate.Vouched(proof, "shared", subject, []byte(category), f.Actor.ID[:]) {
			mine[string(subject)+category] = true
		}
	}
	for i, id := range f.Subjects {
		if mine[string(id[:])+f.Categories[i]] {
			out[i].True |= bit
		}
	}
	return rows.Err()
}
