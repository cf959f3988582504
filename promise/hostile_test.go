// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/lupaus/lupaus/promise"
)

const (
	fileSize = 4 << 20 // the largest file that is read
	head     = "kind: register\nid: people\nversion: 1\n"
)

// fill repeats a text up to the size of the largest file.
func fill(before, text, after string) string {
	return before + strings.Repeat(text, (fileSize-len(before)-len(after))/len(text)) + after
}

// each with a number, up to the size of the largest file.
func fillNumbered(before, format, after string) string {
	var b strings.Builder
	b.WriteString(before)
	for i := 0; ; i++ {
		text := fmt.Sprintf(format, i)
		if b.Len()+len(text)+len(after) > fileSize {
			return b.String() + after
		}
		b.WriteString(text)
	}
}

// TestHostileFilesAreRefusedSoonAndInLittleMemory reads one file of the largest size in
// each shape that makes careless readers hang, or take all memory. Processor time and all
// memory ever taken are counted, not only what is in use at some moment; the tests of this
// file are not parallel, so that nobody else's is.
func TestHostileFilesAreRefusedSoonAndInLittleMemory(t *testing.T) {
	laughs := head + "a0: &a0 [ha, ha]\n"
	for i := range 60 {
		laughs += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i)
	}
	steps := "a:\n"
	for i := range 2000 {
		steps += strings.Repeat(" ", i+1) + "a:\n"
	}
	named := "name: {fi: a, en: b}, assumed: x"
	everything := head + "purposes:\n  top: {basis: contract, " + named + "}\n" + numbered("  p%d: {under: top, "+named+"}\n", 2400) +
		"data:\n" + numbered("  c%d: {about: nobody, for: [top], "+named+", fields: {f: {type: date, name: {fi: a, en: b}}}}\n", 800) +
		"sources: {s: {from: own-system, " + named + ", data: [" + numbered("c%d, ", 800) + "]}}\nretention: {r: {review: {every: 1 year, owner: staff}, end: erase, assumed: x, data: [" + numbered("c%d, ", 800) + "]}}\n" +
		"access: {a: {forbid: [export], assumed: x}, b: {forbid: [share], assumed: x}, c: {forbid: [open], assumed: x}, d: {forbid: [link], assumed: x}, e: {forbid: [count], assumed: x}}\n"
	against := head + "purposes: {p: {basis: contract}}\ndata: {c: {about: person, for: [p], fields: {f: {type: date}, g: {type: date}}}}\naccess:\n" +
		numbered("  a%d: {allow: [find], who: [staff], data: [c], for: [p], assumed: x}\n", 1200) + numbered("  f%d: {forbid: [find], who: [staff], data: [c.f], assumed: x}\n", 1200)
	for name, c := range map[string]struct{ text, want string }{
		"brackets that nest":                      {fill("", "[", ""), "deep"},
		"braces that nest":                        {fill("", "{a: ", ""), "deep"},
		"hyphens that nest":                       {fill("", "- ", "a"), "deep"},
		"lines that nest":                         {steps, "deep"},
		"brackets in a clause that nest":          {fill(head+"data: ", "[", ""), "deep"},
		"a billion laughs":                        {laughs, "anchor"},
		"anchors one after the other":             {fill("a: ", "&a ", "b"), "anchor"},
		"tags one after the other":                {fill("a: ", "!a ", "b"), "tag"},
		"aliases without end":                     {fill("a: [", "*a, ", "]"), "alias"},
		"a list of single letters":                {fill(head+"access: [", "a,", "]"), "more than 1048576 values"},
		"a list of single letters in lines":       {fill(head+"access:\n", "- a\n", ""), "must be a map"},
		"a list of a million letters":             {fill(head+"access: {a: {who: [", "aaa,", "]}}"), "items; at most 1000"},
		"letters beyond ASCII in one line":        {fill(head+"access: {a: {who: [", "ää, ", "]}}"), "items; at most 1000"},
		"half a million unknown keys":             {fillNumbered(head, "z%d: 1\n", ""), "more keys that are not known"},
		"half a million unknown keys in braces":   {fillNumbered(head+"name: {", "z%d: 1,", "}"), "no declared language"},
		"the same key again and again":            {fill(head, "a: 1\n", ""), "more faults follow"},
		"keys in braces without a value":          {fillNumbered(head+"name: {", "z%d,", "}"), "more faults follow"},
		"a line without end":                      {fill(head+"text: ", "x", ""), "no text in languages"},
		"a line without end in quotes":            {fill(head+"text: \"", "x", "\""), "no text in languages"},
		"a quote that is not closed":              {fill(head+"text: \"", "x\n ", ""), "the quote is not closed"},
		"a quote with nothing but escapes":        {fill(head+"text: \"", `\u00e4`, "\""), "no text in languages"},
		"a text of a million lines":               {fill(head+"text: a", "\n b", "\n"), "no text in languages"},
		"a text in lines of a million lines":      {fill(head+"text: >\n", "  b\n", ""), "no text in languages"},
		"a million empty lines":                   {fill(head+"text: a", "\n", ""), "no text in languages"},
		"a million comments":                      {fill("", "#\n", ""), "empty"},
		"a key without end":                       {fill("", "x", ": 1\n"), "colon of a key"},
		"blanks without end":                      {fill("", " ", ""), "empty"},
		"tabs without end":                        {fill("a:", "\t", "b"), "tab"},
		"bytes that are no text":                  {fill(head, "\xc3\x28", ""), "not valid UTF-8"},
		"zeros":                                   {fill("", "\x00", ""), "control character"},
		"a zero at the end":                       {fill(head, "# x\n", "\x00"), "control character"},
		"another encoding":                        {fill("\xff\xfe", "k\x00", ""), "not valid UTF-8"},
		"documents one after the other":           {fill("a: 1\n", "---\n", ""), "second document"},
		"a finding for every word":                {fill(head+"access:\n", "  a: {who: [~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~]}\n", ""), "more faults follow"},
		"a finding for every item":                {fillNumbered(head+"access:\n", "  a%d: {who: ["+strings.Repeat("null, ", 600)+"]}\n", ""), "more findings are not shown"},
		"references to nothing":                   {fillNumbered(head+"retention:\n", "  a%d: {data: ["+strings.Repeat("nothing, ", 900)+"]}\n", ""), "more findings are not shown"},
		"the largest section":                     {head + "data:\n" + numbered("  c%d: {about: person, for: [p], fields: {f: {type: date}}}\n", 2500), "more findings are not shown"},
		"every category for every purpose":        {everything, "E71 [people/access/e]"},
		"an allow against every forbid":           {against, "W38"},
		"purposes in a circle":                    {head + "purposes: {a: {under: b}, b: {under: c}, c: {under: a}}\ndata: {d: {for: [a]}}\n", "stands under itself"},
		"a purpose below itself":                  {head + "purposes: {a: {under: a}}\ndata: {d: {for: [a]}}\n", "stands under itself"},
		"every clause over all categories it can": {head + "data:\n" + numbered("  c%d: {for: [p], fields: {f: {type: date}}}\n", 900) + "access:\n" + numbered("  a%d: {allow: [find], who: [staff], for: [p], data: ["+numbered("c%d, ", 300)+"]}\n", 1500), "more findings are not shown"},
	} {
		t.Run(name, func(t *testing.T) {
			files := changed(t)
			files["people.yaml"] = &fstest.MapFile{Data: []byte(c.text)}
			problems := bounded(t, files, 700<<20, 12*time.Second)
			if !strings.Contains(problems.String(), c.want) {
				t.Errorf("found:\n%.1500s\nwant something with %q", problems, c.want)
			}
		})
	}
}

// bounded loads a folder that has errors and sees to it that this takes neither more
// memory in all nor more processor time than given.
func bounded(t *testing.T, files fs.FS, bytes uint64, most time.Duration) promise.Problems {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := processorTime(t)
	r, problems := promise.Load(files)
	took := processorTime(t) - start
	runtime.ReadMemStats(&after)
	if r != nil || len(problems) == 0 || len(problems) > 1001 {
		t.Errorf("release %v with %d problems", r != nil, len(problems))
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > bytes {
		t.Errorf("took %d MB of memory in all, at most %d are fine", used>>20, bytes>>20)
	}
	if took > most {
		t.Errorf("took %v of processor time, at most %v are fine", took, most)
	}
	return problems
}

// endless is a folder of files that each have many bytes, made while they are read.
type endless struct {
	files int
	bytes int64
	fill  byte
}

func (e endless) Open(name string) (fs.File, error) {
	if name == "." {
		return &endlessFile{folder: e, dir: true}, nil
	}
	return &endlessFile{folder: e, left: e.bytes}, nil
}

type endlessFile struct {
	folder endless
	dir    bool
	left   int64
}

func (f *endlessFile) Stat() (fs.FileInfo, error) {
	info, err := fstest.MapFS{"x.yaml": {}}.Stat("x.yaml")
	return sized{info, f.folder.bytes}, err
}

type sized struct {
	fs.FileInfo
	bytes int64
}

func (s sized) Size() int64 { return s.bytes }

func (f *endlessFile) Close() error { return nil }

func (f *endlessFile) Read(b []byte) (int, error) {
	n := int(min(int64(len(b)), f.left))
	if n == 0 {
		return 0, io.EOF
	}
	for i := range b[:n] {
		b[i] = f.folder.fill
	}
	f.left -= int64(n)
	return n, nil
}

func (f *endlessFile) ReadDir(int) ([]fs.DirEntry, error) {
	m := fstest.MapFS{}
	for i := range f.folder.files {
		m[fmt.Sprintf("f%04d.yaml", i)] = &fstest.MapFile{}
	}
	return m.ReadDir(".")
}

// TestFilesFarTooLargeAreNotReadToTheEnd gives files whose sizes no memory would hold.
func TestFilesFarTooLargeAreNotReadToTheEnd(t *testing.T) {
	for name, c := range map[string]struct {
		folder endless
		want   string
	}{
		"one line of 100 MB":         {endless{1, 100 << 20, 'x'}, "bytes; the largest that is read has 4194304"},
		"a file of a terabyte":       {endless{1, 1 << 40, 0}, "bytes; the largest that is read has 4194304"},
		"two hundred files of 4 MB":  {endless{200, 4 << 20, '#'}, "more than 268435456 bytes together"},
		"two thousand and one files": {endless{2001, 1 << 40, '#'}, "more than 2000 promise files"},
	} {
		t.Run(name, func(t *testing.T) {
			problems := bounded(t, c.folder, 1<<30, 10*time.Second)
			if !strings.Contains(problems.String(), c.want) {
				t.Errorf("found:\n%.500s\nwant something with %q", problems, c.want)
			}
		})
	}
}

// TestFindingsOfManyFilesAreBounded has more findings in each file than are ever shown.
func TestFindingsOfManyFilesAreBounded(t *testing.T) {
	files := changed(t)
	for i := range 60 {
		files[fmt.Sprintf("x%03d.yaml", i)] = &fstest.MapFile{Data: []byte(fmt.Sprintf("kind: register\nid: x%d\nversion: 1\naccess:\n", i) + numbered("  a%d: {allow: [find], who: [~, ~], data: [nothing], assumed: x}\n", 2000))}
	}
	problems := bounded(t, files, 2<<30, 20*time.Second)
	if n := len(problems); n != 1001 || !strings.Contains(problems[n-1].What, "more findings are not shown") {
		t.Errorf("%d problems, the last of them %v", n, problems[n-1])
	}
	for i := 1; i < 1000; i++ {
		if problems[i-1].File > problems[i].File {
			t.Fatalf("%s stands before %s", problems[i-1].File, problems[i].File)
		}
	}
}

// TestLoadingTwiceFindsTheSame sees to it that nothing depends on which processor was
// first.
func TestLoadingTwiceFindsTheSame(t *testing.T) {
	t.Parallel()
	files := changed(t)
	for i := range 40 {
		files[fmt.Sprintf("x%02d.yaml", i)] = &fstest.MapFile{Data: []byte(fmt.Sprintf("kind: register\nid: x%d\nversion: 1\nroles: {}\naccess:\n", i) + numbered("  a%d: {allow: [find], who: [stafff], data: [card], for: [care]}\n", 30+i))}
	}
	_, first := promise.Load(files)
	for range 5 {
		if _, again := promise.Load(files); again.String() != first.String() {
			t.Fatal("the findings are others")
		}
	}
}
