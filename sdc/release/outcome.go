// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/history"
)

// Outcome is a protected table: with hidden cells and a proof, or with changed figures.
type Outcome struct {
	Pattern *sdc.Pattern
	Proof   *sdc.Proof   // nil when nothing is proved: no protection was asked for, or figures were changed
	Changed *sdc.Changed // nil unless a method changed figures; nothing is hidden then
	Exposed []int        // sensitive cells that changed figures do not protect
	Plan    *sdc.Plan    // what each method costs, when it was asked for
	Source  string       // the data, by name
	Digest  string       // SHA-256 of the data in hexadecimal digits, "" when a table was handed in
	Spec    *Spec

	Release *history.Release // the table as the world sees it, and what was
	Beside  *Beside          // done because of earlier ones; nil unless it was protected beside them
}

// The stages of protection before those of package sdc.
const (
	StageRules    = "rules"
	StageSuppress = "suppress"
)

// Protect reads rows or sums, changes classes, applies the rules and protects:
// it hides and proves, or changes figures. Code lists and secrets that the
// specification names are read from fsys. Progress is told how far it is and
// stops the work by returning an error; it may be nil.
//
// Keeps: TK-100, TK-183, TK-198
func (s *Spec) Protect(fsys fs.FS, data io.Reader, source string, progress func(sdc.Progress) error) (*Outcome, error) {
	if err := s.valid(); err != nil {
		return nil, err
	}
	t, digest, err := s.Read(fsys, data, source, progress)
	if err != nil {
		return nil, err
	}
	out, err := s.ProtectTable(fsys, t, progress)
	if err != nil {
		return nil, err
	}
	out.Source, out.Digest = source, digest
	return out, nil
}

// Read makes the table and the digest of the data that it was made of.
func (s *Spec) Read(fsys fs.FS, data io.Reader, source string, progress func(sdc.Progress) error) (*sdc.Table, string, error) {
	if f, ok := data.(sized); ok && strings.HasSuffix(source, ".parquet") { // read in parts and more than once
		t, err := s.Table(fsys, data, source, progress)
		if err != nil {
			return nil, "", err
		}
		all := digesting(io.NewSectionReader(f, 0, math.MaxInt64))
		if _, err := io.Copy(io.Discard, all); err != nil {
			return nil, "", fmt.Errorf("read %s: %w", source, err)
		}
		return t, all.digest(), nil
	}
	in := digesting(data)
	t, err := s.Table(fsys, in, source, progress)
	if err != nil {
		return nil, "", err
	}
	return t, in.digest(), nil
}

// ProtectTable protects a table that was made before.
func (s *Spec) ProtectTable(fsys fs.FS, t *sdc.Table, progress func(sdc.Progress) error) (*Outcome, error) {
	s, err := s.Decided(fsys, t)
	if err != nil {
		return nil, err
	}
	if t, err = s.recoded(t); err != nil {
		return nil, err
	}
	if s.Method != nil {
		return s.changed(fsys, t, progress)
	}
	return s.Hide(t, progress)
}

// valid refuses settings before data is read.
func (s *Spec) valid() error {
	if _, err := s.rules(); err != nil {
		return err
	}
	own := *s
	own.decided = true // by the time they are needed
	_, err := own.protection()
	return err
}

// asked asks the rules about a table.
func (s *Spec) asked(t *sdc.Table, progress func(sdc.Progress) error) (*sdc.Verdicts, error) {
	rules, err := s.rules()
	if err != nil {
		return nil, err
	}
	if err := tell(progress, StageRules, t.Cells()); err != nil {
		return nil, err
	}
	return t.Evaluate(rules)
}

func tell(progress func(sdc.Progress) error, stage string, total int) error {
	if progress == nil {
		return nil
	}
	return progress(sdc.Progress{Stage: stage, Total: total})
}

// Hide applies the rules to a table, hides and proves.
func (s *Spec) Hide(t *sdc.Table, progress func(sdc.Progress) error) (*Outcome, error) {
	verdicts, err := s.asked(t, progress)
	if err != nil {
		return nil, err
	}
	how, err := s.protection()
	if err != nil {
		return nil, err
	}
	if s.Secondary.None {
		p, err := verdicts.HideSensitive(how)
		return &Outcome{Pattern: p, Spec: s}, err
	}
	if err := tell(progress, StageSuppress, t.Cells()); err != nil {
		return nil, err
	}
	how.Progress = progress
	p, err := verdicts.Suppress(how)
	if err != nil {
		return nil, err
	}
	proof, err := p.Prove(sdc.Effort{Full: true, Progress: progress})
	if err != nil {
		return nil, err
	}
	out := &Outcome{Pattern: p, Proof: proof, Spec: s}
	return out, out.revealKnown()
}

// changed changes figures and looks at which sensitive cells that protects.
func (s *Spec) changed(fsys fs.FS, t *sdc.Table, progress func(sdc.Progress) error) (*Outcome, error) {
	verdicts, err := s.asked(t, progress)
	if err != nil {
		return nil, err
	}
	p, err := verdicts.HideSensitive(sdc.Protection{Views: s.Tables})
	if err != nil {
		return nil, err
	}
	c, err := s.change(t, fsys, progress)
	if err != nil {
		return nil, err
	}
	return &Outcome{Pattern: p, Changed: c, Exposed: c.Exposed(verdicts), Spec: s}, nil
}

// Plan tries the methods on a table and says what each costs.
//
// Keeps: TK-210, TK-236, TK-237, TK-238, TK-241
func (s *Spec) Plan(t *sdc.Table, progress func(sdc.Progress) error) (*sdc.Plan, error) {
	t, err := s.recoded(t)
	if err != nil {
		return nil, err
	}
	verdicts, err := s.asked(t, progress)
	if err != nil {
		return nil, err
	}
	how, err := s.protection()
	if err != nil {
		return nil, err
	}
	return verdicts.Plan(sdc.Wishes{Protection: how, Source: s.Chance, Progress: progress})
}

// hides tells whether a cell is hidden in what is published.
func (o *Outcome) hides(cell int) bool { return o.Changed == nil && o.Pattern.Hidden(cell) }

// Summary says in one line what was done.
func (o *Outcome) Summary() string {
	p := o.Pattern
	cells := p.Table().Cells() - p.Count(sdc.Absent)
	if o.Changed != nil {
		return fmt.Sprintf("%d cells: figures changed by %s; %d sensitive, of which %d are not protected; totals %s the sums of their parts", cells, o.Changed.Method(),
			p.Count(sdc.Primary), len(o.Exposed), map[bool]string{true: "are", false: "are not"}[o.Changed.Additive()])
	}
	line := fmt.Sprintf("%d cells: %d published, %d sensitive, %d hidden to protect them", cells, p.Count(sdc.Published), p.Count(sdc.Primary), p.Count(sdc.Secondary))
	if o.Proof == nil {
		return line + "; nothing is proved"
	}
	return line + fmt.Sprintf("; proved by %d other tables", o.Proof.Tables())
}

// Warnings are what is known to be inadequate, in English.
func (o *Outcome) Warnings() []string {
	out := slices.Clone(o.Pattern.Verdicts().Warnings)
	s, _ := newSpeaker("") // English is there
	return append(out, o.ownWarnings(s)...)
}
