// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/lupaus/lupaus/internal/errs"
)

// File is a file that was handed in. What the ledger keeps of it is the hash of
// the manifest, which anybody who has the file can make again.
type File struct {
	Name     string
	Digest   string // SHA-256 of the bytes, in hex
	Rows     int
	Manifest string // digest, rows and columns in words
	Entry    int64  // the entry of its handing in
}

// upload is a file in memory: its columns, value by value.
type upload struct {
	bond
	File
	category string
	columns  []Column
	values   [][]string // by column, then row
	first    int        // the number of the first row, as people count the rows of such a file
}

// Upload takes a CSV or Parquet file in for a category that the reader may count. The gate
// decides and records its digest, rows and columns; its values stay in memory,
// for this session. A *Problem tells what is wrong with the file.
func (s *Service) Upload(ctx context.Context, w Work, key, name string, r io.Reader) (string, error) {
	d, err := s.Dataset(ctx, w, key)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return "", errs.New(errs.Invalid, "error.form", "read a file handed in: %w", err)
	}
	u, err := readFile(text)
	if err != nil {
		return "", err
	}
	u.bond, u.category, u.Name = s.bond(w), d.Category.Qualified(), name
	sum := sha256.Sum256([]byte(u.Manifest))
	ask := w.ask(u.category)
	ask.Content, ask.Size = hex.EncodeToString(sum[:]), u.Rows
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return "", err
	}
	u.Entry = pass.Entry()
	return s.uploads.put(w.Session, u), nil
}

// handedIn finds a file that was handed in.
func (s *Service) handedIn(ctx context.Context, w Work, key string) (*Dataset, error) {
	u, err := s.uploads.get(w.Session, key)
	if err != nil {
		return nil, err
	}
	if u.bond != s.bond(w) {
		return nil, errs.New(errs.Expired, "error.no-table", "handed in for another purpose or under another promise")
	}
	c := s.release().Category(u.category)
	v, _, err := s.might(ctx, w, c)
	if err != nil {
		return nil, err
	}
	return &Dataset{Key: key, Category: c, Clause: v.Clause, Rules: s.rulesOf(c), Columns: u.columns, Sees: true, File: &u.File}, nil
}

// Uploads lists the files that the session has handed in for this purpose.
func (s *Service) Uploads(ctx context.Context, w Work) (out []*Dataset) {
	keys, _ := s.uploads.of(w.Session)
	for _, k := range keys {
		if d, err := s.handedIn(ctx, w, k); err == nil {
			out = append(out, d)
		}
	}
	return out
}

// Drop lets go of a file that was handed in.
func (s *Service) Drop(w Work, key string) { s.uploads.take(w.Session, key) }

// readFile reads a file whole. What begins as Parquet files do is one; all else is
// CSV, whose separator is a comma, a semicolon or a tab, whichever the heading has
// most of.
func readFile(text []byte) (*upload, error) {
	switch {
	case len(text) > MaxFile:
		return nil, problem("file", "file-too-large")
	case bytes.HasPrefix(text, []byte("PAR1")):
		return readParquet(text)
	case len(bytes.TrimSpace(text)) == 0:
		return nil, problem("file", "file-empty")
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0:
		return nil, problem("file", "file-not-text")
	}
	sum := sha256.Sum256(text)
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord = separatorOf(text), -1
	head, err := in.Read()
	if err != nil {
		return nil, csvProblem(err)
	}
	u := &upload{File: File{Digest: hex.EncodeToString(sum[:])}, values: make([][]string, len(head)), first: 2}
	if err := u.heading(head); err != nil {
		return nil, err
	}
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvProblem(err)
		}
		line, _ := in.FieldPos(0)
		if err := u.row(rec, line); err != nil {
			return nil, err
		}
	}
	if u.Rows == 0 {
		return nil, problem("file", "file-no-rows")
	}
	u.kinds()
	return u, nil
}

func separatorOf(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	best, n := ',', bytes.Count(first, []byte(","))
	for _, c := range []rune{';', '\t'} {
		if k := bytes.Count(first, []byte(string(c))); k > n {
			best, n = c, k
		}
	}
	return best
}

func csvProblem(err error) error {
	p := problem("file", "file-csv")
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		p.Row = e.Line
	}
	return p
}

func (u *upload) heading(head []string) error {
	if len(head) > mostCols {
		return problem("file", "file-columns", strconv.Itoa(mostCols))
	}
	for i, name := range head {
		name = clean(name)
		switch {
		case name == "":
			return &Problem{Field: "file", Key: "file-no-name", Row: 1, Args: []string{strconv.Itoa(i + 1)}}
		case slices.ContainsFunc(u.columns, func(c Column) bool { return c.Name == name }):
			return &Problem{Field: "file", Key: "file-same-name", Row: 1, Column: name}
		}
		u.columns = append(u.columns, Column{Name: name})
	}
	return nil
}

func (u *upload) row(rec []string, line int) error {
	if len(rec) == 1 && rec[0] == "" {
		return nil // an empty line at the end
	}
	if len(rec) != len(u.columns) {
		return &Problem{Field: "file", Key: "file-ragged", Row: line, Args: []string{strconv.Itoa(len(rec)), strconv.Itoa(len(u.columns))}}
	}
	if u.Rows++; u.Rows > mostRows {
		return problem("file", "file-rows", strconv.Itoa(mostRows))
	}
	for i, v := range rec {
		v = clean(v)
		if len(v) > 4*maxCodeLen {
			return &Problem{Field: "file", Key: "file-long", Row: line, Column: u.columns[i].Name}
		}
		u.values[i] = append(u.values[i], v)
	}
	return nil
}

// clean takes away what surrounds a value and what no page can show.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s))
}

// kinds looks at the values: what is a number throughout can be summed, what is a
// date is grouped by year and month, what differs in nearly every row names units.
func (u *upload) kinds() {
	names := make([]string, len(u.columns))
	for i := range u.columns {
		c := &u.columns[i]
		names[i] = strconv.Quote(c.Name)
		seen := map[string]bool{}
		numbers, dates, some := true, true, false
		for _, v := range u.values[i] {
			if v == "" {
				continue
			}
			some = true
			seen[v] = true
			_, _, isNumber := number(v)
			_, err := time.Parse(time.DateOnly, v)
			numbers, dates = numbers && isNumber, dates && err == nil
		}
		switch {
		case some && dates:
			c.Kind = KindDate
		case some && numbers:
			c.Kind, c.Few = KindNumber, len(seen) <= mostCodes
		case len(seen) > mostCodes:
			c.Kind = KindText
		default:
			c.Kind = KindCode
		}
	}
	u.Manifest = fmt.Sprintf("sha256 %s\nrows %d\ncolumns %s\n", u.Digest, u.Rows, strings.Join(names, " "))
}
