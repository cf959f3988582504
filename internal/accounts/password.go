// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"

	"github.com/lupaus/lupaus/internal/errs"
)

// Bounds of what is read from a form before anything is done with it.
const (
	maxPassword = 512 // bytes
	maxUserName = 64  // characters
)

// common lists the words that most leaked passwords are made of, in the
// languages of our users and on their keyboards, without what people put
// before and behind them.
//
//go:embed common.txt
var commonFile string

var common = func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(commonFile) {
		if w := strings.TrimSpace(line); w != "" && !strings.HasPrefix(w, "#") {
			m[w] = true
		}
	}
	return m
}()

// canonicalPassword is a password as it is hashed (RFC 8265, OpaqueString), so
// that the same keys give the same password on every machine.
func canonicalPassword(p string) (string, bool) {
	if p == "" || len(p) > maxPassword || !utf8.ValidString(p) {
		return "", false
	}
	c, err := precis.OpaqueString.String(p)
	return c, err == nil
}

// canonicalName is a user name as it is compared (RFC 8265, UsernameCaseMapped).
func canonicalName(n string) (string, bool) {
	if n == "" || len(n) > 4*maxUserName || !utf8.ValidString(n) {
		return "", false
	}
	c, err := precis.UsernameCaseMapped.String(strings.TrimSpace(n))
	return c, err == nil && c != "" && utf8.RuneCountInString(c) <= maxUserName
}

// checkPassword judges a password that somebody wants to have. Rules are about
// length and about what everybody tries first, as NIST SP 800-63B-4 (3.1.1.2)
// asks: none about kinds of characters, and none about changing it in time.
// words are what the person's own password must not be made of: their names,
// the organisation's.
func checkPassword(p string, least int, words ...string) (string, error) {
	c, ok := canonicalPassword(p)
	switch {
	case !ok && len(p) > maxPassword:
		return "", errs.New(errs.Invalid, "password.too-long", "a password has at most %d bytes", maxPassword)
	case !ok && p != "":
		return "", errs.New(errs.Invalid, "password.characters", "the password has characters that no keyboard gives")
	case utf8.RuneCountInString(c) < least:
		return "", errs.New(errs.Invalid, "password.too-short", "a password has at least %d characters", least)
	case isCommon(c):
		return "", errs.New(errs.Invalid, "password.common", "the password is one of those tried first")
	case madeOf(c, words):
		return "", errs.New(errs.Invalid, "password.own-name", "the password is made of the person's or the organisation's name")
	}
	return c, nil
}

// isCommon tells whether a password is a common word with digits and signs
// around it or in its place, or a short piece said again and again.
func isCommon(p string) bool {
	lower := strings.ToLower(p)
	if piece := piece(lower); len(piece) < len(lower) {
		return utf8.RuneCountInString(piece) < 8 || isCommon(piece)
	}
	if common[lower] || distinct(lower) < 5 {
		return true
	}
	core := strings.TrimFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	if core == "" { // digits and signs alone: people choose few of them
		return distinct(lower) < 8
	}
	core = plain.Replace(core)
	return common[core] || common[piece(core)]
}

// plain undoes what people put in place of letters.
var plain = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// piece is the shortest beginning that gives the whole text when said again
// and again; the text itself when there is none.
func piece(p string) string {
	for n := 1; n <= len(p)/2; n++ {
		if strings.HasPrefix(strings.Repeat(p[:n], len(p)/n+1), p) {
			return p[:n]
		}
	}
	return p
}

func distinct(p string) int {
	seen := map[rune]bool{}
	for _, r := range p {
		seen[r] = true
	}
	return len(seen)
}

// madeOf tells whether little is left of a password without the given words.
func madeOf(p string, words []string) bool {
	rest, found := strings.ToLower(p), false
	for _, text := range words {
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(w) >= 4 && strings.Contains(rest, w) {
				rest, found = strings.ReplaceAll(rest, w, ""), true
			}
		}
	}
	return found && utf8.RuneCountInString(rest) < 8
}
