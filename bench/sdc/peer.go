// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	_ "embed"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// beside asks for a run beside the R package GaussSuppression, which has to be
// installed (R_LIBS says where, when it is not where R looks).
var beside = flag.Bool("peer", false, "run beside the R package GaussSuppression and print the ratio")

//go:embed peer.R
var peerScript []byte

// besidePeer protects the same table of the same rows with both, one after the
// other, and prints what each took and hid. The peer's seconds are those of its
// one call, which counts the rows too; ours are of everything from rows to pattern.
func besidePeer(s size, rows int) error {
	r, err := exec.LookPath("Rscript")
	if err != nil {
		return errors.New("the peer needs R: install it and the package GaussSuppression")
	}
	dir, err := os.MkdirTemp("", "peer")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	data, script := filepath.Join(dir, "rows.csv"), filepath.Join(dir, "peer.R")
	columns, err := writeRows(data, s, rows)
	if err != nil {
		return err
	}
	if err := os.WriteFile(script, peerScript, 0o600); err != nil {
		return err
	}
	var held []sdc.Row // as the peer's rows are in memory before its call
	for row := range establishments(rows, s, false) {
		held = append(held, row)
	}
	for _, m := range []struct {
		name, mode string
		how        sdc.Protection
	}{
		{"N<3, zeros open", "open", sdc.Protection{Zeros: sdc.ZerosOpen}},
		{"N<3, zeros and their sums protected", "protect", sdc.Protection{Zeros: sdc.ZerosProtect}},
	} {
		var cells, primary, secondary int
		var seconds float64
		out, err := exec.Command(r, append([]string{script, data, m.mode}, columns...)...).CombinedOutput() //nolint:gosec // its own script
		if err != nil {
			return fmt.Errorf("the peer: %w\n%s", err, out)
		}
		at := strings.Index(string(out), "result ")
		if at < 0 {
			return fmt.Errorf("the peer said nothing of its result:\n%s", out)
		}
		if _, err := fmt.Sscanf(string(out[at:]), "result %d %d %d %f", &cells, &primary, &secondary, &seconds); err != nil {
			return err
		}
		var p *sdc.Pattern
		took, err := timed(func() (err error) { p, err = fromRows(s, held, m.how); return err })
		if err != nil {
			return err
		}
		fmt.Printf("%s %s: peer %.2f s, %d cells, %d sensitive, %d secondary; ours %.3f s, %d cells, %d sensitive, %d secondary; ratio %.0f\n",
			s.name, m.name, seconds, cells, primary, secondary, took.Seconds(), p.Table().Cells(), p.Count(sdc.Primary), p.Count(sdc.Secondary), seconds/took.Seconds())
	}
	return nil
}

// fromRows counts the rows and protects their table.
func fromRows(s size, rows []sdc.Row, how sdc.Protection) (*sdc.Pattern, error) {
	t, err := sdc.FromRows(sdc.Layout{Variables: s.variables(), Largest: 1}, func(yield func(sdc.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	v, err := t.Evaluate(sdc.Rules{MinimumUnits: 3})
	if err != nil {
		return nil, err
	}
	return v.Suppress(how)
}

// writeRows writes the codes of the rows for the peer and names the columns.
func writeRows(path string, s size, rows int) (columns []string, err error) {
	f, err := os.Create(path) //nolint:gosec // a folder of its own
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b := bufio.NewWriter(f)
	w := csv.NewWriter(b)
	for _, v := range s.variables() {
		for i := range v.Levels {
			columns = append(columns, fmt.Sprint(v.Name, i+1))
		}
	}
	_ = w.Write(columns) // a failure is seen at the end
	for row := range establishments(rows, s, false) {
		_ = w.Write(row.Codes)
	}
	w.Flush()
	return columns, errors.Join(w.Error(), b.Flush())
}
