// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/promise"
)

// met remembers since when each version of the documents in force has ruled
// here.
type met struct {
	one    sync.Mutex // one writes them down
	mu     sync.Mutex // never held while anything is written: decisions ask inside a change
	digest [32]byte
	m      map[metKey]time.Time
}

type metKey struct {
	owner, document string
	version         int
}

// since is when the version of a document that has to be accepted first ruled
// here; now for one that nobody has met yet.
func (m *met) since(d *promise.RuleDocument, now time.Time) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t, ok := m.m[metKey{d.Owner, d.ID, d.AcceptVersion()}]; ok {
		return t
	}
	return now
}

// meet writes down which versions rule from now on, once for each rulebook. It
// is asked where nothing else is being written.
func (s *Service) meet(ctx context.Context) error {
	digest := s.gate.Rulebook().Digest()
	if s.met.knows(digest) {
		return nil
	}
	s.met.one.Lock()
	defer s.met.one.Unlock()
	if s.met.knows(digest) {
		return nil
	}
	known, err := s.versionsMet(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	err = s.write(ctx, func(tx *sql.Tx) error {
		for _, d := range s.gate.Release().RuleDocuments {
			k := metKey{d.Owner, d.ID, d.AcceptVersion()}
			if _, ok := known[k]; ok || d.Acceptance == nil {
				continue
			}
			proof := s.gate.Vouch("rule-version", metParts(k, stamp(now))...)
			if _, err := tx.Exec(`insert or replace into rule_version(org, owner, document, version, since, proof) values(?,?,?,?,?,?)`,
				s.gate.Org, k.owner, k.document, k.version, stamp(now), proof); err != nil {
				return err
			}
			known[k] = now
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.met.mu.Lock()
	defer s.met.mu.Unlock()
	s.met.digest, s.met.m = digest, known
	return nil
}

// knows tells whether the versions of a rulebook are written down.
func (m *met) knows(digest [32]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.m != nil && m.digest == digest
}

func metParts(k metKey, since int64) [][]byte {
	return [][]byte{[]byte(k.owner), []byte(k.document), gate.Number(int64(k.version)), gate.Number(since)}
}

func (s *Service) versionsMet(ctx context.Context) (map[metKey]time.Time, error) {
	rows, err := s.gate.Data.R.QueryContext(ctx, `select owner, document, version, since, proof from rule_version where org = ?`, s.gate.Org)
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	out := map[metKey]time.Time{}
	for rows.Next() {
		var k metKey
		var since int64
		var proof []byte
		if err := rows.Scan(&k.owner, &k.document, &k.version, &since, &proof); err != nil {
			return nil, trouble(err)
		}
		if s.gate.Vouched(proof, "rule-version", metParts(k, since)...) {
			out[k] = moment(since)
		}
	}
	return out, trouble(rows.Err())
}
