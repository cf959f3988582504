// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/internal/statistics"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Registers is what the pages ask of the register engine; *register.Service is it.
type Registers interface {
	Find(ctx context.Context, w register.Work, q register.Query) (*register.Found, error)
	Page(ctx context.Context, w register.Work, subject opaque.ID) (*register.Page, error)
	Open(ctx context.Context, w register.Work, subject opaque.ID, categories []string, g register.Given) ([]register.Section, error)
	Reveal(ctx context.Context, w register.Work, subject, record opaque.ID, field string, g register.Given) (register.Value, error)
	History(ctx context.Context, w register.Work, subject, record opaque.ID, g register.Given) ([]register.Record, error)
	Add(ctx context.Context, w register.Work, in register.Input, g register.Given) (register.Receipt, error)
	Correct(ctx context.Context, w register.Work, subject, record opaque.ID, version int64, doc promise.Document, restricted bool, g register.Given) (register.Receipt, error)
	File(ctx context.Context, w register.Work, subject, record opaque.ID, field string, g register.Given) (register.File, error)
	ReadList(ctx context.Context, w register.Work, source string, company opaque.ID, fileName string, csv io.Reader) (*register.Import, error)
	Import(ctx context.Context, w register.Work, im *register.Import, progress func(done, total int)) (*register.ImportResult, error)
	Extract(ctx context.Context, w register.Work, subject opaque.ID, g register.Given) (*register.LogExtract, error)
	SharedWith(ctx context.Context, w register.Work, subject opaque.ID) ([]register.Shared, error)
	Share(ctx context.Context, w register.Work, subject opaque.ID, categories []string, with opaque.ID, g register.Given) (register.Receipt, error)
	ToErase(ctx context.Context, w register.Work, subject opaque.ID) ([]register.Erasable, error)
	Erase(ctx context.Context, w register.Work, subject opaque.ID, categories []string, g register.Given) (register.Receipt, error)
	Explain(ctx context.Context, entry int64) (*register.Explanation, error)
}

// Accounts is what the pages ask of the staff accounts; *accounts.Service is it.
type Accounts interface {
	SignIn(ctx context.Context, in accounts.SignIn) (token string, s *accounts.Session, err error)
	Session(ctx context.Context, token string) (*accounts.Session, error)
	ChooseRole(ctx context.Context, token, role string) error
	ChoosePurpose(ctx context.Context, token, purpose string) error
	SignOut(ctx context.Context, token string) error
	Sessions(ctx context.Context, token string) ([]accounts.Session, error)
	EndSession(ctx context.Context, token string, id opaque.ID) error
	Due(ctx context.Context, token string) ([]accounts.Declaration, error)
	Declare(ctx context.Context, token, declaration string) error
	Readings(ctx context.Context, token string) ([]accounts.Reading, error)
	Accept(ctx context.Context, token, ref string, attested []string) error
	History(ctx context.Context, token string) ([]accounts.Acceptance, error)
	ReadUnder(ctx context.Context, a accounts.Acceptance) (*promise.Release, error)
	Readers(ctx context.Context, w accounts.Work, export bool) ([]accounts.Reader, []gate.LeftOut, error)
	MayReaders(ctx context.Context, w accounts.Work, export bool) (bool, error)
	SetPassword(ctx context.Context, token, old, password string) error
	PasswordLength(ctx context.Context, token string) (int, error)
	NewRecoveryCodes(ctx context.Context, token, password string) ([]string, error)
	List(ctx context.Context, w accounts.Work) ([]accounts.Card, []gate.LeftOut, error)
	Get(ctx context.Context, w accounts.Work, id opaque.ID) (*accounts.Card, error)
	May(ctx context.Context, w accounts.Work, act accounts.Act, id opaque.ID) ([]promise.Safeguard, bool, error)
	Create(ctx context.Context, w accounts.Work, n accounts.NewAccount) (*accounts.Invitation, error)
	Invite(ctx context.Context, w accounts.Work, id opaque.ID) (*accounts.Invitation, error)
	SetRoles(ctx context.Context, w accounts.Work, id opaque.ID, roles []string) error
	CloseAccount(ctx context.Context, w accounts.Work, id opaque.ID) error
}

// Statistics is what the pages ask of the room that makes tables;
// *statistics.Service is it.
type Statistics interface {
	Datasets(ctx context.Context, w statistics.Work) ([]*statistics.Dataset, error)
	Dataset(ctx context.Context, w statistics.Work, key string) (*statistics.Dataset, error)
	Upload(ctx context.Context, w statistics.Work, set, name string, file io.Reader) (key string, err error)
	Uploads(ctx context.Context, w statistics.Work) []*statistics.Dataset
	Drop(w statistics.Work, key string)
	Build(ctx context.Context, w statistics.Work, r statistics.Request) (key string, err error)
	Tables(w statistics.Work) []*statistics.View
	View(w statistics.Work, key string, where map[string]string) (*statistics.View, error)
	Merge(w statistics.Work, key string, c statistics.Change) error
	Undo(w statistics.Work, key string) error
	Protect(w statistics.Work, key string) error
	Cancel(w statistics.Work, key string) error
	Await(ctx context.Context, w statistics.Work, key string)
	Compare(ctx context.Context, w statistics.Work, key string) (*statistics.Comparison, error)
	File(ctx context.Context, w statistics.Work, key, name string) ([]byte, error)
	Forget(session opaque.ID)
}

// Promise is the promise in force, and what proves that the ledger is kept;
// *gate.Gate is it.
type Promise interface {
	Release() *promise.Release
	Rulebook() *rulebook.Rulebook
	Zone() *time.Location
	Editions(ctx context.Context) ([]gate.Edition, error)
	Verifier() string
	Checkpoint() []byte
}
