// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"crypto/sha256"
	"slices"
	"testing"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
)

// What follows is what somebody can try who may write the database and does
// not have the key file.

func TestASessionThatWasSlippedIntoTheTableIsNone(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("nina")
	live, forged := f.id("live"), sha256.Sum256([]byte("my own token"))
	fresh := opaque.New()
	if _, err := f.g.Data.W.Exec(`insert into account_session select org, ?, ?, ?, role, purpose, lang, factor, made, seen, entry, proof from account_session limit 1`,
		forged[:], fresh[:], live[:]); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Session(t.Context(), "my own token"); errs.KindOf(err) != errs.Denied {
		t.Errorf("a forged row: %v", err)
	}
	hash := sha256.Sum256([]byte(token))
	if _, err := f.g.Data.W.Exec(`update account_session set account = ? where token = ?`, live[:], hash[:]); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Session(t.Context(), token); errs.KindOf(err) != errs.Denied {
		t.Errorf("one's own session moved to another account: %v", err)
	}
}

func TestARoleWrittenIntoTheTableIsNotHeld(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("nina")
	id := f.id("nina")
	if _, err := f.g.Data.W.Exec(`insert into account_role(org, account, role) values(?,?,'journal-responsible')`, f.g.Org, id[:]); err != nil {
		t.Fatal(err)
	}
	if s := f.mustSession(token); slices.Contains(s.Roles, "journal-responsible") {
		t.Errorf("she holds %v", s.Roles)
	}
	if err := f.ChooseRole(t.Context(), token, "journal-responsible"); err == nil {
		t.Error("she acts in it")
	}
}
