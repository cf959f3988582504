// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/note"
)

// defaultFindings is how many findings are listed when the caller does not say.
const defaultFindings = 100

// Keys gives Verify the log keys that still exist. Without keys the tree, its
// order and its hashes are checked; with them also that every sealed body opens
// to what was committed to and that no person's counter has a gap.
type Keys interface {
	// LogKeys goes through the log keys of all persons of an organisation.
	LogKeys(ctx context.Context, org string) iter.Seq2[[32]byte, error]
}

// VerifyOptions say what a verification may use besides the database.
type VerifyOptions struct {
	// VerifierKeys are the keys from the notice pages, by origin. For an origin
	// without one the key in the database is used, which proves nothing against
	// whoever can write the database; the report says so.
	VerifierKeys map[string]string
	// Outside holds the checkpoints kept outside the database; nil for none.
	Outside Outside
	// Keys are the persons' log keys; nil to verify without.
	Keys Keys
	// ActorKey finds the key of an actor by the id in a subject's fields; nil to
	// leave the actors' parts sealed.
	ActorKey func(org, actorID string) (key [32]byte, ok bool)
	// Rulebook is given the text of every rulebook before the first entry that names it.
	Rulebook func(d Digest, text []byte) error
	// Replay is called for every entry with opened nil, and with keys once more for
	// every subject that opens, with its fields. An error becomes a finding.
	// It must not use the database that is being verified.
	Replay func(e Entry, opened []Field) error
	// MaxFindings bounds the list; 100 if 0.
	MaxFindings int
}

// Finding is one thing that is wrong.
type Finding struct {
	Origin string
	Entry  int64 // -1: no entry in particular
	What   string
}

// String names the entry and what is wrong.
func (f Finding) String() string {
	if f.Entry < 0 {
		return fmt.Sprintf("%s: %s", f.Origin, f.What)
	}
	return fmt.Sprintf("%s: entry %d: %s", f.Origin, f.Entry, f.What)
}

// OriginReport is what was verified of one origin.
type OriginReport struct {
	Org, Origin string
	Size        int64
	Checkpoint  []byte // the newest in the database
	KeyGiven    bool   // the verifier key came from outside the database
	Outside     int64  // size of the checkpoint outside; -1: there was none to compare
	Tags        int64  // subjects in all entries
	Opened      int64  // of these, under a key that was given
	Ended       uint64 // of these, under keys that destroyed entries account for
	Absent      int64  // entries whose sealed parts were pruned
}

// Report is the result of a verification.
type Report struct {
	Origins  []OriginReport
	Findings []Finding
	Unlisted int // findings beyond MaxFindings
}

// OK reports whether nothing was found.
func (r *Report) OK() bool { return len(r.Findings) == 0 }

// Verify checks everything a database holds of all ledgers in it, in one
// snapshot, with memory for a few batches. Findings are not errors: an error
// means that the verification could not be carried out.
//
// Law: gdpr 5(2)
func Verify(ctx context.Context, db *sql.DB, o VerifyOptions) (Report, error) {
	if o.MaxFindings <= 0 {
		o.MaxFindings = defaultFindings
	}
	v := &verification{ctx: ctx, o: o, origins: map[int64]bool{}, texts: map[Digest]bool{}}
	var err error
	if v.tx, err = db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return v.report, fmt.Errorf("verify the ledger: %w", err)
	}
	defer v.tx.Rollback()
	if err := v.all(); err != nil {
		return v.report, fmt.Errorf("verify the ledger: %w", err)
	}
	return v.report, nil
}

// verification is one run of Verify.
type verification struct {
	ctx     context.Context
	tx      *sql.Tx
	o       VerifyOptions
	report  Report
	origins map[int64]bool  // numbers seen
	texts   map[Digest]bool // rulebooks that some entry names
	tags    int64           // sub-leaves of all origins
}

func (v *verification) all() error {
	var version int
	if err := v.tx.QueryRowContext(v.ctx, `SELECT version FROM ledger_version`).Scan(&version); err != nil {
		return fmt.Errorf("read the version of its tables: %w", err)
	}
	if version != len(migrations) {
		return fmt.Errorf("its tables are of version %d and this program verifies version %d", version, len(migrations))
	}
	origins, err := v.list()
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, w := range origins {
		named[w.report.Origin] = true
		w.run()
		v.report.Origins = append(v.report.Origins, w.report)
		if err := v.ctx.Err(); err != nil {
			return err
		}
	}
	for origin := range v.o.VerifierKeys {
		if !named[origin] {
			v.found(origin, -1, "a verifier key was given and the database holds no such origin")
		}
	}
	return v.strays()
}

func (v *verification) found(origin string, entry int64, format string, args ...any) {
	if len(v.report.Findings) >= v.o.MaxFindings {
		v.report.Unlisted++
		return
	}
	v.report.Findings = append(v.report.Findings, Finding{origin, entry, fmt.Sprintf(format, args...)})
}

// list reads the origins.
func (v *verification) list() ([]*walk, error) {
	rows, err := v.tx.QueryContext(v.ctx, `SELECT number, org, origin, verifier FROM ledger_origin ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("list the origins: %w", err)
	}
	defer rows.Close()
	var out []*walk
	for rows.Next() {
		w := &walk{v: v}
		w.report.Outside = -1
		if err := rows.Scan(&w.number, &w.report.Org, &w.report.Origin, &w.vkey); err != nil {
			return nil, fmt.Errorf("list the origins: %w", err)
		}
		v.origins[w.number] = true
		out = append(out, w)
	}
	return out, rows.Err()
}

// strays looks for rows that belong to nothing.
func (v *verification) strays() error {
	var tags int64
	if err := v.tx.QueryRowContext(v.ctx, `SELECT count(*) FROM ledger_tag`).Scan(&tags); err != nil {
		return fmt.Errorf("count the tags: %w", err)
	}
	if tags != v.tags {
		v.found("", -1, "the tag index has %d rows and the entries have %d subjects", tags, v.tags)
	}
	for _, q := range []string{
		`SELECT DISTINCT place >> 40 FROM ledger_batch`, `SELECT DISTINCT place >> 40 FROM ledger_pruned`,
		`SELECT DISTINCT place >> 40 FROM ledger_tag`,
	} {
		numbers, err := column[int64](v, q)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			if !v.origins[n] {
				v.found("", -1, "there are rows of an origin number %d that is not listed", n)
			}
		}
	}
	digests, err := column[[]byte](v, `SELECT digest FROM ledger_rulebook`)
	if err != nil {
		return err
	}
	for _, d := range digests {
		if len(d) != len(Digest{}) || !v.texts[Digest(d)] {
			v.found("", -1, "there is a rulebook text with digest %x that no entry names", d)
		}
	}
	return nil
}

// column reads a short list.
func column[T any](v *verification, query string, args ...any) ([]T, error) {
	rows, err := v.tx.QueryContext(v.ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var x T
		if err := rows.Scan(&x); err != nil {
			return nil, fmt.Errorf("verify: %w", err)
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// walk verifies one origin.
type walk struct {
	v        *verification
	number   int64
	vkey     string // as the database has it
	verifier note.Verifier
	report   OriginReport

	tree     frontier // over the leaves, or over the stored hashes where these prove right
	lost     bool     // entries are missing, so roots cannot be checked any more
	outside  *checkpoint
	rulebook Digest
	last     Leaf
	permits  permits
	absent   []span // entries with something sealed missing
}

func (w *walk) found(entry int64, format string, args ...any) {
	w.v.found(w.report.Origin, entry, format, args...)
}

func (w *walk) run() {
	w.chooseKey()
	w.loadOutside()
	if !w.batches() {
		return
	}
	w.finish()
	if w.v.o.Keys != nil {
		w.openAll()
	}
}

// chooseKey takes the verifier key from outside, or else the one in the database.
func (w *walk) chooseKey() {
	given, ok := w.v.o.VerifierKeys[w.report.Origin]
	if ok && given != w.vkey {
		w.found(0, "the database names another verifier key than the one given")
	}
	if w.report.KeyGiven = ok; !ok {
		given = w.vkey
	}
	var err error
	if w.verifier, err = parseVerifier(w.report.Origin, given); err != nil {
		w.found(0, "no signature can be checked: %v", err)
	}
}

func (w *walk) loadOutside() {
	if w.v.o.Outside == nil || w.verifier == nil {
		return
	}
	msg, err := w.v.o.Outside.Last(w.report.Origin)
	switch {
	case err != nil:
		w.found(-1, "the checkpoint outside cannot be read: %v", err)
	case msg == nil:
		w.found(-1, "there is no checkpoint outside the database")
	default:
		c, err := openCheckpoint(w.verifier, msg)
		if err != nil {
			w.found(-1, "outside the database: %v", err)
			return
		}
		w.outside, w.report.Outside = &c, c.size
	}
}

// batches goes through the batches in order; false means that it could not go on.
func (w *walk) batches() bool {
	const next = `SELECT place, entries, note, rulebook, hashes, leaves, subleaves, bodies, actors FROM ledger_batch WHERE place BETWEEN ? AND ? ORDER BY place LIMIT 1`
	from := int64(0)
	for w.v.ctx.Err() == nil {
		r, err := scanRow(w.v.tx.QueryRowContext(w.v.ctx, next, placeOf(w.number, from), placeOf(w.number, maxEntry)), w.number)
		if errors.Is(err, ErrNoEntry) {
			break
		}
		if err != nil {
			w.found(from, "the batch with this entry cannot be read: %v", err)
			return false
		}
		if r.first != w.report.Size {
			w.found(min(w.report.Size, r.first), "entries are missing or stand twice: after entry %d comes entry %d", w.report.Size-1, r.first)
			w.lost = true
		}
		w.batch(r)
		from = r.first + 1
		w.report.Size = r.first + max(r.entries, 1)
		w.report.Checkpoint = r.note
	}
	if w.report.Size == 0 {
		w.found(0, "the origin has no entries")
	}
	return w.v.ctx.Err() == nil
}

// finish checks what can only be said when all entries have been seen.
func (w *walk) finish() {
	if c := w.outside; c != nil && c.size > w.report.Size {
		w.found(w.report.Size, "the checkpoint outside has size %d and the database only %d: it has been rolled back", c.size, w.report.Size)
	}
	for _, s := range w.absent {
		if i := w.permits.firstGap(s.from, s.to); i <= s.to {
			w.found(i, "a sealed part is absent and no pruned entry permits it")
		}
		w.report.Absent += s.to - s.from + 1
	}
	listed, err := column[int64](w.v, `SELECT place FROM ledger_pruned WHERE place BETWEEN ? AND ? ORDER BY place`,
		placeOf(w.number, 0), placeOf(w.number, maxEntry))
	if err != nil {
		w.found(-1, "the list of pruned entries cannot be read: %v", err)
		return
	}
	for i, entry := range w.permits.entries {
		if i >= len(listed) || listed[i] != placeOf(w.number, entry) {
			w.found(entry, "the list of pruned entries does not name it")
			return
		}
	}
	if len(listed) > len(w.permits.entries) {
		w.found(listed[len(w.permits.entries)]-placeOf(w.number, 0), "the list of pruned entries names it and it is none")
	}
}
