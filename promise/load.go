// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// maxFiles bounds a release, so that a wrong folder is told and not read for an hour.
const maxFiles = 2000

var (
	kinds         = []string{"organisation", "register", "communication", "research"}
	reservedKinds = []string{"procedure"}
	fileName      = regexp.MustCompile(`^(followed/[a-z][a-z0-9-]{0,39}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,100}\.yaml$`)
	languageTag   = regexp.MustCompile(`^[a-z]{2,3}$`)
)

// maxBytes bounds all files of a release together.
const maxBytes = 256 << 20

// maxProblems is how many findings are returned; nobody mends more at a time.
const maxProblems = 1000

// file is one promise file as read from its folder.
type file struct {
	name, text string
}

// Load reads every *.yaml file in the root folder of fsys, and the copies of followed
// documents below followed/, as one release and checks it. All problems are returned at
// once, in file order. The release is nil when there is any error among them; warnings do
// not prevent one.
func Load(fsys fs.FS) (*Release, Problems) {
	names, problems, err := list(fsys)
	if err != nil {
		return nil, Problems{{Code: "E0", What: "the folder cannot be read: " + err.Error(), Mend: "give a folder with promise files"}}
	}
	if len(names) > maxFiles {
		return nil, append(problems, Problem{File: names[maxFiles], Code: "E0", What: fmt.Sprintf("the folder has more than %d promise files", maxFiles), Mend: "check that it is the right folder"})
	}
	files, more, ok := readFiles(fsys, names)
	problems = append(problems, more...)
	if !ok {
		return nil, problems
	}
	return load(files, problems)
}

// readFiles reads files on all processors, some at a time, so that hardly more is read
// than their sizes together allow; ok is false when they are too large.
func readFiles(fsys fs.FS, names []string) (files []file, problems Problems, ok bool) {
	const some = 32
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	total := 0
	for begin := 0; begin < len(names); begin += some {
		part := names[begin:min(begin+some, len(names))]
		var texts [some]string
		var errs [some]error
		each(len(part), func(i int) {
			buffer := buffers.Get().(*bytes.Buffer)
			defer buffers.Put(buffer)
			texts[i], errs[i] = readInto(buffer, fsys, part[i])
		})
		for i, name := range part {
			if errs[i] != nil {
				problems = append(problems, Problem{File: name, Code: "E0", What: "the file cannot be read: " + errs[i].Error(), Mend: "check that it exists and may be read"})
				continue
			}
			if total += len(texts[i]); total > maxBytes {
				return nil, append(problems, Problem{File: name, Code: "E0", What: fmt.Sprintf("the promise files have more than %d bytes together", maxBytes), Mend: "check that it is the right folder"}), false
			}
			files = append(files, file{name, texts[i]})
		}
	}
	return files, problems, true
}

// list names the promise files of a folder: those in it, and the copies of followed
// documents two folders further down.
func list(fsys fs.FS) (names []string, problems Problems, err error) {
	top, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, nil, err
	}
	names, problems = promiseFiles("", top)
	owners, err := fs.ReadDir(fsys, followedFolder)
	if err != nil {
		return names, problems, nil // the organisation follows nobody
	}
	for _, o := range owners {
		if !o.IsDir() || !validID(o.Name()) {
			continue
		}
		dir := followedFolder + "/" + o.Name()
		copies, err := fs.ReadDir(fsys, dir)
		if err != nil {
			return nil, nil, err
		}
		more, wrong := promiseFiles(dir+"/", copies)
		names, problems = append(names, more...), append(problems, wrong...)
	}
	return names, problems, nil
}

// promiseFiles picks the files of one folder that are read, and says of those that look
// as if they were meant to be why they are not.
func promiseFiles(dir string, entries []fs.DirEntry) (names []string, problems Problems) {
	for _, e := range entries {
		name := dir + e.Name()
		switch {
		case e.IsDir() || strings.HasPrefix(e.Name(), "."):
		case strings.HasSuffix(name, ".yml"):
			problems = append(problems, Problem{File: name, Code: "E0", What: "the file would not be read", Mend: "name it *.yaml"})
		case !strings.HasSuffix(name, ".yaml"):
		case !fileName.MatchString(name):
			problems = append(problems, Problem{File: name, Code: "E0", What: "the file has an unusual name", Mend: "use ASCII letters, digits, hyphens and .yaml"})
		default:
			names = append(names, name)
		}
	}
	return names, problems
}

// readBounded reads at most a byte more than the largest file taken, so that a wrong
// file is refused by its size and not by the machine's memory.
func readBounded(fsys fs.FS, name string) (string, error) {
	return readInto(new(bytes.Buffer), fsys, name)
}

// readInto is readBounded with a buffer that may have been used before.
func readInto(buffer *bytes.Buffer, fsys fs.FS, name string) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	buffer.Reset()
	_, err = buffer.ReadFrom(io.LimitReader(f, strict.MaxSize+1))
	return buffer.String(), err
}

// document is a file after its YAML was read.
type document struct {
	file
	kind, id     string
	owner        string       // whose document it is, "" for our own
	root         *strict.Node // nil for a register that was read and leaves nothing open
	line, column int
}

func load(files []file, problems Problems) (*Release, Problems) {
	if len(files) == 0 && len(problems) == 0 {
		return nil, Problems{{Code: "E9", What: "the folder has no promise files", Rule: "Art. 13(1)(a)", Mend: "add organisation.yaml"}}
	}
	l := read(files, problems)
	if l.release.Organisation != nil {
		l.resolve()
		l.check()
	}
	l.problems.sort()
	if n := l.hidden + len(l.problems); n > maxProblems {
		l.trim()
		l.problems = append(l.problems, Problem{Code: "E0", What: fmt.Sprintf("%d more findings are not shown", n-maxProblems), Mend: "mend these first"})
	}
	if l.wrong || len(l.problems.Errors()) > 0 {
		return nil, l.problems
	}
	return l.release, l.problems
}

// open reads one file's YAML and the keys on top that say what it is.
func (l *loading) open(f file, r *strict.Reader) *document {
	root, faults := r.Read(f.text)
	for _, x := range faults {
		code := "E0"
		if x.Repeated {
			code = "E3"
		}
		l.problems = append(l.problems, Problem{File: f.name, Line: x.Line, Column: x.Column, Code: code, What: x.What, Mend: x.Mend})
	}
	if root == nil {
		return nil
	}
	if root.Kind != strict.Map {
		l.problems = append(l.problems, Problem{File: f.name, Line: max(root.Line, 1), Column: max(root.Column, 1), Code: "E0",
			What: "the document is no map of keys and values", Mend: "begin it with kind, id and version"})
		return nil
	}
	o := &object{reading: &reading{file: f.name, problems: &l.problems}, node: root}
	d := &document{file: f, root: root, kind: o.need("kind"), id: o.need("id"), line: max(root.Line, 1), column: max(root.Column, 1)}
	switch {
	case d.kind == "" || d.id == "":
		return nil
	case slices.Contains(reservedKinds, d.kind):
		o.fail(o.get("kind"), "E1", "kind "+d.kind+" is reserved until its engine is built", "", "known kinds: "+strings.Join(kinds, ", "))
		return nil
	case o.closed(o.get("kind"), "kind", d.kind, kinds) == "":
		return nil
	case !validID(d.id):
		o.fail(o.get("id"), "E3", fmt.Sprintf("%q is no id", d.id), idRule, "choose another one")
		return nil
	case slices.Contains(reservedDocuments, d.id):
		o.fail(o.get("id"), "E3", fmt.Sprintf("the id %q is reserved", d.id), "clauses of the law and of the language have this name", "choose another one")
		return nil
	}
	if owner, ok := followedName(f.name); ok {
		d.owner = owner
		if d.kind == "organisation" {
			o.fail(o.get("kind"), "E72", "a document of kind organisation cannot be followed", "", "follow registers and rule documents")
			return nil
		}
	}
	if d.kind == "organisation" && l.languages == nil {
		l.languages = o.declaredLanguages()
	}
	return d
}

// reservedDocuments are names that built-in clauses use.
var reservedDocuments = []string{"law", "language"}

func (o *object) declaredLanguages() []string {
	var out []string
	for _, tag := range o.list("languages") {
		if !languageTag.MatchString(tag) {
			o.fail(o.get("languages"), "E7", fmt.Sprintf("%q is no language tag", tag), "ISO 639", "write nb, en, fi, sv")
			continue
		}
		out = append(out, tag)
	}
	if len(out) == 0 {
		o.fail(o.node, "E5", "no language is declared", "Art. 12(1)", "add languages: [nb, en]")
	}
	return out
}

// identities reports documents that share an id, and a missing or second organisation.
func (l *loading) identities(documents []*document) {
	seen := map[string]*document{}
	var organisation *document
	for _, d := range documents {
		at := Problem{File: d.name, Line: d.line, Column: d.column, Code: "E3", Clause: d.id}
		if other := seen[d.id]; other != nil {
			at.What, at.Mend = fmt.Sprintf("the id %q is used by %s too", d.id, other.name), "give one of the documents another id"
			l.problems = append(l.problems, at)
		} else if d.kind == "organisation" && organisation != nil {
			at.What, at.Mend = "a second document of kind organisation; the first is "+organisation.name, "one folder holds one organisation"
			l.problems = append(l.problems, at)
		}
		seen[d.id] = d
		if d.kind == "organisation" {
			organisation = d
		}
	}
	if organisation == nil {
		l.problems = append(l.problems, Problem{Code: "E9", What: "no document of kind organisation: nobody answers for the registers", Rule: "Art. 13(1)(a)", Mend: "add organisation.yaml"})
	}
}

// objectOf is a document about to be read.
func (l *loading) objectOf(d *document) *object {
	r := &reading{file: d.name, document: d.id, owner: d.owner, languages: l.languages, problems: &l.problems, release: l.release, suggestions: l.suggestions, memory: new(memory), part: l}
	return &object{reading: r, node: d.root, path: d.id, asked: []string{"kind", "id"}}
}
