// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestAnExtractOfLongAgoStillVerifies keeps the format: a person may bring an
// extract years later. The file is made once, as salts are random.
func TestAnExtractOfLongAgoStillVerifies(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "extract.json")
	if *update {
		writeGolden(t, path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x, err := ReadExtract(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	s, err := newNoteSigner(testOrigin, testKey(testOrg))
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Verify(s.vkey); err != nil {
		t.Error(err)
	}
	if len(x.Entries) != 3 || len(x.Pruned) != 1 || x.Entries[0].PrunedBy == nil {
		t.Errorf("%d entries, %d pruned", len(x.Entries), len(x.Pruned))
	}
	var again bytes.Buffer
	if err := x.Write(&again); err != nil || !bytes.Equal(again.Bytes(), b) {
		t.Errorf("it is written in another way now: %v", err)
	}
	if err := checkByTheBook(b, testKey(testOrg).Public().(ed25519.PublicKey)); err != nil {
		t.Errorf("a checker written from the documentation says: %v", err)
	}
}

func writeGolden(t *testing.T, path string) {
	t.Helper()
	c := newFakeClock()
	_, _, tree := newTree(t, Options{Now: c.now, Mono: c.count})
	mustAppend(t, tree, read(tree, testSubject(1, someFields(1)...)))
	c.pass(time.Hour)
	before := c.now()
	c.pass(time.Hour)
	for i := range 6 {
		mustAppend(t, tree, read(tree, testSubject(5), testSubject(i/3*i, someFields(i)...), testSubject(7)))
	}
	mustAppend(t, tree, read(tree, testSubject(1, Field{"role", "nurse"}, Field{"text", "a \"line\"\nand <another>"})))
	mustAppend(t, tree, read(tree, testSubject(1, someFields(3)...)))
	if _, err := tree.Prune(t.Context(), before, "keep-one-hour"); err != nil {
		t.Fatal(err)
	}
	x := mustExtract(t, tree, ExtractRequest{Key: testSubject(1).Key, Withhold: []string{"unit"}, ActorName: func(string) (string, bool) { return "Aino Esimerkki", true }})
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// checkByTheBook checks an extract with the standard library alone, by the words
// of the package documentation, sharing no code with the package.
func checkByTheBook(text []byte, key ed25519.PublicKey) error {
	var x struct {
		Checkpoint, Head string
		Entries          []struct {
			K, Index, Position        int
			Tag, Leaf, SubLeaf        string
			Proof, SubProof, Withheld []string
			Disclosed                 []struct{ Name, Salt, Value string }
			PrunedBy                  *int
		}
	}
	if err := json.Unmarshal(text, &x); err != nil {
		return err
	}
	checkpoint, err := bookNote(x.Checkpoint, key)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	head, err := bookNote(x.Head, key)
	if err != nil {
		return fmt.Errorf("head: %w", err)
	}
	size, _ := strconv.Atoi(checkpoint[1])
	root, _ := base64.StdEncoding.DecodeString(checkpoint[2])
	if head[2] != "size "+checkpoint[1] || head[3] != "root "+hex.EncodeToString(root) || head[5] != fmt.Sprintf("entries %d", len(x.Entries)) {
		return fmt.Errorf("head %q is not of checkpoint %q", head, checkpoint)
	}
	for i, e := range x.Entries {
		sub, _ := hex.DecodeString(e.SubLeaf)
		line := strings.Fields(e.Leaf[strings.Index(e.Leaf, "\nsubjects "):])
		count, _ := strconv.Atoi(line[1])
		switch {
		case e.K != i+1 || hex.EncodeToString(sub[:16]) != e.Tag:
			return fmt.Errorf("entry %d: k or tag", i)
		case !bytes.Equal(bookRoot(bookHash(0, []byte(e.Leaf)), e.Index, size, e.Proof), root):
			return fmt.Errorf("entry %d: the leaf is not in the tree", i)
		case hex.EncodeToString(bookRoot(bookHash(0, sub), e.Position, count, e.SubProof)) != line[2]:
			return fmt.Errorf("entry %d: the sub-leaf is not in the entry", i)
		case e.PrunedBy == nil && len(e.Disclosed)+len(e.Withheld) != 7:
			return fmt.Errorf("entry %d: a field is missing", i)
		}
		for _, d := range e.Disclosed {
			salt, _ := hex.DecodeString(d.Salt)
			at := strings.Index(" role unit categories records reason text actor", " "+d.Name)
			n := strings.Count(" role unit categories records reason text actor"[:at+1], " ") - 1
			if h := sha256.Sum256(append(salt, d.Name+"="+d.Value...)); !bytes.Equal(h[:], sub[16+32*n:48+32*n]) {
				return fmt.Errorf("entry %d: %s", i, d.Name)
			}
		}
	}
	return nil
}

func bookNote(note string, key ed25519.PublicKey) ([]string, error) {
	text, sig, _ := strings.Cut(note, "\n\n")
	words := strings.Fields(sig)
	raw, err := base64.StdEncoding.DecodeString(words[len(words)-1])
	if err != nil || !ed25519.Verify(key, []byte(text+"\n"), raw[4:]) {
		return nil, fmt.Errorf("the signature does not hold")
	}
	return strings.Split(text, "\n"), nil
}

func bookHash(prefix byte, parts ...[]byte) []byte {
	h := sha256.Sum256(append([]byte{prefix}, bytes.Join(parts, nil)...))
	return h[:]
}

// bookRoot is the check of an inclusion proof in RFC 9162, 2.1.3.2.
func bookRoot(h []byte, index, size int, proof []string) []byte {
	fn, sn := index, size-1
	for _, p := range proof {
		q, _ := hex.DecodeString(p)
		if fn&1 == 1 || fn == sn {
			h = bookHash(1, q, h)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			h = bookHash(1, h, q)
		}
		fn, sn = fn>>1, sn>>1
	}
	if sn != 0 {
		return nil
	}
	return h
}
