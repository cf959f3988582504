// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// The authenticator is RFC 6238 as every app speaks it: SHA-1, six digits,
// thirty seconds, and one step to either side for clocks that differ.
const (
	stepSeconds = 30
	stepSkew    = 1
	secretSize  = 20 // bytes, as RFC 4226 recommends
)

// Recovery codes: ten, used once each. 120 random bits cannot be guessed, so
// that a plain hash of them keeps them (NIST SP 800-63B-4, 3.1.2.2, from 112 on).
const (
	recoveryCount = 10
	recoverySize  = 15 // bytes, 24 characters
)

// alphabet has no letters that are mistaken for others when copied by hand.
var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// authenticator is a code generator's secret and how an app takes it.
type authenticator struct {
	Secret, URL string
	QR          []byte // PNG
}

// newAuthenticator draws a secret for an account.
func newAuthenticator(issuer, userName string) (authenticator, error) {
	k, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: userName, SecretSize: secretSize, Period: stepSeconds})
	if err != nil {
		return authenticator{}, fmt.Errorf("make an authenticator: %w", err)
	}
	img, err := k.Image(240, 240)
	if err != nil {
		return authenticator{}, fmt.Errorf("draw an authenticator: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return authenticator{}, fmt.Errorf("draw an authenticator: %w", err)
	}
	return authenticator{Secret: k.Secret(), URL: k.URL(), QR: b.Bytes()}, nil
}

// stepOf finds the step whose code this is, around the given time. A step up
// to and including last has been used and counts no more.
func stepOf(code, secret string, at time.Time, last int64) (int64, bool) {
	now := at.Unix() / stepSeconds
	var found int64
	for step := now - stepSkew; step <= now+stepSkew; step++ {
		ok, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix})
		if err == nil && ok && step > last {
			found = step
		}
	}
	return found, found > 0
}

// CodeAt gives the authenticator code that a secret shows at a time, for tests
// and for the sign-in page of a demo, which shows its own codes.
func CodeAt(secret string, at time.Time) (string, error) {
	return totp.GenerateCode(secret, at)
}

// newRecovery draws recovery codes and gives them with their hashes.
func newRecovery() (codes []string, hashes string) {
	var hs []string
	for range recoveryCount {
		b := make([]byte, recoverySize)
		rand.Read(b)
		text := alphabet.EncodeToString(b)
		codes = append(codes, text[:6]+"-"+text[6:12]+"-"+text[12:18]+"-"+text[18:])
		hs = append(hs, recoveryHash(text))
	}
	return codes, strings.Join(hs, " ")
}

// useRecovery takes a code out of the hashes when it is among them.
func useRecovery(code, hashes string) (rest string, ok bool) {
	text, ok := canonicalRecovery(code)
	if !ok {
		return "", false
	}
	all := strings.Fields(hashes)
	i := slices.Index(all, recoveryHash(text))
	if i < 0 {
		return "", false
	}
	return strings.Join(slices.Delete(all, i, i+1), " "), true
}

// canonicalRecovery undoes what a hand does to a code while copying it.
func canonicalRecovery(code string) (string, bool) {
	text := strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(code))
	if len(text) != alphabet.EncodedLen(recoverySize) {
		return "", false
	}
	_, err := alphabet.DecodeString(text)
	return text, err == nil
}

func recoveryHash(text string) string {
	h := sha256.Sum256([]byte("lupaus recovery code " + text))
	return hex.EncodeToString(h[:])
}

// oneTimePassword draws the first password of an invitation, 100 random bits.
func oneTimePassword() string {
	b := make([]byte, 15)
	rand.Read(b)
	t := alphabet.EncodeToString(b)[:20]
	return t[:5] + "-" + t[5:10] + "-" + t[10:15] + "-" + t[15:]
}

// trimCode takes away the spaces that apps show inside a code.
func trimCode(code string) string { return strings.ReplaceAll(strings.TrimSpace(code), " ", "") }
