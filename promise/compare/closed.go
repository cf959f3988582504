// SPDX-License-Identifier: EUPL-1.2

package compare

// closed are the words of the language's closed lists as people say them, by list and
// word, in the order en, nb, sv, fi.
var closed = map[string]map[string][4]string{
	"section": {
		"": {"The document", "Dokumentet", "Dokumentet", "Asiakirja"}, "place": {"Place", "Sted", "Plats", "Paikka"}, "controller": {"Controller", "Behandlingsansvarlig", "Personuppgiftsansvarig", "Rekisterinpitäjä"},
		"authority": {"Supervisory authority", "Tilsynsmyndighet", "Tillsynsmyndighet", "Valvontaviranomainen"}, "notice": {"Notice", "Erklæring", "Beskrivning", "Seloste"},
		"approves": {"Approval of changes", "Godkjenning av endringer", "Godkännande av ändringar", "Muutosten hyväksyminen"}, "limits": {"Limit", "Grense", "Gräns", "Raja"},
		"conduct": {"Rule of conduct", "Regel for atferd", "Uppföranderegel", "Toimintasääntö"}, "rules": {"Rule", "Regel", "Regel", "Sääntö"}, "access": {"Who may do what", "Hvem kan gjøre hva", "Vem får göra vad", "Kuka saa tehdä mitä"},
		"retention": {"Retention period", "Lagringstid", "Lagringstid", "Säilytysaika"}, "rights": {"Right", "Rettighet", "Rättighet", "Oikeus"}, "relations": {"Relation", "Relasjon", "Relation", "Suhde"},
		"flows": {"Who gets what", "Hvem får hva", "Vem får vad", "Kuka saa mitä"}, "never": {"Never kept", "Lagres aldri", "Sparas aldrig", "Ei säilytetä"}, "states": {"State", "Tilstand", "Tillstånd", "Tila"},
		"events": {"Event", "Hendelse", "Händelse", "Tapahtuma"}, "automated-decisions": {"Automated decision", "Automatisk avgjørelse", "Automatiserat beslut", "Automaattinen päätös"},
		"profiling": {"Profiling", "Profilering", "Profilering", "Profilointi"}, "acceptance": {"Acceptance", "Godtakelse", "Godkännande", "Hyväksyminen"}, "open": {"What followers may fill", "Hva følgere kan fylle ut", "Vad följare får fylla i", "Mitä seuraajat saavat täyttää"},
		"follows": {"Shared document", "Delt dokument", "Delat dokument", "Yhteinen asiakirja"}, "messages": {"Message", "Melding", "Meddelande", "Viesti"}, "trackers": {"Tracker", "Sporing", "Spårning", "Seuranta"}, "intake": {"Form", "Skjema", "Formulär", "Lomake"},
	},
	"level": {
		"open": {"open", "åpne", "öppna", "avoimet"}, "ordinary": {"ordinary", "vanlige", "vanliga", "tavalliset"}, "protected": {"protected by law", "vernet ved lov", "skyddade enligt lag", "lailla suojatut"},
		"offences": {"about offences", "om lovbrudd", "om lagöverträdelser", "rikoksia koskevat"}, "special": {"special", "særlige", "särskilda", "erityiset"},
	},
	"special": {
		"health": {"health", "helse", "hälsa", "terveys"}, "union": {"trade union membership", "fagforeningsmedlemskap", "medlemskap i fackförening", "ammattiliiton jäsenyys"},
		"ethnic": {"ethnic origin", "etnisk opprinnelse", "etniskt ursprung", "etninen alkuperä"}, "belief": {"belief or political opinion", "livssyn eller politisk oppfatning", "övertygelse eller politisk åsikt", "vakaumus tai poliittinen mielipide"},
		"biometric": {"biometric data", "biometriske opplysninger", "biometriska uppgifter", "biometriset tiedot"}, "genetic": {"genetic data", "genetiske opplysninger", "genetiska uppgifter", "geneettiset tiedot"},
		"sex-life": {"sex life or orientation", "seksuelle forhold", "sexualliv eller läggning", "seksuaalinen käyttäytyminen tai suuntautuminen"},
	},
	"basis": {
		"consent": {"consent", "samtykke", "samtycke", "suostumus"}, "contract": {"a contract", "avtale", "avtal", "sopimus"}, "legal-duty": {"a legal duty", "rettslig plikt", "rättslig förpliktelse", "lakisääteinen velvoite"},
		"vital-interest": {"vital interests", "vitale interesser", "grundläggande intressen", "elintärkeä etu"}, "public-task": {"a task in the public interest", "oppgave i allmennhetens interesse", "uppgift av allmänt intresse", "yleistä etua koskeva tehtävä"},
		"legitimate-interest": {"a legitimate interest", "berettiget interesse", "berättigat intresse", "oikeutettu etu"}, "": {"nothing stated", "ikke oppgitt", "inte angivet", "ei ilmoitettu"},
	},
	"condition": {
		"explicit-consent": {"explicit consent", "uttrykkelig samtykke", "uttryckligt samtycke", "nimenomainen suostumus"}, "employment-law": {"employment law", "arbeidsrett", "arbetsrätt", "työoikeus"},
		"vital-interest": {"vital interests", "vitale interesser", "grundläggande intressen", "elintärkeä etu"}, "association": {"members of an association", "medlemmer i en forening", "medlemmar i en förening", "yhdistyksen jäsenet"},
		"made-public": {"made public by the person", "offentliggjort av personen selv", "offentliggjorda av personen", "henkilön itse julkistamat"}, "legal-claims": {"legal claims", "rettskrav", "rättsliga anspråk", "oikeusvaateet"},
		"substantial-public-interest": {"a substantial public interest", "viktige allmenne interesser", "ett viktigt allmänt intresse", "tärkeä yleinen etu"}, "health-care": {"health care and occupational medicine", "helsetjenester og bedriftshelse", "hälso- och företagshälsovård", "terveydenhuolto ja työterveys"},
		"public-health": {"public health", "folkehelse", "folkhälsa", "kansanterveys"}, "research": {"research and statistics", "forskning og statistikk", "forskning och statistik", "tutkimus ja tilastointi"},
	},
	"channel": {
		"email": {"e-mail", "e-post", "e-post", "sähköposti"}, "sms": {"text message", "tekstmelding", "textmeddelande", "tekstiviesti"}, "mms": {"multimedia message", "multimediemelding", "multimediemeddelande", "multimediaviesti"},
		"phone": {"telephone", "telefon", "telefon", "puhelin"}, "post": {"post", "post", "post", "posti"}, "audience": {"advertising audience", "annonsemålgruppe", "annonsmålgrupp", "mainonnan kohderyhmä"},
		"page": {"page", "side", "sida", "sivu"}, "chat": {"chat", "nettprat", "chatt", "keskustelu"}, "social": {"social media", "sosiale medier", "sociala medier", "sosiaalinen media"}, "web": {"web", "nett", "webb", "verkko"},
	},
	"asked": {
		"form": {"form", "skjema", "formulär", "lomake"}, "page": {"page", "side", "sida", "sivu"}, "staff": {"staff", "ansatte", "personal", "henkilöstö"}, "mail-link": {"link in a message", "lenke i en melding", "länk i ett meddelande", "viestin linkki"},
		"letter": {"letter", "brev", "brev", "kirje"}, "browser-signal": {"signal of the browser", "signal fra nettleseren", "signal från webbläsaren", "selaimen signaali"}, "phone": {"telephone", "telefon", "telefon", "puhelin"},
	},
	"as": {
		"processor": {"processor", "databehandler", "personuppgiftsbiträde", "henkilötietojen käsittelijä"}, "recipient": {"recipient", "mottaker", "mottagare", "vastaanottaja"}, "joint-controller": {"joint controller", "felles behandlingsansvarlig", "gemensamt personuppgiftsansvarig", "yhteisrekisterinpitäjä"},
		"independent-controller": {"a controller of its own", "selv behandlingsansvarlig", "själv personuppgiftsansvarig", "itsenäinen rekisterinpitäjä"}, "source": {"source", "kilde", "källa", "tietolähde"},
	},
	"agreement": {
		"always":       {"a processing agreement is always made", "det inngås alltid databehandleravtale", "ett personuppgiftsbiträdesavtal ingås alltid", "käsittelysopimus tehdään aina"},
		"normally-not": {"normally no processing agreement is needed", "normalt trengs ingen databehandleravtale", "normalt behövs inget personuppgiftsbiträdesavtal", "tavallisesti käsittelysopimusta ei tarvita"},
		"never":        {"no processing agreement is needed", "det trengs ingen databehandleravtale", "inget personuppgiftsbiträdesavtal behövs", "käsittelysopimusta ei tarvita"},
	},
	"mechanism": {
		"adequacy": {"an adequacy decision", "en beslutning om tilstrekkelig vern", "ett beslut om adekvat skyddsnivå", "päätös riittävästä tietosuojasta"}, "standard-clauses": {"standard clauses", "standardbestemmelser", "standardklausuler", "vakiolausekkeet"},
		"binding-rules": {"binding corporate rules", "bindende konsernregler", "bindande företagsregler", "yritystä sitovat säännöt"}, "derogation": {"a derogation of Art. 49", "et unntak i artikkel 49", "ett undantag i artikel 49", "49 artiklan poikkeus"},
	},
	"handles": {
		"requests": {"requests", "krav", "begäranden", "pyynnöt"}, "notice": {"the notice", "erklæringen", "beskrivningen", "seloste"}, "questions": {"questions", "spørsmål", "frågor", "kysymykset"}, "incidents": {"incidents", "hendelser", "incidenter", "tietoturvaloukkaukset"},
		"applications": {"applications", "søknader", "ansökningar", "hakemukset"}, "prohibitions": {"prohibitions", "forbud", "förbud", "kiellot"}, "support": {"support", "brukerstøtte", "stöd", "tuki"},
	},
	"support": {
		"attest": {"confirmed by each", "bekreftes av hver enkelt", "bekräftas av var och en", "jokainen vahvistaa"}, "guide": {"shown as guidance", "vises som veiledning", "visas som vägledning", "näytetään ohjeena"},
		"remind": {"reminded of", "minnes om", "påminns om", "muistutetaan"}, "report": {"breaches are reported", "brudd meldes", "brott anmäls", "rikkomuksista ilmoitetaan"}, "": {"", "", "", ""},
	},
	"again": {
		"content": {"again when the content changes", "på nytt når innholdet endres", "på nytt när innehållet ändras", "uudelleen, kun sisältö muuttuu"}, "every": {"again with every version", "på nytt med hver versjon", "på nytt med varje version", "uudelleen joka versiosta"},
		"never": {"once", "én gang", "en gång", "kerran"}, "": {"", "", "", ""},
	},
	"account": {
		"declared": {"a signed declaration", "signert erklæring", "undertecknad förbindelse", "allekirjoitettu sitoumus"}, "second-factor": {"two factors", "to faktorer", "två faktorer", "kaksi tekijää"}, "end-date": {"an end date", "sluttdato", "slutdatum", "päättymispäivä"},
		"company": {"a company", "et firma", "ett företag", "yritys"}, "sponsor": {"a sponsor", "en ansvarlig ansatt", "en ansvarig anställd", "vastuuhenkilö"}, "systems": {"named systems", "navngitte systemer", "namngivna system", "nimetyt järjestelmät"}, "allowed-address": {"an allowed address", "tillatt adresse", "tillåten adress", "sallittu osoite"},
	},
	"right": {
		"information": {"information", "informasjon", "information", "informointi"}, "access": {"access", "innsyn", "tillgång", "tarkastusoikeus"}, "log-extract": {"who has looked", "hvem som har sett", "vem som har sett", "lokitiedot"},
		"disclosure-list": {"whom data were given to", "hvem opplysninger er utlevert til", "vem uppgifter har lämnats till", "luovutukset"}, "correction": {"correction", "retting", "rättelse", "oikaisu"}, "supplement": {"completion", "utfylling", "komplettering", "täydentäminen"},
		"restriction": {"restriction", "begrensning", "begränsning", "rajoittaminen"}, "complaint": {"complaint", "klage", "klagomål", "valitus"}, "erasure": {"erasure", "sletting", "radering", "poistaminen"}, "objection": {"objection", "protest", "invändning", "vastustaminen"},
		"portability": {"portability", "dataportabilitet", "dataportabilitet", "siirto-oikeus"}, "withdrawal": {"withdrawal of consent", "tilbaketrekking av samtykke", "återkallelse av samtycke", "suostumuksen peruuttaminen"}, "human-review": {"review by a human", "vurdering av et menneske", "prövning av en människa", "ihmisen arvio"},
	},
}
