// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"encoding/base64"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/internal/errs"
)

func TestPasswordsAreJudgedByLengthAndByWhatIsTriedFirst(t *testing.T) {
	t.Parallel()
	for p, want := range map[string]string{
		"correct horse battery staple": "",
		"gul fjellrev":                 "",
		"ærlig talt nå":                "",
		"kaksikymmentäkolme":           "",
		"839201746528":                 "", // twelve digits that follow no pattern
		"":                             "password.too-short",
		"elevenchars":                  "password.too-short",
		"ååååååååååå":                  "password.too-short", // eleven letters, twenty-two bytes
		"Password2026!":                "password.common",
		"P4ssw0rd!!!!":                 "password.common",
		"passwordpassword":             "password.common",
		"1234567890passord":            "password.common",
		"123412341234":                 "password.common",
		"111111111111":                 "password.common",
		"122112211221":                 "password.common",
		"qwertyuiop12":                 "password.common",
		"Sommeren2026":                 "password.common",
		"Salasana12345":                "password.common",
		"abcabcabcabc":                 "password.common",
		"nina-skogvang":                "password.own-name",
		"Skogvang1970":                 "password.own-name",
		"HMS-tjenesten":                "password.own-name",
		"two\nlines of it":             "password.characters",
		"\xff\xfe\xff\xfe\xff\xfe\xff": "password.characters",
		strings.Repeat("lang ", 200):   "password.too-long",
	} {
		_, err := checkPassword(p, 12, "nina", "Nina Skogvang", "HMS-tjenesten")
		if errs.KeyOf(err) != want || (err == nil) != (want == "") {
			t.Errorf("%.40q: got %v, want %q", p, err, want)
		}
	}
}

func TestTheListOfCommonPasswordsIsAsItIsCompared(t *testing.T) {
	t.Parallel()
	if len(common) < 100 {
		t.Fatalf("only %d words", len(common))
	}
	for w := range common {
		if c, ok := canonicalPassword(w); !ok || c != w || strings.ToLower(w) != w {
			t.Errorf("%q can never be met", w)
		}
	}
}

func TestTheSameKeysGiveTheSamePassword(t *testing.T) {
	t.Parallel()
	a, ok1 := canonicalPassword("n\u0061\u030a og da")
	b, ok2 := canonicalPassword("n\u00e5 og\u00a0da")
	if !ok1 || !ok2 || a != b {
		t.Errorf("%q and %q differ", a, b)
	}
}

func TestAHashAtTheRealCostOpensWithItsPasswordOnly(t *testing.T) {
	t.Parallel()
	h := newHasher(cost)
	enc, err := h.make(t.Context(), password)
	if err != nil || !strings.HasPrefix(enc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("got %q, %v", enc, err)
	}
	for p, want := range map[string]bool{password: true, password + " ": false, "": false} {
		if ok, err := h.check(t.Context(), p, enc); err != nil || ok != want {
			t.Errorf("%q: %v, %v", p, ok, err)
		}
	}
	if again, _ := h.make(t.Context(), password); again == enc {
		t.Error("two hashes of one password are the same: no salt")
	}
	stronger := newHasher(Cost{Memory: 64, Time: 3, Lanes: 2})
	if ok, err := stronger.check(t.Context(), password, enc); err != nil || !ok {
		t.Errorf("a hash with other parameters does not open any more: %v", err)
	}
	if ok, err := h.check(t.Context(), "", ""); err != nil || ok {
		t.Errorf("nobody's password was right: %v", err)
	}
}

func TestTooManyWaitingAreSentAway(t *testing.T) {
	t.Parallel()
	h := newHasher(Cost{Memory: 64, Time: 1, Lanes: 1})
	for range cap(h.slots) {
		h.slots <- struct{}{} // every slot is taken
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range maxWaiting {
		wg.Go(func() {
			if _, err := h.make(ctx, "x"); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
	}
	for h.waiting.Load() < maxWaiting {
		runtime.Gosched()
	}
	if _, err := h.make(ctx, "x"); !errors.Is(err, errBusy) {
		t.Errorf("got %v, want busy", err)
	}
	if keyOf(tooBusy(errBusy, nil)) != KeySlowDown {
		t.Error("busy is not answered with slow-down")
	}
	cancel()
	wg.Wait()
	if h.calls.Load() != 0 || h.waiting.Load() != 0 {
		t.Errorf("%d hashes, %d waiting", h.calls.Load(), h.waiting.Load())
	}
}

func TestACodeFitsItsOwnStepAndNoEarlierOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(1e9, 4e9).Draw(t, "at"), 0)
		drift := rapid.Int64Range(-3, 3).Draw(t, "drift")
		last := at.Unix()/stepSeconds + rapid.Int64Range(-4, 4).Draw(t, "last")
		code, err := CodeAt(secret, at.Add(time.Duration(drift*stepSeconds)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		step, ok := stepOf(code, secret, at, last)
		own := at.Unix()/stepSeconds + drift
		want := drift >= -1 && drift <= 1 && own > last
		if want && (!ok || step < own) || ok && (step <= last || step < at.Unix()/stepSeconds-1 || step > at.Unix()/stepSeconds+1) {
			t.Errorf("drift %d, last %d: got %d, %v", drift, last-at.Unix()/stepSeconds, step, ok)
		}
	})
}

func TestARecoveryCodeIsReadAsHandsWriteIt(t *testing.T) {
	t.Parallel()
	codes, hashes := newRecovery()
	rest, ok := useRecovery(codes[3], hashes)
	if !ok || len(strings.Fields(rest)) != recoveryCount-1 {
		t.Fatalf("got %q, %v", rest, ok)
	}
	if _, ok := useRecovery(codes[3], rest); ok {
		t.Error("twice")
	}
	loose := strings.ToUpper(strings.NewReplacer("-", " ", "0", "O", "1", "l").Replace(codes[4]))
	if _, ok := useRecovery(loose, rest); !ok {
		t.Errorf("%q is not read as %q", loose, codes[4])
	}
	for _, bad := range []string{"", "123456", codes[4][1:], codes[4] + "0", strings.Repeat("u", 24)} {
		if _, ok := useRecovery(bad, rest); ok {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestBucketsFillByTheClockThatNobodySets(t *testing.T) {
	t.Parallel()
	b := newBuckets(3, 2*time.Second)
	for i, want := range []time.Duration{0, 0, 0, 2 * time.Second} {
		if got := b.take("a", 0); got != want {
			t.Errorf("take %d: wait %v, want %v", i, got, want)
		}
	}
	if got := b.take("a", 2*time.Second-1); got != 1 {
		t.Errorf("just before: %v", got)
	}
	if got := b.take("a", 2*time.Second); got != 0 {
		t.Errorf("just then: %v", got)
	}
	if got := b.take("b", 0); got != 0 {
		t.Errorf("another client: %v", got)
	}
}

func TestAnyNumberOfClientsTakesABoundedMemory(t *testing.T) {
	t.Parallel()
	b := newBuckets(3, 2*time.Second)
	name := func(i int) string {
		return "client " + base64.StdEncoding.EncodeToString([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
	}
	let := 0
	for i := range 2 * maxClients {
		if b.take(name(i), 0) == 0 {
			let++
		}
	}
	if len(b.m) > maxClients+1 {
		t.Errorf("%d buckets", len(b.m))
	}
	if let > maxClients+3 {
		t.Errorf("%d were let through; the new ones were to share a bucket", let)
	}
	if b.take(name(3*maxClients), time.Hour) != 0 || len(b.m) > 2 {
		t.Errorf("after an hour %d buckets are left", len(b.m))
	}
	s := newStrangers()
	for i := range 2 * maxStrangers {
		s.fail(name(i), begin, limits{failures: 5, lock: time.Minute})
	}
	if len(s.m) > maxStrangers {
		t.Errorf("%d names are remembered", len(s.m))
	}
}

func TestAClientIsAnAddressOrAHouseholdsNetwork(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"192.0.2.7":                 "192.0.2.7",
		"192.0.2.7:4711":            "192.0.2.7",
		"::ffff:192.0.2.7":          "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::1":      "2001:db8:1:2::/64",
		"fe80::1%eth0":              "fe80::/64",
		"":                          "unknown",
		"demo":                      "unknown",
	} {
		if got := clientOf(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzDecodeHash(f *testing.F) {
	h := newHasher(Cost{Memory: 8, Time: 1, Lanes: 1})
	f.Add(h.nobody)
	f.Add("$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAA")
	f.Fuzz(func(t *testing.T, s string) {
		c, salt, key, err := decode(s)
		if err == nil && (c.Memory > 1<<20 || c.Time > 64 || c.Lanes > 16 || len(salt) < 8 || len(key) < 16) {
			t.Errorf("%q was taken", s)
		}
	})
}

func FuzzPassword(f *testing.F) {
	f.Add("Password2026!", "nina")
	f.Add("\xff", "")
	f.Fuzz(func(t *testing.T, p, name string) {
		c, err := checkPassword(p, 12, name)
		if err == nil && (utf8.RuneCountInString(c) < 12 || len(p) > maxPassword) {
			t.Errorf("%q was taken", p)
		}
		if again, ok := canonicalPassword(c); err == nil && (!ok || again != c) {
			t.Errorf("%q has two forms", p)
		}
		if n, ok := canonicalName(name); ok {
			if again, ok := canonicalName(n); !ok || again != n {
				t.Errorf("name %q has two forms", name)
			}
		}
		useRecovery(p, name)
	})
}
