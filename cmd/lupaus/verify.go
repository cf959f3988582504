// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/internal/store"
)

type verifyCmd struct {
	Data       string `help:"Data folder to check: ledger, checkpoints, sealed records." type:"existingdir" xor:"what" required:""`
	Extract    string `help:"Extract file to check, alone." type:"existingfile" xor:"what" required:""`
	Keys       string `help:"Key file: also open every sealed part, check that no person's counter has a gap, and decide every decision again." type:"existingfile"`
	Key        string `help:"Verifier key from the organisation's notice page. Without it the key that lies beside the data is used, which proves nothing against whoever holds the data." placeholder:"KEY"`
	Checkpoint string `help:"A checkpoint that somebody else kept (a file): the ledger must contain it." type:"existingfile"`
}

// Run checks and prints what was found, one line each.
func (c *verifyCmd) Run(ctx context.Context, s streams) error {
	if c.Extract != "" {
		return c.extract(s)
	}
	return c.folder(ctx, s)
}

func (c *verifyCmd) extract(s streams) error {
	f, err := os.Open(c.Extract)
	if err != nil {
		return err
	}
	defer f.Close()
	x, err := ledger.ReadExtract(f)
	if err != nil {
		fmt.Fprintln(s.out, err)
		return errFound
	}
	key := c.Key
	if key == "" {
		key = x.VerifierKey
		fmt.Fprintln(s.out, "note: no --key given; the key inside the file is used. Compare it with the one on the notice page:", key)
	}
	if err := x.Verify(key); err != nil {
		fmt.Fprintln(s.out, err)
		return errFound
	}
	fmt.Fprintf(s.out, "good: %d entries about one person, complete up to the signed head of %s\n", len(x.Entries), x.Origin)
	fmt.Fprintln(s.out, "What was never recorded is outside any proof.")
	return nil
}

// folder checks a data folder without changing anything in it.
func (c *verifyCmd) folder(ctx context.Context, s streams) error {
	led, err := store.OpenToRead(filepath.Join(c.Data, "ledger.db"))
	if err != nil {
		return err
	}
	defer led.Close()
	rc, rp := gate.NewRecordCheck(), gate.NewReplayer()
	o := ledger.VerifyOptions{Rulebook: rp.Rulebook, Outside: c.outside(), Replay: func(e ledger.Entry, opened []ledger.Field) error {
		if opened == nil {
			rc.Entry(e)
		}
		return rp.Replay(e, opened)
	}}
	var ks keyCheck
	if c.Key != "" {
		o.VerifierKeys = map[string]string{origin(c.Key): c.Key}
	}
	if c.Keys != "" {
		ring, err := gate.OpenKeyRing(ctx, filepath.Join(c.Data, "keys.db"), c.Keys)
		if err != nil {
			return err
		}
		defer ring.Close()
		o.Keys, o.ActorKey = ring, ring.ActorKey(ctx)
		if ks.all, ks.broken, err = ring.Check(ctx); err != nil {
			fmt.Fprintf(s.out, "the keys cannot be read to their end: %v\n", err)
			return errFound
		}
	}
	rep, err := ledger.Verify(ctx, led, o)
	if err != nil {
		fmt.Fprintf(s.out, "the ledger cannot be read to its end: %v\n", err)
		return errFound
	}
	if err := c.records(ctx, rc, rep); err != nil {
		fmt.Fprintf(s.out, "the records cannot be read to their end: %v\n", err)
		return errFound
	}
	return errors.Join(ks.report(s.out), report(s.out, rep, rc, rp, ks.broken == 0, c))
}

// keyCheck is what trying every wrapped key came to.
type keyCheck struct{ all, broken int }

func (k keyCheck) report(w io.Writer) error {
	if k.broken == 0 {
		return nil
	}
	fmt.Fprintf(w, "%d of %d keys do not open under the key file: what they seal cannot be read; take keys.db from a copy\n", k.broken, k.all)
	return errFound
}

func (c *verifyCmd) records(ctx context.Context, rc *gate.RecordCheck, rep ledger.Report) error {
	data, err := store.OpenToRead(filepath.Join(c.Data, "data.db"))
	if err != nil {
		return err
	}
	defer data.Close()
	for _, o := range rep.Origins {
		if err := rc.Records(ctx, data, o.Org, append(append([]string(nil), register.BoxQueries...), accounts.BoxQueries...)...); err != nil {
			return err
		}
	}
	return nil
}

// origin is the name in a verifier key: what stands before the first plus.
func origin(key string) string {
	name, _, _ := strings.Cut(key, "+")
	return name
}

// report prints findings first, then what was checked.
func report(w io.Writer, rep ledger.Report, rc *gate.RecordCheck, rp *gate.Replayer, whole bool, c *verifyCmd) error {
	for _, f := range rep.Findings {
		fmt.Fprintln(w, f)
	}
	for _, f := range rc.Findings {
		fmt.Fprintln(w, f)
	}
	if rep.Unlisted > 0 {
		fmt.Fprintf(w, "and %d more\n", rep.Unlisted)
	}
	for _, o := range rep.Origins {
		fmt.Fprintf(w, "%s: %d entries about %d subjects, %d of them opened; %d record versions as written; %d decisions checked, %d made again\n",
			o.Origin, o.Size, o.Tags, o.Opened, rc.Checked, rp.Checked, rp.Decided)
		if !o.KeyGiven {
			fmt.Fprintln(w, "note: the verifier key came from the folder itself. That finds damage, and proves nothing against whoever holds the folder: give --key from the notice page.")
		}
	}
	if c.Keys == "" {
		fmt.Fprintln(w, "note: without --keys the sealed parts stay closed: counters were not checked for gaps.")
	}
	if !whole || !rep.OK() || len(rc.Findings) > 0 {
		return errFound
	}
	fmt.Fprintln(w, "good")
	return nil
}

// outside is where the newest checkpoint lies: the folder's own, or the file
// that somebody else kept.
func (c *verifyCmd) outside() ledger.Outside {
	if c.Checkpoint != "" {
		return keptNote(c.Checkpoint)
	}
	return ledger.FileOutside(house.CheckpointDir(c.Data))
}

// keptNote is one checkpoint in a file.
type keptNote string

// Save is never asked for: verifying writes nothing.
func (k keptNote) Save(string, []byte) error { return errors.New("a kept checkpoint is not written") }

// Last reads the note.
func (k keptNote) Last(string) ([]byte, error) { return os.ReadFile(string(k)) }
