// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

var ams = &Organisation{
	ID:   "ams",
	Name: promise.Text{"": "Arbeidsmiljøsenteret"},
	Who: promise.Text{"nb": "Et senter for arbeidsmiljø med kurs, nettbutikk, nyhetsbrev, besøkende og egne ansatte.", "en": "A working-environment centre with courses, a web shop, a newsletter, visitors and employees of its own.",
		"fi": "Työympäristökeskus, jolla on kursseja, verkkokauppa, uutiskirje, vierailijoita ja omaa henkilöstöä.", "sv": "Ett arbetsmiljöcentrum med kurser, webbutik, nyhetsbrev, besökare och egen personal."},
	Document: promise.Text{"nb": "Personvernerklæring for nettsted, kunder og ansatte", "en": "Privacy statement for website, customers and employees",
		"fi": "Tietosuojaseloste verkkosivuille, asiakkaille ja henkilöstölle", "sv": "Integritetspolicy för webbplats, kunder och anställda"},
	Todo: []promise.Text{
		{"nb": "Vær Berit i resepsjonen: finn en besøkende, og skriv inn en ny.", "en": "Be Berit at the reception: find a visitor, and write a new one in.",
			"fi": "Ole Berit vastaanotosta: hae vierailija ja kirjaa uusi.", "sv": "Var Berit i receptionen: sök en besökare och skriv in en ny."},
		{"nb": "Vær Siv, som redigerer nyhetsbrevet: listen over abonnenter er hennes alene. Til kundenes bestillinger har hun ingen vei.", "en": "Be Siv the newsletter editor: the list of subscribers is hers alone. To the customers' orders she has no way.",
			"fi": "Ole uutiskirjeen toimittaja Siv: tilaajalista on vain hänen. Asiakkaiden tilauksiin hänellä ei ole tietä.", "sv": "Var Siv, nyhetsbrevets redaktör: listan över prenumeranter är hennes ensam. Till kundernas beställningar har hon ingen väg."},
		{"nb": "Vær Hege i personal: åpne en ansatt, og spør om fagforening. Bare lønn får se den. Vær så Petter i lønn.", "en": "Be Hege in personnel: open an employee and ask for the union. Only payroll may see it. Then be Petter in payroll.",
			"fi": "Ole Hege henkilöstöhallinnosta: avaa työntekijä ja pyydä ammattiliittoa. Vain palkanlaskenta saa nähdä sen. Ole sitten Petter palkoista.", "sv": "Var Hege på personal: öppna en anställd och be om facket. Bara lönen får se det. Var sedan Petter på lönen."},
	},
	Notice: []promise.Text{theLabel, everyLookUp},
	Staff: []Person{
		{UserName: "berit", Name: "Berit Kløverud", Roles: []string{"receptionist"}, Text: promise.Text{"nb": "fører besøk og nøkler", "en": "keeps visits and keys"}},
		{UserName: "siv", Name: "Siv Lyngmo", Roles: []string{"newsletter-editor"}, Text: promise.Text{"nb": "holder listen over abonnenter", "en": "keeps the list of subscribers"}},
		{UserName: "guro", Name: "Guro Selbakk", Roles: []string{"customer-adviser"}, Text: promise.Text{"nb": "tar imot bestillinger og svarer på henvendelser", "en": "takes orders and answers enquiries"}},
		{UserName: "trond", Name: "Trond Brattholt", Roles: []string{"course-adviser"}, Text: promise.Text{"nb": "fører påmeldinger til kurs og konferanser", "en": "keeps registrations for courses and conferences"}},
		{UserName: "hege", Name: "Hege Grønvold", Roles: []string{"hr-adviser"}, Text: promise.Text{"nb": "personalansvar, uten fagforening og skatt", "en": "personnel, without union and tax"}},
		{UserName: "petter", Name: "Petter Isdalen", Roles: []string{"payroll-officer"}, Text: promise.Text{"nb": "lønn, med skatt og fagforening", "en": "payroll, with tax and union"}},
		{UserName: "tone", Name: "Tone Varmdal", Roles: []string{"accountant"}, Text: promise.Text{"nb": "fakturerer og fører regnskap", "en": "invoices and keeps the books"}},
		{UserName: "vidar", Name: "Vidar Eikhaug", Roles: []string{"privacy-contact"}, Text: promise.Text{"nb": "svarer på krav om innsyn, i alle registre", "en": "answers requests for access, in all registers"}},
		{UserName: "stian", Name: "Stian Fjellro", Roles: []string{"system-administrator"}, Text: promise.Text{"nb": "lager kontoer og ser ingen kunder", "en": "makes accounts and sees no customers"}},
	},
	fill: fillAMS,
}

func fillAMS(ctx context.Context, f *filler) error {
	for _, part := range []struct {
		what string
		do   func(context.Context) error
	}{{"customers", f.amsCustomers}, {"subscribers", f.amsSubscribers}, {"visitors", f.amsVisitors}, {"personnel", f.amsPersonnel}} {
		f.say(part.what)
		if err := part.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.what, err)
		}
	}
	return nil
}

func (f *filler) amsCustomers(ctx context.Context) error {
	shop, err := f.as(ctx, "guro", "customer-adviser", "customers", "ordering")
	if err != nil {
		return err
	}
	courses, err := f.as(ctx, "trond", "course-adviser", "customers", "ordering")
	if err != nil {
		return err
	}
	desk, err := f.as(ctx, "guro", "customer-adviser", "enquiries", "customer-service")
	if err != nil {
		return err
	}
	goods := []string{"Hørselvern, 10 par", "Førstehjelpsskap", "Plakat om løfteteknikk", "Målerapport inneklima"}
	titles := []string{"Grunnkurs i arbeidsmiljø", "Verneombudskonferansen", "Kurs i risikovurdering"}
	var work []func() error
	for i, p := range norwegians(f.r, 60) {
		company := companyFirst[i%len(companyFirst)] + " " + companyLast[i%len(companyLast)]
		work = append(work, func() error {
			id, err := f.add(ctx, shop, opaque.ID{}, map[string]promise.Document{"account": {"name": p.name, "company": company, "email": p.email, "made": f.day(500 - i)},
				"addresses": {"use": "invoice", "address": p.address}, "orders": {"kind": "product", "ordered": f.day(10 + 4*i), "what": goods[i%len(goods)], "count": fmt.Sprint(1 + i%4), "sum": fmt.Sprint(250 + 90*i)}})
			if err != nil {
				return err
			}
			if i%2 == 0 {
				_, err = f.add(ctx, courses, id, map[string]promise.Document{"registrations": {"kind": []string{"course", "conference"}[i%4/2], "title": titles[i%3], "registered": f.day(40 + i), "held": f.day(i)}})
			}
			if err == nil && i%6 == 0 {
				_, err = f.add(ctx, desk, opaque.ID{}, map[string]promise.Document{"enquiry": {"name": p.name, "email": p.email, "matter": "course", "received": f.day(3 + i%20), "message": "Når går neste kurs, og er det plass til fire?"}})
			}
			return err
		})
	}
	return together(work)
}

func (f *filler) amsSubscribers(ctx context.Context) error {
	w, err := f.as(ctx, "siv", "newsletter-editor", "newsletter", "list-keeping")
	if err != nil {
		return err
	}
	var work []func() error
	for i, p := range norwegians(rand.New(rand.NewPCG(20261121, 8)), 60) {
		sub := promise.Document{"began-by": []string{"purchase", "request"}[i%2], "from": f.day(30 + 9*i)}
		if i%10 == 9 {
			sub["to"], sub["ended-by"] = f.day(12), "inactive"
		}
		work = append(work, func() error {
			_, err := f.add(ctx, w, opaque.ID{}, map[string]promise.Document{"subscriber": {"email": p.email, "name": p.name}, "subscription": sub})
			return err
		})
	}
	return together(work)
}

func (f *filler) amsVisitors(ctx context.Context) error {
	w, err := f.as(ctx, "berit", "receptionist", "visitors", "security")
	if err != nil {
		return err
	}
	hosts := []string{"Guro Selbakk", "Trond Brattholt", "Hege Grønvold"}
	var work []func() error
	for i, p := range norwegians(rand.New(rand.NewPCG(20261121, 9)), 40) {
		visit := promise.Document{"host": hosts[i%3], "arrived": f.moment(i/4, 8+i%4)}
		if i > 5 {
			visit["gone"] = f.moment(i/4, 13+i%4)
		}
		work = append(work, func() error {
			_, err := f.add(ctx, w, opaque.ID{}, map[string]promise.Document{"visitor": {"name": p.name, "company": companyFirst[i%len(companyFirst)] + " " + companyLast[i%len(companyLast)]}, "visits": visit})
			return err
		})
	}
	return together(work)
}

// amsPersonnel are the centre's own people: payroll writes what pay needs,
// personnel what the employer answers for, the reception their keys.
func (f *filler) amsPersonnel(ctx context.Context) error {
	var ws []register.Work
	for _, a := range [][3]string{{"petter", "payroll-officer", "pay"}, {"hege", "hr-adviser", "personnel-responsibility"}, {"berit", "receptionist", "security"}} {
		w, err := f.as(ctx, a[0], a[1], "personnel", a[2])
		if err != nil {
			return err
		}
		ws = append(ws, w)
	}
	jobs := []string{"Kursrådgiver", "Kundebehandler", "Redaktør", "Lagermedarbeider"}
	var work []func() error
	for i, p := range people(f.r, 24, 1) {
		work = append(work, func() error {
			pay := map[string]promise.Document{"profile": {"name": p.name, "position": jobs[i%4], "work-area": places[i%len(places)]},
				"basic-data": {"national-id": p.number, "address": p.address, "phone": p.phone}, "employment": {"from": f.day(900 + 31*i), "salary-level": fmt.Sprint(480000 + 7000*i)},
				"tax": {"percentage": fmt.Sprint(24 + i%12), "municipality": places[i%len(places)]}}
			if i%2 == 0 {
				pay["union"] = promise.Document{"union": []string{"Kontorforbundet", "Handelslaget"}[i%4/2]}
			}
			id, err := f.add(ctx, ws[0], opaque.ID{}, pay)
			if err != nil {
				return err
			}
			if _, err = f.add(ctx, ws[1], id, map[string]promise.Document{"job": {"from": f.day(800), "instruction": "Følger opp egne kunder og deltar i vaktordningen."}}); err != nil {
				return err
			}
			_, err = f.add(ctx, ws[2], id, map[string]promise.Document{"keys": {"key": fmt.Sprintf("K-%02d", i+1), "handed-out": f.day(700)}})
			return err
		})
	}
	return together(work)
}

// moment is a time of day some days ago, as fields of kind time take it.
func (f *filler) moment(daysAgo, hour int) string {
	d := f.now.AddDate(0, 0, -daysAgo-1)
	return time.Date(d.Year(), d.Month(), d.Day(), hour, 10, 0, 0, time.UTC).Format(time.RFC3339)
}
