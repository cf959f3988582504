// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// Pin is one followed document as the organisation's file names it, with the place of its
// version number, so that a newer version can be written there and nothing else changes.
type Pin struct {
	ID              string // of the clause under follows
	Owner, Document string
	Version         int
	Line, Column    int // of the number; a column is a character
}

// Pins reads what the organisation of a folder follows, and from which file. It looks at
// that file alone, so that it works also while copies are missing and nothing loads. The
// problems are errors that keep the list from being read.
// Keeps: TAM-03
func Pins(fsys fs.FS) (file string, pins []Pin, problems Problems) {
	names, _, err := list(fsys)
	if err != nil {
		return "", nil, Problems{{Code: "E0", What: "the folder cannot be read: " + err.Error(), Mend: "give a folder with promise files"}}
	}
	for _, name := range names {
		if _, copied := followedName(name); copied {
			continue
		}
		data, err := readBounded(fsys, name)
		if err != nil {
			return "", nil, Problems{{File: name, Code: "E0", What: "the file cannot be read: " + err.Error(), Mend: "check that it exists and may be read"}}
		}
		if root, _ := strict.Read([]byte(data)); entryOf(root, "kind") != nil && entryOf(root, "kind").Value == "organisation" {
			pins, problems = PinsIn(name, []byte(data))
			return name, pins, problems
		}
	}
	return "", nil, Problems{{Code: "E9", What: "no document of kind organisation", Rule: "Art. 13(1)(a)", Mend: "add organisation.yaml"}}
}

// PinsIn reads the same from the text of an organisation's file.
func PinsIn(file string, text []byte) (pins []Pin, problems Problems) {
	root, faults := strict.Read(text)
	for _, x := range faults {
		problems = append(problems, Problem{File: file, Line: x.Line, Column: x.Column, Code: "E0", What: x.What, Mend: x.Mend})
	}
	follows := entryOf(root, "follows")
	if follows == nil || follows.Kind != strict.Map {
		return nil, problems
	}
	for _, e := range follows.Entries {
		p := Pin{ID: e.Key}
		document, version := entryOf(e.Value, "document"), entryOf(e.Value, "version")
		ok := document != nil && version != nil && !version.Quoted
		if ok {
			p.Owner, p.Document, ok = strings.Cut(document.Value, "/")
			p.Line, p.Column = version.Line, version.Column
		}
		if ok {
			n, err := strconv.Atoi(version.Value)
			p.Version, ok = n, err == nil && n > 0 && strconv.Itoa(n) == version.Value
		}
		if !ok || !validID(p.Owner) || !validID(p.Document) {
			problems = append(problems, Problem{File: file, Line: e.Line, Column: e.Column, Code: "E7", Clause: "follows/" + e.Key, What: fmt.Sprintf("%q does not say which document is followed at which version", e.Key),
				Mend: "write {document: their-id/document-id, version: 1}"})
			continue
		}
		pins = append(pins, p)
	}
	return pins, problems
}

// Repin writes another version number into the text of an organisation's file, where the
// pin stands. Everything else, comments and spaces too, stays as it is.
func (p Pin) Repin(text []byte, version int) ([]byte, error) {
	at := 0
	for range p.Line - 1 {
		n := strings.IndexByte(string(text[at:]), '\n')
		if n < 0 {
			return nil, fmt.Errorf("repin %s: the file has no line %d", p.ID, p.Line)
		}
		at += n + 1
	}
	for range p.Column - 1 {
		if at++; at > len(text) {
			return nil, fmt.Errorf("repin %s: line %d has no column %d", p.ID, p.Line, p.Column)
		}
		for at < len(text) && text[at]&0xC0 == 0x80 {
			at++
		}
	}
	old := strconv.Itoa(p.Version)
	if !strings.HasPrefix(string(text[at:]), old) {
		return nil, fmt.Errorf("repin %s: line %d, column %d does not hold %s", p.ID, p.Line, p.Column, old)
	}
	out := append([]byte(nil), text[:at]...)
	out = strconv.AppendInt(out, int64(version), 10)
	return append(out, text[at+len(old):]...), nil
}
