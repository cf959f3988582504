// SPDX-License-Identifier: EUPL-1.2

// Package demo fills a new data folder with an occupational health service at
// work: companies, their employees, journals and staff, all invented. Everything
// goes through the product's own doors: accounts sign in, choose a role and a
// purpose, and every record passes the gate and stands in the ledger.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// Password is every demo account's password; it is printed at the start.
const Password = "lupaus-demo-2026"

// Person is a member of staff to try.
type Person struct {
	UserName, Name, Unit string
	Roles                []string
}

// Staff are the demo's accounts.
var Staff = []Person{
	{"nina", "Nina Skogvang", "east", []string{"nurse"}},
	{"frode", "Frode Lindalen", "west", []string{"physiotherapist"}},
	{"live", "Live Ørnberg", "east", []string{"doctor", "journal-responsible"}},
	{"odd", "Odd Granmark", "east", []string{"office-worker"}},
	{"karin", "Karin Haugsund", "east", []string{"office-manager", "privacy-officer"}},
	{"ivar", "Ivar Myrstøl", "east", []string{"general-manager"}},
	{"ada", "Ada Tjernhaug", "west", []string{"system-administrator"}},
}

// Secret is a demo account's authenticator secret, the same on every machine,
// so that the door can show the current code.
func Secret(user string) string {
	h := sha256.Sum256([]byte("lupaus demo " + user))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(h[:20])
}

// Code is the code that an authenticator would show now.
func Code(user string, now time.Time) (string, error) { return totp.GenerateCode(Secret(user), now) }

// filler works in the house as its staff do.
type filler struct {
	h   *house.House
	r   *rand.Rand
	now time.Time
}

// Fill makes the accounts and records of a fresh data folder.
func Fill(ctx context.Context, h *house.House, say func(string)) error {
	f := &filler{h: h, r: rand.New(rand.NewPCG(20261121, 7)), now: h.Gate.Now()}
	say("staff")
	seed := make([]accounts.SeedAccount, len(Staff))
	for i, p := range Staff {
		seed[i] = accounts.SeedAccount{UserName: p.UserName, Name: p.Name, Unit: p.Unit, Roles: p.Roles, Password: Password, TOTPSecret: Secret(p.UserName), Declared: true}
	}
	if err := h.Accounts.Seed(ctx, seed); err != nil {
		return fmt.Errorf("demo staff: %w", err)
	}
	say("companies")
	companies, err := f.companies(ctx)
	if err != nil {
		return fmt.Errorf("demo companies: %w", err)
	}
	say("employees")
	if err := f.employees(ctx, companies); err != nil {
		return fmt.Errorf("demo employees: %w", err)
	}
	say("journals")
	if err := f.journals(ctx); err != nil {
		return fmt.Errorf("demo journals: %w", err)
	}
	return nil
}

// as signs a member of staff in, takes a role and a purpose, and gives the
// work that can be done with them. The code is the one before the current, so
// that whoever signs in right after finds the current one unused.
func (f *filler) as(ctx context.Context, user, role, reg, purpose string) (register.Work, error) {
	code, err := Code(user, f.h.Gate.Now().Add(-30*time.Second))
	if err != nil {
		return register.Work{}, err
	}
	token, _, err := f.h.Accounts.SignIn(ctx, accounts.SignIn{UserName: user, Password: Password, Code: code, Client: "demo"})
	if err != nil {
		return register.Work{}, fmt.Errorf("%s signs in: %w", user, err)
	}
	if err := f.h.Accounts.ChooseRole(ctx, token, role); err != nil {
		return register.Work{}, err
	}
	if err := f.h.Accounts.ChoosePurpose(ctx, token, reg+"/"+purpose); err != nil {
		return register.Work{}, err
	}
	s, err := f.h.Accounts.Session(ctx, token)
	if err != nil {
		return register.Work{}, err
	}
	return register.Work{Actor: s.Actor(), Register: reg, Purpose: reg + "/" + purpose, Lang: "nb"}, nil
}

func (f *filler) day(daysAgo int) string {
	return f.now.AddDate(0, 0, -daysAgo).Format(time.DateOnly)
}

const companyCount = 14

func (f *filler) companies(ctx context.Context) ([]opaque.ID, error) {
	w, err := f.as(ctx, "odd", "office-worker", "companies", "service")
	if err != nil {
		return nil, err
	}
	var out []opaque.ID
	for i := range companyCount {
		docs := map[string]promise.Document{
			"identification": {"name": companyFirst[i] + " " + companyLast[i%len(companyLast)], "org-number": organisationNumber(f.r),
				"industry": fmt.Sprintf("%02d.%03d", 10+f.r.IntN(80), 100*(1+f.r.IntN(9))), "place": places[i%len(places)]},
			"contact": {"contact-person": pick(f.r, womensNames) + " " + pick(f.r, familyNames), "phone": fmt.Sprintf("+47 2%07d", f.r.IntN(10_000_000)),
				"email": "hms@" + mailName(companyFirst[i]) + ".example"},
			"agreement": f.agreement(i),
		}
		rec, err := f.h.Register.Add(ctx, w, register.Input{Docs: docs}, register.Given{})
		if err != nil {
			return nil, err
		}
		out = append(out, rec.Subject)
		if err := f.companyJournal(ctx, w, rec.Subject, i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// agreement gives every fifth company a customer's agreement and lets two
// memberships have ended.
func (f *filler) agreement(i int) promise.Document {
	a := promise.Document{"kind": "member", "from": f.day(900 + 37*i), "details": "Årsavtale med timer etter behov."}
	if i%5 == 4 {
		a["kind"] = "customer"
	}
	if i >= companyCount-2 {
		a["to"] = f.day(60 + i)
	}
	return a
}

func (f *filler) companyJournal(ctx context.Context, w register.Work, company opaque.ID, i int) error {
	titles := []string{"Handlingsplan for arbeidsmiljø", "Rapport fra vernerunde", "Støykartlegging", "Referat fra arbeidsmiljøutvalget"}
	for n := range 2 + i%3 {
		doc := promise.Document{"type": []string{"plan", "report", "minutes"}[n%3], "date": f.day(20 + 61*n + i), "title": titles[(n+i)%len(titles)],
			"summary": "Gjennomgått med verneombud og ledelse. Tiltak fordelt med frister."}
		if n == 0 {
			doc["file"] = register.File{Name: "rapport.txt", Type: "text/plain", Content: []byte("Eksempelrapport. Alt innhold er oppdiktet.\n")}.String()
		}
		in := register.Input{Subject: company, Docs: map[string]promise.Document{"activities": doc}, Restricted: n == 1 && i%4 == 0}
		if _, err := f.h.Register.Add(ctx, w, in, register.Given{}); err != nil {
			return err
		}
	}
	return nil
}

const employeeCount = 240

// employees come in on the lists that the companies hand over.
//
// Keeps: HMS-07
func (f *filler) employees(ctx context.Context, companies []opaque.ID) error {
	w, err := f.as(ctx, "karin", "office-manager", "personal-journal", "administration")
	if err != nil {
		return err
	}
	all := people(f.r, employeeCount, len(companies))
	for i, company := range companies {
		var csv strings.Builder
		csv.WriteString("Navn;Fødselsnummer;Fødselsår;Sted;Kjønn;Adresse;Telefonnummer;E-postadresse;Avdeling;Fra\n")
		for _, p := range all {
			if p.company == i {
				fmt.Fprintf(&csv, "%s;%s;%d;%s;%s;%s;%s;%s;%s;%s\n", p.name, p.number, p.birthYear, places[i%len(places)], p.gender, p.address, p.phone, p.email, p.department, f.day(200+f.r.IntN(2000)))
			}
		}
		im, err := f.h.Register.ReadList(ctx, w, "employer-list", company, fmt.Sprintf("ansatte-%02d.csv", i+1), strings.NewReader(csv.String()))
		if err != nil {
			return err
		}
		if im.Bad > 0 {
			return fmt.Errorf("the invented list has %d bad rows, the first: %+v", im.Bad, im.Rows[0].Problems)
		}
		if _, err := f.h.Register.Import(ctx, w, im, nil); err != nil {
			return err
		}
	}
	return nil
}

// journals gives most people a member of the health personnel and some notes.
func (f *filler) journals(ctx context.Context) error {
	assign, err := f.as(ctx, "live", "journal-responsible", "personal-journal", "administration")
	if err != nil {
		return err
	}
	var writers []register.Work
	for _, p := range [][2]string{{"nina", "nurse"}, {"frode", "physiotherapist"}} {
		w, err := f.as(ctx, p[0], p[1], "personal-journal", "occupational-health")
		if err != nil {
			return err
		}
		writers = append(writers, w)
	}
	found, err := f.h.Register.Find(ctx, assign, register.Query{Limit: 200})
	if err != nil {
		return err
	}
	var work []func() error
	for i, c := range found.Cards {
		if i%3 == 2 { // not everybody has come yet
			continue
		}
		notes := f.notes(i, writers[i%2])
		work = append(work, func() error { return f.journal(ctx, assign, writers[i%2], c.Subject, notes) })
	}
	return together(work)
}

// together runs independent pieces of work side by side: they share commits.
func together(work []func() error) error {
	errs := make([]error, len(work))
	slots := make(chan struct{}, 16)
	var wg sync.WaitGroup
	for i, do := range work {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			errs[i] = do()
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// notes draws what a writer has written about somebody.
func (f *filler) notes(i int, writer register.Work) (out []promise.Document) {
	for n := range 1 + i%3 {
		out = append(out, promise.Document{"type": []string{"workplace-assessment", "health-examination", "other-consultation"}[(i+n)%3],
			"date": f.day(5 + 45*n + i%30), "profession": profession(writer.Actor), "text": pick(f.r, complaints)})
	}
	return out
}

func (f *filler) journal(ctx context.Context, assign, writer register.Work, subject opaque.ID, notes []promise.Document) error {
	care := promise.Document{"clinician": writer.Actor.ID.String(), "unit": writer.Actor.Unit, "from": f.day(150)}
	if _, err := f.h.Register.Add(ctx, assign, register.Input{Subject: subject, Docs: map[string]promise.Document{"care": care}}, register.Given{}); err != nil {
		return err
	}
	for _, note := range notes {
		if _, err := f.h.Register.Add(ctx, writer, register.Input{Subject: subject, Docs: map[string]promise.Document{"consultations": note}}, register.Given{}); err != nil {
			return err
		}
	}
	return nil
}

func profession(a gate.Actor) string { return a.Role }
