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

var statfin = &Organisation{
	ID:   "statfin",
	Name: promise.Text{"nb": "Statistikksentralen i Finland (Tilastokeskus)", "en": "Statistics Finland", "fi": "Tilastokeskus", "sv": "Statistikcentralen"},
	Who: promise.Text{"nb": "Forskertjenestene i en statistikketat: kunder, tillatelser, prosjekter og bruk.", "en": "The research services of a statistics office: clients, licences, projects and usage.",
		"fi": "Tilastoviraston tutkijapalvelut: asiakkaat, käyttöluvat, hankkeet ja käyttö.", "sv": "Ett statistikverks forskartjänster: kunder, tillstånd, projekt och användning."},
	Document: promise.Text{"nb": "Forskertjenestenes regler og veiledning", "en": "Rules and instructions of the research services", "fi": "Tutkijapalveluiden säännöt ja ohjeet", "sv": "Forskartjänsternas regler och anvisningar"},
	Todo: []promise.Text{
		{"fi": "Ole tulosteiden tarkistaja Salla: tee yrityksistä taulukko toimialan ja kunnan mukaan, yhdistä kaksi kuntaa ja katso, kuinka piilotettuja soluja jää vähemmän.", "en": "Be Salla the output checker: make a table of companies by section and municipality, merge two municipalities and watch fewer cells be hidden.",
			"nb": "Vær Salla, som kontrollerer resultater: lag en tabell av bedrifter etter næring og kommune, slå sammen to kommuner og se at færre celler skjules.", "sv": "Var granskaren Salla: gör en tabell av företag efter näringsgren och kommun, slå ihop två kommuner och se att färre celler döljs."},
		{"fi": "Ole valvoja Eero: avaa käyttäjän istunnot. Syy kysytään ensin. Laskutuksen Kaisa näkee samasta käyttäjästä vain määrät.", "en": "Be Eero the supervisor: open a user's sessions. A reason is asked first. Kaisa in billing sees only the amounts of the same user.",
			"nb": "Vær Eero, som fører tilsyn: åpne øktene til en bruker. Det spørres først om grunn. Kaisa i fakturering ser bare mengdene for samme bruker.", "sv": "Var övervakaren Eero: öppna en användares sessioner. Orsaken frågas först. Kaisa på faktureringen ser bara mängderna för samma användare."},
		{"fi": "Ole tutkija Oskari, ulkopuolinen: säännöt on luettava ja hyväksyttävä kohta kohdalta ennen kuin mikään aukeaa.", "en": "Be Oskari, a researcher from outside: the rules are read and accepted clause by clause before anything opens.",
			"nb": "Vær forskeren Oskari, utenfra: reglene leses og godtas punkt for punkt før noe åpnes.", "sv": "Var forskaren Oskari, utifrån: reglerna läses och godkänns punkt för punkt innan något öppnas."},
	},
	Notice: []promise.Text{theLabel, everyLookUp},
	Staff: []Person{
		{UserName: "hanna", Name: "Hanna Lehtovirta", Unit: "helsinki", Roles: []string{"permit-officer"}, Text: promise.Text{"fi": "valmistelee luvat ja sopimukset", "en": "prepares licences and contracts"}},
		{UserName: "salla", Name: "Salla Kuutamovaara", Unit: "helsinki", Roles: []string{"output-checker"}, Text: promise.Text{"fi": "tarkistaa tulosteet: tekee taulukoita näkemättä yhtäkään tietuetta", "en": "checks outputs: makes tables without seeing a single record"}},
		{UserName: "eero", Name: "Eero Haavikkola", Unit: "helsinki", Roles: []string{"supervisor"}, Text: promise.Text{"fi": "valvoo käyttöä, syystä", "en": "supervises usage, with a reason"}},
		{UserName: "kaisa", Name: "Kaisa Vanamonen", Unit: "helsinki", Roles: []string{"billing"}, Text: promise.Text{"fi": "laskuttaa: näkee määrät, ei istuntoja", "en": "invoices: sees amounts, no sessions"}},
		{UserName: "mikko", Name: "Mikko Joutsenlahti", Unit: "helsinki", Roles: []string{"duty-officer"}, Text: promise.Text{"fi": "päivystää: auttaa kirjautumisessa", "en": "on duty: helps with signing in"}},
		{UserName: "ville", Name: "Ville Poutahovi", Unit: "helsinki", Roles: []string{"maintenance"}, Text: promise.Text{"fi": "avaa kansiot, kun lupa, sopimus ja sitoumus ovat voimassa", "en": "opens folders once licence, contract and pledge are in force"}},
		{UserName: "leena", Name: "Leena Suopursu", Unit: "helsinki", Roles: []string{"privacy-officer"}, Text: promise.Text{"fi": "tietosuojavastaava: ote lokista", "en": "data protection officer: extract of the log"}},
		{UserName: "oskari", Name: "Oskari Vesikansa", Roles: []string{"researcher"}, Text: promise.Text{"fi": "tutkija toisesta organisaatiosta, ei ole vielä hyväksynyt sääntöjä", "en": "researcher from another organisation, has not accepted the rules yet"}},
		{UserName: "elina", Name: "Elina Tähkäpelto", Roles: []string{"researcher"}, Text: promise.Text{"fi": "tutkija, joka on hyväksynyt säännöt", "en": "researcher who has accepted the rules"}},
	},
	fill: fillStatFin,
}

func fillStatFin(ctx context.Context, f *filler) error {
	f.say("companies")
	clients, err := f.clients(ctx)
	if err != nil {
		return fmt.Errorf("clients: %w", err)
	}
	f.say("projects")
	if err := f.dataUsers(ctx, clients); err != nil {
		return fmt.Errorf("researchers: %w", err)
	}
	f.say("usage")
	if err := f.usage(ctx); err != nil {
		return fmt.Errorf("usage: %w", err)
	}
	f.say("units")
	if err := f.units(ctx); err != nil {
		return fmt.Errorf("units: %w", err)
	}
	f.say("rules")
	return f.accept(ctx, "elina")
}

var universities = []string{"Haapasalmen yliopisto", "Suvantolan yliopisto", "Kivilahden ammattikorkeakoulu", "Väestön tutkimuslaitos Pihlaja", "Talouden tutkimuslaitos Kompassi",
	"Lumijoen kaupunki, tietopalvelut", "Pohjoisen työelämän instituutti", "Honkajärven terveystutkimus"}

func project(i int) string { return fmt.Sprintf("TK-%03d", 101+i) }

func (f *filler) clients(ctx context.Context) (out []opaque.ID, err error) {
	w, err := f.as(ctx, "hanna", "permit-officer", "clients", "service")
	if err != nil {
		return nil, err
	}
	titles := []string{"Palkkaerot toimialoittain", "Yritysten kasvu ja vienti", "Sairauspoissaolot ja työn kuormitus", "Muuttoliike ja asuminen"}
	heads := finns(f.r, len(universities))
	for i, name := range universities {
		id, err := f.add(ctx, w, opaque.ID{}, map[string]promise.Document{
			"card":       {"name": name, "business-id": businessID(f.r), "place": finnishPlaces[i%len(finnishPlaces)]},
			"contacts":   {"name": heads[i].name, "email": heads[i].email, "phone": heads[i].phone, "from": f.day(700)},
			"agreements": {"kind": "project", "project": project(i), "signed": f.day(400), "rules-version": "1", "from": f.day(390)},
			"projects": {"code": project(i), "title": titles[i%len(titles)], "purpose": "scientific-research", "approved-purpose": "Tieteellinen tutkimus: " + strings.ToLower(titles[i%len(titles)]) + ".",
				"mode": []string{"remote"}, "data-sets": "FOLK perustiedot, FOLK työsuhteet", "from": f.day(380), "to": f.day(-700), "space": fmt.Sprint(50 + 10*i)},
		})
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

const dataUserCount = 48

// dataUsers are researchers with licences; two in three have signed what opens
// a folder for them.
func (f *filler) dataUsers(ctx context.Context, clients []opaque.ID) error {
	permits, err := f.as(ctx, "hanna", "permit-officer", "researchers", "licences")
	if err != nil {
		return err
	}
	upkeep, err := f.as(ctx, "ville", "maintenance", "researchers", "remote-access")
	if err != nil {
		return err
	}
	var work []func() error
	for i, p := range finns(f.r, dataUserCount) {
		work = append(work, func() error { return f.dataUser(ctx, i, p, clients[i%len(clients)], permits, upkeep) })
	}
	return together(work)
}

func (f *filler) dataUser(ctx context.Context, i int, p contact, client opaque.ID, permits, upkeep register.Work) error {
	code := project(i % len(universities))
	docs := map[string]promise.Document{
		"card": {"name": p.name, "username": fmt.Sprintf("tk%04d", 1200+i)}, "contact": {"email": p.email},
		"affiliation": {"client": client.String(), "from": f.day(600)},
		"licences": {"number": fmt.Sprintf("LUPA-%d", 4000+i), "kind": "project", "project": code, "purpose": "scientific-research", "approved-purpose": "Hankkeen hyväksytty tutkimussuunnitelma.",
			"data-sets": "FOLK perustiedot", "mode": "remote", "from": f.day(300), "to": f.day(-400)},
	}
	if i%3 != 2 {
		docs["contracts"] = promise.Document{"kind": "project", "project": code, "rules-version": "1", "signed": f.day(295)}
		docs["pledges"] = promise.Document{"signed": f.day(295), "version": "1"}
	}
	id, err := f.add(ctx, permits, opaque.ID{}, docs)
	if err != nil || i%3 == 2 {
		return err
	}
	_, err = f.add(ctx, upkeep, id, map[string]promise.Document{"folders": {"kind": "project", "session-account": fmt.Sprintf("tk%04d", 1200+i), "space": "20", "from": f.day(290)}})
	return err
}

const userCount = 40

func (f *filler) usage(ctx context.Context) error {
	w, err := f.as(ctx, "ville", "maintenance", "usage", "maintenance")
	if err != nil {
		return err
	}
	var work []func() error
	for i, p := range finns(f.r, userCount) {
		work = append(work, func() error {
			account := fmt.Sprintf("tk%04d", 2200+i)
			id, err := f.add(ctx, w, opaque.ID{}, map[string]promise.Document{"user": {"name": p.name, "username": account},
				"amounts": {"project": project(i % len(universities)), "from": f.day(60), "to": f.day(30), "hours": fmt.Sprint(3 + i%30), "disk": fmt.Sprint(5 + i), "heavy-runs": fmt.Sprint(i % 4)}})
			for n := 0; n < 1+i%3 && err == nil; n++ {
				_, err = f.add(ctx, w, id, map[string]promise.Document{"sessions": {"began": f.moment(2+5*n+i%4, 9), "ended": f.moment(2+5*n+i%4, 15), "session-account": account,
					"purpose": "aineiston muodostus", "address": fmt.Sprintf("192.0.2.%d", 10+i), "software": "desktop", "ended-by": "user"}})
			}
			if err == nil && i%6 == 0 {
				_, err = f.add(ctx, w, id, map[string]promise.Document{"refused-sign-ins": {"at": f.moment(1+i%5, 8), "address": "198.51.100.7", "cause": "address"}})
			}
			return err
		})
	}
	return together(work)
}
