// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"math/rand/v2"
	"testing"

	"github.com/lupaus/lupaus/identifiers"
)

// TestEveryPlantedIdentifierIsFound keeps the measurement honest: what is fast
// and finds nothing is no finder.
func TestEveryPlantedIdentifierIsFound(t *testing.T) {
	t.Parallel()
	find, err := finder()
	if err != nil {
		t.Fatal(err)
	}
	const n, every = 1 << 20, 4096
	text := prose(rand.New(rand.NewPCG(1, 2)), n, every)
	kinds, hits := map[identifiers.Kind]int{}, 0
	find.Find(text, func(h identifiers.Hit) bool { kinds[h.Kind]++; hits++; return true })
	if want := n/every - 1; hits < want {
		t.Errorf("%d hits in a text with at least %d identifiers: %v", hits, want, kinds)
	}
	for _, k := range six {
		if kinds[k] == 0 {
			t.Errorf("no %s among the hits: %v", k, kinds)
		}
	}
}

func TestProseWithoutIdentifiersHasNone(t *testing.T) {
	t.Parallel()
	find, err := finder()
	if err != nil {
		t.Fatal(err)
	}
	text := prose(rand.New(rand.NewPCG(3, 4)), 1<<20, 0)
	find.Find(text, func(h identifiers.Hit) bool {
		t.Errorf("found a %s in %q", h.Kind, text[h.Start:h.End])
		return true
	})
	if len(text) != 1<<20 {
		t.Errorf("%d bytes of prose", len(text))
	}
}
