// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"fmt"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

var ttl = &Organisation{
	ID:   "ttl",
	Name: promise.Text{"nb": "Arbeidshelseinstituttet (Työterveyslaitos)", "en": "Finnish Institute of Occupational Health", "fi": "Työterveyslaitos", "sv": "Arbetshälsoinstitutet"},
	Who: promise.Text{"nb": "Et institutt for arbeidshelse med kunder, kurs, nyhetsbrev og markedsføring.", "en": "An institute for work and health with customers, training, newsletters and marketing.",
		"fi": "Työn ja terveyden laitos, jolla on asiakkaita, koulutuksia, uutiskirjeitä ja markkinointia.", "sv": "Ett institut för arbete och hälsa med kunder, utbildningar, nyhetsbrev och marknadsföring."},
	Document: promise.Text{"nb": "Personvern i kunde- og markedsføringsregisteret", "en": "Data protection of the customer and marketing register",
		"fi": "Asiakas- ja markkinointirekisterin tietosuoja", "sv": "Dataskydd i kund- och marknadsföringsregistret"},
	Todo: []promise.Text{
		{"fi": "Ole myyjä Sanna: valitse tarkoitukseksi myynti, hae asiakas ja avaa ostot ja koulutukset.", "en": "Be Sanna in sales: choose selling as the purpose, find a customer and open purchases and trainings.",
			"nb": "Vær Sanna i salg: velg salg som formål, finn en kunde og åpne kjøp og kurs.", "sv": "Var Sanna i försäljningen: välj försäljning som ändamål, sök en kund och öppna köp och utbildningar."},
		{"fi": "Ole Markku markkinoinnista: valitse tarkoitukseksi ”Asiakassuhteen hoito”, avaa sama asiakas ja pyydä ostoja. Yhteystiedot aukeavat, ostot eivät.", "en": "Be Markku in marketing: choose “Looking after the customer relationship”, open the same customer and ask for the purchases. Contact details open, purchases do not.",
			"nb": "Vær Markku i markedsføring: velg pleie av kundeforholdet, åpne samme kunde og be om kjøpene. Kontaktopplysningene åpnes, kjøpene ikke.", "sv": "Var Markku i marknadsföringen: välj vård av kundrelationen, öppna samma kund och be om köpen. Kontaktuppgifterna öppnas, köpen inte."},
		{"fi": "Ole tietosuojavastaava Tuomas: avaa asiakkaan tiedot pyyntöä varten ja hae ote siitä, kuka niitä on katsonut.", "en": "Be Tuomas the data protection officer: open the customer's data for a request and get the extract of who has looked.",
			"nb": "Vær personvernombudet Tuomas: åpne kundens opplysninger for en henvendelse, og hent utdraget over hvem som har sett på dem.", "sv": "Var dataskyddsombudet Tuomas: öppna kundens uppgifter för en begäran och hämta utdraget över vem som har sett dem."},
	},
	Notice: []promise.Text{theLabel, everyLookUp,
		{"fi": "Suoramarkkinointi on kiinni, kunnes voidaan osoittaa, ettei kieltoa ole: mitä ei tiedetä, sitä ei tehdä.", "en": "Direct marketing stays closed until it can be shown that nobody has objected: what is not known is not done."}},
	Staff: []Person{
		{UserName: "sanna", Name: "Sanna Kanervikko", Roles: []string{"sales-representative"}, Text: promise.Text{"fi": "näkee ostot ja koulutukset myyntiä varten", "en": "sees purchases and trainings in order to sell"}},
		{UserName: "markku", Name: "Markku Tuulivaara", Roles: []string{"marketing-officer"}, Text: promise.Text{"fi": "tekee kyselyt ja markkinoinnin, eikä näe ostoja", "en": "surveys and marketing, and sees no purchases"}},
		{UserName: "aino", Name: "Aino Pihlajapuro", Roles: []string{"customer-adviser"}, Text: promise.Text{"fi": "hoitaa tilaukset ja kirjaa markkinointiluvat ja -kiellot", "en": "handles orders and writes down permissions and prohibitions"}},
		{UserName: "taru", Name: "Taru Saarilampi", Roles: []string{"communications-officer"}, Text: promise.Text{"fi": "tiedottaa ja lähettää uutiskirjeet tilaajille", "en": "informs, and sends newsletters to subscribers"}},
		{UserName: "raija", Name: "Raija Kivimaja", Roles: []string{"finance-officer"}, Text: promise.Text{"fi": "näkee ostot kirjanpitoa ja perintää varten", "en": "sees purchases for the books and for collection"}},
		{UserName: "tuomas", Name: "Tuomas Mäntykallio", Roles: []string{"data-protection-officer"}, Text: promise.Text{"fi": "vastaa pyyntöihin ja antaa otteen lokista", "en": "answers requests and hands out extracts of the log"}},
		{UserName: "jari", Name: "Jari Ruskavaara", Roles: []string{"system-administrator"}, Text: promise.Text{"fi": "tekee tunnukset eikä näe asiakkaita", "en": "makes accounts and sees no customers"}},
	},
	fill: fillTTL,
}

const ttlCustomers = 90

func fillTTL(ctx context.Context, f *filler) error {
	f.say("companies")
	companies, err := f.ttlCompanies(ctx)
	if err != nil {
		return fmt.Errorf("companies: %w", err)
	}
	f.say("customers")
	if err := f.ttlCustomers(ctx, companies); err != nil {
		return fmt.Errorf("customers: %w", err)
	}
	return nil
}

func (f *filler) ttlCompanies(ctx context.Context) (out []opaque.ID, err error) {
	w, err := f.as(ctx, "sanna", "sales-representative", "companies", "company-sales")
	if err != nil {
		return nil, err
	}
	for i, name := range finnishCompanies {
		id, err := f.add(ctx, w, opaque.ID{}, map[string]promise.Document{
			"organisation-card": {"name": name, "business-id": businessID(f.r)},
			"customer-data": {"customer-group": []string{"private-company", "occupational-health-provider", "municipality-or-county"}[i%3], "customer-class": []string{"key-customer", "regular-customer", "occasional-customer"}[i%3],
				"sales-area": []string{"south", "west", "east", "north"}[i%4], "billing-address": fmt.Sprintf("Laskutie %d, %s", i+1, pick(f.r, finnishPlaces))},
			"offers": {"date": f.day(30 + 11*i), "what": "Työkykyjohtamisen valmennus", "sum": fmt.Sprint(1800 + 250*i), "offer-state": []string{"sent", "accepted", "declined"}[i%3]},
		})
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// ttlCustomers are contact persons of companies: sales writes them down, customer
// service their purchases, trainings and choices.
func (f *filler) ttlCustomers(ctx context.Context, companies []opaque.ID) error {
	sales, err := f.as(ctx, "sanna", "sales-representative", "customers", "selling")
	if err != nil {
		return err
	}
	orders, err := f.as(ctx, "aino", "customer-adviser", "customers", "fulfilment")
	if err != nil {
		return err
	}
	care, err := f.as(ctx, "aino", "customer-adviser", "customers", "relationship-care")
	if err != nil {
		return err
	}
	news, err := f.as(ctx, "taru", "communications-officer", "customers", "information-activity")
	if err != nil {
		return err
	}
	var work []func() error
	for i, p := range finns(f.r, ttlCustomers) {
		c := ttlCustomer{contact: p, company: companies[i%len(companies)].String(), i: i, duty: pick(f.r, finnishDuties), sum: 120 + f.r.IntN(2400)}
		work = append(work, func() error { return f.ttlCustomer(ctx, c, sales, orders, care, news) })
	}
	return together(work)
}

type ttlCustomer struct {
	contact
	company, duty string
	i, sum        int
}

var (
	finnishTrainings = []string{"Työhyvinvointikortti", "Kemikaaliturvallisuuden peruskurssi", "Esihenkilö työkyvyn tukena", "Ergonomia näyttöpäätetyössä"}
	finnishGoods     = []string{"Melumittauksen paketti", "Opas: Työn voimavarat", "Sisäilmaselvitys", "Verkkokurssin lisenssi, 20 hengen ryhmä"}
)

func (f *filler) ttlCustomer(ctx context.Context, c ttlCustomer, sales, orders, care, news register.Work) error {
	id, err := f.add(ctx, sales, opaque.ID{}, map[string]promise.Document{
		"person-card":     {"name": c.name, "title": c.duty},
		"contact-details": {"email": c.email, "phone": c.phone, "address": c.address, "spoken-language": "fi"},
		"positions":       {"company": c.company, "position": c.duty, "contact-for": []string{"customer-company", "prospect-company"}[min(1, c.i%5/4)], "from": f.day(400 + 7*c.i)},
		"collected":       {"date": f.day(399), "moment": []string{"order-placed", "training-sign-up", "offer-request"}[c.i%3]},
	})
	if err != nil {
		return err
	}
	steps := []struct {
		w    register.Work
		when bool
		docs map[string]promise.Document
	}{
		{orders, c.i%5 != 4, map[string]promise.Document{"purchases": {"date": f.day(20 + 3*c.i), "what": finnishGoods[c.i%len(finnishGoods)], "company": c.company, "sum": fmt.Sprint(c.sum), "payment-method": "invoice"}}},
		{orders, c.i%2 == 0, map[string]promise.Document{"trainings": {"date": f.day(60 + 2*c.i), "training": finnishTrainings[c.i%len(finnishTrainings)], "took-part": "attended", "company": c.company}}},
		{care, c.i%3 == 0, map[string]promise.Document{"marketing-choices": {"choice-kind": "permission-given", "on-channels": []string{"by-email"}, "given": f.day(150), "came-by": "verkkolomake", "wording-shown": "Minulle saa lähettää markkinointia sähköpostilla."}}},
		{care, c.i%7 == 3, map[string]promise.Document{"marketing-choices": {"choice-kind": "prohibition", "on-channels": []string{"by-phone", "by-post"}, "given": f.day(90), "came-by": "puhelin"}}},
		{care, c.i%6 == 1, map[string]promise.Document{"contact-notes": {"date": f.day(15 + c.i), "needed-for": "contacting", "note-text": "Toivoo yhteydenottoa iltapäivisin."}}},
		{news, c.i%4 == 0, map[string]promise.Document{"interests": {"stated-interests": []string{"work-ability", "safety-at-work"}}}},
	}
	for _, s := range steps {
		if s.when {
			if _, err := f.add(ctx, s.w, id, s.docs); err != nil {
				return err
			}
		}
	}
	return nil
}
