// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

// TestTheRuleSetsOfTheGuidelinesArePublishedWithTheirNumbers reads the page on which
// researchers find how their tables are protected.
//
// Keeps: TK-100, TK-101, TK-102, TK-103, TK-104, TK-105, TK-106, TK-107, TK-108, TK-109, TK-110, TK-111, TK-112
// Keeps: TK-183, TK-196, TK-197, TK-198, TK-200, TK-233, TK-234, TK-242, TK-247, TK-248, TK-249
// Keeps: TK-250, TK-251, TK-252, TK-253, TK-255, TK-256, TK-261, TK-262
func TestTheRuleSetsOfTheGuidelinesArePublishedWithTheirNumbers(t *testing.T) {
	t.Parallel()
	publishesRows(t, "statfin", []rowStated{
		{"TK-101, TK-106, TK-107, TK-183, TK-196, TK-203, TK-251, TK-261", "rules#tables/rule-sets/companies-exact", "Solussa vähintään|3 yksikköä, ilman painoja laskettuna|Toimipaikka 3, Yritys 3, Konserni 3|25 vuotta|vain tarkat arvot",
			"At least in a cell|3 units, counted without weights|Establishment 3, Company 3, Group 3|25 years|exact values only"},
		{"TK-103, TK-104, TK-197, TK-198, TK-200, TK-252, TK-253, TK-255, TK-256", "rules#tables/rule-sets/companies", "(1,75): herkkä, jos suurin muodostaa vähintään 75 prosenttia|enintään 15 kuukautta viiteajankohdasta tarkistuspäivään|myös likimääräiset arvot|Tasan rajalla",
			"(1,75): sensitive when the largest one makes at least 75 per cent|until 15 months after the reference date, on the day of the check|approximate values too|Exactly at a limit"},
		{"TK-102", "rules#tables/rule-sets/companies-gvc", "5 yksikköä|Muuten kuten|Yritystiedot", "5 units|Otherwise as|Companies"},
		{"TK-105", "rules#tables/rule-sets/companies-services-trade", "kaikenikäisissä tiedoissa", "at any age of the data"},
		{"TK-108, TK-262", "rules#tables/rule-sets/self-employed", "50 vuotta kuolemasta, joten ikä ei yksin tee tiedosta julkista", "50 years from a death, so that age alone makes nothing public"},
		{"TK-109, TK-111, TK-112", "rules#tables/rule-sets/linked", "3 yksikköä|Työnantaja 3", "3 units|Employer 3"},
		{"TK-109, TK-110, TK-233, TK-234, TK-242", "rules#tables/rule-sets/persons", "3 yksikköä|10 yksikköä|arkaluonteinen muuttuja, vähintään kolme muuttujaa, maakuntaa pienempi alue|kaikki tilastot ihmisistä, jotka ohjelma itse näyttää",
			"3 units|10 units|a sensitive variable, three variables or more, an area below a region|every statistic about people that the program shows itself"},
		{"TK-247, TK-248", "rules#tables/rule-sets/persons-sample", "vain otoksista tehdyt taulukot|3 yksikköä", "tables from samples only|3 units"},
		{"TK-249", "rules#tables/rule-sets/cases", "joista voi tunnistaa henkilön", "in which a person can be identified"},
	})
}

// Keeps: TK-102, TK-104, TK-105, TK-109, TK-111, TK-112, TK-235, TK-246, TK-247, TK-259, TK-260
func TestTheDatasetsAndTheirExceptionsArePublished(t *testing.T) {
	t.Parallel()
	publishesRows(t, "statfin", []rowStated{
		{"TK-102", "rules#tables/datasets/value-chains", "Global Value Chains ja International sourcing|otos|31. joulukuuta 2024", "Global Value Chains and International sourcing|a sample|31 December 2024"},
		{"TK-105", "rules#tables/datasets/services-trade", "Palvelujen ulkomaankauppa|31. joulukuuta 2022", "Foreign trade in services|31 December 2022"},
		{"TK-104, TK-106, TK-107", "rules#tables/datasets/company-data", "Yritystiedot|kokonaisaineisto|31. joulukuuta 2025|Yksikkötason yritystiedot|Konserni (group)", "Companies|total data|31 December 2025|Unit-level data about companies|Group (group)"},
		{"TK-109", "rules#tables/datasets/person-data", "Henkilötiedot|Yksikkötason henkilötiedot", "Persons|Unit-level data about persons"},
		{"TK-235, TK-246, TK-247", "rules#tables/datasets/living-conditions", "Tässä tiukempi|Solussa vähintään 5 yksikköä", "Stricter here|At least in a cell 5 units"},
		{"TK-111, TK-112", "rules#tables/datasets/employees", "Yhdistetyt työntekijä- ja työnantajatiedot|Työnantaja (employer)", "Linked employees and employers|Employer (employer)"},
		{"TK-259, TK-260", "rules#tables/datasets/public-services", "mitään ei tarvitse peittää", "nothing has to be hidden"},
	})
}

// Keeps: TTL-27
func TestTheNoticeSaysHowSmallACountOfPeopleIsShown(t *testing.T) {
	t.Parallel()
	publishesRows(t, "ttl", []rowStated{
		{"TTL-27", "index#ttl/rule-sets/persons", "vähintään kolme henkilöä|3 yksikköä", "at least three persons|3 units"},
		{"TTL-27", "rules#ttl/rule-sets/persons", "kaikki tilastot ihmisistä, jotka ohjelma itse näyttää", "every statistic about people that the program shows itself"},
	})
}
