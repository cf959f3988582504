// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// maxExtract bounds what is read as an extract, in bytes: some 60,000 entries.
	maxExtract = 256 << 20
	// maxDepth is how deep an extract's JSON goes.
	maxDepth = 4
)

// Write writes the extract as JSON, for people to look at too.
func (x *Extract) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(x); err != nil {
		return fmt.Errorf("write an extract: %w", err)
	}
	return nil
}

// ReadExtract reads an extract that may come from anybody. It refuses what two
// readers could read differently: unknown or repeated names, names in other
// letters, bytes that are not UTF-8, anything behind the end. It does not check
// proofs; Verify does.
func ReadExtract(r io.Reader) (*Extract, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxExtract+1))
	if err != nil {
		return nil, fmt.Errorf("read an extract: %w", err)
	}
	if len(data) > maxExtract {
		return nil, wrong("it has more than %d bytes", maxExtract)
	}
	if !utf8.Valid(data) {
		return nil, wrong("it is not valid UTF-8")
	}
	if err := strictNames(data); err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	x := &Extract{}
	if err := dec.Decode(x); err != nil {
		return nil, wrong("it is not an extract in JSON: %v", err)
	}
	if x.Format != extractFormat {
		return nil, wrong("its format is %.40q and this program reads %s", x.Format, extractFormat)
	}
	return x, nil
}

// extractNames are all names there are in an extract's JSON.
var extractNames = []string{
	"format", "origin", "verifierKey", "keyNote", "checkpoint", "head", "entries", "pruned", "names",
	"k", "tag", "index", "leaf", "proof", "position", "subLeaf", "subProof", "disclosed", "withheld", "prunedBy",
	"name", "salt", "value", "actor",
}

// strictNames wants every object to have known names, exactly written, each once.
func strictNames(data []byte) error {
	type level struct {
		object, value bool // value: the next token of the object is a value
		seen          []string
	}
	var stack []level
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	for {
		tok, err := dec.Token()
		if err == io.EOF && len(stack) == 0 {
			return nil
		}
		if err != nil {
			return wrong("it is not JSON: %v", err)
		}
		if d, ok := tok.(json.Delim); ok && (d == '}' || d == ']') {
			stack = stack[:len(stack)-1]
			if len(stack) == 0 {
				if _, err := dec.Token(); err != io.EOF {
					return wrong("something stands behind its end")
				}
				return nil
			}
			continue
		}
		if n := len(stack); n > 0 && stack[n-1].object {
			top := &stack[n-1]
			if top.value = !top.value; top.value {
				name, _ := tok.(string)
				if !slices.Contains(extractNames, name) || slices.Contains(top.seen, name) {
					return wrong("the name %.40q is unknown or stands twice", name)
				}
				top.seen = append(top.seen, name)
				continue
			}
		}
		if d, ok := tok.(json.Delim); ok {
			if len(stack) == maxDepth+1 {
				return wrong("it is nested too deep")
			}
			stack = append(stack, level{object: d == '{'})
		}
	}
}

// Verify checks everything an extract claims, with the verifier key from the
// organisation's notice page: both signatures, that the entries are k = 1..K
// without a gap, that each stands in the tree of the checkpoint, that each
// disclosed value is the one committed to then, and that what is absent was
// permitted to be. An error is an *ExtractError and names the entry.
//
// It proves completeness up to the signed head: whether the operator recorded
// everything in the first place is outside any proof.
func (x *Extract) Verify(verifierKey string) error {
	if x.Format != extractFormat || x.KeyNote != keyNote {
		return wrong("it is not of the format %s", extractFormat)
	}
	v, err := parseVerifier(x.Origin, verifierKey)
	if err != nil {
		return wrong("%v", err)
	}
	if x.VerifierKey != verifierKey {
		return wrong("it carries another verifier key than the one given")
	}
	c, err := openCheckpoint(v, []byte(x.Checkpoint))
	if err != nil {
		return wrong("%v", err)
	}
	h, err := openHead(v, []byte(x.Head))
	if err != nil {
		return wrong("head: %v", err)
	}
	switch {
	case h.origin != x.Origin || h.size != c.size || h.root != c.root:
		return wrong("head and checkpoint are of different trees")
	case h.entries != uint64(len(x.Entries)):
		return wrong("the signed head counts %d entries and there are %d", h.entries, len(x.Entries))
	case h.names != digestNames(x.Names):
		return wrong("the names are not those the head was signed with")
	}
	return x.verifyEntries(c)
}

func (x *Extract) verifyEntries(c checkpoint) error {
	var p permits
	for i := range x.Pruned {
		if err := x.Pruned[i].verify(c, &p); err != nil {
			return &ExtractError{Index: x.Pruned[i].Index, What: err.Error()}
		}
	}
	tags := map[string]bool{}
	used := map[int64]bool{}
	last := ExtractEntry{Index: -1}
	var lastTime time.Time
	for i := range x.Entries {
		e := &x.Entries[i]
		f, err := e.verify(c, &p)
		switch {
		case err != nil:
		case e.K != uint64(i)+1:
			err = fmt.Errorf("it stands at place %d: an entry is missing or out of order", i+1)
		case tags[e.Tag]:
			err = fmt.Errorf("its tag stands twice")
		case e.Index < last.Index || e.Index == last.Index && e.Position <= last.Position:
			err = fmt.Errorf("it does not come after the entry before it")
		case f.Time.Before(lastTime):
			err = fmt.Errorf("its time lies before that of the entry before it")
		}
		if err != nil {
			return e.at(err)
		}
		if e.PrunedBy != nil {
			used[*e.PrunedBy] = true
		}
		tags[e.Tag] = true
		last, lastTime = *e, f.Time
	}
	if len(used) != len(x.Pruned) {
		return wrong("it carries pruned entries that explain nothing")
	}
	return nil
}

// verifyLeaf checks that a leaf stands in the tree at a number and reads it.
func verifyLeaf(c checkpoint, index int64, leaf string, proof []string) (Leaf, error) {
	hashes, err := unhexHashes(proof)
	if err != nil {
		return Leaf{}, err
	}
	if err := tlog.CheckRecord(hashes, c.size, c.root, index, tlog.RecordHash([]byte(leaf))); err != nil {
		return Leaf{}, fmt.Errorf("the leaf is not the one in the tree of the checkpoint, or its proof is wrong")
	}
	return ParseLeaf([]byte(leaf))
}

func (p *ExtractPruned) verify(c checkpoint, into *permits) error {
	f, err := verifyLeaf(c, p.Index, p.Leaf, p.Proof)
	if err != nil {
		return err
	}
	before := len(into.spans)
	into.note(&Entry{Index: p.Index, Leaf: f})
	if len(into.spans) == before {
		return fmt.Errorf("it permits nothing to be absent")
	}
	return nil
}

func (e *ExtractEntry) verify(c checkpoint, p *permits) (Leaf, error) {
	f, err := verifyLeaf(c, e.Index, e.Leaf, e.Proof)
	if err != nil {
		return f, err
	}
	sub, err := unhex(e.SubLeaf)
	if err != nil || len(sub) != subLeafSize {
		return f, fmt.Errorf("the sub-leaf is not %d bytes in lower-case hex", subLeafSize)
	}
	hashes, err := unhexHashes(e.SubProof)
	if err != nil {
		return f, err
	}
	if err := tlog.CheckRecord(hashes, int64(f.Subjects), f.SubjectRoot, e.Position, tlog.RecordHash(sub)); err != nil {
		return f, fmt.Errorf("the sub-leaf is not one of this entry, or its proof is wrong")
	}
	if g := subLeaf(sub).tag(); hex.EncodeToString(g[:]) != e.Tag {
		return f, fmt.Errorf("the tag is not that of the sub-leaf")
	}
	return f, e.verifyFields(subLeaf(sub).commitments(), p)
}

// verifyFields wants each name disclosed or withheld, or the body pruned.
func (e *ExtractEntry) verifyFields(commitments [][32]byte, p *permits) error {
	if e.PrunedBy != nil {
		for n, s := range p.spans {
			if p.entries[n] == *e.PrunedBy && s.from <= e.Index && e.Index <= s.to && len(e.Disclosed)+len(e.Withheld) == 0 {
				return nil
			}
		}
		return fmt.Errorf("it is said to be pruned by entry %d, which does not permit that", *e.PrunedBy)
	}
	shown, held := e.Disclosed, e.Withheld
	for i, name := range SubjectFields {
		if len(held) > 0 && held[0] == name {
			held = held[1:]
			continue
		}
		if len(shown) == 0 || shown[0].Name != name {
			return fmt.Errorf("the field %q is neither shown nor withheld, in its place", name)
		}
		salt, err := unhex(shown[0].Salt)
		if err != nil || len(salt) != saltSize || commit(salt, name, shown[0].Value) != commitments[i] {
			return fmt.Errorf("the shown value of %q is not the one committed to", name)
		}
		shown = shown[1:]
	}
	if len(shown)+len(held) > 0 {
		return fmt.Errorf("more fields are shown or withheld than there are")
	}
	return nil
}

// unhex reads lower-case hex only, so that there is one way to write it.
func unhex(s string) ([]byte, error) {
	b, err := hex.DecodeString(s)
	if err != nil || hex.EncodeToString(b) != s {
		return nil, fmt.Errorf("want lower-case hex")
	}
	return b, nil
}

func unhexHashes(list []string) ([]tlog.Hash, error) {
	if len(list) > 64 {
		return nil, fmt.Errorf("a proof has at most 64 hashes")
	}
	out := make([]tlog.Hash, len(list))
	for i, s := range list {
		b, err := unhex(s)
		if err != nil || len(b) != tlog.HashSize {
			return nil, fmt.Errorf("hash %d of a proof is not %d bytes in lower-case hex", i, tlog.HashSize)
		}
		out[i] = tlog.Hash(b)
	}
	return out, nil
}
