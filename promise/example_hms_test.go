// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"os"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

func TestTheOccupationalHealthServiceChecksClean(t *testing.T) {
	t.Parallel()
	r, problems := promise.Load(os.DirFS("../examples/hms"))
	for _, p := range problems {
		t.Error(p)
	}
	if r == nil {
		t.Fatal("no release")
	}
}
