// SPDX-License-Identifier: EUPL-1.2

package promise

// The words in which clauses are told. Each map is language, then what is said. A
// language that is missing is told in English.

// inLanguage looks a word up, falling back to English and then to the word itself.
func inLanguage(words map[string]map[string]string, lang, key string) string {
	if s := words[lang][key]; s != "" {
		return s
	}
	if s := words["en"][key]; s != "" {
		return s
	}
	return key
}

var actionPhrases = map[string]map[string]string{
	"en": {"find": "find", "open": "open", "reveal": "show the masked part of", "add": "add", "correct": "correct", "erase": "erase", "count": "count",
		"profile": "profile", "link": "link", "share": "share", "export": "export", "disclose": "disclose", "publish": "publish", "send": "send", "receive": "receive",
		"submit": "submit", "record": "record", "join": "join", "install": "install", "auto-forward": "forward automatically"},
	"nb": {"find": "finne", "open": "åpne", "reveal": "vise den skjulte delen av", "add": "legge til", "correct": "rette", "erase": "slette", "count": "telle",
		"profile": "profilere", "link": "koble", "share": "dele", "export": "eksportere", "disclose": "utlevere", "publish": "publisere", "send": "sende", "receive": "motta",
		"submit": "sende inn", "record": "ta opp", "join": "delta i", "install": "installere", "auto-forward": "videresende automatisk"},
	"sv": {"find": "hitta", "open": "öppna", "reveal": "visa den dolda delen av", "add": "lägga till", "correct": "rätta", "erase": "radera", "count": "räkna",
		"profile": "profilera", "link": "koppla", "share": "dela", "export": "exportera", "disclose": "lämna ut", "publish": "publicera", "send": "skicka", "receive": "ta emot",
		"submit": "skicka in", "record": "spela in", "join": "delta i", "install": "installera", "auto-forward": "vidarebefordra automatiskt"},
	"fi": {"find": "haku", "open": "avaaminen", "reveal": "peitetyn osan näyttäminen", "add": "lisääminen", "correct": "korjaaminen", "erase": "poistaminen", "count": "laskeminen",
		"profile": "profilointi", "link": "yhdistäminen", "share": "jakaminen", "export": "vienti", "disclose": "luovuttaminen", "publish": "julkaiseminen", "send": "lähettäminen", "receive": "vastaanottaminen",
		"submit": "syöttäminen", "record": "tallentaminen", "join": "osallistuminen", "install": "asentaminen", "auto-forward": "automaattinen edelleenlähetys"},
}

var safeguardPhrases = map[string]map[string]string{
	"en": {"reason": "a reason", "confirmation": "a confirmation", "second-person": "a second person", "expiry": "an end in time", "encryption": "encryption", "hidden-recipients": "hidden recipients",
		"single-recipient": "a single recipient", "private-entry": "a private entry", "title-warning": "a warning about the title", "sender-and-role": "sender and role", "announced": "an announcement",
		"named-retention": "a named time of keeping", "human-check": "a check by a human", "watermark": "a watermark", "snapshot": "a snapshot", "hashed": "hashing", "preference-link": "a link to the preferences", "one-click-leave": "leaving by one click"},
	"nb": {"reason": "en grunn", "confirmation": "en bekreftelse", "second-person": "en person til", "expiry": "en tidsgrense", "encryption": "kryptering", "hidden-recipients": "skjulte mottakere",
		"single-recipient": "én mottaker", "private-entry": "en privat oppføring", "title-warning": "en advarsel om tittelen", "sender-and-role": "avsender og rolle", "announced": "kunngjøring",
		"named-retention": "navngitt lagringstid", "human-check": "kontroll av et menneske", "watermark": "vannmerke", "snapshot": "et øyeblikksbilde", "hashed": "hashing", "preference-link": "lenke til innstillingene", "one-click-leave": "avmelding med ett klikk"},
	"sv": {"reason": "ett skäl", "confirmation": "en bekräftelse", "second-person": "en person till", "expiry": "en tidsgräns", "encryption": "kryptering", "hidden-recipients": "dolda mottagare",
		"single-recipient": "en enda mottagare", "private-entry": "en privat post", "title-warning": "en varning om rubriken", "sender-and-role": "avsändare och roll", "announced": "ett tillkännagivande",
		"named-retention": "namngiven lagringstid", "human-check": "kontroll av en människa", "watermark": "vattenstämpel", "snapshot": "en ögonblicksbild", "hashed": "hashning", "preference-link": "länk till inställningarna", "one-click-leave": "avanmälan med ett klick"},
	"fi": {"reason": "perustelu", "confirmation": "vahvistus", "second-person": "toinen henkilö", "expiry": "aikaraja", "encryption": "salaus", "hidden-recipients": "piilotetut vastaanottajat",
		"single-recipient": "yksi vastaanottaja", "private-entry": "yksityinen merkintä", "title-warning": "varoitus otsikosta", "sender-and-role": "lähettäjä ja rooli", "announced": "ilmoitus",
		"named-retention": "nimetty säilytysaika", "human-check": "ihmisen tarkistus", "watermark": "vesileima", "snapshot": "tilannekuva", "hashed": "tiivistäminen", "preference-link": "linkki asetuksiin", "one-click-leave": "peruutus yhdellä napsautuksella"},
}

var effectPhrases = map[string]map[string]string{
	"en": {"notify": "%s is told", "open-case": "a case is opened", "task": "a task is made", "send": "a letter is sent", "record": "it is recorded"},
	"nb": {"notify": "%s får beskjed", "open-case": "en sak åpnes", "task": "en oppgave lages", "send": "et brev sendes", "record": "det føres"},
	"sv": {"notify": "%s underrättas", "open-case": "ett ärende öppnas", "task": "en uppgift skapas", "send": "ett brev skickas", "record": "det förs in"},
	"fi": {"notify": "%s saa tiedon", "open-case": "asia avataan", "task": "tehtävä luodaan", "send": "kirje lähetetään", "record": "siitä tehdään merkintä"},
}

// glue are the connecting words of a sentence.
var glue = map[string]map[string]string{
	"en": {"everyone": "All staff", "system": "The system", "and": " and ", "or": " or ", "may": " may ", "may-not": " may not ", "nobody-may": "Nobody may ", "nobody-except": "Nobody except %s may ", "must": "Whoever is to %s %s needs %s first",
		"except": "%s except %s", "all-data": "any data", "for": " for %s", "to": " to %s", "units": " in %s", "if": ", when %s", "unless": ", unless %s", "with": ", with %s", "then": "; afterwards %s", "from-list": "%s from the list “%s”", "of": "%s of %s", "by": "%s (%s)", "quote": "“%s”", "part": "%s (%s)", "state": "“%s” holds", "permitted": "“%s” was given"},
	"nb": {"everyone": "Alle ansatte", "system": "Systemet", "and": " og ", "or": " eller ", "may": " kan ", "may-not": " kan ikke ", "nobody-may": "Ingen kan ", "nobody-except": "Ingen unntatt %s kan ", "must": "Den som skal %s %s, trenger først %s",
		"except": "%s unntatt %s", "all-data": "noen opplysninger", "for": " for %s", "to": " til %s", "units": " i %s", "if": ", når %s", "unless": ", med mindre %s", "with": ", med %s", "then": "; etterpå %s", "from-list": "%s fra listen «%s»", "of": "%s på %s", "by": "%s (%s)", "quote": "«%s»", "part": "%s (%s)", "state": "«%s» gjelder", "permitted": "«%s» er gitt"},
	"sv": {"everyone": "Alla anställda", "system": "Systemet", "and": " och ", "or": " eller ", "may": " får ", "may-not": " får inte ", "nobody-may": "Ingen får ", "nobody-except": "Ingen utom %s får ", "must": "Den som ska %s %s behöver först %s",
		"except": "%s utom %s", "all-data": "några uppgifter", "for": " för %s", "to": " till %s", "units": " i %s", "if": ", när %s", "unless": ", om inte %s", "with": ", med %s", "then": "; efteråt %s", "from-list": "%s ur listan ”%s”", "of": "%s på %s", "by": "%s (%s)", "quote": "”%s”", "part": "%s (%s)", "state": "”%s” gäller", "permitted": "”%s” har getts"},
	"fi": {"everyone": "Koko henkilöstö", "system": "Järjestelmä", "and": " ja ", "or": " tai ", "may": " – sallittu: ", "may-not": " – kielletty: ", "nobody-may": "Kaikilta kielletty: ", "nobody-except": "Kielletty kaikilta paitsi (%s): ", "must": "Ennen tätä (%s: %s) tarvitaan %s",
		"except": "%s, paitsi %s", "all-data": "kaikki tiedot", "for": "; tarkoitus %s", "to": "; vastaanottaja %s", "units": "; yksikkö %s", "if": "; kun %s", "unless": "; ellei %s", "with": "; edellytys: %s", "then": "; sen jälkeen %s", "from-list": "%s luettelosta ”%s”", "of": "%s, %s", "by": "%s (%s)", "quote": "”%s”", "part": "%s (%s)", "state": "”%s” on voimassa", "permitted": "”%s” on annettu"},
}

// factPhrases say what it means that a fact holds, in the order en, nb, sv, fi.
var factPhrases = map[string][4]string{
	"assigned":              {"the company or person is assigned to them", "bedriften eller personen er tildelt vedkommende", "företaget eller personen är tilldelad vederbörande", "yritys tai henkilö on osoitettu käsittelijälle"},
	"in-care":               {"the person is in their care", "vedkommende har personen i behandling", "vederbörande har personen i vård", "henkilö on käsittelijän hoidossa"},
	"same-unit":             {"the person is in the care of their unit", "enheten deres har personen i behandling", "deras enhet har personen i vård", "henkilö on käsittelijän yksikön hoidossa"},
	"own":                   {"the data are their own", "opplysningene er vedkommendes egne", "uppgifterna är vederbörandes egna", "tiedot ovat käsittelijän omia"},
	"author":                {"they wrote the record", "vedkommende har skrevet oppføringen", "vederbörande har skrivit posten", "käsittelijä on kirjoittanut tietueen"},
	"named":                 {"they are approved by name for these data", "vedkommende er godkjent ved navn for opplysningene", "vederbörande är godkänd vid namn för uppgifterna", "käsittelijä on nimeltä hyväksytty näihin tietoihin"},
	"shared-with-me":        {"the record was shared with them", "oppføringen er delt med vedkommende", "posten har delats med vederbörande", "tietue on jaettu käsittelijälle"},
	"declared":              {"they have signed the declaration of secrecy", "vedkommende har signert taushetserklæringen", "vederbörande har undertecknat sekretessförbindelsen", "käsittelijä on allekirjoittanut salassapitositoumuksen"},
	"second-factor":         {"they signed in with two factors", "vedkommende er pålogget med to faktorer", "vederbörande har loggat in med två faktorer", "käsittelijä on kirjautunut kahdella tekijällä"},
	"allowed-address":       {"they come from an allowed address", "vedkommende kommer fra en tillatt adresse", "vederbörande kommer från en tillåten adress", "yhteys tulee sallitusta osoitteesta"},
	"work-account":          {"they use the work account", "vedkommende bruker jobbkontoen", "vederbörande använder arbetskontot", "käsittelijä käyttää työtiliä"},
	"agreement-in-force":    {"an agreement is in force", "en avtale gjelder", "ett avtal gäller", "sopimus on voimassa"},
	"permit-in-force":       {"a permit is in force", "en tillatelse gjelder", "ett tillstånd gäller", "lupa on voimassa"},
	"single-purpose-device": {"the device serves this purpose only", "enheten brukes bare til dette", "enheten används bara för detta", "laite on vain tätä tarkoitusta varten"},
	"restricted":            {"the use of the person's data is restricted", "bruken av personens opplysninger er begrenset", "användningen av personens uppgifter är begränsad", "henkilön tietojen käyttöä on rajoitettu"},
	"protected-identity":    {"the person lives at a secret address", "personen lever på hemmelig adresse", "personen har skyddad identitet", "henkilöllä on turvakielto"},
	"secret-relationship":   {"that the person is known here is secret", "at personen er kjent her, er hemmelig", "att personen är känd här är hemligt", "asiakkuus on salainen"},
	"minor":                 {"the person is a minor", "personen er mindreårig", "personen är minderårig", "henkilö on alaikäinen"},
	"deceased":              {"the person has died", "personen er død", "personen har avlidit", "henkilö on kuollut"},
	"identified":            {"the person has been identified", "personen er identifisert", "personen har identifierats", "henkilö on tunnistettu"},
	"number-verified":       {"the number has been verified", "nummeret er bekreftet", "numret har verifierats", "numero on varmistettu"},
	"restricted-item":       {"the record is marked as restricted", "oppføringen er merket som begrenset", "posten är märkt som begränsad", "tietue on merkitty rajatuksi"},
	"private":               {"the record is private", "oppføringen er privat", "posten är privat", "tietue on yksityinen"},
	"public-by-law":         {"the record is public by law", "oppføringen er offentlig etter loven", "posten är offentlig enligt lag", "tietue on lain mukaan julkinen"},
	"about-own-record":      {"it concerns what is recorded about the person", "det gjelder det som er ført om personen", "det gäller det som är antecknat om personen", "asia koskee henkilön omaa merkintää"},
	"ai-made":               {"it was made by a machine", "det er laget av en maskin", "det är gjort av en maskin", "se on koneen tekemä"},
	"ai-forbidden-data":     {"it holds what no tool may be given", "det inneholder noe ingen verktøy skal ha", "det innehåller sådant som inget verktyg får få", "se sisältää tietoa, jota millekään työkalulle ei saa antaa"},
	"approved":              {"the act was approved in a case", "handlingen er godkjent i en sak", "handlingen har godkänts i ett ärende", "teko on hyväksytty asiassa"},
	"break-glass":           {"the glass was broken in an emergency", "nødtilgang er tatt i bruk", "nödåtkomst har använts", "hätäpääsy on otettu käyttöön"},
	"same-as-opener":        {"it is the person who opened the case", "det er den som åpnet saken", "det är den som öppnade ärendet", "kyseessä on asian avaaja"},
	"receiver-declared":     {"the receiver has signed the declaration of secrecy", "mottakeren har signert taushetserklæringen", "mottagaren har undertecknat sekretessförbindelsen", "vastaanottaja on allekirjoittanut salassapitositoumuksen"},
	"prohibited":            {"a prohibition or an objection is in force", "et forbud eller en protest gjelder", "ett förbud eller en invändning gäller", "kielto tai vastustus on voimassa"},
	"tracking-accepted":     {"tracking was accepted", "sporing er godtatt", "spårning har godkänts", "seuranta on hyväksytty"},
	"permitted.any":         {"some permission is in force", "et samtykke gjelder", "något samtycke gäller", "jokin suostumus on voimassa"},
	"protected-way":         {"it goes by a protected way", "det går en beskyttet vei", "det går en skyddad väg", "se kulkee suojattua tietä"},
	"encrypted":             {"it is encrypted", "det er kryptert", "det är krypterat", "se on salattu"},
	"leaves-organisation":   {"it leaves the organisation", "det forlater organisasjonen", "det lämnar organisationen", "se lähtee organisaatiosta"},
	"several-customers":     {"several customers get it", "flere kunder får det", "flera kunder får det", "sen saa useampi asiakas"},
	"resource-booked":       {"a room or device is booked", "et rom eller utstyr er bestilt", "ett rum eller en enhet är bokad", "tila tai laite on varattu"},
	"participants-known":    {"the participants are known", "deltakerne er kjent", "deltagarna är kända", "osallistujat tunnetaan"},
	"anonymous-participant": {"a participant is anonymous", "en deltaker er anonym", "en deltagare är anonym", "joku osallistuja on nimetön"},
	"rules-kept":            {"the output keeps the rules", "resultatet følger reglene", "resultatet följer reglerna", "tulos noudattaa sääntöjä"},
	"rules-ask":             {"the output needs a person's judgement", "resultatet må vurderes av et menneske", "resultatet måste bedömas av en människa", "tulos vaatii ihmisen arvion"},
	"storage-agreement":     {"an agreement on storage is in force", "en lagringsavtale gjelder", "ett lagringsavtal gäller", "säilytyssopimus on voimassa"},
}

// phraseOrder is the order of languages in factPhrases.
var phraseOrder = map[string]int{"en": 0, "nb": 1, "sv": 2, "fi": 3}

// youPhrases say the facts about whoever acts to that person, in the same order.
var youPhrases = map[string][4]string{
	"assigned":        {"the company or person is assigned to you", "bedriften eller personen er tildelt deg", "företaget eller personen är tilldelad dig", "yritys tai henkilö on osoitettu sinulle"},
	"in-care":         {"you have the person in care", "du har personen i behandling", "du har personen i vård", "henkilö on hoidossasi"},
	"same-unit":       {"your unit has the person in care", "enheten din har personen i behandling", "din enhet har personen i vård", "henkilö on yksikkösi hoidossa"},
	"own":             {"the data are your own", "opplysningene er dine egne", "uppgifterna är dina egna", "tiedot ovat omiasi"},
	"author":          {"you wrote the record", "du har skrevet oppføringen", "du har skrivit posten", "olet kirjoittanut tietueen"},
	"named":           {"you are approved by name for these data", "du er godkjent ved navn for opplysningene", "du är godkänd vid namn för uppgifterna", "sinut on nimeltä hyväksytty näihin tietoihin"},
	"shared-with-me":  {"somebody who may shares the record with you", "noen som kan, deler oppføringen med deg", "någon som får delar posten med dig", "joku oikeutettu jakaa tietueen sinulle"},
	"declared":        {"you sign the declaration of secrecy", "du signerer taushetserklæringen", "du undertecknar sekretessförbindelsen", "allekirjoitat salassapitositoumuksen"},
	"second-factor":   {"you sign in with two factors", "du logger på med to faktorer", "du loggar in med två faktorer", "kirjaudut kahdella tekijällä"},
	"allowed-address": {"you come from an allowed address", "du kommer fra en tillatt adresse", "du kommer från en tillåten adress", "yhteytesi tulee sallitusta osoitteesta"},
	"work-account":    {"you use the work account", "du bruker jobbkontoen", "du använder arbetskontot", "käytät työtiliä"},
	"break-glass":     {"you use emergency access", "du tar i bruk nødtilgang", "du använder nödåtkomst", "otat hätäpääsyn käyttöön"},
}
