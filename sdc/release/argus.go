// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

// described makes a table of microdata that a metadata file describes. The
// specification says what is made of them and the metadata where it stands; what
// both say has to agree, so that nothing is counted otherwise than somebody read.
func (s *Spec) described(fsys fs.FS, data io.Reader, source string, progress func(sdc.Progress) error) (*sdc.Table, error) {
	m, err := s.metadata(fsys)
	if err != nil {
		return nil, err
	}
	if err := s.agrees(m); err != nil {
		return nil, err
	}
	layout, _, err := s.layout(fsys, source)
	if err != nil {
		return nil, err
	}
	how := exchange.Tabulation{Value: s.Value, Second: s.Lower, Lists: map[string]*sdc.Dimension{}, Largest: layout.Largest}
	for i, d := range s.Dimensions {
		name := d.sourceColumn()
		how.Dimensions = append(how.Dimensions, name)
		if how.Lists[name], err = d.describedCodes(fsys, m, layout.Variables[i].Hierarchy); err != nil {
			return nil, err
		}
		if how.Lists[name] == nil {
			delete(how.Lists, name)
		}
	}
	told, err := m.Layout(how)
	if err != nil {
		return nil, err
	}
	for i, v := range told.Variables {
		d := s.Dimensions[i]
		if v.Name = d.Name; d.Total != "" && v.Hierarchy == nil {
			v.Total = d.Total
		}
		layout.Variables[i] = v
	}
	return sdc.FromRows(layout, counted(m.Rows(data, source, how), progress))
}

// metadata reads the metadata file.
func (s *Spec) metadata(fsys fs.FS) (m *exchange.Metadata, err error) {
	f, err := fsys.Open(s.Metadata)
	if err != nil {
		return nil, fmt.Errorf("the metadata: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return exchange.ReadRDA(f, s.Metadata)
}

// agrees compares what specification and metadata both say.
func (s *Spec) agrees(m *exchange.Metadata) error {
	weight, holding := "", ""
	for _, v := range m.Variables {
		decimals, key := s.Decimals, "decimals"
		switch v.Name {
		case s.Value:
		case s.Lower:
			decimals, key = s.LowerDecimals, "denominator-decimals"
		case s.Weight:
			decimals, key = s.WeightDecimals, "weight-decimals"
		default:
			decimals = v.Decimals
		}
		switch {
		case decimals != v.Decimals:
			return &sdc.Problem{Source: s.Metadata, Row: v.Line, Column: v.Name, What: fmt.Sprintf("the variable has %d decimals, and by the specification it has %d", v.Decimals, decimals), Mend: fmt.Sprintf("write %s: %d", key, v.Decimals)}
		case v.Request != nil && s.Rules.Request == nil:
			return &sdc.Problem{Source: s.Metadata, Row: v.Line, Column: v.Name, What: "the variable tells who asked for protection, and the specification protects nobody on request", Mend: "name those who asked under rules / request"}
		case v.Weight:
			weight = v.Name
		case v.Holding:
			holding = v.Name
		}
	}
	if weight != s.Weight {
		return &sdc.Problem{Source: s.Metadata, Column: weight + s.Weight, What: fmt.Sprintf("the weight is %q by the metadata and %q by the specification", weight, s.Weight), Mend: "name the same variable, or none, in both"}
	}
	if levels := strings.Join(s.Levels, ", "); levels != holding {
		return &sdc.Problem{Source: s.Metadata, What: fmt.Sprintf("the holding is %q by the metadata, and the levels of protection are %q by the specification", holding, levels), Mend: "write levels-of-protection: [" + holding + "], or leave <HOLDING> out"}
	}
	return nil
}

// describedCodes is the code list of a dimension: the specification's own, else
// the one that the metadata names, else nil.
func (d Dimension) describedCodes(fsys fs.FS, m *exchange.Metadata, own *sdc.Dimension) (out *sdc.Dimension, err error) {
	if own != nil {
		return own, nil
	}
	for _, v := range m.Variables {
		if v.Name != d.sourceColumn() || v.CodeFile == "" {
			continue
		}
		f, err := fsys.Open(v.CodeFile)
		if err != nil {
			return nil, fmt.Errorf("the code list of dimension %q: %w", d.Name, err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		total := d.Total
		if total == "" {
			total = v.TotalCode
		}
		return exchange.ReadHRC(f, exchange.HRC{Source: v.CodeFile, Name: d.Name, Total: total, Lead: v.Lead})
	}
	return nil, nil
}

// Decided brings to a specification what its file of decisions says of a table:
// cells that are hidden or published whatever happens, and cells that were hidden
// before and are hidden first. Without such a file it is the specification itself.
func (s *Spec) Decided(fsys fs.FS, t *sdc.Table) (out *Spec, err error) {
	if s.Apriori == "" || s.decided {
		return s, nil
	}
	f, err := fsys.Open(s.Apriori)
	if err != nil {
		return nil, fmt.Errorf("the decisions: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	a, err := exchange.ReadApriori(f, s.Apriori, len(s.Dimensions), 0)
	if err != nil {
		return nil, err
	}
	forced, err := a.Forced(t)
	if err != nil {
		return nil, err
	}
	own := *s
	own.Forced = append([]Forced(nil), s.Forced...)
	for _, x := range forced {
		own.Forced = append(own.Forced, Forced{Cell: x.Codes, Publish: x.Publish, Reason: x.Reason})
	}
	if own.earlier, err = a.Earlier(t); err != nil {
		return nil, err
	}
	own.notTaken, own.decided = a.NotTaken(), true
	return &own, nil
}
