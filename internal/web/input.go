// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lupaus/lupaus/internal/errs"
)

// form reads what was sent, up to a limit of bytes. Bytes that are no text and
// control characters are replaced, so that what is shown again is what was
// understood; dirty then names the fields.
func (v *visit) form() (url.Values, error) { return v.formOf(maxForm) }

func (v *visit) formOf(limit int64) (url.Values, error) {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, limit)
	var err error
	if strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/form-data") {
		err = v.r.ParseMultipartForm(limit)
	} else {
		err = v.r.ParseForm()
	}
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, tooLarge(limit)
		}
		return nil, errs.New(errs.Invalid, "error.form", "read form: %w", err)
	}
	values := url.Values{}
	for name, all := range v.r.PostForm {
		for _, text := range all {
			clean := cleanText(text)
			if clean != text {
				v.dirty = append(v.dirty, name)
			}
			values.Add(name, clean)
		}
	}
	return values, nil
}

// sizeError says that more was sent than is taken.
type sizeError struct{ limit int64 }

func (e *sizeError) Error() string { return "the request is larger than its limit" }

func tooLarge(limit int64) error { return &sizeError{limit} }

// cleanText replaces what is no text. Line breaks of all systems become one.
func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if utf8.ValidString(s) && !strings.ContainsFunc(s, unwritable) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unwritable(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// unwritable are control characters, and those that turn the direction of the
// text around them: a name must not be able to disguise itself.
func unwritable(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return unicode.IsControl(r)
}
