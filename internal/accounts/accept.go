// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

// Readings lists the rule documents of the promise in force as they stand for
// the person of a session.
//
// Keeps: TAM-01
func (s *Service) Readings(ctx context.Context, token string) ([]Reading, error) {
	_, r, err := s.session(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := s.meet(ctx); err != nil {
		return nil, err
	}
	return s.readings(ctx, r)
}

// Unattested says which clauses of a document were not confirmed: all that ask
// for it are needed.
type Unattested struct{ Clauses []string }

func (e *Unattested) Error() string {
	return fmt.Sprintf("%d clauses of the document have not been confirmed", len(e.Clauses))
}

// Accept records that the person of a session has read a rule document and
// accepts it, with each of the clauses confirmed that ask for it. The document
// is named by the Ref of its Reading: when it has changed since it was shown,
// the answer is errs.Conflict. To accept again what is accepted changes nothing.
//
// Keeps: TAM-01
// Keeps: TAM-04
func (s *Service) Accept(ctx context.Context, token, ref string, attested []string) error {
	se, err := s.Session(ctx, token)
	if err != nil {
		return err
	}
	d, err := s.toAccept(ref)
	if err != nil {
		return err
	}
	a := Acceptance{Owner: d.Owner, Document: d.ID, Version: d.Version, At: s.now(), rulebook: ledger.Digest(s.gate.Rulebook().Digest()), digest: wordsOf(d)}
	var missing []string
	for _, c := range d.Attested() {
		if !slices.Contains(attested, c.ID) {
			missing = append(missing, c.ID)
		}
		a.Attested = append(a.Attested, c.ID)
	}
	if len(missing) > 0 {
		return &Unattested{missing}
	}
	before, err := s.acceptances(ctx, se.Account)
	if err != nil {
		return err
	}
	if n := newest(before, d); n != nil && n.Version >= d.Version {
		return nil
	}
	if a.Entry, err = s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeAllowed, se.Actor(), se.Account, "", a.code()); err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) error { return s.accept(tx, se.Account, &a) })
}

// toAccept finds the document that a Ref names, in exactly the words it names.
func (s *Service) toAccept(ref string) (*promise.RuleDocument, error) {
	id, _, _ := strings.Cut(ref, "@")
	d := s.gate.Release().RuleDocument(id)
	if d == nil || d.Acceptance == nil {
		return nil, errs.New(errs.NotFound, "error.no-document", "the promise in force has no such document to accept")
	}
	if ref != refOf(d) {
		return nil, errs.New(errs.Conflict, "error.document-changed", "document %s has another text by now: read it again", d.ID)
	}
	return d, nil
}

// code is what the ledger's entry says: the document, the version and a print
// of the words and of the clauses that were confirmed. An entry's code has at
// most 64 characters.
func (a *Acceptance) code() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %x %s", a.Owner+"/"+a.Document, a.Version, a.digest, strings.Join(a.Attested, " ")))
	end := ":" + strconv.Itoa(a.Version) + ":" + hex.EncodeToString(sum[:8])
	name := "accepted:" + a.Document
	if a.Owner != "" {
		name = "accepted:" + a.Owner + "/" + a.Document
	}
	const most = 64
	return name[:min(len(name), most-len(end))] + end
}

func (s *Service) accept(tx *sql.Tx, id opaque.ID, a *Acceptance) error {
	attested := strings.Join(a.Attested, " ")
	proof := s.gate.Vouch("acceptance", acceptanceParts(id, a, attested)...)
	_, err := tx.Exec(`insert into account_acceptance(org, account, owner, document, version, digest, rulebook, attested, accepted, entry, proof)
		values(?,?,?,?,?,?,?,?,?,?,?) on conflict do nothing`,
		s.gate.Org, id[:], a.Owner, a.Document, a.Version, a.digest[:], a.rulebook[:], attested, stamp(a.At), a.Entry, proof)
	return err
}

// acceptanceParts are what an acceptance's proof is over.
func acceptanceParts(id opaque.ID, a *Acceptance, attested string) [][]byte {
	return [][]byte{id[:], []byte(a.Owner), []byte(a.Document), gate.Number(int64(a.Version)), a.digest[:], a.rulebook[:], []byte(attested),
		gate.Number(stamp(a.At)), gate.Number(a.Entry)}
}

// acceptances reads what an account has accepted, oldest version first. A row
// that nobody here vouched for is none.
func (s *Service) acceptances(ctx context.Context, id opaque.ID) ([]Acceptance, error) {
	rows, err := s.sql.accepted.QueryContext(ctx, s.gate.Org, id[:])
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	var out []Acceptance
	for rows.Next() {
		var a Acceptance
		var digest, rulebook, proof []byte
		var attested string
		var at int64
		if err := rows.Scan(&a.Owner, &a.Document, &a.Version, &digest, &rulebook, &attested, &at, &a.Entry, &proof); err != nil {
			return nil, trouble(err)
		}
		if copy(a.digest[:], digest) != len(a.digest) || copy(a.rulebook[:], rulebook) != len(a.rulebook) {
			return nil, fmt.Errorf("account %s: an acceptance is damaged", id)
		}
		a.At, a.Attested = moment(at), strings.Fields(attested)
		if s.gate.Vouched(proof, "acceptance", acceptanceParts(id, &a, attested)...) {
			out = append(out, a)
		}
	}
	return out, trouble(rows.Err())
}

// ReadUnder is the promise that was in force when something was accepted, so
// that what has changed since can be shown.
func (s *Service) ReadUnder(ctx context.Context, a Acceptance) (*promise.Release, error) {
	book, err := s.gate.BookOf(ctx, a.rulebook)
	if err != nil {
		return nil, err
	}
	return book.Release(), nil
}

// History lists everything that the person of a session has accepted, newest
// first.
//
// Keeps: TAM-01
func (s *Service) History(ctx context.Context, token string) ([]Acceptance, error) {
	_, r, err := s.session(ctx, token)
	if err != nil {
		return nil, err
	}
	all, err := s.acceptances(ctx, r.id)
	slices.SortStableFunc(all, func(a, b Acceptance) int { return b.At.Compare(a.At) })
	return all, err
}
