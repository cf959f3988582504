// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"fmt"
	"testing"

	"github.com/lupaus/lupaus/identifiers"
)

// testNumber gives the n-th valid synthetic identity number (month + 80) of a
// day, found by trying.
func testNumber(t testing.TB, n int) string {
	t.Helper()
	at := identifiers.Date{Year: 2026, Month: 11, Day: 21}
	for i := range 100000 {
		s := fmt.Sprintf("018180%05d", i)
		if _, err := identifiers.PersonID("NO", s, at); err == nil {
			if n == 0 {
				return s
			}
			n--
		}
	}
	t.Fatal("no valid number")
	return ""
}
