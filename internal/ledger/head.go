// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// signedHead is the operator's claim about one person: at this size there are
// so many entries. Whoever signs a head that hides one has signed evidence
// against themselves: the tag of the hidden entry stands in the tree.
type signedHead struct {
	origin  string
	size    int64
	root    tlog.Hash
	person  [32]byte // pseudonym
	entries uint64
	names   [32]byte // digest of the names told beside the proofs
	time    time.Time
}

// text is what is signed. Its first line keeps it from being taken for a
// checkpoint, whose first line is an origin.
func (h *signedHead) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\norigin %s\nsize %d\nroot %x\nhead %x\nentries %d\nnames %x\ntime %s\n",
		headVersion, h.origin, h.size, h.root[:], h.person[:], h.entries, h.names[:], h.time.Format(timeLayout))
	return b.String()
}

// openHead checks the signature and reads a head.
func openHead(v note.Verifier, msg []byte) (*signedHead, error) {
	text, err := openNote(v, msg)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(text, "\n")
	names := []string{"origin", "size", "root", "head", "entries", "names", "time"}
	if len(lines) != len(names)+2 || lines[0] != headVersion {
		return nil, fmt.Errorf("it is no head of the form %s", headVersion)
	}
	values := map[string]string{}
	for i, name := range names {
		got, value, _ := strings.Cut(lines[i+1], " ")
		if got != name {
			return nil, fmt.Errorf("line %d is not %q", i+2, name)
		}
		values[name] = value
	}
	h := &signedHead{origin: values["origin"]}
	h.size, _ = strconv.ParseInt(values["size"], 10, 64)
	h.entries, _ = strconv.ParseUint(values["entries"], 10, 64)
	h.time, _ = parseTime(values["time"])
	hex.Decode(h.root[:], []byte(firstBytes(values["root"], 64)))
	hex.Decode(h.person[:], []byte(firstBytes(values["head"], 64)))
	hex.Decode(h.names[:], []byte(firstBytes(values["names"], 64)))
	if h.size < 0 || h.text() != text { // also catches all that did not parse
		return nil, fmt.Errorf("it is not in its one canonical form")
	}
	return h, nil
}

func firstBytes(s string, n int) string { return s[:min(n, len(s))] }

// digestNames is what the head says about the names: SHA-256 over the lines
// "actor ID" and "name NAME", escaped as in a leaf.
func digestNames(names []ExtractName) [32]byte {
	var b []byte
	for _, n := range names {
		b = append(appendText(append(b, "actor"...), n.Actor), '\n')
		b = append(appendText(append(b, "name"...), n.Name), '\n')
	}
	return sha256.Sum256(b)
}

// readTime is the wall clock for what is not an entry.
func (l *Ledger) readTime() time.Time {
	now := time.Now
	if l.o.Now != nil {
		now = l.o.Now
	}
	return now().Round(0).UTC().Truncate(time.Microsecond)
}
