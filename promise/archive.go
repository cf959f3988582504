// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// archiveHead is the first line of an archive.
const archiveHead = "lupaus-promise/1\n"

// archive is all files of a release, which are in name order, as one text: a line
// "files N", and for each file a line "file NAME LENGTH", its bytes, and a line end. It is
// put together when somebody asks for it.
type archive struct {
	files []file
	once  sync.Once
	bytes []byte
}

func (a *archive) text() []byte {
	a.once.Do(func() {
		size := len(archiveHead) + 20
		for _, f := range a.files {
			size += len(f.text) + len(f.name) + 20
		}
		b := bytes.NewBuffer(make([]byte, 0, size))
		a.write(b)
		a.bytes = b.Bytes()
	})
	return a.bytes
}

func (a *archive) digest() (sum [32]byte) {
	h := sha256.New()
	a.write(h)
	h.Sum(sum[:0])
	return sum
}

// write gives the text to a buffer or a hash, neither of which can fail.
func (a *archive) write(w io.Writer) {
	fmt.Fprintf(w, "%sfiles %d\n", archiveHead, len(a.files))
	for _, f := range a.files {
		fmt.Fprintf(w, "file %s %d\n", f.name, len(f.text))
		_, _ = io.WriteString(w, f.text)
		_, _ = io.WriteString(w, "\n")
	}
}

// FromArchive reads a release back from the text that [Release.Archive] returned. It
// takes nothing but that exact form, so that one digest stands for one text.
func FromArchive(archive []byte) (*Release, Problems) {
	damaged := func(what string) (*Release, Problems) {
		return nil, Problems{{Code: "E0", What: "the archive is damaged: " + what, Mend: "take it from the ledger again"}}
	}
	rest, ok := strings.CutPrefix(string(archive), archiveHead)
	if !ok {
		return damaged("its first line is not " + strings.TrimSpace(archiveHead))
	}
	count, rest, _ := strings.Cut(rest, "\n")
	var files []file
	for len(rest) > 0 {
		line, after, ok := strings.Cut(rest, "\n")
		words := strings.Split(line, " ")
		if !ok || len(words) != 3 || words[0] != "file" || !fileName.MatchString(words[1]) {
			return damaged("a file's heading is missing")
		}
		n, err := strconv.Atoi(words[2])
		if err != nil || strconv.Itoa(n) != words[2] || n < 0 || n > strict.MaxSize || len(after) < n+1 || after[n] != '\n' {
			return damaged("the length of " + words[1] + " does not fit")
		}
		if len(files) > 0 && files[len(files)-1].name >= words[1] || len(files) == maxFiles {
			return damaged("the files are not in order")
		}
		files = append(files, file{words[1], after[:n]})
		rest = after[n+1:]
	}
	if count != fmt.Sprintf("files %d", len(files)) {
		return damaged("it does not hold as many files as it says")
	}
	return load(files, nil)
}
