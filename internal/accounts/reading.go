// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/promise"
)

// ReadingState is how a rule document stands for one person.
type ReadingState string

// The states of a reading.
const (
	ReadingAccepted ReadingState = "accepted"
	ReadingDue      ReadingState = "due"
	ReadingOverdue  ReadingState = "overdue" // the time for it is over
	ReadingFree     ReadingState = "free"    // to be read; none of the person's roles has to accept it
)

// Reading is a rule document as it stands for one person.
type Reading struct {
	Document *promise.RuleDocument
	Ref      string // the version and its words: what was read is what Accept accepts
	State    ReadingState
	Version  int       // that has to be accepted, or one after it
	Since    time.Time // when the time for it began
	Until    time.Time // when the time for it is over, zero when there is no end
	Blocks   bool      // nothing can be done until it is accepted
	Accepted *Acceptance
}

// Acceptance says that a person read and accepted a version of a document.
type Acceptance struct {
	Owner, Document string
	Version         int
	Attested        []string // conduct clauses confirmed one by one
	At              time.Time
	Entry           int64
	rulebook        ledger.Digest // in force then
	digest          [32]byte
}

// wordsOf is the digest of what a reader of a document reads and confirms, in
// all its languages.
func wordsOf(d *promise.RuleDocument) [32]byte {
	h := sha256.New()
	put := func(t promise.Text) {
		for _, lang := range t.Languages() {
			fmt.Fprintf(h, "%d %s %d %s\n", len(lang), lang, len(t[lang]), t[lang])
		}
		fmt.Fprintln(h)
	}
	fmt.Fprintf(h, "%s\n%s\n%d\n", d.Owner, d.ID, d.Version)
	put(d.Name)
	put(d.Text)
	if d.Acceptance != nil {
		put(d.Acceptance.Text)
	}
	for _, c := range d.Conduct {
		fmt.Fprintf(h, "%s %s %s %s\n", c.ID, c.Under, c.Support, c.When)
		put(c.Name)
		put(c.Text)
	}
	for _, c := range d.Rules {
		fmt.Fprintf(h, "%s %s\n", c.ID, c.Verb)
		put(c.Text)
	}
	return [32]byte(h.Sum(nil))
}

func refOf(d *promise.RuleDocument) string {
	w := wordsOf(d)
	return d.ID + "@" + strconv.Itoa(d.Version) + "@" + hex.EncodeToString(w[:])
}

// concerns tells whether a role of the account has to accept a document, and
// since when it holds such a role.
//
// Keeps: TAM-01
// Keeps: TAM-04
func (s *Service) concerns(d *promise.RuleDocument, roles map[string]time.Time) (since time.Time, ok bool) {
	if d.Acceptance == nil {
		return time.Time{}, false
	}
	o := s.gate.Release().Organisation
	for _, who := range d.Acceptance.Who {
		for _, role := range o.RolesBelow(who) {
			if t, held := roles[role]; held && (!ok || t.Before(since)) {
				since, ok = t, true
			}
		}
	}
	return since, ok
}

// until is the end of the time in which a document has to be accepted that
// began at a moment: the end of the last day, where it is counted in days or
// longer. There may be no end.
func (s *Service) until(a *promise.Acceptance, since time.Time) time.Time {
	if a.Within.IsZero() {
		return time.Time{}
	}
	since = since.In(s.gate.Zone())
	if a.Within.Unit == promise.Minutes || a.Within.Unit == promise.Hours {
		end, _ := a.Within.AddTo(since, nil)
		return end
	}
	day := time.Date(since.Year(), since.Month(), since.Day(), 0, 0, 0, 0, since.Location())
	last, ends := a.Within.AddTo(day, nil)
	if !ends {
		return time.Time{}
	}
	return last.AddDate(0, 0, 1)
}

// readings says how every rule document stands for an account: the documents
// that block first, then what is overdue, then by the end of their time.
//
// Keeps: TAM-01
func (s *Service) readings(ctx context.Context, r *row) ([]Reading, error) {
	docs := s.gate.Release().RuleDocuments
	if len(docs) == 0 {
		return nil, nil
	}
	accepted, err := s.acceptances(ctx, r.id)
	if err != nil {
		return nil, err
	}
	roles, err := s.rolesSince(ctx, r)
	if err != nil {
		return nil, err
	}
	out := make([]Reading, 0, len(docs))
	for _, d := range docs {
		out = append(out, s.reading(d, roles, newest(accepted, d)))
	}
	slices.SortStableFunc(out, func(a, b Reading) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(stamp(a.Until), stamp(b.Until)))
	})
	return out, nil
}

func rank(r Reading) int {
	if r.Blocks {
		return 0
	}
	return map[ReadingState]int{ReadingOverdue: 1, ReadingDue: 2, ReadingAccepted: 3, ReadingFree: 4}[r.State]
}

// newest is the newest acceptance of a document, nil when there is none.
func newest(all []Acceptance, d *promise.RuleDocument) *Acceptance {
	var out *Acceptance
	for i, a := range all {
		if a.Owner == d.Owner && a.Document == d.ID && (out == nil || a.Version > out.Version) {
			out = &all[i]
		}
	}
	return out
}

// reading decides how one document stands. A version that only corrects
// technically is covered by the acceptance of the one before it.
//
// Keeps: TAM-292
func (s *Service) reading(d *promise.RuleDocument, roles map[string]time.Time, accepted *Acceptance) Reading {
	x := Reading{Document: d, Ref: refOf(d), State: ReadingFree, Version: d.AcceptVersion(), Accepted: accepted}
	since, concerned := s.concerns(d, roles)
	switch {
	case !concerned:
		return x
	case accepted != nil && accepted.Version >= x.Version:
		x.State = ReadingAccepted
		return x
	}
	a := d.Acceptance
	x.Since = latest(since, s.met.since(d, s.now()), inForce(d, x.Version, s.gate.Zone()))
	x.Until = s.until(a, x.Since)
	x.State = ReadingDue
	over := !x.Until.IsZero() && !s.now().Before(x.Until)
	if over {
		x.State = ReadingOverdue
	}
	x.Blocks = a.BeforeAccess && (a.Within.IsZero() || over)
	return x
}

func latest(ts ...time.Time) time.Time { return slices.MaxFunc(ts, time.Time.Compare) }

// inForce is when a version of a document came into force by its own history.
func inForce(d *promise.RuleDocument, version int, zone *time.Location) time.Time {
	for _, h := range d.History {
		if h.Version == version {
			return h.From.Time(zone)
		}
	}
	return time.Time{}
}

// rolesSince gives the roles that an account holds with the moment each was
// given: the account's own beginning where that is not known.
func (s *Service) rolesSince(ctx context.Context, r *row) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	for _, role := range s.rolesOf(r.id) {
		out[role] = r.made
	}
	rows, err := s.sql.roles.QueryContext(ctx, s.gate.Org, r.id[:])
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	for rows.Next() {
		var role string
		var since int64
		var proof []byte
		if err := rows.Scan(&role, &since, &proof); err != nil {
			return nil, trouble(err)
		}
		if _, held := out[role]; held && since != 0 && s.gate.Vouched(proof, "role", roleParts(r.id, role, since)...) {
			out[role] = moment(since)
		}
	}
	return out, trouble(rows.Err())
}
