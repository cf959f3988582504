// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"
)

// The scripts of testdata are sessions as a person would type them, beside a copy of the
// occupational health service; $EXAMPLES holds the other examples. Beside the commands of
// testscript they know
//
//	exits STATUS ARGS...        runs the program and wants that exit status
//	up NAME ARGS...             starts it as a process of its own; $NAME is its address
//	down NAME                   ends it as Ctrl-C would and wants exit status 0
//	get URL                     fetches a page; the answer is standard output
//	opens URL                   fetches a page until it no longer says to come back later
//	filled DIR                  a data folder as the demo makes it
//	change FILE OLD NEW         replaces a text that must be there once
//	flip FILE                   changes one byte in the middle of a file
//	flip DIR/X.db TABLE COLUMN  changes one byte of the first value that is bytes
//	sql DIR/X.db STATEMENT      does to a database what whoever holds the file could
//	copy DIR DIR                copies a folder, in place of what was there
//	taken URL                   puts the address of a URL into $TAKEN
//	checkpoint DIR FILE         copies the newest checkpoint of a data folder
//	extract DIR FILE            writes the extract about one person to a file
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			examples, err := filepath.Abs("../../examples")
			env.Setenv("EXAMPLES", examples)
			return errors.Join(err, os.CopyFS(filepath.Join(env.WorkDir, "hms"), os.DirFS(filepath.Join(examples, "hms"))))
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits, "up": up, "down": down, "get": get, "opens": opens, "filled": filledFolder, "change": change, "flip": flip, "extract": extract,
			"sql": sqlStatement, "copy": copyFolder, "checkpoint": checkpoint, "taken": taken,
		},
	})
}

func TestMain(m *testing.M) {
	testscript.Main(stopping{m}, map[string]func(){"lupaus": main})
}

// stopping removes what the tests share when they are done.
type stopping struct{ *testing.M }

func (s stopping) Run() int {
	defer shared.remove()
	defer running.stop()
	return s.M.Run()
}

// exits runs the program in this process: run is all of it but its exit.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if neg {
		ts.Fatalf("say the exit status instead of !")
	}
	given := make([]string, len(args)-1)
	for i, a := range args[1:] {
		given[i] = a
		made := i > 0 && (args[i] == "--out" || args[i] == "--data") // folders that the command makes
		if _, err := os.Stat(ts.MkAbs(a)); (err == nil || made) && !strings.HasPrefix(a, "-") {
			given[i] = ts.MkAbs(a) // the script's folder is not this process's
		}
	}
	if got := run(given, streams{ts.Stdout(), ts.Stderr()}); got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// server is a started program.
type server struct {
	cmd *exec.Cmd
	err *bytes.Buffer
}

var (
	servers   sync.Map // by script and name
	addressed = regexp.MustCompile(`http://\S+`)
)

func up(ts *testscript.TestScript, neg bool, args []string) {
	s := &server{cmd: exec.Command("lupaus", args[1:]...), err: &bytes.Buffer{}}
	if path, err := exec.LookPath("lupaus"); err == nil {
		s.cmd.Path = path
	}
	s.cmd.Dir = ts.MkAbs(".")
	s.cmd.Stderr = s.err
	out, err := s.cmd.StdoutPipe()
	ts.Check(err)
	begin := time.Now()
	ts.Check(s.cmd.Start())
	ts.Defer(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	said, err := readUntilAddress(out)
	if err != nil {
		_ = s.cmd.Wait()
		ts.Fatalf("it did not say an address: %v\n%s%s", err, said, s.err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	ts.Logf("up after %v\n%s", time.Since(begin).Round(time.Millisecond), said)
	ts.Setenv(args[0], addressed.FindString(said))
	servers.Store(ts.Name()+args[0], s)
}

// readUntilAddress reads what a program says up to its address, and a little on.
func readUntilAddress(r io.Reader) (string, error) {
	var said strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		said.Write(buf[:n])
		if addressed.MatchString(said.String()) {
			return said.String(), nil
		}
		if err != nil {
			return said.String(), err
		}
	}
}

// down shows what the program said on standard error, for the script to look at.
func down(ts *testscript.TestScript, neg bool, args []string) {
	v, ok := servers.LoadAndDelete(ts.Name() + args[0])
	if !ok {
		ts.Fatalf("%s is not up", args[0])
	}
	s := v.(*server)
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	err := s.cmd.Wait()
	fmt.Fprint(ts.Stderr(), s.err)
	ts.Check(err)
}

func get(ts *testscript.TestScript, neg bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, args[0], nil)
	ts.Check(err)
	res, err := http.DefaultClient.Do(req)
	if neg {
		if err == nil {
			res.Body.Close()
			ts.Fatalf("%s answers", args[0])
		}
		return
	}
	ts.Check(err)
	defer res.Body.Close()
	fmt.Fprintln(ts.Stdout(), res.Status)
	ts.Check(res.Header.Write(ts.Stdout()))
	_, err = io.Copy(ts.Stdout(), res.Body)
	ts.Check(err)
}

// opens asks again for as long as the answer is that the page is being made ready.
func opens(ts *testscript.TestScript, neg bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		res, err := http.Get(args[0])
		ts.Check(err)
		res.Body.Close()
		if res.Header.Get("Retry-After") == "" {
			get(ts, neg, args)
			return
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("%s is still not ready", args[0])
		case <-again.C:
		}
	}
}

func filledFolder(ts *testscript.TestScript, neg bool, args []string) {
	from, err := shared.folder()
	ts.Check(err)
	ts.Check(copyOwn(from, ts.MkAbs(args[0])))
}

func change(ts *testscript.TestScript, neg bool, args []string) {
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], `\n`, "\n")
	}
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, args[1]); n != 1 {
		ts.Fatalf("%q stands %d times in %s, want once", args[1], n, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}

func flip(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 1 {
		text, err := os.ReadFile(ts.MkAbs(args[0]))
		ts.Check(err)
		flipByte(text)
		ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
		return
	}
	ts.Check(flipColumn(ts.MkAbs(args[0]), args[1], args[2]))
}

// flipByte changes the lowest bit of the byte in the middle.
func flipByte(b []byte) { b[len(b)/2] ^= 1 }

// flipColumn changes one byte in a table as whoever holds the file could.
func flipColumn(file, table, column string) error {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer db.Close()
	find := fmt.Sprintf(`select %[1]s from %[2]s where length(%[1]s) > 8 and typeof(%[1]s) = 'blob' limit 1`, column, table)
	var old []byte
	if err := db.QueryRow(find).Scan(&old); err != nil {
		return fmt.Errorf("%s.%s has nothing to change: %w", table, column, err)
	}
	changed := bytes.Clone(old)
	flipByte(changed)
	res, err := db.Exec(fmt.Sprintf(`update %[2]s set %[1]s = ? where %[1]s = ?`, column, table), changed, old)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errors.New("nothing changed"))
	}
	return nil
}

// sqlStatement wants the statement to change something.
func sqlStatement(ts *testscript.TestScript, neg bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	res, err := db.Exec(args[1])
	ts.Check(err)
	n, err := res.RowsAffected()
	ts.Check(err)
	if n == 0 {
		ts.Fatalf("nothing changed")
	}
}

// copyOwn copies a data folder for its owner's eyes only, as keys want it.
func copyOwn(from, to string) error {
	return filepath.WalkDir(from, func(p string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, p)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), text, 0o600)
	})
}

func copyFolder(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.RemoveAll(ts.MkAbs(args[1])))
	ts.Check(copyOwn(ts.MkAbs(args[0]), ts.MkAbs(args[1])))
}

func checkpoint(ts *testscript.TestScript, neg bool, args []string) {
	files, err := filepath.Glob(ts.MkAbs(filepath.Join(args[0], "checkpoints", "*")))
	ts.Check(err)
	if len(files) != 1 {
		ts.Fatalf("%d checkpoints: %v", len(files), files)
	}
	text, err := os.ReadFile(files[0])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), text, 0o600))
}

func taken(ts *testscript.TestScript, neg bool, args []string) {
	ts.Setenv("TAKEN", strings.Trim(strings.TrimPrefix(args[0], "http:"), "/"))
}

func extract(ts *testscript.TestScript, neg bool, args []string) {
	text, key, err := extractOf(context.Background(), ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), text, 0o600))
	ts.Setenv("KEY", key)
}
