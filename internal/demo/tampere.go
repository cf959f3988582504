// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"fmt"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

var tampere = &Organisation{
	ID:   "tampere",
	Name: promise.Text{"nb": "Tampere by", "en": "City of Tampere", "fi": "Tampereen kaupunki", "sv": "Tammerfors stad"},
	Who: promise.Text{"nb": "En kommune med felles regler for e-post, utstyr, tjenester og kunstig intelligens.", "en": "A municipality with shared rules for e-mail, devices, services and artificial intelligence.",
		"fi": "Kunta, jolla on seudun yhteiset säännöt sähköpostista, laitteista, palveluista ja tekoälystä.", "sv": "En kommun med regionens gemensamma regler för e-post, utrustning, tjänster och artificiell intelligens."},
	Document: promise.Text{"nb": "Regionens regler for elektronisk kommunikasjon", "en": "The region's rules for the use of electronic communication", "fi": "Tampereen seudun sähköisten viestintävälineiden käyttösäännöt", "sv": "Regionens regler för elektronisk kommunikation"},
	Todo: []promise.Text{
		{"fi": "Ole uusi työntekijä Petri: lue säännöt ja hyväksy ne kohta kohdalta. Sitä ennen mikään muu ei aukea.", "en": "Be Petri, a new employee: read the rules and accept them clause by clause. Nothing else opens before.",
			"nb": "Vær Petri, nyansatt: les reglene og godta dem punkt for punkt. Ingenting annet åpnes før det.", "sv": "Var Petri, nyanställd: läs reglerna och godkänn dem punkt för punkt. Inget annat öppnas innan dess."},
		{"fi": "Ole esihenkilö Sari: valitse sääntöjen lukeminen ja hyväksyminen, ja katso, kuka on hyväksynyt ja kuka ei.", "en": "Be Sari the supervisor: choose reading and accepting the rules, and see who has accepted and who has not.",
			"nb": "Vær lederen Sari: velg lesing og godtakelse av reglene, og se hvem som har godtatt og hvem som ikke har det.", "sv": "Var chefen Sari: välj läsning och godkännande av reglerna, och se vem som har godkänt och vem som inte har det."},
		{"fi": "Ole Tukikeskuksen Noora: hae laitteen haltija. Laitteet näet, luvat ovat kiinni. Kysy silti.", "en": "Be Noora at the Support Centre: find a holder of devices. Devices you see, permits are closed. Ask all the same.",
			"nb": "Vær Noora i støttesenteret: finn en som har utstyr. Utstyret ser du, tillatelsene er stengt. Spør likevel.", "sv": "Var Noora på stödcentralen: sök en innehavare av utrustning. Utrustningen ser du, tillstånden är stängda. Fråga ändå."},
	},
	Notice: []promise.Text{theLabel, everyLookUp,
		{"fi": "Tekoälyrekisteri kertoo jokaiselle, mitä tietoa mihinkin välineeseen saa antaa.", "en": "The AI register tells everybody which information may go into which tool."}},
	Staff: append([]Person{
		{UserName: "petri", Name: "Petri Harjukangas", Unit: "libraries", Roles: []string{"employee"}, New: true, Text: promise.Text{"fi": "uusi työntekijä, ei ole vielä hyväksynyt sääntöjä", "en": "a new employee, has not accepted the rules yet"}},
		{UserName: "sari", Name: "Sari Niittyvilja", Unit: "service-point", Roles: []string{"supervisor"}, Text: promise.Text{"fi": "esihenkilö: sääntöjen hyväksymiset, luvat, tiimin laitteet", "en": "supervisor: acceptance of the rules, permits, the team's devices"}},
		{UserName: "noora", Name: "Noora Peltosaari", Unit: "it", Roles: []string{"support-centre"}, Text: promise.Text{"fi": "Tukikeskus: laitteet ja osoitekirja", "en": "Support Centre: devices and address book"}},
		{UserName: "antti", Name: "Antti Kuusikorpi", Unit: "it", Roles: []string{"ict-expert"}, Text: promise.Text{"fi": "tietohallinnon asiantuntija: tekoälyrekisteri ja palvelut", "en": "IT expert: the AI register and services"}},
		{UserName: "riikka", Name: "Riikka Honkavuori", Unit: "service-point", Roles: []string{"customer-servant"}, Text: promise.Text{"fi": "asiakaspalvelija: asiakkaat ja viestit", "en": "customer servant: customers and messages"}},
		{UserName: "olli", Name: "Olli Rantakivi", Unit: "it", Roles: []string{"security-officer"}, Text: promise.Text{"fi": "tietoturvavastaava: poikkeamat ja väärinkäytökset", "en": "security officer: incidents and misuse"}},
		{UserName: "kirsi", Name: "Kirsi Ojanranta", Unit: "it", Roles: []string{"privacy-officer"}, Text: promise.Text{"fi": "tietosuojavastaava: ote lokista", "en": "data protection officer: extract of the log"}},
		{UserName: "timo", Name: "Timo Viljapuro", Roles: []string{"ict-provider"}, New: true, Text: promise.Text{"fi": "ulkopuolinen palveluntuottaja: sama asiakirja, sama hyväksyminen", "en": "a service provider from outside: the same document, the same acceptance"}},
	}, colleagues()...),
	fill: fillTampere,
}

// colleagues are more accounts, so that the list of who has accepted the rules
// is one.
func colleagues() (out []Person) {
	units := []string{"schools", "libraries", "service-point", "it"}
	for i, name := range []string{"Aarre Koskelonen", "Eerika Pajulahti", "Ilmari Lumikangas", "Katri Tervahauta", "Lauri Metsäpolku", "Minttu Kaislaranta", "Otso Ylämylly", "Saima Hiekkaranta"} {
		out = append(out, Person{UserName: fmt.Sprintf("tre%02d", i+1), Name: name, Unit: units[i%len(units)], Roles: []string{"employee"}, New: i%4 == 3, Extra: true,
			Text: promise.Text{"fi": "työntekijä", "en": "employee"}})
	}
	return out
}

func fillTampere(ctx context.Context, f *filler) error {
	f.say("rules")
	for _, p := range f.people {
		if !p.New {
			if err := f.accept(ctx, p.UserName); err != nil {
				return fmt.Errorf("%s accepts the rules: %w", p.UserName, err)
			}
		}
	}
	f.say("devices")
	if err := f.holders(ctx); err != nil {
		return fmt.Errorf("devices: %w", err)
	}
	f.say("tools")
	if err := f.tools(ctx); err != nil {
		return fmt.Errorf("tools: %w", err)
	}
	f.say("customers")
	if err := f.citizens(ctx); err != nil {
		return fmt.Errorf("customers: %w", err)
	}
	f.say("usage")
	if err := f.traffic(ctx); err != nil {
		return fmt.Errorf("traffic: %w", err)
	}
	return nil
}

// traffic is how much workstations use the internet. Nobody sees it by user: it is
// there to be counted.
func (f *filler) traffic(ctx context.Context) error {
	w, err := f.as(ctx, "antti", "ict-expert", "traffic", "measuring")
	if err != nil {
		return err
	}
	units := []string{"schools", "libraries", "service-point", "it"}
	services := []string{"web", "mail", "cloud", "meetings"}
	var work []func() error
	for i, p := range finns(f.r, 50) {
		work = append(work, func() error {
			id, err := f.add(ctx, w, opaque.ID{}, map[string]promise.Document{"user": {"name": p.name}})
			for n := 0; n < 2 && err == nil; n++ {
				_, err = f.add(ctx, w, id, map[string]promise.Document{"traffic": {"day": f.day(1 + (i+3*n)%12), "unit": units[(i*i+i/7)%4], "service": services[(i+n*(1+i%3))%4], "megabytes": fmt.Sprint(20 + (i*37+n*11)%400)}})
			}
			return err
		})
	}
	return together(work)
}

func (f *filler) holders(ctx context.Context) error {
	desk, err := f.as(ctx, "noora", "support-centre", "devices", "equipment")
	if err != nil {
		return err
	}
	permits, err := f.as(ctx, "sari", "supervisor", "devices", "permits")
	if err != nil {
		return err
	}
	book, err := f.as(ctx, "noora", "support-centre", "address-book", "addressing")
	if err != nil {
		return err
	}
	units := []string{"schools", "libraries", "service-point", "it"}
	var work []func() error
	for i, p := range finns(f.r, 60) {
		work = append(work, func() error {
			address := fmt.Sprintf("%s%d@tampere.example", mailName(p.name[:3]), i)
			id, err := f.add(ctx, desk, opaque.ID{}, map[string]promise.Document{
				"holder":  {"name": p.name, "work-address": address, "user-type": []string{"employee", "employee", "trainee", "student"}[i%4], "unit": units[i%4]},
				"devices": {"kind": []string{"computer", "phone", "tablet"}[i%3], "label": fmt.Sprintf("TRE-%05d", 20100+i), "from": f.day(30 + 12*i)}})
			if err != nil {
				return err
			}
			if i%5 == 0 {
				if err := f.permit(ctx, permits, id, i); err != nil {
					return err
				}
			}
			if i%2 == 0 {
				_, err = f.add(ctx, book, opaque.ID{}, map[string]promise.Document{"person": {"name": p.name, "organisation": "Tampereen kaupunki", "title": []string{"opettaja", "kirjastonhoitaja", "palveluneuvoja"}[i%3]},
					"addresses": {"address": address, "form": "name", "from": f.day(300)}})
			}
			return err
		})
	}
	return together(work)
}

// permit lets somebody do what the rules leave to a permit; giving one asks for
// a reason.
func (f *filler) permit(ctx context.Context, w register.Work, holder opaque.ID, i int) error {
	in := register.Input{Subject: holder, Docs: map[string]promise.Document{"permits": {"kind": []string{"program", "external-address"}[i%2], "what": "Piirto-ohjelma oppilastöihin",
		"reason": "Tarvitaan opetuksessa.", "approver": w.Actor.ID.String(), "security-checked": "true", "from": f.day(100), "to": f.day(-265)}}}
	_, err := f.h.Register.Add(ctx, w, in, register.Given{Reason: "Esihenkilön päätös"})
	return err
}

// tools are what staff may use, and for which information.
func (f *filler) tools(ctx context.Context) error {
	ai, err := f.as(ctx, "antti", "ict-expert", "ai-tools", "governance")
	if err != nil {
		return err
	}
	rating, err := f.as(ctx, "antti", "ict-expert", "services", "rating")
	if err != nil {
		return err
	}
	for i, t := range []struct {
		supplier, country, name, class, state, use string
		information                                []string
	}{
		{"Havu Ohjelmistot Oy", "FI", "Kirjuri, kokousten yhteenvedot", "verified", "in-use", "kokousten muistiot", []string{"public", "internal"}},
		{"Nordlys Agent AB", "SE", "Neuvoja, asiakaspalvelun apuri", "own-agent", "introduced", "vastausten luonnostelu", []string{"public"}},
		{"Open Field Inc", "US", "Julkinen keskustelupalvelu", "public", "blocked", "ei työkäyttöön", []string{"public"}},
		{"Office Suite Ltd", "IE", "Toimisto-ohjelmien avustaja", "copilot", "in-use", "tekstit ja taulukot työtunnuksella", []string{"public", "internal", "secret"}},
		{"Kuvataide Oy", "FI", "Kuvittaja", "ready-agent", "planned", "esitteiden kuvitus", []string{"public"}},
	} {
		id, err := f.add(ctx, ai, opaque.ID{}, map[string]promise.Document{"supplier": {"name": t.supplier, "country": t.country},
			"solutions": {"name": t.name, "class": t.class, "state": t.state, "used-for": t.use, "information": t.information, "work-account": "true", "data-place": "EU", "trains": "false", "from": f.day(50 + 30*i)}})
		if err != nil {
			return err
		}
		if i < 2 {
			if _, err := f.add(ctx, ai, id, map[string]promise.Document{"introductions": {"solution": t.name, "project": "Tekoäly arjen apuna", "owner": ai.Actor.ID.String(), "responsible": ai.Actor.ID.String(),
				"assessed": []string{"background", "purpose", "security-and-privacy"}, "risk": "limited"}}); err != nil {
				return err
			}
		}
		if _, err := f.add(ctx, rating, opaque.ID{}, map[string]promise.Document{"provider": {"name": t.supplier, "business-id": businessID(f.r), "country": t.country},
			"ratings": {"service": t.name, "kind": "other", "encrypted": "true", "storage": "EU", "ownership": "toimittajan", "visibility": "vain käyttäjä", "work-use": "true", "privacy": "Ehdot luettu, ei käytetä opetukseen.",
				"information": t.information, "forbidden": []string{"false", "true"}[min(1, i%3/2)], "from": f.day(40)}}); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) citizens(ctx context.Context) error {
	w, err := f.as(ctx, "riikka", "customer-servant", "customers", "service")
	if err != nil {
		return err
	}
	var work []func() error
	for i, p := range finns(f.r, 40) {
		work = append(work, func() error {
			id, err := f.add(ctx, w, opaque.ID{}, map[string]promise.Document{"customer": {"name": p.name, "email": p.email, "phone": p.phone, "identified-by": "e-identification", "identified": f.day(100 + i)}})
			if err != nil || i%2 == 1 {
				return err
			}
			in := register.Input{Subject: id, Docs: map[string]promise.Document{"messages": {"at": f.moment(1+i%20, 10), "channel": "email", "sender": w.Actor.ID.String(), "role": "asiakaspalvelija", "class": "internal"}}}
			_, err = f.h.Register.Add(ctx, w, in, register.Given{Reason: "Asiakkaan yhteydenotto"})
			return err
		})
	}
	return together(work)
}
