// SPDX-License-Identifier: EUPL-1.2

package notice

// countries are the names of the countries that promises speak of most: the European
// Economic Area and those outside it that data often go to. Another one is shown by its
// code. The order is en, nb, sv, fi.
var countries = map[string][4]string{
	"AT": {"Austria", "Østerrike", "Österrike", "Itävalta"},
	"AU": {"Australia", "Australia", "Australien", "Australia"},
	"BE": {"Belgium", "Belgia", "Belgien", "Belgia"},
	"BG": {"Bulgaria", "Bulgaria", "Bulgarien", "Bulgaria"},
	"CA": {"Canada", "Canada", "Kanada", "Kanada"},
	"CH": {"Switzerland", "Sveits", "Schweiz", "Sveitsi"},
	"CN": {"China", "Kina", "Kina", "Kiina"},
	"CY": {"Cyprus", "Kypros", "Cypern", "Kypros"},
	"CZ": {"Czechia", "Tsjekkia", "Tjeckien", "Tšekki"},
	"DE": {"Germany", "Tyskland", "Tyskland", "Saksa"},
	"DK": {"Denmark", "Danmark", "Danmark", "Tanska"},
	"EE": {"Estonia", "Estland", "Estland", "Viro"},
	"ES": {"Spain", "Spania", "Spanien", "Espanja"},
	"FI": {"Finland", "Finland", "Finland", "Suomi"},
	"FR": {"France", "Frankrike", "Frankrike", "Ranska"},
	"GB": {"United Kingdom", "Storbritannia", "Storbritannien", "Iso-Britannia"},
	"GR": {"Greece", "Hellas", "Grekland", "Kreikka"},
	"HR": {"Croatia", "Kroatia", "Kroatien", "Kroatia"},
	"HU": {"Hungary", "Ungarn", "Ungern", "Unkari"},
	"IE": {"Ireland", "Irland", "Irland", "Irlanti"},
	"IL": {"Israel", "Israel", "Israel", "Israel"},
	"IN": {"India", "India", "Indien", "Intia"},
	"IS": {"Iceland", "Island", "Island", "Islanti"},
	"IT": {"Italy", "Italia", "Italien", "Italia"},
	"JP": {"Japan", "Japan", "Japan", "Japani"},
	"KR": {"South Korea", "Sør-Korea", "Sydkorea", "Etelä-Korea"},
	"LI": {"Liechtenstein", "Liechtenstein", "Liechtenstein", "Liechtenstein"},
	"LT": {"Lithuania", "Litauen", "Litauen", "Liettua"},
	"LU": {"Luxembourg", "Luxembourg", "Luxemburg", "Luxemburg"},
	"LV": {"Latvia", "Latvia", "Lettland", "Latvia"},
	"MT": {"Malta", "Malta", "Malta", "Malta"},
	"NL": {"Netherlands", "Nederland", "Nederländerna", "Alankomaat"},
	"NO": {"Norway", "Norge", "Norge", "Norja"},
	"NZ": {"New Zealand", "New Zealand", "Nya Zeeland", "Uusi-Seelanti"},
	"PL": {"Poland", "Polen", "Polen", "Puola"},
	"PT": {"Portugal", "Portugal", "Portugal", "Portugali"},
	"RO": {"Romania", "Romania", "Rumänien", "Romania"},
	"SE": {"Sweden", "Sverige", "Sverige", "Ruotsi"},
	"SI": {"Slovenia", "Slovenia", "Slovenien", "Slovenia"},
	"SK": {"Slovakia", "Slovakia", "Slovakien", "Slovakia"},
	"US": {"United States", "USA", "USA", "Yhdysvallat"},
}

// CountryName names a country by its ISO 3166-1 code; the code itself when no name of it
// is known here, "" for none.
func CountryName(code, lang string) string {
	if names, ok := countries[code]; ok {
		return names[wordOrder[lang]]
	}
	return code
}
