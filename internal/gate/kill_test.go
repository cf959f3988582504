// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// The child of a kill test works in a folder until it is killed. It is this
// test binary, told by the environment.
const (
	childDir  = "LUPAUS_TEST_KILL_DIR"
	childStep = "LUPAUS_TEST_KILL_STEP" // name:n, die at the n-th time the step is reached
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		work(dir, os.Getenv(childStep))
		os.Exit(3)
	}
	os.Exit(m.Run())
}

// kills is how often a test kills: often in CI, a few times otherwise.
func kills(often, few int) int {
	if os.Getenv("CI") == "true" {
		return often
	}
	return few
}

// work lets 16 staff write and read until the process dies, and says on
// standard output what was acknowledged.
func work(dir, step string) {
	ctx := context.Background()
	release, _ := promise.Load(os.DirFS("../../examples/hms"))
	g, _, err := openGate(ctx, dir, release, clock.System{}, nil)
	if err != nil {
		fmt.Println("E", err)
		return
	}
	if _, err := g.Recover(ctx, func(id opaque.ID) (int64, error) { return 1, nil }); err != nil {
		fmt.Println("E", err)
		return
	}
	g.step = dieAt(step)
	w := &world{Gate: g}
	w.nurse, w.clerk = childActors(ctx, g)
	var mu sync.Mutex
	out := bufio.NewWriterSize(os.Stdout, 0)
	say := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(out, format+"\n", args...)
		out.Flush()
	}
	say("ready")
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for w.turn(ctx, say) {
			}
		})
	}
	wg.Wait()
}

func dieAt(step string) func(string) {
	name, n, _ := strings.Cut(step, ":")
	left, _ := strconv.Atoi(n)
	var count atomic.Int64
	return func(s string) {
		if s == name && count.Add(1) == int64(left) {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
}

// childActors are the same two people in every child of a folder.
func childActors(ctx context.Context, g *Gate) (nurse, clerk Actor) {
	nurse = Actor{ID: opaque.ID{1}, Name: "Nina", Role: "nurse", Session: "s", Declared: true, SecondFactor: true}
	clerk = Actor{ID: opaque.ID{2}, Name: "Odd", Role: "office-worker", Session: "s", Declared: true, SecondFactor: true}
	if err := g.Keys.Ensure(ctx, g.Org, append(refsOf(nurse.ID, "log"), refsOf(clerk.ID, "log")...), nil); err != nil {
		panic(err)
	}
	return nurse, clerk
}

// turn lets somebody in, writes a note, reads it, and sometimes erases the card.
func (w *world) turn(ctx context.Context, say func(string, ...any)) bool {
	id := opaque.New()
	d := w.doc(card, id, "Kari")
	i, err := w.write(ctx, w.clerk, rulebook.Add, admin, d)
	if err != nil {
		say("E %v", err)
		return false
	}
	say("C %d %s", i, d.Record)
	n := w.doc(notes, id, "note")
	if i, err = w.write(ctx, w.nurse, rulebook.Add, care, n); err != nil {
		say("E %v", err)
		return false
	}
	say("C %d %s", i, n.Record)
	p, err := w.Read(ctx, w.openNote(id))
	if err != nil {
		say("E %v", err)
		return false
	}
	say("R %d", p.Entry())
	if id[0]%4 == 0 {
		if err := w.eraseCard(ctx, id); err != nil {
			say("E %v", err)
			return false
		}
		say("D %s", d.Record)
	}
	return true
}

func TestKilledAtRandomUnderSixteenWritersNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	var dir string
	for i := range kills(100, 6) {
		if i%10 == 0 { // the folder lives on through ten kills, and is verified whole after each
			dir = t.TempDir()
		}
		c := startChild(t, dir, "")
		time.Sleep(time.Duration(20+rand.IntN(120)) * time.Millisecond) // the moment of the kill is the test's input
		c.kill()
		c.judge(t)
	}
}

// Every step at which a change could be cut in two, on all three files.
var steps = []string{"decided", "keys", "intent", "data", "keys-destroyed", "destroyed"}

func TestKilledAtEveryStepAChangeAndItsEntryAgree(t *testing.T) {
	t.Parallel()
	for _, step := range steps {
		for _, n := range []int{1, 2, 7, 23}[:kills(4, 2)] {
			t.Run(step+"/"+strconv.Itoa(n), func(t *testing.T) {
				t.Parallel()
				c := startChild(t, t.TempDir(), step+":"+strconv.Itoa(n))
				c.wait(t)
				c.judge(t)
			})
		}
	}
}

// child is a working process and what it has acknowledged.
type child struct {
	dir   string
	cmd   *exec.Cmd
	lines *bufio.Scanner
	acked []string
	done  chan struct{}
}

func startChild(t *testing.T, dir, step string) *child {
	t.Helper()
	c := &child{dir: dir, cmd: exec.Command(os.Args[0]), done: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), childDir+"="+dir, childStep+"="+step)
	c.cmd.Stderr = os.Stderr
	pipe, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.lines = bufio.NewScanner(pipe)
	if !c.lines.Scan() || c.lines.Text() != "ready" {
		t.Fatalf("the child did not start: %s", c.lines.Text())
	}
	go func() {
		defer close(c.done)
		for c.lines.Scan() {
			c.acked = append(c.acked, c.lines.Text())
		}
	}()
	return c
}

func (c *child) kill() {
	c.cmd.Process.Kill()
	<-c.done
	c.cmd.Wait()
}

func (c *child) wait(t *testing.T) {
	t.Helper()
	select {
	case <-c.done:
		c.cmd.Wait()
	case <-time.After(60 * time.Second):
		c.kill()
		t.Fatal("the child never reached the step")
	}
}

// judge opens the folder as the next start does and compares what was
// acknowledged with what is there.
func (c *child) judge(t *testing.T) {
	t.Helper()
	release, _ := promise.Load(os.DirFS("../../examples/hms"))
	g, closeAll, err := openGate(t.Context(), c.dir, release, clock.System{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll()
	if _, err := g.Recover(t.Context(), func(opaque.ID) (int64, error) { return 1, nil }); err != nil {
		t.Fatal(err)
	}
	w := &world{Gate: g, dir: c.dir}
	stored := w.storedRecords(t)
	for i, line := range c.acked {
		if i == len(c.acked)-1 && !strings.Contains(line, " ") {
			continue // cut short by the kill
		}
		w.checkAcked(t, line, stored, c.acked)
	}
	w.checkAgreement(t)
	w.awaitOutside(t)
	w.checkLedger(t)
}

// awaitOutside waits until the newest checkpoint is outside the database.
func (w *world) awaitOutside(t *testing.T) {
	t.Helper()
	out := ledger.FileOutside(filepath.Join(w.dir, "checkpoints"))
	want := "\n" + strconv.FormatInt(w.Tree.Size(), 10) + "\n"
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if note, err := out.Last(w.Tree.Origin()); err == nil && strings.Contains(string(note), want) {
			return
		}
	}
	t.Fatal("the newest checkpoint never reached the outside")
}

func (w *world) storedRecords(t *testing.T) map[string]int64 {
	t.Helper()
	rows, err := w.Data.R.Query(boxQuery, w.Org)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]int64{}
	for rows.Next() {
		b, err := ScanBoxed(rows)
		if err != nil {
			t.Fatal(err)
		}
		out[b.Record.String()] = b.Entry
	}
	return out
}

func (w *world) checkAcked(t *testing.T, line string, stored map[string]int64, all []string) {
	t.Helper()
	f := strings.Fields(line)
	switch f[0] {
	case "C":
		if len(f) < 3 || len(f[2]) < 26 {
			return // the last line, cut short
		}
		i, _ := strconv.ParseInt(f[1], 10, 64)
		at, ok := stored[f[2]]
		if ok && at == i {
			break
		}
		// Erased by an act that was itself acknowledged, or was under way at the kill.
		if !ok && !w.erasedOf(t, i) {
			t.Errorf("acknowledged %q, the record is not there", line)
		}
	case "R":
		i, _ := strconv.ParseInt(f[1], 10, 64)
		if i < w.Tree.Size() {
			break
		}
		t.Errorf("acknowledged %q, the ledger has %d entries", line, w.Tree.Size())
	case "D":
		if _, ok := stored[f[1]]; ok && len(f[1]) == 26 {
			t.Errorf("acknowledged %q, the record is still there", line)
		}
	case "E":
		t.Errorf("the child failed: %s", line)
	}
}

// erasedOf tells whether an erasure names the prints that entry i wrote.
func (w *world) erasedOf(t *testing.T, i int64) bool {
	t.Helper()
	var wrote string
	if err := w.Data.R.QueryRow(`select hex(wrote) from print where org = ? and entry = ?`, w.Org, i).Scan(&wrote); err != nil {
		return false
	}
	var n int
	if err := w.Data.R.QueryRow(`select count(*) from print where org = ? and hex(removed) = ?`, w.Org, wrote).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// checkAgreement asks of every intent: either it is applied and no void names
// it, or it is void and nothing of it stands; and no erasure is half done.
func (w *world) checkAgreement(t *testing.T) {
	t.Helper()
	void := map[int64]bool{}
	var intents []int64
	for _, e := range w.entries(t, 0) {
		switch e.Kind {
		case ledger.KindIntent:
			intents = append(intents, e.Index)
		case ledger.KindVoid:
			of, _ := strconv.ParseInt(e.PublicValue(ledger.PublicOf), 10, 64)
			if void[of] {
				t.Errorf("entry %d is void twice", of)
			}
			void[of] = true
		}
	}
	for _, i := range intents {
		var applied int
		if err := w.Data.R.QueryRow(`select count(*) from print where org = ? and entry = ?`, w.Org, i).Scan(&applied); err != nil {
			t.Fatal(err)
		}
		if (applied == 1) == void[i] {
			t.Errorf("intent %d: applied %d times, void %v", i, applied, void[i])
		}
	}
	var open int
	if err := w.Data.R.QueryRow(`select count(*) from erasing`).Scan(&open); err != nil || open != 0 {
		t.Errorf("%d erasures are half done, %v", open, err)
	}
}

// checkLedger verifies tree, roots, counters and records, with keys.
func (w *world) checkLedger(t *testing.T) {
	t.Helper()
	rc, rp := NewRecordCheck(), NewReplayer()
	db, err := store.OpenToRead(filepath.Join(w.dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rep, err := ledger.Verify(t.Context(), db, ledger.VerifyOptions{
		VerifierKeys: map[string]string{w.Tree.Origin(): w.Tree.VerifierKey()}, Outside: ledger.FileOutside(filepath.Join(w.dir, "checkpoints")),
		Keys: &KeyRing{store: w.Keys}, Rulebook: rp.Rulebook,
		Replay: func(e ledger.Entry, opened []ledger.Field) error {
			if opened == nil {
				rc.Entry(e)
			}
			return rp.Replay(e, opened)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rep.Findings {
		t.Error(f)
	}
	if err := rc.Records(t.Context(), w.Data.R, w.Org, boxQuery); err != nil {
		t.Fatal(err)
	}
	for _, f := range rc.Findings {
		t.Error(f)
	}
	if !slices.ContainsFunc(rep.Origins, func(o ledger.OriginReport) bool { return o.Size == w.Tree.Size() }) {
		t.Errorf("verified %+v, the tree has %d entries", rep.Origins, w.Tree.Size())
	}
}
