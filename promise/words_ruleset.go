// SPDX-License-Identifier: EUPL-1.2

package promise

// tableWords say what rule sets and datasets demand, by language. The key's meaning
// stands first: name-… are the names of the keys of the language.
var tableWords = map[string]map[string]string{
	"en": {"name-unit": "Unit", "name-tier": "What is delicate", "name-minimum-units": "At least in a cell", "name-protect": "At least by level", "name-row-minimum": "At least in a row",
		"name-dominance": "Dominance", "name-p-percent": "p% rule", "name-pq": "pq rule", "name-ties": "Exactly at a limit", "name-fresh": "Rules about the largest hold",
		"name-public-after": "Data become public after", "name-secret-after-death": "Secret", "name-secondary": "Protection of hidden cells", "name-ask-if": "Looked at by a person", "name-methods": "Figures may be changed by", "controlled-rounding": "controlled rounding", "small-count-rounding": "rounding of small counts", "rounding": "ordinary rounding", "cell-key": "noise from cell keys",
		"name-rules": "Rule set", "name-change": "Stricter here", "name-population": "Data", "name-reference-date": "Reference date", "name-register": "Lies in", "name-levels": "Levels of protection (columns)", "name-sensitive": "Sensitive variables (columns)", "name-below-region": "Areas below a region (columns)", "name-public-by-law": "Public by law",
		"exact": "exact values only", "approximate": "approximate values too", "hidden-identity": "who and how many stand behind a cell", "units": "%d units, counted without weights",
		"dominance-1": "%s: sensitive when the largest one makes at least %s per cent", "dominance": "%s: sensitive when the %d largest make at least %s per cent",
		"p-percent": "sensitive when the second largest can estimate the largest to %s per cent", "pq": "sensitive when the largest can be estimated to %s per cent by somebody who knew all to %s per cent",
		"ties-sensitive": "sensitive", "ties-safe": "safe", "always": "at any age of the data", "check-date": "until %s after the reference date, on the day of the check", "publication-date": "until %s after the reference date, on the day of publication",
		"from-death": "%s from a death, so that age alone makes nothing public", "singletons": "against contributors who are alone in a cell", "unions": "of sums of hidden cells too",
		"zeros-open": "empty cells are shown", "zeros-free": "empty cells may be hidden", "zeros-protect": "empty cells are sensitive", "cost-value": "small values are hidden first", "cost-units": "cells of few units are hidden first", "cost-cells": "as few cells as possible are hidden",
		"interval": "no narrower than a share of %s of the value", "sensitive-variable": "a sensitive variable", "three-variables": "three variables or more", "below-region": "an area below a region",
		"only-sample": "only for samples", "total": "total data", "sample": "a sample", "nothing-hidden": "nothing has to be hidden"},
	"nb": {"name-unit": "Enhet", "name-tier": "Hva som er ømtålig", "name-minimum-units": "Minst i en celle", "name-protect": "Minst etter nivå", "name-row-minimum": "Minst i en rad",
		"name-dominance": "Dominans", "name-p-percent": "p%-regel", "name-pq": "pq-regel", "name-ties": "Nøyaktig på grensen", "name-fresh": "Regler om de største gjelder",
		"name-public-after": "Dataene blir offentlige etter", "name-secret-after-death": "Hemmelig", "name-secondary": "Vern av skjulte celler", "name-ask-if": "Vurderes av et menneske", "name-methods": "Tall kan endres med", "controlled-rounding": "kontrollert avrunding", "small-count-rounding": "avrunding av små antall", "rounding": "vanlig avrunding", "cell-key": "støy fra cellenøkler",
		"name-rules": "Regelsett", "name-change": "Strengere her", "name-population": "Data", "name-reference-date": "Referansedato", "name-register": "Ligger i", "name-levels": "Vernenivåer (kolonner)", "name-sensitive": "Sensitive variabler (kolonner)", "name-below-region": "Områder under regionnivå (kolonner)", "name-public-by-law": "Offentlig etter loven",
		"exact": "bare nøyaktige verdier", "approximate": "også omtrentlige verdier", "hidden-identity": "hvem og hvor mange som står bak en celle", "units": "%d enheter, talt uten vekter",
		"dominance-1": "%s: følsom når den største utgjør minst %s prosent", "dominance": "%s: følsom når de %d største utgjør minst %s prosent",
		"p-percent": "følsom når den nest største kan anslå den største på %s prosent nær", "pq": "følsom når den største kan anslås på %s prosent nær av en som kjente alle på %s prosent nær",
		"ties-sensitive": "følsom", "ties-safe": "trygg", "always": "uansett alder på dataene", "check-date": "inntil %s etter referansedatoen, på dagen for kontrollen", "publication-date": "inntil %s etter referansedatoen, på dagen for publisering",
		"from-death": "%s fra et dødsfall, slik at alder alene ikke gjør noe offentlig", "singletons": "mot bidragsytere som er alene i en celle", "unions": "også av summer av skjulte celler",
		"zeros-open": "tomme celler vises", "zeros-free": "tomme celler kan skjules", "zeros-protect": "tomme celler er følsomme", "cost-value": "små verdier skjules først", "cost-units": "celler med få enheter skjules først", "cost-cells": "så få celler som mulig skjules",
		"interval": "ikke smalere enn en andel på %s av verdien", "sensitive-variable": "en sensitiv variabel", "three-variables": "tre variabler eller flere", "below-region": "et område under regionnivå",
		"only-sample": "bare for utvalg", "total": "fulltelling", "sample": "et utvalg", "nothing-hidden": "ingenting må skjules"},
	"sv": {"name-unit": "Enhet", "name-tier": "Vad som är känsligt", "name-minimum-units": "Minst i en cell", "name-protect": "Minst per nivå", "name-row-minimum": "Minst i en rad",
		"name-dominance": "Dominans", "name-p-percent": "p%-regel", "name-pq": "pq-regel", "name-ties": "Exakt på gränsen", "name-fresh": "Regler om de största gäller",
		"name-public-after": "Uppgifterna blir offentliga efter", "name-secret-after-death": "Hemligt", "name-secondary": "Skydd av dolda celler", "name-ask-if": "Bedöms av en människa", "name-methods": "Tal får ändras genom", "controlled-rounding": "kontrollerad avrundning", "small-count-rounding": "avrundning av små antal", "rounding": "vanlig avrundning", "cell-key": "brus från cellnycklar",
		"name-rules": "Regelsamling", "name-change": "Strängare här", "name-population": "Data", "name-reference-date": "Referensdatum", "name-register": "Ligger i", "name-levels": "Skyddsnivåer (kolumner)", "name-sensitive": "Känsliga variabler (kolumner)", "name-below-region": "Områden mindre än en region (kolumner)", "name-public-by-law": "Offentligt enligt lag",
		"exact": "bara exakta värden", "approximate": "även ungefärliga värden", "hidden-identity": "vilka och hur många som står bakom en cell", "units": "%d enheter, räknade utan vikter",
		"dominance-1": "%s: känslig när den största utgör minst %s procent", "dominance": "%s: känslig när de %d största utgör minst %s procent",
		"p-percent": "känslig när den näst största kan uppskatta den största på %s procent när", "pq": "känslig när den största kan uppskattas på %s procent när av någon som kände alla på %s procent när",
		"ties-sensitive": "känslig", "ties-safe": "säker", "always": "oavsett uppgifternas ålder", "check-date": "till %s efter referensdatumet, på dagen för kontrollen", "publication-date": "till %s efter referensdatumet, på publiceringsdagen",
		"from-death": "%s från ett dödsfall, så att åldern ensam inte gör något offentligt", "singletons": "mot uppgiftslämnare som är ensamma i en cell", "unions": "även av summor av dolda celler",
		"zeros-open": "tomma celler visas", "zeros-free": "tomma celler får döljas", "zeros-protect": "tomma celler är känsliga", "cost-value": "små värden döljs först", "cost-units": "celler med få enheter döljs först", "cost-cells": "så få celler som möjligt döljs",
		"interval": "inte smalare än en andel på %s av värdet", "sensitive-variable": "en känslig variabel", "three-variables": "tre variabler eller fler", "below-region": "ett område mindre än en region",
		"only-sample": "bara för urval", "total": "totaldata", "sample": "ett urval", "nothing-hidden": "inget behöver döljas"},
	"fi": {"name-unit": "Yksikkö", "name-tier": "Mikä on arkaa", "name-minimum-units": "Solussa vähintään", "name-protect": "Tasoittain vähintään", "name-row-minimum": "Rivillä vähintään",
		"name-dominance": "Dominanssi", "name-p-percent": "p %-sääntö", "name-pq": "pq-sääntö", "name-ties": "Tasan rajalla", "name-fresh": "Suurimpia koskevat säännöt ovat voimassa",
		"name-public-after": "Tiedot tulevat julkisiksi", "name-secret-after-death": "Salassa", "name-secondary": "Peitettyjen solujen suojaus", "name-ask-if": "Ihminen katsoo", "name-methods": "Lukuja voidaan muuttaa", "controlled-rounding": "hallitulla pyöristyksellä", "small-count-rounding": "pienten lukumäärien pyöristyksellä", "rounding": "tavallisella pyöristyksellä", "cell-key": "soluavainten kohinalla",
		"name-rules": "Sääntökokoelma", "name-change": "Tässä tiukempi", "name-population": "Aineisto", "name-reference-date": "Viiteajankohta", "name-register": "Sijainti", "name-levels": "Suojaustasot (sarakkeet)", "name-sensitive": "Arkaluonteiset muuttujat (sarakkeet)", "name-below-region": "Maakuntaa pienemmät alueet (sarakkeet)", "name-public-by-law": "Lailla julkiset",
		"exact": "vain tarkat arvot", "approximate": "myös likimääräiset arvot", "hidden-identity": "keitä ja kuinka monta solun takana on", "units": "%d yksikköä, ilman painoja laskettuna",
		"dominance-1": "%s: herkkä, jos suurin muodostaa vähintään %s prosenttia", "dominance": "%s: herkkä, jos %d suurinta muodostaa vähintään %s prosenttia",
		"p-percent": "herkkä, jos toiseksi suurin voi arvioida suurimman %s prosentin tarkkuudella", "pq": "herkkä, jos suurin voidaan arvioida %s prosentin tarkkuudella, kun kaikki tunnetaan ennestään %s prosentin tarkkuudella",
		"ties-sensitive": "herkkä", "ties-safe": "turvallinen", "always": "kaikenikäisissä tiedoissa", "check-date": "enintään %s viiteajankohdasta tarkistuspäivään", "publication-date": "enintään %s viiteajankohdasta julkaisupäivään",
		"from-death": "%s kuolemasta, joten ikä ei yksin tee tiedosta julkista", "singletons": "solussa yksin olevia vastaan", "unions": "myös peitettyjen solujen summille",
		"zeros-open": "tyhjät solut näytetään", "zeros-free": "tyhjiä soluja voidaan peittää", "zeros-protect": "tyhjät solut ovat herkkiä", "cost-value": "pienet arvot peitetään ensin", "cost-units": "harvojen yksiköiden solut peitetään ensin", "cost-cells": "peitetään mahdollisimman vähän soluja",
		"interval": "vähintään osuus %s arvosta", "sensitive-variable": "arkaluonteinen muuttuja", "three-variables": "vähintään kolme muuttujaa", "below-region": "maakuntaa pienempi alue",
		"only-sample": "vain otoksille", "total": "kokonaisaineisto", "sample": "otos", "nothing-hidden": "mitään ei tarvitse peittää"},
}

// wholeWords are the language's own words for whom data are about.
var wholeWords = map[string]map[string]string{
	"en": {"person": "person", "company": "company"},
	"nb": {"person": "person", "company": "bedrift"},
	"sv": {"person": "person", "company": "företag"},
	"fi": {"person": "henkilö", "company": "yritys"},
}
