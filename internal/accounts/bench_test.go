// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"strconv"
	"testing"
	"time"
)

// BenchmarkSession is what every page pays before it does anything.
func BenchmarkSession(b *testing.B) {
	f := open(b)
	f.seedAll()
	in := f.in("nina")
	token, _, err := f.SignIn(b.Context(), in)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := f.Session(b.Context(), token); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSignIn is one sign-in at the real cost of a hash, all entries and
// writes durable.
func BenchmarkSignIn(b *testing.B) {
	f := open(b)
	f.hash = newHasher(cost)
	f.seedAll()
	i := 0
	for b.Loop() {
		in := f.in("nina")
		in.Client = "2001:db8:0:" + strconv.FormatInt(int64(i&0xffff), 16) + "::1"
		i++
		if _, _, err := f.SignIn(b.Context(), in); err != nil {
			b.Fatal(err)
		}
		f.clk.Advance(stepSeconds * time.Second)
	}
}
