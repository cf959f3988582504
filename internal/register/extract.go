// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// LogExtract is who did what with one person's data, for reading and as a file
// that verifies alone.
type LogExtract struct {
	Steps      []LogStep // oldest first; the last is this extract itself
	File       []byte    // as lupaus verify --extract reads it
	Size       int64     // the ledger's size that the extract is complete up to
	Checkpoint string
	Withheld   []string
}

// LogStep is one entry about the person. What was pruned or belongs to a
// destroyed key is empty and Pruned is set.
type LogStep struct {
	K, Entry   int64
	At         time.Time
	Kind       string
	Outcome    string
	Action     string
	Purpose    *promise.Purpose // nil when the promise in force no longer has it
	PurposeID  string
	Role, Unit string
	ActorName  string
	Categories []string
	Reason     string
	ClauseName string
	Clause     *rulebook.Clause // nil when the promise in force no longer has it
	Continues  int64
	Pruned     bool
}

// Extract opens a person's part of the ledger. It is a look-up in the register
// `log`, decided and recorded like any other, and so is its own last entry.
// Free text that staff wrote is withheld; the proof holds without it.
//
// Keeps: HMS-36
// Keeps: HMS-39
// Keeps: HMS-46
func (s *Service) Extract(ctx context.Context, w Work, subject opaque.ID, g Given) (*LogExtract, error) {
	about, err := s.about(ctx, subject)
	if err != nil {
		return nil, err
	}
	if about == promise.AboutNobody { // what is about nobody has nobody whom it is for
		return nil, errs.New(errs.Invalid, "error.one-person", "an extract is about a person, not about a thing")
	}
	ask := w.ask(rulebook.Export, g)
	ask.Subjects = []opaque.ID{subject}
	withhold := s.withheld()
	steps, x, err := s.gate.Extract(ctx, ask, withhold)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := x.Write(&file); err != nil {
		return nil, err
	}
	out := &LogExtract{File: file.Bytes(), Size: sizeOf(x.Checkpoint), Checkpoint: x.Checkpoint, Withheld: withhold}
	for _, st := range steps {
		out.Steps = append(out.Steps, s.logStep(st, withhold))
	}
	return out, nil
}

// sizeOf reads the size out of a checkpoint: its second line.
func sizeOf(checkpoint string) int64 {
	lines := strings.SplitN(checkpoint, "\n", 3)
	if len(lines) < 2 {
		return 0
	}
	n, _ := strconv.ParseInt(lines[1], 10, 64)
	return n
}

// withheld are the fields of an entry that the promise does not show to the
// person concerned: everything but what the right of log-extract names.
func (s *Service) withheld() (out []string) {
	r := s.gate.Release().Register(gate.LogRegister)
	if r == nil {
		return []string{"text"}
	}
	for _, right := range r.Rights {
		if right.ID != "log-extract" || len(right.Shows) == 0 {
			continue
		}
		shows := map[string]bool{"categories": true, "records": true}
		for _, f := range right.Shows {
			shows[f] = true
		}
		shows["actor"] = shows["name"]
		shows["categories"] = shows["data"] || shows["categories"]
		for _, f := range ledger.SubjectFields {
			if !shows[f] {
				out = append(out, f)
			}
		}
		return out
	}
	return []string{"text"}
}

// logStep makes an entry readable; what the file withholds the page withholds too.
func (s *Service) logStep(st gate.Step, withhold []string) LogStep {
	rel := s.gate.Release()
	e := &st.Entry
	field := func(name string) string {
		if slices.Contains(withhold, name) {
			return ""
		}
		return gate.FieldOf(st.Fields, name)
	}
	name := st.ActorName
	if slices.Contains(withhold, "actor") {
		name = ""
	}
	out := LogStep{
		K: int64(st.K), Entry: e.Index, At: e.Time, Kind: e.Kind.String(), Outcome: e.Outcome.String(), Action: e.Action,
		PurposeID: e.Purpose, Purpose: rel.Purpose(e.Purpose), Role: field("role"), Unit: field("unit"),
		ActorName: name, Categories: gate.Words(field("categories")), Reason: field("reason"),
		ClauseName: e.Clause, Clause: s.gate.Rulebook().ClauseByName(e.Clause), Pruned: st.Fields == nil,
	}
	out.Continues, _ = strconv.ParseInt(e.PublicValue(ledger.PublicContinues), 10, 64)
	return out
}

// Explanation is the public part of an entry: why something could be seen, or
// could not. It says nothing about anybody.
type Explanation struct {
	Entry      ledger.Entry
	ClauseName string
	Clause     *rulebook.Clause // as it stood then; nil for entries that decided nothing
	Facts      []FactSeen
	Digest     string
	InForce    bool // the rulebook that decided is the one in force
}

// FactSeen is a fact as the decision found it.
type FactSeen struct {
	Name string
	True bool
}

// Explain reads the public part of an entry against the rulebook that decided.
func (s *Service) Explain(ctx context.Context, entry int64) (*Explanation, error) {
	e, err := s.gate.Tree.Entry(ctx, entry)
	if err != nil {
		return nil, errs.New(errs.NotFound, "error.no-entry", "entry %d: %w", entry, err)
	}
	out := &Explanation{Entry: e, ClauseName: e.Clause, Digest: e.Rulebook.String(), InForce: e.Rulebook == s.gate.Tree.Rulebook()}
	if e.Rulebook == (ledger.Digest{}) {
		return out, nil
	}
	book, err := s.gate.BookOf(ctx, e.Rulebook)
	if err != nil {
		return nil, err
	}
	out.Clause = book.ClauseByName(e.Clause)
	for bit, name := range book.FactNames() {
		if e.Facts.Known&(1<<bit) != 0 {
			out.Facts = append(out.Facts, FactSeen{name, e.Facts.True&(1<<bit) != 0})
		}
	}
	return out, nil
}
