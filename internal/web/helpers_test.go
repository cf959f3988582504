// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

func walkLinks(n *html.Node, f func(href string)) {
	walk(n, func(x *html.Node) {
		if x.Type == html.ElementNode && x.Data == "a" {
			f(attr(x, "href"))
		}
	})
}

func accountsWork(w register.Work) accounts.Work {
	return accounts.Work{Actor: w.Actor, Purpose: w.Purpose, Lang: w.Lang}
}

func newNurse() accounts.NewAccount {
	return accounts.NewAccount{UserName: "tiril", Name: "Tiril Engvoll", Roles: []string{"nurse"}, Unit: "west"}
}

func codeOf(t *testing.T, s *site, secret string) string {
	t.Helper()
	s.clock.Advance(31 * time.Second)
	code, err := totp.GenerateCode(secret, s.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func dirFS(dir string) fs.FS { return os.DirFS(dir) }

// changedPromise is the promise with one word changed: another rulebook.
func changedPromise(t *testing.T) *promise.Release {
	t.Helper()
	changed := fstest.MapFS{}
	files := hms(t)
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		changed[path] = &fstest.MapFile{Data: bytes.ReplaceAll(text, []byte("Navnekort"), []byte("Kort med navn"))}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r, problems := promise.Load(changed)
	if r == nil {
		t.Fatal(problems)
	}
	return r
}
