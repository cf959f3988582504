// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"iter"
	"testing"
)

// testKeys are the numbers of the persons whose log keys are given.
type testKeys []int

func (k testKeys) LogKeys(context.Context, string) iter.Seq2[[32]byte, error] {
	return func(yield func([32]byte, error) bool) {
		for _, n := range k {
			if !yield(testSubject(n).Key, nil) {
				return
			}
		}
	}
}

func TestX(t *testing.T) {}
