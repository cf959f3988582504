// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	leafVersion = "lupaus-leaf/1"
	timeLayout  = "2006-01-02T15:04:05.000000Z"

	// maxLeaf keeps leaves within the 16-bit length prefix of C2SP tlog-tiles entry bundles.
	maxLeaf = 65_534
	// maxText bounds each free text of a leaf, in bytes.
	maxText = 512
	maxCode = 64
)

// Leaf is the public part of an entry: what everybody may see who holds the
// ledger, and what the tree commits to. It says nothing about a person.
//
// Keeps: HMS-36
// Law: gdpr 5(2)
type Leaf struct {
	Time            time.Time // UTC, whole microseconds
	Kind            Kind
	Outcome         Outcome
	Clause          string
	Rulebook        Digest
	Engine          string
	Facts           Bits
	Action, Purpose string
	Public          []Field // in the order of publicFields
	Subjects        int     // number of sub-leaves
	SubjectRoot     [32]byte
	Actor           *ActorSeal // nil: the system itself
}

// ActorSeal is what a leaf says about a sealed actor part.
type ActorSeal struct {
	Commitments [][32]byte // one per name in ActorFields
	Sealed      [32]byte   // SHA-256 of the sealed actor part
}

// PublicValue returns the value of a public attribute, or "" if it is absent.
func (f *Leaf) PublicValue(name string) string {
	for _, a := range f.Public {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// PublicNumber returns a public attribute that is a number.
func (f *Leaf) PublicNumber(name string) (int64, bool) {
	v := f.PublicValue(name)
	if v == "" {
		return 0, false // spares the error that would be made for it
	}
	n, err := strconv.ParseInt(v, 10, 64)
	return n, err == nil
}

// leafSpots says where in a formatted leaf the two values of fixed width stand
// that only the committer knows.
type leafSpots struct{ time, root int }

// appendLeaf writes the canonical text. The caller has checked the values.
func appendLeaf(b []byte, f *Leaf) ([]byte, leafSpots) {
	var at leafSpots
	start := len(b)
	b = append(b, leafVersion+"\ntime "...)
	at.time = len(b) - start
	b = f.Time.AppendFormat(b, timeLayout)
	b = append(b, "\nkind "...)
	b = append(b, f.Kind.String()...)
	b = append(b, "\noutcome "...)
	b = append(b, f.Outcome.String()...)
	b = appendText(append(b, "\nclause"...), f.Clause)
	b = append(b, "\nrulebook "...)
	b = appendDigest(b, f.Rulebook)
	b = appendText(append(b, "\nengine"...), f.Engine)
	b = append(b, "\nfacts "...)
	b = appendBits(b, f.Facts.True)
	b = append(b, ' ')
	b = appendBits(b, f.Facts.Known)
	b = appendText(append(b, "\naction"...), f.Action)
	b = appendText(append(b, "\npurpose"...), f.Purpose)
	for _, a := range f.Public {
		b = append(b, "\npublic "...)
		b = append(b, a.Name...)
		b = appendText(b, a.Value)
	}
	b = append(b, "\nsubjects "...)
	b = strconv.AppendInt(b, int64(f.Subjects), 10)
	b = append(b, ' ')
	at.root = len(b) - start
	if f.Subjects == 0 {
		b = append(b, '-')
	} else {
		b = hex.AppendEncode(b, f.SubjectRoot[:])
	}
	b = appendActor(append(b, "\nactor"...), f.Actor)
	return append(b, '\n'), at
}

func appendActor(b []byte, a *ActorSeal) []byte {
	if a == nil {
		return append(b, " -"...)
	}
	for _, c := range a.Commitments {
		b = hex.AppendEncode(append(b, ' '), c[:])
	}
	return hex.AppendEncode(append(b, ' '), a.Sealed[:])
}

func appendDigest(b []byte, d Digest) []byte {
	if d == (Digest{}) {
		return append(b, '-')
	}
	return hex.AppendEncode(b, d[:])
}

func appendBits(b []byte, v uint64) []byte {
	const digits = "0123456789abcdef"
	for shift := 60; shift >= 0; shift -= 4 {
		b = append(b, digits[v>>shift&15])
	}
	return b
}

// appendText writes " value", or nothing for the empty value. Control
// characters and the backslash become \xHH, so that a value can neither end
// its line nor look like an escaped other one.
func appendText(b []byte, s string) []byte {
	if s == "" {
		return b
	}
	const digits = "0123456789abcdef"
	b = append(b, ' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c == 0x7f || c == '\\' {
			b = append(b, '\\', 'x', digits[c>>4], digits[c&15])
		} else {
			b = append(b, c)
		}
	}
	return b
}

func unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		if len(s) < i+4 || s[i+1] != 'x' {
			return "", fmt.Errorf("a backslash at byte %d begins no \\xHH", i)
		}
		v, err := strconv.ParseUint(s[i+2:i+4], 16, 8)
		if err != nil {
			return "", fmt.Errorf("the escape at byte %d is not hex", i)
		}
		b.WriteByte(byte(v))
		i += 3
	}
	return b.String(), nil
}

// ParseLeaf reads the canonical text of a leaf. There is exactly one text for
// each leaf: anything else is refused, so that nobody can show two readings of
// one hash.
func ParseLeaf(text []byte) (Leaf, error) {
	if len(text) > maxLeaf {
		return Leaf{}, fmt.Errorf("leaf: %d bytes, more than the %d a leaf may have", len(text), maxLeaf)
	}
	if !utf8.Valid(text) {
		return Leaf{}, fmt.Errorf("leaf: the text is not valid UTF-8")
	}
	p := leafParser{lines: strings.Split(string(text), "\n")}
	f := p.leaf()
	if p.err != nil {
		return Leaf{}, fmt.Errorf("leaf: line %d: %w", p.at, p.err)
	}
	if err := checkLeaf(&f); err != nil {
		return Leaf{}, fmt.Errorf("leaf: %w", err)
	}
	if again, _ := appendLeaf(make([]byte, 0, len(text)), &f); !bytes.Equal(again, text) {
		return Leaf{}, fmt.Errorf("leaf: the text is not in its one canonical form")
	}
	return f, nil
}

// leafParser reads line after line and remembers the first thing that is wrong.
type leafParser struct {
	lines []string
	at    int // number of the line read last, from 1
	err   error
}

func (p *leafParser) leaf() Leaf {
	var f Leaf
	if p.line() != leafVersion {
		p.fail("a leaf begins with %q", leafVersion)
	}
	f.Time = parseWith(p, "time", parseTime)
	f.Kind = parseWith(p, "kind", orUnknown(ParseKind))
	f.Outcome = parseWith(p, "outcome", orUnknown(ParseOutcome))
	f.Clause = parseWith(p, "clause", unescape)
	f.Rulebook = parseWith(p, "rulebook", parseDigest)
	f.Engine = parseWith(p, "engine", unescape)
	f.Facts = parseWith(p, "facts", parseFacts)
	f.Action = parseWith(p, "action", unescape)
	f.Purpose = parseWith(p, "purpose", unescape)
	for p.err == nil && p.at < len(p.lines) && strings.HasPrefix(p.lines[p.at], "public ") {
		f.Public = append(f.Public, parseWith(p, "public", parsePublic))
	}
	s := parseWith(p, "subjects", parseSubjects)
	f.Subjects, f.SubjectRoot = s.n, s.root
	f.Actor = parseWith(p, "actor", parseActor)
	if p.err == nil && !slices.Equal(p.lines[p.at:], []string{""}) {
		p.fail("a leaf ends after its actor line")
	}
	return f
}

func (p *leafParser) line() string {
	if p.err != nil || p.at >= len(p.lines) {
		p.fail("the text ends early")
		return ""
	}
	p.at++
	return p.lines[p.at-1]
}

func (p *leafParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

// parseWith reads the line "name value" and gives the value to a parser.
func parseWith[T any](p *leafParser, name string, parse func(string) (T, error)) T {
	var zero T
	line := p.line()
	if p.err != nil {
		return zero
	}
	got, value, _ := strings.Cut(line, " ")
	if got != name {
		p.fail("expected the line %q", name)
		return zero
	}
	v, err := parse(value)
	if err != nil {
		p.fail("%s: %w", name, err)
	}
	return v
}

func orUnknown[T any](parse func(string) (T, bool)) func(string) (T, error) {
	return func(s string) (T, error) {
		v, ok := parse(s)
		if !ok {
			return v, fmt.Errorf("%.40q is not in the list", s)
		}
		return v, nil
	}
}

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil {
		return t, fmt.Errorf("want a time such as %s", timeLayout)
	}
	return t.UTC(), nil
}

func parseDigest(s string) (Digest, error) {
	if s == "-" {
		return Digest{}, nil
	}
	return parseHash(s)
}

func parseHash(s string) ([32]byte, error) {
	var h [32]byte
	if len(s) != 64 {
		return h, fmt.Errorf("want 64 hex digits")
	}
	_, err := hex.Decode(h[:], []byte(s))
	return h, err
}

func parseFacts(s string) (Bits, error) {
	held, known, _ := strings.Cut(s, " ")
	t, err1 := strconv.ParseUint(held, 16, 64)
	k, err2 := strconv.ParseUint(known, 16, 64)
	if err := cmp.Or(err1, err2); err != nil {
		return Bits{}, fmt.Errorf("want two numbers of 16 hex digits")
	}
	return Bits{True: t, Known: k}, nil
}

func parsePublic(s string) (Field, error) {
	name, value, _ := strings.Cut(s, " ")
	value, err := unescape(value)
	return Field{name, value}, err
}

type subjectsLine struct {
	n    int
	root [32]byte
}

func parseSubjects(s string) (subjectsLine, error) {
	count, root, _ := strings.Cut(s, " ")
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 || n > MaxSubjects {
		return subjectsLine{}, fmt.Errorf("want a count up to %d", MaxSubjects)
	}
	if n == 0 {
		return subjectsLine{}, nil
	}
	h, err := parseHash(root)
	return subjectsLine{n, h}, err
}

func parseActor(s string) (*ActorSeal, error) {
	if s == "-" {
		return nil, nil
	}
	parts := strings.Split(s, " ")
	if len(parts) != len(ActorFields)+1 {
		return nil, fmt.Errorf("want %d hashes", len(ActorFields)+1)
	}
	a := &ActorSeal{Commitments: make([][32]byte, len(ActorFields))}
	for i, p := range parts {
		h, err := parseHash(p)
		if err != nil {
			return nil, err
		}
		if i < len(ActorFields) {
			a.Commitments[i] = h
		} else {
			a.Sealed = h
		}
	}
	return a, nil
}
