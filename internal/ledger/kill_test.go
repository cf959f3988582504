// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// killDirVariable turns the test binary into the program that is killed.
const killDirVariable = "LUPAUS_TEST_KILL_DIR"

const (
	killWriters = 16
	killPersons = 24
)

func killDB(dir string) (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+filepath.Join(dir, "ledger.db")+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)&_txlock=immediate")
}

// killChild appends with many writers until it is killed. It prints the number
// and the person of each entry once Append has returned.
func killChild(dir string) {
	ctx := context.Background()
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	db, err := killDB(dir)
	check(err)
	l, err := Open(ctx, db, Options{Engine: "kill", Outside: FileOutside(dir)})
	check(err)
	tree, err := l.Tree(ctx, testOrg, testKey(testOrg), testOrigin)
	check(err)
	_, err = tree.SwitchRulebook(ctx, []byte("rulebook one"))
	check(err)
	var mu sync.Mutex
	for w := range killWriters {
		go func() {
			r := rand.New(rand.NewPCG(uint64(os.Getpid()), uint64(w)))
			for {
				a, b := r.IntN(killPersons), r.IntN(killPersons)
				i, err := tree.Append(ctx, read(tree, testSubject(a, someFields(a)...), testSubject(b, someFields(b)...)))
				check(err)
				mu.Lock()
				fmt.Printf("%d %d %d\n", i, a, b)
				mu.Unlock()
			}
		}()
	}
	select {}
}

// TestAKilledProgramLosesNothingThatWasAcknowledged kills the program at random
// moments, several times over one file, and checks what is left each time.
func TestAKilledProgramLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	kills := 10
	if thorough {
		kills = 120
	}
	acked, dir := 0, ""
	for n := range kills {
		if n%4 == 0 {
			dir = t.TempDir()
		}
		told := killOnce(t, dir)
		acked += len(told)
		checkKilled(t, dir, told)
		if t.Failed() {
			t.Fatalf("after kill %d", n)
		}
	}
	if acked == 0 {
		t.Error("no kill came after an acknowledged entry")
	}
	t.Logf("%d kills, %d entries acknowledged, none lost", kills, acked)
}

type told struct {
	entry int64
	by    [2]int
}

// killOnce starts the program, kills it after some entries or a short while,
// and returns what it acknowledged.
func killOnce(t *testing.T, dir string) (all []told) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), killDirVariable+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(time.Duration(10+rand.IntN(140))*time.Millisecond, func() { child.Process.Kill() })
	defer kill.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var x told
		if n, _ := fmt.Sscanf(lines.Text(), "%d %d %d", &x.entry, &x.by[0], &x.by[1]); n == 3 {
			all = append(all, x)
		}
	}
	child.Wait()
	if n := len(all); n > 0 {
		all = all[:n-1] // the kill may have cut the last line short
	}
	return all
}

func checkKilled(t *testing.T, dir string, all []told) {
	t.Helper()
	db, err := killDB(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	l, err := Open(t.Context(), db, Options{Outside: FileOutside(dir)})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	tree, err := l.Tree(t.Context(), testOrg, testKey(testOrg), testOrigin)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		e, err := tree.Entry(t.Context(), x.entry)
		for i, person := range x.by {
			if err == nil {
				_, err = e.OpenSubject(i, testSubject(person).Key)
			}
		}
		if err != nil {
			t.Errorf("acknowledged entry %d: %v", x.entry, err)
		}
	}
	l.Close()
	persons := make(testKeys, killPersons)
	for i := range persons {
		persons[i] = i
	}
	report := mustVerify(t, db, VerifyOptions{Outside: FileOutside(dir), Keys: persons, VerifierKeys: map[string]string{testOrigin: tree.VerifierKey()}})
	if !report.OK() {
		t.Errorf("verify: %v", report.Findings)
	}
}
