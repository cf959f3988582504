// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// frontier is the right edge of an RFC 6962 tree: the roots of its complete
// subtrees, largest first. It is all that appending needs.
type frontier struct {
	n     int64
	nodes []tlog.Hash
}

func (f *frontier) clone() frontier { return frontier{f.n, slices.Clone(f.nodes)} }

// push appends one leaf and writes the hashes it completes to out, in the order
// of tlog.StoredHashIndex.
func (f *frontier) push(leaf tlog.Hash, out []byte) []byte {
	out = append(out, leaf[:]...)
	h := leaf
	for bits := f.n; bits&1 == 1; bits >>= 1 {
		last := len(f.nodes) - 1
		h = tlog.NodeHash(f.nodes[last], h)
		f.nodes = f.nodes[:last]
		out = append(out, h[:]...)
	}
	f.nodes = append(f.nodes, h)
	f.n++
	return out
}

// root returns the RFC 6962 root hash.
func (f *frontier) root() tlog.Hash {
	if len(f.nodes) == 0 {
		return sha256.Sum256(nil)
	}
	h := f.nodes[len(f.nodes)-1]
	for _, left := range slices.Backward(f.nodes[:len(f.nodes)-1]) {
		h = tlog.NodeHash(left, h)
	}
	return h
}

// loadFrontier reads the right edge of a tree of that size.
func loadFrontier(n int64, r tlog.HashReader) (frontier, error) {
	var indexes []int64
	for level, at := 62, int64(0); level >= 0; level-- {
		if n&(1<<level) != 0 {
			indexes = append(indexes, tlog.StoredHashIndex(level, at>>level))
			at += 1 << level
		}
	}
	nodes, err := r.ReadHashes(indexes)
	if err != nil {
		return frontier{}, err
	}
	return frontier{n, nodes}, nil
}

// storedBytes is how many bytes of hashes a tree keeps for the leaves [first, end).
func storedBytes(first, end int64) int64 {
	return (tlog.StoredHashIndex(0, end) - tlog.StoredHashIndex(0, first)) * tlog.HashSize
}

// memoryHashes holds the stored hashes of a small tree, one after the other.
type memoryHashes []byte

// ReadHashes implements tlog.HashReader.
func (m memoryHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || (x+1)*tlog.HashSize > int64(len(m)) {
			return nil, fmt.Errorf("%w: no hash %d", ErrDamaged, x)
		}
		copy(out[i][:], m[x*tlog.HashSize:])
	}
	return out, nil
}

// subTree hashes the sub-leaves of one entry.
func subTree(subLeaves []byte) (memoryHashes, tlog.Hash) {
	var f frontier
	var hashes []byte
	for len(subLeaves) > 0 {
		hashes = f.push(tlog.RecordHash(subLeaves[:subLeafSize]), hashes)
		subLeaves = subLeaves[subLeafSize:]
	}
	return hashes, f.root()
}
