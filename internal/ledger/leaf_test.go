// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// anyLeaf draws a leaf that keeps all rules.
func anyLeaf() *rapid.Generator[Leaf] {
	return rapid.Custom(func(t *rapid.T) Leaf {
		text := rapid.StringN(0, 20, 100)
		hash := func() [32]byte { return sha256.Sum256(rapid.SliceOfN(rapid.Byte(), 8, 8).Draw(t, "hash")) }
		f := Leaf{
			Time: time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "time")).UTC(),
			Kind: Kind(rapid.IntRange(1, int(kindEnd)-1).Draw(t, "kind")), Outcome: Outcome(rapid.IntRange(0, 2).Draw(t, "outcome")),
			Clause: text.Draw(t, "clause"), Engine: text.Draw(t, "engine"), Action: text.Draw(t, "action"), Purpose: text.Draw(t, "purpose"),
			Subjects: rapid.IntRange(0, MaxSubjects).Draw(t, "subjects"),
		}
		f.Facts.Known = rapid.Uint64().Draw(t, "known")
		f.Facts.True = f.Facts.Known & rapid.Uint64().Draw(t, "true")
		if f.Subjects > 0 {
			f.SubjectRoot = hash()
		}
		if need := kindRules[f.Kind].rulebook; need == rulebookMust || need == rulebookMay && rapid.Bool().Draw(t, "ruled") {
			f.Rulebook = hash()
		}
		if rapid.Bool().Draw(t, "acted") {
			f.Actor = &ActorSeal{Commitments: [][32]byte{hash(), hash(), hash()}, Sealed: hash()}
		}
		for _, p := range publicFields {
			rule := &kindRules[f.Kind]
			if hasWord(rule.must, p.name) || rule.allows(p.name) && rapid.Bool().Draw(t, p.name) {
				f.Public = append(f.Public, Field{p.name, formExample(t, p.form)})
			}
		}
		return f
	})
}

func formExample(t *rapid.T, f form) string {
	switch f {
	case formNumber:
		return rapid.StringMatching(`0|[1-9][0-9]{0,17}`).Draw(t, "number")
	case formHash:
		return rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "hex")
	case formTime:
		return "2026-11-21T00:00:00.000000Z"
	case formOrigin:
		return "ledger.old.example/log"
	default:
		return rapid.StringMatching(`[a-z][a-z0-9._/:-]{0,20}`).Draw(t, "code")
	}
}

func TestALeafReadsBackAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := anyLeaf().Draw(t, "leaf")
		text, at := appendLeaf(nil, &want)
		got, err := ParseLeaf(text)
		if err != nil {
			t.Fatalf("parse: %v\n%s", err, text)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("(-want +got)\n%s", d)
		}
		if stamp := string(text[at.time : at.time+len(timeLayout)]); stamp != want.Time.Format(timeLayout) {
			t.Fatalf("the time stands at another place: %q", stamp)
		}
	})
}

func TestTwoLeavesNeverShareAText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyLeaf().Draw(t, "a"), anyLeaf().Draw(t, "b")
		b.Clause = a.Clause + rapid.SampledFrom([]string{"\n", `\`, `\x0a`, " ", "\nengine x"}).Draw(t, "more")
		ta, _ := appendLeaf(nil, &a)
		a.Clause = b.Clause
		tb, _ := appendLeaf(nil, &a)
		if bytes.Equal(ta, tb) {
			t.Fatalf("the same text for two leaves:\n%s", ta)
		}
	})
}

func TestLeavesOfAnotherFormAreRefused(t *testing.T) {
	t.Parallel()
	good := Leaf{Kind: KindVoid, Clause: "c", Public: []Field{{PublicOf, "3"}}, Time: time.UnixMicro(1).UTC()}
	text, _ := appendLeaf(nil, &good)
	for name, change := range map[string][2]string{
		"a version of its own":              {"lupaus-leaf/1", "lupaus-leaf/2"},
		"an unknown kind":                   {"kind void", "kind avoid"},
		"an unknown outcome":                {"outcome none", "outcome some"},
		"lines in another order":            {"outcome none\nclause c", "clause c\noutcome none"},
		"a line too many":                   {"action\n", "action\naction\n"},
		"a space before an empty value":     {"action\n", "action \n"},
		"two spaces before a word":          {"kind void", "kind  void"},
		"an escape of a plain letter":       {"clause c", `clause \x63`},
		"an escape in capitals":             {"clause c", `clause \x0A`},
		"a raw control character":           {"clause c", "clause \x01"},
		"a half escape":                     {"clause c", `clause \x0`},
		"a number with a leading zero":      {"public of 3", "public of 03"},
		"an attribute twice":                {"public of 3\n", "public of 3\npublic of 3\n"},
		"an attribute of another kind":      {"public of 3\n", "public of 3\npublic from 3\n"},
		"a missing attribute":               {"public of 3\n", ""},
		"a true fact that is not known":     {"facts 0000000000000000 0", "facts 0000000000000001 0"},
		"facts in other letters":            {"facts 0000000000000000 0000000000000000", "facts 0 0"},
		"a root without subjects":           {"subjects 0 -", "subjects 0 " + strings.Repeat("a", 64)},
		"more subjects than there may be":   {"subjects 0 -", "subjects 2001 " + strings.Repeat("a", 64)},
		"half an actor":                     {"actor -", "actor " + strings.Repeat("a", 64)},
		"something behind the end":          {"actor -\n", "actor -\n\n"},
		"no newline at the end":             {"actor -\n", "actor -"},
		"a time of less precision":          {".000001Z", ".00001Z"},
		"a time in another zone":            {".000001Z", ".000001+02:00"},
		"bytes that are not UTF-8":          {"clause c", "clause \xff"},
		"a rulebook digest in capitals":     {"rulebook -", "rulebook " + strings.Repeat("A", 64)},
		"a carriage return at a line's end": {"clause c\n", "clause c\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(string(text), change[0], change[1], 1)
			if changed == string(text) {
				t.Fatalf("the change does not apply to\n%s", text)
			}
			if f, err := ParseLeaf([]byte(changed)); err == nil {
				t.Errorf("accepted as %+v", f)
			}
		})
	}
}

func FuzzLeaf(f *testing.F) {
	for _, l := range []Leaf{
		{Kind: KindRead, Rulebook: Digest{1}, Clause: "a\nb\\", Public: []Field{{PublicContinues, "1"}}},
		{Kind: KindOrigin, Public: []Field{{PublicOrg, "o"}}, Subjects: 2, SubjectRoot: [32]byte{9}, Actor: &ActorSeal{Commitments: make([][32]byte, 3)}},
	} {
		text, _ := appendLeaf(nil, &l)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := ParseLeaf(text)
		if err != nil {
			return
		}
		if again, _ := appendLeaf(nil, &l); !bytes.Equal(again, text) {
			t.Errorf("accepted two texts for one leaf:\n%q\n%q", text, again)
		}
		if _, _, err := shape(text); err != nil {
			t.Errorf("its shape cannot be read: %v", err)
		}
	})
}

func TestTheOwnFrontierAgreesWithTheReferenceTree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 70).Draw(t, "leaves")
		var f frontier
		var hashes []byte
		for i := range n {
			hashes = f.push(tlog.RecordHash([]byte{byte(i)}), hashes)
		}
		want, err := tlog.TreeHash(int64(n), memoryHashes(hashes))
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 && f.root() != want {
			t.Fatalf("root of %d leaves: got %v, want %v", n, f.root(), want)
		}
		if int64(len(hashes)) != storedBytes(0, int64(n)) {
			t.Fatalf("%d bytes of hashes, want %d", len(hashes), storedBytes(0, int64(n)))
		}
		again, err := loadFrontier(int64(n), memoryHashes(hashes))
		if err != nil || again.root() != f.root() {
			t.Fatalf("loaded frontier: %v, %v", again.root(), err)
		}
	})
}
