// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/lupaus/lupaus/sdc"
)

// Outcome is a protected table.
type Outcome struct {
	Pattern *sdc.Pattern
	Proof   *sdc.Proof // nil when no protection was asked for
	Source  string     // the data, by name
	Digest  string     // SHA-256 of the data in hexadecimal digits, "" when a table was handed in
	Spec    *Spec
}

// The stages of protection before those of package sdc.
const (
	StageRules    = "rules"
	StageSuppress = "suppress"
)

// mostPivots bounds the search for the widest interval of every hidden cell.
const mostPivots = 20_000

// Protect reads rows or sums, applies the rules, hides and proves. Code lists
// that the specification names are read from fsys. Progress is told how far it
// is and stops the work by returning an error; it may be nil.
//
// Keeps: TK-100, TK-183, TK-198
func (s *Spec) Protect(fsys fs.FS, data io.Reader, source string, progress func(sdc.Progress) error) (*Outcome, error) {
	if err := s.valid(); err != nil {
		return nil, err
	}
	in := digesting(data)
	t, err := s.Table(fsys, in, source, progress)
	if err != nil {
		return nil, err
	}
	out, err := s.Hide(t, progress)
	if err != nil {
		return nil, err
	}
	out.Source, out.Digest = source, in.digest()
	return out, nil
}

// valid refuses settings before data is read.
func (s *Spec) valid() error {
	if _, err := s.rules(); err != nil {
		return err
	}
	_, err := s.protection()
	return err
}

// Hide applies the rules to a table, hides and proves.
func (s *Spec) Hide(t *sdc.Table, progress func(sdc.Progress) error) (*Outcome, error) {
	if progress == nil {
		progress = func(sdc.Progress) error { return nil }
	}
	rules, err := s.rules()
	if err != nil {
		return nil, err
	}
	how, err := s.protection()
	if err != nil {
		return nil, err
	}
	if err := progress(sdc.Progress{Stage: StageRules, Total: t.Cells()}); err != nil {
		return nil, err
	}
	verdicts, err := t.Evaluate(rules)
	if err != nil {
		return nil, err
	}
	if s.Secondary.None {
		p, err := verdicts.HideSensitive(how)
		return &Outcome{Pattern: p, Spec: s}, err
	}
	if err := progress(sdc.Progress{Stage: StageSuppress, Total: t.Cells()}); err != nil {
		return nil, err
	}
	p, err := verdicts.Suppress(how)
	if err != nil {
		return nil, err
	}
	proof, err := p.Prove(sdc.Effort{Full: true, Pivots: mostPivots, Progress: progress})
	if err != nil {
		return nil, err
	}
	return &Outcome{Pattern: p, Proof: proof, Spec: s}, nil
}

// Summary says in one line what was done.
func (o *Outcome) Summary() string {
	p := o.Pattern
	line := fmt.Sprintf("%d cells: %d published, %d sensitive, %d hidden to protect them", p.Table().Cells()-p.Count(sdc.Absent), p.Count(sdc.Published), p.Count(sdc.Primary), p.Count(sdc.Secondary))
	if o.Proof == nil {
		return line + "; nothing is proved"
	}
	return line + fmt.Sprintf("; proved by %d other tables", o.Proof.Tables())
}

// Warnings are what is known to be inadequate.
func (o *Outcome) Warnings() []string {
	out := slices.Clone(o.Pattern.Verdicts().Warnings)
	if o.Proof == nil {
		out = append(out, "Without secondary suppression sensitive cells can be computed from totals: what is published is not safe.")
	}
	return out
}
