// SPDX-License-Identifier: EUPL-1.2

// Package demo fills new data folders with organisations at work, one for each
// of the example promises: their staff, customers, journals, projects and
// devices, all invented. Everything goes through the product's own doors:
// accounts sign in, choose a role and a purpose, and every record passes the
// gate and stands in the ledger.
//
// One file holds one organisation: its accounts, the texts of its door, and
// how it is filled. [Organisations] lists them in the order of their doors;
// [Start] opens them one after another in the background.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io/fs"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/promise"
)

// Password is every demo account's password; it is printed at the start.
const Password = "lupaus-demo-2026"

// Person is a member of staff to try.
type Person struct {
	UserName, Name, Unit string
	Roles                []string
	Text                 promise.Text // what can be seen in this part
	New                  bool         // has signed and accepted nothing yet
	Extra                bool         // one of many: not offered at the door
}

// Organisation is one of the demonstration's.
type Organisation struct {
	ID       string       // of its promise, and of its folder among the examples
	Name     promise.Text // as the door says it before the promise is read
	Who      promise.Text // who they are, in a sentence
	Document promise.Text // which document their promise is written after
	Todo     []promise.Text
	Notice   []promise.Text
	Staff    []Person

	files fs.FS // in place of the example's
	fill  func(context.Context, *filler) error
}

// Files are the organisation's promise files.
func (o *Organisation) Files() (fs.FS, error) {
	if o.files != nil {
		return o.files, nil
	}
	return fs.Sub(examples.FS, o.ID)
}

// Organisations are all of the demonstration's, in the order of their doors.
func Organisations() []*Organisation { return []*Organisation{hms, ttl, ams, statfin, tampere} }

// Named is the organisation with an id, nil when there is none.
func Named(id string) *Organisation {
	for _, o := range Organisations() {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// What can be noticed everywhere.
var (
	theLabel = promise.Text{"nb": "Merkelappen § viser hvilken regel som virket. Hold over den, eller åpne den.", "en": "The label § shows which rule acted. Hover over it, or open it.",
		"fi": "Merkki § kertoo, mikä sääntö vaikutti. Vie osoitin sen päälle tai avaa se.", "sv": "Märket § visar vilken regel som verkade. Håll pekaren över det eller öppna det."}
	everyLookUp = promise.Text{"nb": "Hvert oppslag er skrevet i loggen før opplysningene vises, også avslagene.", "en": "Every look-up is in the log before the data are shown, refusals too.",
		"fi": "Jokainen haku on lokissa ennen kuin tiedot näytetään, myös kiellot.", "sv": "Varje uppslag står i loggen innan uppgifterna visas, även avslagen."}
)

// Secret is a demo account's authenticator secret, the same on every machine,
// so that the door can show the current code.
func Secret(user string) string {
	h := sha256.Sum256([]byte("lupaus demo " + user))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(h[:20])
}

// Code is the code that an authenticator would show now.
func Code(user string, now time.Time) (string, error) { return totp.GenerateCode(Secret(user), now) }

// Fill makes the accounts and records of a fresh data folder. It says what it
// is making, in the words of [Progress].
func Fill(ctx context.Context, h *house.House, say func(string)) error {
	o := Named(h.Gate.Org)
	if o == nil {
		return fmt.Errorf("nobody is invented for the organisation %s: start it with lupaus serve, which makes its first account", h.Gate.Org)
	}
	return o.inhabit(ctx, h, say)
}

func (o *Organisation) inhabit(ctx context.Context, h *house.House, say func(string)) error {
	f := newFiller(h, say)
	f.people = o.Staff
	f.say("staff")
	if err := f.staff(ctx, o.Staff); err != nil {
		return fmt.Errorf("invented staff of %s: %w", o.ID, err)
	}
	if err := o.fill(ctx, f); err != nil {
		return fmt.Errorf("invented %s: %w", o.ID, err)
	}
	return f.leave(ctx)
}
