// SPDX-License-Identifier: EUPL-1.2

package notice

// listWords name the words of the language's closed lists, as "list-word", in the order
// en, nb, sv, fi.
var listWords = map[string][4]string{
	"channel-email":    {"e-mail", "e-post", "e-post", "sähköposti"},
	"channel-sms":      {"text message", "tekstmelding", "textmeddelande", "tekstiviesti"},
	"channel-mms":      {"picture message", "bildemelding", "bildmeddelande", "kuvaviesti"},
	"channel-phone":    {"phone", "telefon", "telefon", "puhelin"},
	"channel-post":     {"post", "post", "post", "posti"},
	"channel-audience": {"audiences on other sites", "målgrupper på andre nettsteder", "målgrupper på andra webbplatser", "kohdennus muilla sivustoilla"},
	"channel-page":     {"this site", "dette nettstedet", "denna webbplats", "tämä sivusto"},
	"channel-chat":     {"chat", "chat", "chatt", "chat"},
	"channel-social":   {"social media", "sosiale medier", "sociala medier", "sosiaalinen media"},
	"channel-web":      {"the web", "nettet", "webben", "verkko"},

	"way-form":           {"form", "skjema", "formulär", "lomake"},
	"way-page":           {"own page", "egen side", "egen sida", "oma sivu"},
	"way-staff":          {"asking the staff", "ansatte", "personalen", "henkilöstö"},
	"way-mail-link":      {"link in each message", "lenke i hver melding", "länk i varje meddelande", "linkki jokaisessa viestissä"},
	"way-letter":         {"letter", "brev", "brev", "kirje"},
	"way-browser-signal": {"the browser's own signal", "nettleserens signal", "webbläsarens signal", "selaimen signaali"},
	"way-phone":          {"phone", "telefon", "telefon", "puhelin"},

	"proof-document":      {"a document", "et dokument", "ett dokument", "asiakirja"},
	"proof-double-opt-in": {"a link that you confirm by", "en lenke du bekrefter med", "en länk som du bekräftar med", "vahvistuslinkki"},
	"proof-form":          {"the form as you sent it", "skjemaet slik du sendte det", "formuläret så som du skickade det", "lähettämäsi lomake"},
	"proof-staff":         {"a note by the staff", "notat fra ansatte", "anteckning av personalen", "henkilöstön merkintä"},

	"effect-erase":     {"erased", "slettes", "raderas", "poistetaan"},
	"effect-notify":    {"told", "varsles", "meddelas", "ilmoitetaan"},
	"effect-anonymise": {"made anonymous", "anonymiseres", "anonymiseras", "anonymisoidaan"},

	"support-attest": {"confirmed by each person", "bekreftes av hver enkelt", "bekräftas av var och en", "jokainen vahvistaa"},
	"support-guide":  {"guidance", "veiledning", "vägledning", "ohje"},
	"support-remind": {"a reminder", "påminnelse", "påminnelse", "muistutus"},
	"support-report": {"reported", "meldes", "anmäls", "ilmoitetaan"},

	"conduct-when-account":         {"when an account is made", "når en konto opprettes", "när ett konto skapas", "tunnusta luotaessa"},
	"conduct-when-version":         {"with each new version", "ved hver ny versjon", "vid varje ny version", "jokaisen uuden version yhteydessä"},
	"conduct-when-yearly":          {"every year", "hvert år", "varje år", "vuosittain"},
	"conduct-when-sign-in":         {"at sign-in", "ved pålogging", "vid inloggning", "kirjauduttaessa"},
	"conduct-when-password-change": {"when a password is changed", "når et passord byttes", "när ett lösenord byts", "salasanaa vaihdettaessa"},
	"conduct-when-permit":          {"with a permit", "med en tillatelse", "med ett tillstånd", "käyttöluvan yhteydessä"},
	"conduct-when-request":         {"when something is asked for", "når noe bes om", "när något begärs", "pyynnön yhteydessä"},
	"conduct-when-incident":        {"when something goes wrong", "når noe går galt", "när något går fel", "poikkeamassa"},
	"conduct-when-meeting":         {"in a meeting", "i et møte", "i ett möte", "kokouksessa"},
	"conduct-when-leaving":         {"when leaving", "ved avslutning", "när någon slutar", "työn päättyessä"},

	"signed-before-activation": {"before the account is opened", "før kontoen åpnes", "innan kontot öppnas", "ennen tunnuksen avaamista"},
	"signed-before-access":     {"before access", "før tilgang", "innan åtkomst", "ennen käyttöä"},

	"sensitivity-open":      {"open data", "åpne opplysninger", "öppna uppgifter", "julkiset tiedot"},
	"sensitivity-ordinary":  {"ordinary personal data", "vanlige personopplysninger", "vanliga personuppgifter", "tavalliset henkilötiedot"},
	"sensitivity-protected": {"protected data", "beskyttede opplysninger", "skyddade uppgifter", "suojatut tiedot"},
	"sensitivity-offences":  {"data on offences", "opplysninger om lovbrudd", "uppgifter om brott", "rikoksia koskevat tiedot"},
	"sensitivity-special":   {"special categories", "særlige kategorier", "särskilda kategorier", "erityiset tietoryhmät"},

	"about-person":            {"a person", "en person", "en person", "henkilö"},
	"about-company":           {"a company", "en bedrift", "ett företag", "yritys"},
	"about-person-at-company": {"a person at a company", "en person i en bedrift", "en person på ett företag", "henkilö yrityksessä"},
	"about-visitor":           {"a visitor", "en besøkende", "en besökare", "vierailija"},
	"about-nobody":            {"nobody", "ingen", "ingen", "ei ketään"},

	"from-person":       {"the person", "personen selv", "personen själv", "henkilö itse"},
	"from-party":        {"another party", "en annen part", "en annan part", "toinen taho"},
	"from-own-system":   {"a system of our own", "et eget system", "ett eget system", "oma järjestelmä"},
	"from-own-activity": {"our own work", "vårt eget arbeid", "vårt eget arbete", "oma toiminta"},
	"from-public":       {"public sources", "offentlige kilder", "offentliga källor", "julkiset lähteet"},
	"from-device":       {"the person's device", "personens enhet", "personens enhet", "henkilön laite"},

	"tell-by-letter":        {"by letter", "i brev", "per brev", "kirjeellä"},
	"tell-by-notice":        {"by this notice", "i denne erklæringen", "i denna beskrivning", "tässä selosteessa"},
	"tell-by-employer":      {"by the employer", "av arbeidsgiveren", "av arbetsgivaren", "työnantaja kertoo"},
	"tell-by-first-contact": {"at the first contact", "ved første kontakt", "vid första kontakten", "ensimmäisessä yhteydenotossa"},
	"tell-unless-has-it":    {"the person knows already", "personen vet det fra før", "personen vet det redan", "henkilö tietää jo"},
	"tell-unless-secrecy":   {"a duty of secrecy", "taushetsplikt", "tystnadsplikt", "salassapitovelvollisuus"},
	"tell-unless-law":       {"the law provides for it", "følger av lov", "det följer av lag", "laissa säädetty"},

	"ground-consent":      {"consent", "samtykke", "samtycke", "suostumus"},
	"ground-law":          {"law", "lov", "lag", "laki"},
	"ground-order":        {"an order by an authority", "pålegg fra en myndighet", "beslut av en myndighet", "viranomaisen määräys"},
	"ground-agreement":    {"an agreement", "avtale", "avtal", "sopimus"},
	"ground-person-asked": {"the person asked for it", "personen ba om det", "personen bad om det", "henkilön pyyntö"},

	"as-processor":              {"Processor", "Databehandler", "Personuppgiftsbiträde", "Henkilötietojen käsittelijä"},
	"as-recipient":              {"Recipient", "Mottaker", "Mottagare", "Vastaanottaja"},
	"as-joint-controller":       {"Joint controller", "Felles behandlingsansvarlig", "Gemensamt personuppgiftsansvarig", "Yhteisrekisterinpitäjä"},
	"as-independent-controller": {"Controller of its own", "Selvstendig behandlingsansvarlig", "Självständigt personuppgiftsansvarig", "Itsenäinen rekisterinpitäjä"},
	"as-source":                 {"Source", "Kilde", "Källa", "Tietolähde"},

	"shows-name":    {"name", "navn", "namn", "nimi"},
	"shows-role":    {"role", "rolle", "roll", "rooli"},
	"shows-unit":    {"unit", "enhet", "enhet", "yksikkö"},
	"shows-time":    {"time", "tidspunkt", "tidpunkt", "ajankohta"},
	"shows-data":    {"which data", "hvilke opplysninger", "vilka uppgifter", "mitkä tiedot"},
	"shows-purpose": {"for what", "til hva", "för vad", "mihin tarkoitukseen"},
	"shows-reason":  {"why", "hvorfor", "varför", "miksi"},
}
