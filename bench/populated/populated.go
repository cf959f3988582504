// SPDX-License-Identifier: EUPL-1.2

// Package populated makes a house with many invented people in it, through the
// product's own doors: staff sign in, the office lets people in and says who
// has them in care, a nurse writes a note about each. What is measured on it
// afterwards is the product as it runs, not a copy of its parts.
package populated

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// House is a house with people, and the work of two who work there.
type House struct {
	*house.House
	Office register.Work // lets people in
	Nurse  register.Work // has everybody in care and wrote the notes
}

// Reason is what a nurse gives when she opens a journal.
var Reason = register.Given{Reason: "follow-up", Confirmed: true}

// writers is how many requests fill the house at once, so that they share
// commits as the requests of a busy morning do.
const writers = 64

// Open makes a house of the occupational health example in an empty folder, or
// opens one that was made so.
func Open(ctx context.Context, dir string) (*House, error) {
	files, err := fs.Sub(examples.FS, "hms")
	if err != nil {
		return nil, err
	}
	h, err := house.Open(ctx, house.Config{Dir: dir, Promise: files, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	out := &House{House: h}
	if err := out.staff(ctx); err != nil {
		h.Close()
		return nil, fmt.Errorf("sign staff in: %w", err)
	}
	return out, nil
}

// staff makes two accounts and signs them in.
func (h *House) staff(ctx context.Context) error {
	var seed []accounts.SeedAccount
	for _, p := range demo.Staff {
		if p.UserName == "nina" || p.UserName == "odd" {
			seed = append(seed, accounts.SeedAccount{UserName: p.UserName, Name: p.Name, Unit: p.Unit, Roles: p.Roles,
				Password: demo.Password, TOTPSecret: demo.Secret(p.UserName), Declared: true})
		}
	}
	if err := h.Accounts.Seed(ctx, seed); err != nil {
		return err
	}
	var err error
	if h.Office, err = h.signIn(ctx, "odd", "office-worker", "administration"); err != nil {
		return err
	}
	h.Nurse, err = h.signIn(ctx, "nina", "nurse", "occupational-health")
	return err
}

func (h *House) signIn(ctx context.Context, user, role, purpose string) (register.Work, error) {
	const journal = "personal-journal"
	at := h.Gate.Now()
	if h.Fresh { // a code counts once: who opens the house again soon needs another
		at = at.Add(-30 * time.Second)
	}
	code, err := demo.Code(user, at)
	if err != nil {
		return register.Work{}, err
	}
	token, _, err := h.Accounts.SignIn(ctx, accounts.SignIn{UserName: user, Password: demo.Password, Code: code, Client: "bench"})
	if err != nil {
		return register.Work{}, err
	}
	if err := h.Accounts.ChooseRole(ctx, token, role); err != nil {
		return register.Work{}, err
	}
	if err := h.Accounts.ChoosePurpose(ctx, token, journal+"/"+purpose); err != nil {
		return register.Work{}, err
	}
	s, err := h.Accounts.Session(ctx, token)
	if err != nil {
		return register.Work{}, err
	}
	return register.Work{Actor: s.Actor(), Register: journal, Purpose: journal + "/" + purpose, Lang: "nb"}, nil
}

// Patients lets n people in, gives them to the nurse and writes a note of
// about noteBytes about each.
func (h *House) Patients(ctx context.Context, n, noteBytes int) ([]opaque.ID, error) {
	out := make([]opaque.ID, n)
	rnd := rand.New(rand.NewPCG(20261121, uint64(n)))
	names := make([]string, n)
	for i := range names {
		names[i] = Name(rnd)
	}
	day := h.Gate.Now().AddDate(0, 0, -30).Format(time.DateOnly)
	text := note(noteBytes)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(writers)
	for i := range n {
		work.Go(func() error {
			in, err := h.Register.Add(ctx, h.Office, register.Input{Docs: map[string]promise.Document{
				"identification": {"name": names[i], "birth-year": fmt.Sprint(1950 + i%55), "place": "Elvesund"},
				"care":           {"clinician": h.Nurse.Actor.ID.String(), "unit": h.Nurse.Actor.Unit, "from": day},
			}}, register.Given{})
			if err != nil {
				return fmt.Errorf("let person %d in: %w", i, err)
			}
			out[i] = in.Subject
			_, err = h.Register.Add(ctx, h.Nurse, register.Input{Subject: in.Subject, Docs: map[string]promise.Document{
				"consultations": {"type": "health-examination", "date": day, "profession": "nurse", "text": text}}}, register.Given{})
			if err != nil {
				return fmt.Errorf("write note %d: %w", i, err)
			}
			return nil
		})
	}
	return out, work.Wait()
}

// Bare gives the yardstick for what goes through the store: the sealed note
// of a person read by its key, with the same driver from the same file, and
// nothing else done. On a machine that others use as well, a bare read costs
// more too, and the ratio tells how much of a cost is ours.
func (h *House) Bare(ctx context.Context) (read func(opaque.ID) error, done func() error, err error) {
	st, err := h.Gate.Data.R.PrepareContext(ctx, `select box from record where org = ? and subject = ? and category = ?`)
	if err != nil {
		return nil, nil, fmt.Errorf("prepare the yardstick: %w", err)
	}
	return func(id opaque.ID) error {
		var box []byte
		if err := st.QueryRowContext(ctx, h.Gate.Org, id[:], "personal-journal/consultations").Scan(&box); err != nil {
			return fmt.Errorf("read by the yardstick: %w", err)
		}
		return nil
	}, st.Close, nil
}

// note is an invented note of about n bytes.
func note(n int) string {
	const sentence = "Kontrollert på arbeidsplassen, ingen endring siden sist, ny time avtalt etter behov. "
	return strings.TrimSpace(strings.ToValidUTF8(strings.Repeat(sentence, 1+n/len(sentence))[:n], ""))
}

// Listed lets n people in by the lists that a company hands over, as the
// import of the product does it.
func (h *House) Listed(ctx context.Context, n int) error {
	company, err := h.company(ctx)
	if err != nil {
		return err
	}
	rnd := rand.New(rand.NewPCG(20261121, uint64(n)))
	const perList = 10_000
	for from := 0; from < n; from += perList {
		var csv strings.Builder
		csv.WriteString("Navn;Fødselsår;Sted;Fra\n")
		for range min(perList, n-from) {
			fmt.Fprintf(&csv, "%s;%d;%s;2020-01-01\n", Name(rnd), 1950+rnd.IntN(55), places[rnd.IntN(len(places))])
		}
		im, err := h.Register.ReadList(ctx, h.Office, "employer-list", company, fmt.Sprintf("list-%d.csv", from/perList), strings.NewReader(csv.String()))
		if err != nil {
			return fmt.Errorf("read a list: %w", err)
		}
		if im.Bad > 0 {
			return fmt.Errorf("the invented list has %d bad rows, in column %v", im.Bad, im.Columns)
		}
		if _, err := h.Register.Import(ctx, h.Office, im, nil); err != nil {
			return fmt.Errorf("import a list: %w", err)
		}
	}
	return nil
}

func (h *House) company(ctx context.Context) (opaque.ID, error) {
	w := h.Office
	w.Register, w.Purpose = "companies", "companies/service"
	r, err := h.Register.Add(ctx, w, register.Input{Docs: map[string]promise.Document{"identification": {"name": "Elvesund Mekaniske"}}}, register.Given{})
	if err != nil {
		return opaque.ID{}, fmt.Errorf("let a company in: %w", err)
	}
	return r.Subject, nil
}
