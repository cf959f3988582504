// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

// plainSearch is what the index of names promises, done the slow way: every
// word of the text begins some word of the name; in the order of the alphabet.
func plainSearch(have map[opaque.ID]string, query string) (out []opaque.ID) {
	for id, name := range have {
		every := true
		for _, w := range foldedWords(query) {
			every = every && slices.ContainsFunc(foldedWords(name), func(x string) bool { return strings.HasPrefix(x, w) })
		}
		if every {
			out = append(out, id)
		}
	}
	col := collate.New(language.MustParse("nn"), collate.IgnoreCase)
	slices.SortFunc(out, func(a, b opaque.ID) int {
		return cmp.Or(col.CompareString(have[a]+" ", have[b]+" "), slices.Compare(a[:], b[:]))
	})
	return out
}

func TestTheIndexOfNamesFindsAsASlowReadingDoes(t *testing.T) {
	t.Parallel()
	words := []string{"Åse", "Aase", "åse", "Øystein", "Ola", "ola", "Ørn", "Zoe", "Ærlig", "Berg", "berg-Dal", "Skåland", "Ås", "A"}
	merges, whole := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n := &names{fields: []string{"name"}, cards: map[opaque.ID]*card{}}
		have := map[opaque.ID]string{}
		draw := func() string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, "name"), " ")
		}
		put := func(k int) {
			var id opaque.ID
			binary.BigEndian.PutUint32(id[:], uint32(k))
			have[id] = draw()
			n.put(id, opaque.New(), promise.Document{"name": have[id]})
		}
		for k := range rapid.IntRange(0, 60).Draw(t, "at first") {
			put(k)
		}
		n.sort()
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				k := rapid.IntRange(0, 70).Draw(t, "who")
				var id opaque.ID
				binary.BigEndian.PutUint32(id[:], uint32(k))
				if rapid.IntRange(0, 3).Draw(t, "drop") == 0 {
					n.drop(id)
					delete(have, id)
				} else {
					put(k)
				}
			}
			if n.stale() {
				if len(n.newOrder) > len(n.order)/16 {
					whole++
				} else {
					merges++
				}
				n.sort()
			}
			query := rapid.SampledFrom([]string{"", "a", "ås", "o", "ola b", "berg dal", "ø", "ae", "nobody"}).Draw(t, "query")
			var got []opaque.ID
			for _, c := range n.search(query) {
				got = append(got, c.subject)
				if c.gone || n.cards[c.subject] != c {
					t.Fatalf("found a card that is gone")
				}
			}
			if diff := gocmp.Diff(plainSearch(have, query), got); diff != "" {
				t.Fatalf("for %q (-slow +index):\n%s", query, diff)
			}
		}
	})
	if merges < 20 || whole < 20 {
		t.Errorf("%d merges and %d whole sorts: one of the two was not tried", merges, whole)
	}
}
