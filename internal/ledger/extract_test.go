// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func mustExtract(t testing.TB, tree *Tree, r ExtractRequest) *Extract {
	t.Helper()
	x, err := tree.Extract(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// reread writes an extract and reads it back as its receiver does.
func reread(t testing.TB, x *Extract) *Extract {
	t.Helper()
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	y, err := ReadExtract(&b)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(x, y); d != "" {
		t.Fatalf("it reads back as another (-want +got)\n%s", d)
	}
	return y
}

func TestAnExtractProvesEveryEntryAboutAPerson(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	for i := range 30 {
		mustAppend(t, tree, read(tree, testSubject(i%4, someFields(i)...), testSubject(9, someFields(i)...)))
	}
	x := reread(t, mustExtract(t, tree, ExtractRequest{
		Key: testSubject(2).Key, Withhold: []string{"text", "unit"},
		ActorName: func(id string) (string, bool) { return "Aino Esimerkki", id == "staff-1" },
	}))
	if err := x.Verify(tree.VerifierKey()); err != nil {
		t.Fatal(err)
	}
	if len(x.Entries) != 7 || len(x.Entries[0].Disclosed) != 5 || !slices.Equal(x.Entries[0].Withheld, []string{"unit", "text"}) {
		t.Errorf("%d entries, the first %+v", len(x.Entries), x.Entries[0])
	}
	if d := cmp.Diff([]ExtractName{{"staff-1", "Aino Esimerkki"}}, x.Names); d != "" {
		t.Errorf("names (-want +got)\n%s", d)
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"ward-2", fmt.Sprintf("%x", testSubject(2).Key)} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("the extract tells %q", secret)
		}
	}
	if _, err := tree.Extract(t.Context(), ExtractRequest{Withhold: []string{"everything"}}); err == nil {
		t.Error("an unknown field was withheld")
	}
}

func TestAnExtractOfNothingIsASignedHeadOfZero(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	x := reread(t, mustExtract(t, tree, ExtractRequest{Key: testSubject(1).Key}))
	if err := x.Verify(tree.VerifierKey()); err != nil || len(x.Entries) != 0 || !strings.Contains(x.Head, "\nentries 0\n") {
		t.Errorf("%v\n%s", err, x.Head)
	}
}

func TestAnExtractHoldsWhateverIsWithheld(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 1<<20).Draw(rt, "person")
		for range rapid.IntRange(1, 3).Draw(rt, "entries") {
			d := read(tree, testSubject(n, anyFields(SubjectFields).Draw(rt, "fields")...))
			for range rapid.IntRange(0, 4).Draw(rt, "others") {
				d.Subjects = slices.Insert(d.Subjects, rapid.IntRange(0, len(d.Subjects)).Draw(rt, "place"), testSubject(-5))
			}
			mustAppend(t, tree, d)
		}
		held := rapid.SliceOfDistinct(rapid.SampledFrom(SubjectFields), rapid.ID[string]).Draw(rt, "withheld")
		x := reread(t, mustExtract(t, tree, ExtractRequest{Key: testSubject(n).Key, Withhold: held}))
		if err := x.Verify(tree.VerifierKey()); err != nil {
			rt.Fatal(err)
		}
		for _, e := range x.Entries {
			if len(e.Withheld) != len(held) || len(e.Disclosed)+len(held) != len(SubjectFields) {
				rt.Fatalf("entry %d shows %v and withholds %v", e.K, e.Disclosed, e.Withheld)
			}
		}
	})
}

func TestAPrunedEntryIsSaidAndProved(t *testing.T) {
	t.Parallel()
	c := newFakeClock()
	db, l, tree := newTree(t, Options{Now: c.now, Mono: c.count})
	for range 4 {
		mustAppend(t, tree, read(tree, testSubject(1, someFields(1)...)))
		c.pass(time.Hour)
	}
	before := c.now()
	c.pass(time.Hour)
	mustAppend(t, tree, read(tree, testSubject(1, someFields(1)...)))
	entry, err := tree.Prune(t.Context(), before, "keep-for-a-while")
	if err != nil || entry != tree.Size()-1 {
		t.Fatalf("prune: entry %d, %v", entry, err)
	}
	if again, err := tree.Prune(t.Context(), before, "keep-for-a-while"); again != -1 || err != nil {
		t.Errorf("pruning again: entry %d, %v", again, err)
	}
	x := reread(t, mustExtract(t, tree, ExtractRequest{Key: testSubject(1).Key}))
	if err := x.Verify(tree.VerifierKey()); err != nil {
		t.Fatal(err)
	}
	if len(x.Pruned) != 1 || *x.Entries[3].PrunedBy != entry || x.Entries[3].Disclosed == nil || x.Entries[4].PrunedBy != nil {
		t.Errorf("pruned by %+v, last entry %+v", x.Pruned, x.Entries[4])
	}
	steps := 0
	for s, err := range tree.Trail(t.Context(), testSubject(1).Key, 4) {
		steps++
		if err != nil || (s.Fields == nil) != (s.K == 4) {
			t.Errorf("step %d: %v, %v", s.K, s.Fields, err)
		}
	}
	if steps != 2 {
		t.Errorf("%d steps, want 2", steps)
	}
	e, err := tree.Entry(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.OpenSubject(0, testSubject(1).Key); !errors.Is(err, ErrAbsent) {
		t.Errorf("a pruned body: %v", err)
	}
	if _, err := e.OpenActor(testActor(1).Key); !errors.Is(err, ErrAbsent) {
		t.Errorf("a pruned actor part: %v", err)
	}
	l.Close()
	if report := mustVerify(t, db, VerifyOptions{Keys: testKeys{1}}); !report.OK() || report.Origins[0].Absent != 4 {
		t.Errorf("verify: %+v", report)
	}
}

// TestPruningCutShortIsFinishedByTheNextCall leaves bodies that a pruned entry
// already permits to be absent.
func TestPruningCutShortIsFinishedByTheNextCall(t *testing.T) {
	t.Parallel()
	c := newFakeClock()
	db, l, tree := newTree(t, Options{Now: c.now, Mono: c.count})
	mustAppend(t, tree, read(tree, testSubject(1)))
	c.pass(time.Hour)
	if _, err := tree.permit(t.Context(), 0, 2, c.now(), "c"); err != nil { // and then the power went
		t.Fatal(err)
	}
	size := tree.Size()
	if entry, err := tree.Prune(t.Context(), c.now(), "c"); entry != -1 || err != nil || tree.Size() != size {
		t.Errorf("entry %d, %v, size %d", entry, err, tree.Size())
	}
	l.Close()
	if report := mustVerify(t, db, VerifyOptions{}); !report.OK() || report.Origins[0].Absent != 1 {
		t.Errorf("verify: %+v", report)
	}
}

func TestAChangedExtractIsRefusedAndNamed(t *testing.T) {
	t.Parallel()
	_, l, tree := newTree(t, Options{})
	for i := range 5 {
		mustAppend(t, tree, read(tree, testSubject(1, someFields(i)...), testSubject(2, someFields(i)...)))
	}
	other, err := l.Tree(t.Context(), "south-clinic", testKey("south"), "ledger.south-clinic.example/log")
	if err != nil {
		t.Fatal(err)
	}
	key := tree.VerifierKey()
	good := mustExtract(t, tree, ExtractRequest{Key: testSubject(1).Key, Withhold: []string{"text"}, ActorName: func(string) (string, bool) { return "Aino", true }})
	of2 := mustExtract(t, tree, ExtractRequest{Key: testSubject(2).Key})
	mustAppend(t, tree, read(tree, testSubject(1, someFields(6)...)))
	later := mustExtract(t, tree, ExtractRequest{Key: testSubject(1).Key})
	for name, c := range map[string]struct {
		k      uint64 // the entry the error names
		change func(*Extract)
	}{
		"an entry left out":               {0, func(x *Extract) { x.Entries = x.Entries[:4] }},
		"an entry left out in the middle": {0, func(x *Extract) { x.Entries = slices.Delete(x.Entries, 1, 2) }},
		"an entry shown twice":            {3, func(x *Extract) { x.Entries[2] = x.Entries[1]; x.Entries[2].K = 3 }},
		"entries in another order":        {3, func(x *Extract) { x.Entries[1], x.Entries[2] = x.Entries[2], x.Entries[1] }},
		"entries renumbered":              {6, func(x *Extract) { x.Entries[4].K = 6 }},
		"another person's entry":          {3, func(x *Extract) { x.Entries[1] = of2.Entries[1]; x.Entries[1].K = 3 }},
		"a value changed":                 {2, func(x *Extract) { x.Entries[1].Disclosed[0].Value = "physician" }},
		"a value given another name":      {2, func(x *Extract) { x.Entries[1].Disclosed[0].Name = "unit" }},
		"a salt changed":                  {2, func(x *Extract) { x.Entries[1].Disclosed[0].Salt = strings.Repeat("0", 32) }},
		"a salt in capitals":              {2, func(x *Extract) { x.Entries[1].Disclosed[0].Salt = strings.Repeat("A", 32) }},
		"a field not mentioned":           {2, func(x *Extract) { x.Entries[1].Disclosed = x.Entries[1].Disclosed[1:] }},
		"a field shown and withheld":      {2, func(x *Extract) { x.Entries[1].Withheld = []string{"role", "text"} }},
		"a leaf changed":                  {4, func(x *Extract) { x.Entries[3].Leaf = strings.Replace(x.Entries[3].Leaf, "open", "Open", 1) }},
		"a proof changed":                 {4, func(x *Extract) { x.Entries[3].Proof[0] = strings.Repeat("0", 64) }},
		"a proof cut":                     {4, func(x *Extract) { x.Entries[3].Proof = x.Entries[3].Proof[1:] }},
		"a proof of endless length":       {4, func(x *Extract) { x.Entries[3].Proof = make([]string, 1e5) }},
		"an index changed":                {4, func(x *Extract) { x.Entries[3].Index++ }},
		"a negative index":                {4, func(x *Extract) { x.Entries[3].Index = -1 }},
		"a position changed":              {4, func(x *Extract) { x.Entries[3].Position = 1 }},
		"a negative position":             {4, func(x *Extract) { x.Entries[3].Position = -1 }},
		"a sub-leaf changed":              {4, func(x *Extract) { x.Entries[3].SubLeaf = "00" + x.Entries[3].SubLeaf[2:] }},
		"a sub-leaf cut":                  {4, func(x *Extract) { x.Entries[3].SubLeaf = x.Entries[3].SubLeaf[2:] }},
		"a sub-leaf's proof changed":      {4, func(x *Extract) { x.Entries[3].SubProof[0] = strings.Repeat("0", 64) }},
		"a tag changed":                   {4, func(x *Extract) { x.Entries[3].Tag = strings.Repeat("0", 32) }},
		"a body said to be pruned":        {4, func(x *Extract) { x.Entries[3].PrunedBy, x.Entries[3].Disclosed = new(int64), nil }},
		"a pruned entry of no use": {0, func(x *Extract) {
			x.Pruned = []ExtractPruned{{x.Entries[0].Index, x.Entries[0].Leaf, x.Entries[0].Proof}}
		}},
		"another head":           {0, func(x *Extract) { x.Head = of2.Head }},
		"a later head":           {0, func(x *Extract) { x.Head = later.Head }},
		"a later checkpoint":     {0, func(x *Extract) { x.Checkpoint = later.Checkpoint }},
		"a head that counts one": {0, func(x *Extract) { x.Head = strings.Replace(x.Head, "entries 5", "entries 4", 1) }},
		"checkpoint for head":    {0, func(x *Extract) { x.Head = x.Checkpoint }},
		"head for checkpoint":    {0, func(x *Extract) { x.Checkpoint = x.Head }},
		"another organisation's": {0, func(x *Extract) { x.Checkpoint = string(other.Checkpoint()) }},
		"another key":            {0, func(x *Extract) { x.VerifierKey = other.VerifierKey() }},
		"another origin":         {0, func(x *Extract) { x.Origin = other.Origin() }},
		"another note":           {0, func(x *Extract) { x.KeyNote = "Trust this key." }},
		"another name":           {0, func(x *Extract) { x.Names[0].Name = "Eino" }},
		"another format":         {0, func(x *Extract) { x.Format = "lupaus-extract/2" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := deepCopy(t, good)
			if c.change(x); cmp.Diff(good, x) == "" {
				t.Fatal("the change does not apply")
			}
			var got *ExtractError
			if err := x.Verify(key); !errors.As(err, &got) || got.K != c.k {
				t.Errorf("got %v, want an error that names entry %d", err, c.k)
			}
		})
	}
	if err := good.Verify(other.VerifierKey()); err == nil {
		t.Error("accepted with the key of another organisation")
	}
	if err := good.Verify("nonsense"); err == nil {
		t.Error("accepted with no key")
	}
}

func deepCopy(t testing.TB, x *Extract) *Extract {
	t.Helper()
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	y := &Extract{}
	if err := json.Unmarshal(b, y); err != nil {
		t.Fatal(err)
	}
	return y
}

func TestReadingAnExtractRefusesWhatCouldBeReadInTwoWays(t *testing.T) {
	t.Parallel()
	const good = `{"format":"lupaus-extract/1","origin":"a","names":[{"actor":"x","name":"y"}]}`
	if _, err := ReadExtract(strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing":                 "",
		"not JSON":                "{",
		"another thing":           "[]",
		"a number":                "5",
		"null":                    "null",
		"a name twice":            strings.Replace(good, `"origin"`, `"format":"lupaus-extract/1","origin"`, 1),
		"a name in other letters": strings.Replace(good, `"origin"`, `"Origin"`, 1),
		"an unknown name":         strings.Replace(good, `"origin"`, `"source"`, 1),
		"a name elsewhere":        strings.Replace(good, `"actor"`, `"salt"`, 1),
		"something behind":        good + "{}",
		"not UTF-8":               strings.Replace(good, `"y"`, "\"\xff\"", 1),
		"another format":          strings.Replace(good, "extract/1", "extract/9", 1),
		"nested without end":      strings.Repeat("[", 1e5),
		"a fraction":              `{"format":"lupaus-extract/1","entries":[{"k":1.5}]}`,
	} {
		if x, err := ReadExtract(strings.NewReader(text)); err == nil {
			t.Errorf("%s: accepted as %+v", name, x)
		}
	}
}

// FuzzExtract changes a good extract in any way and wants it refused, unless it
// still says the same.
func FuzzExtract(f *testing.F) {
	_, _, tree := newTree(f, Options{})
	for i := range 3 {
		mustAppend(f, tree, read(tree, testSubject(1, someFields(i)...), testSubject(2)))
	}
	key := tree.VerifierKey()
	x, err := tree.Extract(f.Context(), ExtractRequest{Key: testSubject(1).Key, ActorName: func(string) (string, bool) { return "Aino", true }})
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		f.Fatal(err)
	}
	good := b.Bytes()
	want, err := json.Marshal(x)
	if err != nil {
		f.Fatal(err)
	}
	for at := 0; at < len(good); at += 97 {
		f.Add(uint32(at), []byte{good[at] ^ 1}, uint8(1))
	}
	f.Add(uint32(0), []byte{}, uint8(0))
	f.Fuzz(func(t *testing.T, at uint32, put []byte, drop uint8) {
		from := int(at) % len(good)
		changed := slices.Concat(good[:from], put, good[min(from+int(drop), len(good)):])
		got, err := ReadExtract(bytes.NewReader(changed))
		if err != nil || got.Verify(key) != nil {
			return
		}
		if again, err := json.Marshal(got); err != nil || !bytes.Equal(again, want) {
			t.Errorf("accepted, changed at byte %d:\n%s", from, changed)
		}
	})
}
