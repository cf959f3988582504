// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// Staff are the accounts of the occupational health service.
var Staff = []Person{
	{UserName: "nina", Name: "Nina Skogvang", Unit: "east", Roles: []string{"nurse"},
		Text: promise.Text{"nb": "åpner journaler for dem hun har til behandling", "en": "opens journals of those she has in care"}},
	{UserName: "frode", Name: "Frode Lindalen", Unit: "west", Roles: []string{"physiotherapist"},
		Text: promise.Text{"nb": "fysioterapeut i den andre enheten", "en": "physiotherapist in the other unit"}},
	{UserName: "live", Name: "Live Ørnberg", Unit: "east", Roles: []string{"doctor", "journal-responsible"},
		Text: promise.Text{"nb": "ledende bedriftslege, retter notater som journalansvarlig", "en": "leading company doctor, corrects notes as journal responsible"}},
	{UserName: "odd", Name: "Odd Granmark", Unit: "east", Roles: []string{"office-worker"},
		Text: promise.Text{"nb": "tar imot lister fra bedriftene og fører bedriftsjournaler", "en": "takes in the companies' lists and keeps company journals"}},
	{UserName: "karin", Name: "Karin Haugsund", Unit: "east", Roles: []string{"office-manager", "privacy-officer"},
		Text: promise.Text{"nb": "kontorleder, og personvernombud i den andre hatten", "en": "office manager, and data protection officer with the other hat"}},
	{UserName: "ivar", Name: "Ivar Myrstøl", Unit: "east", Roles: []string{"general-manager"},
		Text: promise.Text{"nb": "daglig leder, leser jobbsøknader", "en": "general manager, reads job applications"}},
	{UserName: "ada", Name: "Ada Tjernhaug", Unit: "west", Roles: []string{"system-administrator"},
		Text: promise.Text{"nb": "kan åpne journaler for drift, og det føres i loggen", "en": "may open journals to run the system, and that is recorded"}},
}

var hms = &Organisation{
	ID:   "hms",
	Name: promise.Text{"": "HMS-tjenesten"},
	Who: promise.Text{"nb": "En bedriftshelsetjeneste med medlemsbedrifter, ansatte og journaler.", "en": "An occupational health service with member companies, employees and journals.",
		"fi": "Työterveyspalvelu, jolla on jäsenyrityksiä, työntekijöitä ja potilaskertomuksia.", "sv": "En företagshälsovård med medlemsföretag, anställda och journaler."},
	Document: promise.Text{"nb": "Personvernerklæring for medlemsbedrifter og kunder", "en": "Privacy statement for member companies and customers",
		"fi": "Tietosuojaseloste jäsenyrityksille ja asiakkaille", "sv": "Integritetspolicy för medlemsföretag och kunder"},
	Todo: []promise.Text{
		{"nb": "Vær sykepleieren Nina: finn en ansatt, velg en grunn og åpne personaljournalen.", "en": "Be Nina the nurse: find an employee, choose a reason and open the personal journal.",
			"fi": "Ole sairaanhoitaja Nina: hae työntekijä, valitse syy ja avaa potilaskertomus.", "sv": "Var sjuksköterskan Nina: sök en anställd, välj en orsak och öppna personjournalen."},
		{"nb": "Vær Odd på kontoret: prøv å åpne den samme journalen, og les hvorfor svaret er nei.", "en": "Be Odd in the office: try to open the same journal, and read why the answer is no.",
			"fi": "Ole Odd toimistosta: yritä avata sama kertomus ja lue, miksi vastaus on ei.", "sv": "Var Odd på kontoret: försök öppna samma journal och läs varför svaret är nej."},
		{"nb": "Vær personvernombudet Karin: hent utdraget over hvem som har sett på opplysningene, og kontroller det.", "en": "Be Karin the data protection officer: get the extract of who looked at the data, and check it.",
			"fi": "Ole tietosuojavastaava Karin: hae ote siitä, kuka tietoja on katsonut, ja tarkista se.", "sv": "Var dataskyddsombudet Karin: hämta utdraget över vem som har sett uppgifterna, och kontrollera det."},
	},
	Notice: []promise.Text{theLabel, everyLookUp},
	Staff:  Staff,
	fill:   fillHMS,
}

func fillHMS(ctx context.Context, f *filler) error {
	f.say("companies")
	companies, err := f.companies(ctx)
	if err != nil {
		return fmt.Errorf("companies: %w", err)
	}
	f.say("employees")
	if err := f.employees(ctx, companies); err != nil {
		return fmt.Errorf("employees: %w", err)
	}
	f.say("journals")
	if err := f.journals(ctx); err != nil {
		return fmt.Errorf("journals: %w", err)
	}
	return nil
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

// notes draws what a writer has written about somebody.
func (f *filler) notes(i int, writer register.Work) (out []promise.Document) {
	for n := range 1 + i%3 {
		out = append(out, promise.Document{"type": []string{"workplace-assessment", "health-examination", "other-consultation"}[(i+n)%3],
			"date": f.day(5 + 45*n + i%30), "profession": writer.Actor.Role, "text": pick(f.r, complaints)})
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
