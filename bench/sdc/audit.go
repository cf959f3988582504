// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/sdc"
)

// stages adds up the processor time of each stage of a proof.
type stages struct {
	now   string
	since time.Duration
	took  map[string]time.Duration
}

// told is the progress of a proof. The clock is read where a stage ends.
func (s *stages) told(p sdc.Progress) error {
	if p.Stage == s.now {
		return nil
	}
	return s.turn(p.Stage)
}

func (s *stages) turn(to string) error {
	t, err := measure.CPU()
	if err != nil {
		return err
	}
	if s.now != "" {
		s.took[s.now] += t - s.since
	}
	s.now, s.since = to, t
	return nil
}

// audited makes the full audit of a pattern, repairs it, checks the certificate
// alone and says what all of that took.
func audited(p *sdc.Pattern) error {
	s := &stages{took: map[string]time.Duration{}}
	proof, err := p.Prove(sdc.Effort{Full: true, Progress: s.told})
	if e := s.turn(""); e != nil {
		return e
	}
	for _, stage := range []string{sdc.StageAudit, sdc.StageRepair, sdc.StageReturn, sdc.StageInsiders, sdc.StageWidest} {
		fmt.Printf("; %s %.2f s", stage, s.took[stage].Seconds())
	}
	if err != nil {
		fmt.Printf(": %v\n", err)
		return nil
	}
	hidden, exact := 0, 0
	for c := range p.Table().Cells() {
		if p.Hidden(c) {
			hidden++
			if proof.Exact(c) {
				exact++
			}
		}
	}
	fmt.Printf("\n  %d of %d sensitive cells had fallen and %d were not found; %d mended, %d given back, %d secondary after; %d of %d intervals exact",
		proof.Fallen, p.Count(sdc.Primary), proof.Unfound, len(proof.Repaired), proof.Given, p.Count(sdc.Secondary), exact, hidden)
	if proof.Insiders() > 0 {
		fmt.Printf("; %d contributors were asked about, %d times one learned too much and %d cells were hidden for it", proof.Insiders(), proof.InsideFallen, proof.InsideHidden)
	}
	var size int
	check, err := timed(func() error {
		c := proof.Certificate()
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		size = len(text)
		_, err = sdc.Verify(c)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Printf("; %d tables, certificate of %.1f MB checked in %.2f s, 0 exposed\n", proof.Tables(), float64(size)/1e6, check.Seconds())
	return nil
}
