// SPDX-License-Identifier: EUPL-1.2

package strict

import (
	"fmt"
	"strings"
	"testing"
)

// clauses makes a document of n clauses as registers have them.
func clauses(n int) string {
	var b strings.Builder
	b.WriteString("kind: register\naccess:\n")
	for i := range n {
		fmt.Fprintf(&b, "  a%d: {allow: [find, open], who: [r%d], data: [c%d], for: [p%d], source: [T-%d]}\n", i, i%12, i%60, i%4, i%90)
	}
	return b.String()
}

// BenchmarkRead reads a document of a thousand clauses, and for comparison has the
// library read it.
func BenchmarkRead(b *testing.B) {
	text := clauses(1000)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		r := new(Reader)
		for b.Loop() {
			if _, faults := r.Read(text); len(faults) > 0 {
				b.Fatal(faults)
			}
		}
	})
	b.Run("library", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := oracle([]byte(text)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
