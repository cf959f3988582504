// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"bytes"
	"strconv"
	"strings"
)

// PromiseFile is one promise file as it was written.
type PromiseFile struct {
	Name string // with slashes
	Data []byte
}

// PromiseFiles takes the files out of a release's archive. It believes the archive, which
// is the release's own: a text that is none gives no files.
func PromiseFiles(archive []byte) (out []PromiseFile) {
	_, rest, _ := bytes.Cut(archive, []byte("\n")) // the format
	_, rest, _ = bytes.Cut(rest, []byte("\n"))     // how many files
	for len(rest) > 0 {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		words := strings.Split(string(line), " ")
		if !ok || len(words) != 3 || words[0] != "file" {
			return nil
		}
		n, err := strconv.Atoi(words[2])
		if err != nil || n < 0 || len(after) < n+1 {
			return nil
		}
		out = append(out, PromiseFile{words[1], after[:n]})
		rest = after[n+1:]
	}
	return out
}
