// SPDX-License-Identifier: EUPL-1.2

package promise

// fieldWords are what a form says about a value, by key and language. A field's name and
// a colon stand before them.
var fieldWords = map[string]map[string]string{
	"required":   {"en": "this must be filled in", "nb": "dette må fylles ut", "sv": "det här måste fyllas i", "fi": "tämä on täytettävä"},
	"unknown":    {"en": "this field does not exist", "nb": "dette feltet finnes ikke", "sv": "fältet finns inte", "fi": "kenttää ei ole"},
	"odd":        {"en": "the value cannot be read", "nb": "verdien kan ikke leses", "sv": "värdet kan inte läsas", "fi": "arvoa ei voi lukea"},
	"one":        {"en": "give one value only", "nb": "oppgi bare én verdi", "sv": "ange bara ett värde", "fi": "anna vain yksi arvo"},
	"too-many":   {"en": "give at most %d values", "nb": "oppgi høyst %d verdier", "sv": "ange högst %d värden", "fi": "anna enintään %d arvoa"},
	"too-long":   {"en": "at most %d characters fit", "nb": "det er plass til høyst %d tegn", "sv": "det ryms högst %d tecken", "fi": "enintään %d merkkiä mahtuu"},
	"control":    {"en": "take out characters that cannot be seen", "nb": "ta bort usynlige tegn", "sv": "ta bort osynliga tecken", "fi": "poista näkymättömät merkit"},
	"date":       {"en": "write the day as 2026-11-21 or 21.11.2026", "nb": "skriv dagen som 21.11.2026", "sv": "skriv dagen som 2026-11-21", "fi": "kirjoita päivä muodossa 21.11.2026"},
	"time":       {"en": "write the time as 2026-11-21 14:30", "nb": "skriv tidspunktet som 21.11.2026 14:30", "sv": "skriv tidpunkten som 2026-11-21 14:30", "fi": "kirjoita aika muodossa 21.11.2026 14:30"},
	"far":        {"en": "check the year", "nb": "sjekk årstallet", "sv": "kontrollera årtalet", "fi": "tarkista vuosi"},
	"number":     {"en": "write a number", "nb": "skriv et tall", "sv": "skriv ett tal", "fi": "kirjoita luku"},
	"at-least":   {"en": "at least %s", "nb": "minst %s", "sv": "minst %s", "fi": "vähintään %s"},
	"at-most":    {"en": "at most %s", "nb": "høyst %s", "sv": "högst %s", "fi": "enintään %s"},
	"duration":   {"en": "write a number and a unit, such as 30 days", "nb": "skriv et tall og en enhet, som 30 days", "sv": "skriv ett tal och en enhet, som 30 days", "fi": "kirjoita luku ja yksikkö, kuten 30 days"},
	"choice":     {"en": "choose one of the values offered", "nb": "velg en av verdiene", "sv": "välj ett av värdena", "fi": "valitse jokin tarjotuista arvoista"},
	"attest":     {"en": "this must be confirmed", "nb": "dette må bekreftes", "sv": "det här måste bekräftas", "fi": "tämä on vahvistettava"},
	"code":       {"en": "write a code of letters, digits, points and hyphens", "nb": "skriv en kode av bokstaver, sifre, punktum og bindestrek", "sv": "skriv en kod av bokstäver, siffror, punkter och bindestreck", "fi": "kirjoita koodi kirjaimin, numeroin, pistein ja yhdysviivoin"},
	"form":       {"en": "the value does not have the right form", "nb": "verdien har ikke riktig form", "sv": "värdet har inte rätt form", "fi": "arvo ei ole oikeaa muotoa"},
	"because":    {"en": "%s", "nb": "%s", "sv": "%s", "fi": "%s"},
	"no-checker": {"en": "this program cannot check the type %s", "nb": "programmet kan ikke kontrollere typen %s", "sv": "programmet kan inte kontrollera typen %s", "fi": "ohjelma ei osaa tarkistaa tyyppiä %s"},
}

// say returns the words of a key in the language, else in English.
func say(lang, key string) string {
	if s := fieldWords[key][lang]; s != "" {
		return s
	}
	return fieldWords[key]["en"]
}
