// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"github.com/lupaus/lupaus/sdc"
)

// maxFile bounds a file that has to be in memory as a whole, in bytes. A table
// of sdc.MaxCells cells with short numbers is smaller.
const maxFile = 1 << 29

// charsets are the character sets of files that are still met, by the names that
// files give them.
var charsets = map[string]encoding.Encoding{
	"iso-8859-1":   charmap.ISO8859_1,
	"latin1":       charmap.ISO8859_1,
	"iso-8859-15":  charmap.ISO8859_15,
	"windows-1252": charmap.Windows1252,
	"cp1252":       charmap.Windows1252,
	"ansi":         charmap.Windows1252,
	"ibm850":       charmap.CodePage850,
	"cp850":        charmap.CodePage850,
}

// isUTF8 tells names of UTF-8 from others.
func isUTF8(charset string) bool {
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8", "unicode":
		return true
	}
	return false
}

// slurp reads a file into memory, if it is not unreasonably large.
func slurp(r io.Reader, source string) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", source, err)
	}
	if len(b) > maxFile {
		return nil, &sdc.Problem{Source: source, What: fmt.Sprintf("the file has more than %d bytes", maxFile), Mend: "divide the table"}
	}
	return b, nil
}

// decode turns bytes of a character set into text. A byte-order mark is dropped.
func decode(b []byte, charset, source string) (string, error) {
	if isUTF8(charset) {
		b = bytes.TrimPrefix(b, []byte("\ufeff"))
		if at := invalid(b); at >= 0 {
			return "", &sdc.Problem{Source: source, Row: 1 + bytes.Count(b[:at], []byte("\n")), What: "the text is not UTF-8", Mend: "say in which character set it is"}
		}
		return string(b), nil
	}
	set, ok := charsets[strings.ToLower(charset)]
	if !ok {
		return "", &sdc.Problem{Source: source, What: "the character set " + quoted(charset) + " is not known", Mend: "write the file as UTF-8"}
	}
	out, err := set.NewDecoder().Bytes(b)
	if err != nil {
		return "", fmt.Errorf("%s: %w", source, err)
	}
	return string(out), nil
}

// invalid is where bytes stop being UTF-8, -1 when they are.
func invalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// guessed decodes text whose character set nobody gave: UTF-8 when it is that,
// otherwise what Windows writes in the Nordic countries.
func guessed(b []byte, source string) (string, error) {
	if invalid(b) < 0 {
		return decode(b, "utf-8", source)
	}
	return decode(b, "windows-1252", source)
}

// encode is the way back. It is an error when a character cannot be written.
func encode(text, charset string) ([]byte, error) {
	if isUTF8(charset) {
		return []byte(text), nil
	}
	set, ok := charsets[strings.ToLower(charset)]
	if !ok {
		return nil, &sdc.Problem{What: "the character set " + quoted(charset) + " is not known", Mend: "use utf-8, iso-8859-1, iso-8859-15 or windows-1252"}
	}
	out, err := set.NewEncoder().Bytes([]byte(text))
	if err == nil {
		return out, nil
	}
	for _, r := range text {
		if _, err := set.NewEncoder().String(string(r)); err != nil {
			return nil, &sdc.Problem{What: fmt.Sprintf("the character %q cannot be written in %s", r, charset), Mend: "write the file as utf-8"}
		}
	}
	return nil, err
}

// lines calls do for every line without its ending, with its number. It stops at the first error.
func lines(text string, do func(number int, line string) error) error {
	for n := 1; text != ""; n++ {
		line, rest, _ := strings.Cut(text, "\n")
		if err := do(n, strings.TrimSuffix(line, "\r")); err != nil {
			return err
		}
		text = rest
	}
	return nil
}

// located completes an error of package sdc with a file and a line.
func located(err error, source string, line int) error {
	var p *sdc.Problem
	if errors.As(err, &p) {
		if p.Source == "" {
			p.Source = source
		}
		if p.Row == 0 {
			p.Row = line
		}
	}
	return err
}
