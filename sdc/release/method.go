// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// recoded changes the classes of a table as the specification says.
//
// Keeps: TK-205, TK-206
func (s *Spec) recoded(t *sdc.Table) (*sdc.Table, error) {
	if len(s.Recode) == 0 {
		return t, nil
	}
	var changes []sdc.Recoding
	for _, r := range s.Recode {
		changes = append(changes, sdc.Recoding{Dimension: r.Dimension, Codes: r.Merge, Into: r.Into, Level: r.Level, Drop: r.Drop, Within: r.Within})
	}
	out, err := t.Recode(changes...)
	if err != nil {
		return nil, fmt.Errorf("recode: %w", err)
	}
	return out, nil
}

// errNoChance tells whoever asks for chance and hands in none.
var errNoChance = errors.New("the method takes chance from outside, and none was handed in")

// change changes the figures of a table by the method of the specification.
// Secrets are read from fsys.
//
// Keeps: TK-207, TK-208, TK-236
func (s *Spec) change(t *sdc.Table, fsys fs.FS, progress func(sdc.Progress) error) (*sdc.Changed, error) {
	m := s.Method
	switch {
	case m.Controlled != nil:
		base, chance, err := s.drawn(t, *m.Controlled)
		if err != nil {
			return nil, err
		}
		return t.RoundControlled(sdc.Control{Base: base, Source: chance, Progress: progress})
	case m.SmallCount != nil:
		base, chance, err := s.drawn(t, *m.SmallCount)
		if err != nil {
			return nil, err
		}
		return t.RoundSmallCounts(sdc.SmallCounts{Base: base, Source: chance, Views: s.Tables, Progress: progress})
	case m.Rounding != nil:
		how := map[string]sdc.Rounding{"nearest": sdc.RoundNearest, "random": sdc.RoundRandom, "midpoint": sdc.RoundMidpoint}[m.Rounding.How]
		base, chance, err := s.drawn(t, Controlled{m.Rounding.Base, how == sdc.RoundRandom})
		if err != nil {
			return nil, err
		}
		return t.Round(how, base, chance)
	case m.CellKey != nil:
		how, err := s.cellKey(fsys)
		if err != nil {
			return nil, err
		}
		return t.AddNoise(how)
	}
	return nil, errors.New("method names no method")
}

// drawn is the base in the last decimal of the table, and chance where it is asked for.
func (s *Spec) drawn(t *sdc.Table, c Controlled) (base int64, chance sdc.Source, err error) {
	if base, err = sdc.ParseNumber(c.Base, t.Decimals()); err != nil {
		return 0, nil, fmt.Errorf("method: the base %q %w", short(c.Base), err)
	}
	if !c.Random {
		return base, nil, nil
	}
	if s.Chance == nil {
		return 0, nil, errNoChance
	}
	return base, s.Chance, nil
}

// cellKey reads the secret and makes the table of noise.
func (s *Spec) cellKey(fsys fs.FS) (out sdc.CellKey, err error) {
	k := s.Method.CellKey
	if out.Secret, err = fs.ReadFile(fsys, k.Secret); err != nil {
		return out, fmt.Errorf("method: the secret: %w", err)
	}
	variance, err := strconv.ParseFloat(strings.Replace(k.Variance, ",", ".", 1), 64)
	if err != nil {
		return out, fmt.Errorf("method: the variance %q is no number", short(k.Variance))
	}
	if k.Magnitude != "" {
		if out.Magnitude, err = sdc.ParsePercent(k.Magnitude); err != nil {
			return out, fmt.Errorf("method: %w", err)
		}
	}
	out.Noise, err = sdc.NewNoiseTable(k.Most, variance, k.Absent)
	return out, err
}
