// SPDX-License-Identifier: EUPL-1.2

package promise

// protects puts a rule set, and what stands beside it, into the organisation.
func protects(set, beside string) []edit {
	return []edit{org(baseApproves, "rule-sets: {small: {name: {en: Small tables, fi: Pienet taulukot}, "+set+"source: [R-1]}}\n"+beside+baseApproves)}
}

// alone is a rule set that no source asks for.
func alone(rules string) []edit {
	return []edit{org(baseApproves, "rule-sets: {small: {name: {en: Small tables, fi: Pienet taulukot}, unit: company, minimum-units: 3, "+rules+", assumed: our own choice}}\n"+baseApproves)}
}

// takesOver is a dataset that takes the rule set of [protects] over.
func takesOver(words string) string {
	return "datasets: {hikes: {rules: small, " + words + "name: {en: Hikes, fi: Retket}, source: [R-1]}}\n"
}

// explainRuleSets are the checks of how tables are protected.
var explainRuleSets = []*Explanation{
	{Code: "E64", Title: "A dataset that is protected less than its rule set says",
		Why:   "A dataset may be protected more than its rule set asks, never less: who reads the set must be able to rely on it. A set for samples is not for total data either. What really is to be looser is another rule set, with a name and a source.",
		Law:   "equal treatment: parameters stand in the set, and exceptions only tighten",
		wrong: protects("unit: company, minimum-units: 3, ", takesOver("change: {minimum-units: 2}, ")),
		right: protects("unit: company, minimum-units: 3, ", takesOver("change: {minimum-units: 5}, "))},
	{Code: "E77", Title: "A rule set without a minimum of units",
		Why:   "A cell with one unit is that unit. Rules about the largest contributors stand beside a threshold, never in its place.",
		Law:   "the threshold is the rule that always runs",
		wrong: protects("unit: company, p-percent: 10, ", ""),
		right: protects("unit: company, minimum-units: 3, p-percent: 10, ", "")},
	{Code: "E78", Title: "Approximate disclosure is delicate, and nothing guards against it",
		Why:   "A threshold hides exact values of few. Where it is already delicate to know about how large a company's figure is, a rule has to look at the largest contributors: dominance, p% or pq.",
		Law:   "the second tier of company protection",
		wrong: protects("unit: company, tier: approximate, minimum-units: 3, ", ""),
		right: protects("unit: company, tier: approximate, minimum-units: 3, p-percent: 10, ", "")},
	{Code: "W79", Title: "Dominance of the largest one, alone",
		Why:   "With a total of 100,000 and contributions of 50,000 and 49,000 a cell is safe under (1,75): the largest makes half of it. The second largest subtracts its own figure from the total and knows the largest to 2 per cent. The p% rule asks exactly that question. Where a source asks for the rule as it is, only the reports of tables say so.",
		Law:   "Handbook on Statistical Disclosure Control, on the choice of a sensitivity rule",
		wrong: alone("dominance: {n: 1, k: 75}"),
		right: alone("dominance: {n: 1, k: 75}, p-percent: 10")},
	{Code: "W80", Title: "Cells of two persons, or of one",
		Why:   "Who is one of two persons in a cell knows all about the other. From three on somebody has to be told something first.",
		Law:   "a threshold of three is the least that tables about persons have",
		wrong: protects("unit: person, about: person, minimum-units: 2, ", ""),
		right: protects("unit: person, about: person, minimum-units: 3, ", "")},
	{Code: "W81", Title: "A row minimum below the minimum of a cell",
		Why:   "A row holds all units of its cells, so that it has never fewer than one of them. A row minimum below the cell's says nothing; it is most often a slip.",
		Law:   "row-minimum stands above minimum-units",
		wrong: protects("unit: person, about: person, minimum-units: 5, row-minimum: 3, ", ""),
		right: protects("unit: person, about: person, minimum-units: 5, row-minimum: 10, ", "")},
	{Code: "E82", Title: "Data said to be public, but not by which law",
		Why:   "In data that are public by law nothing is hidden. That is the end of all protection, so it says what it rests on.",
		Law:   "an exemption names its ground",
		wrong: protects("unit: company, minimum-units: 3, ", takesOver("public-by-law: true, ")),
		right: protects("unit: company, minimum-units: 3, ", takesOver("public-by-law: true, law: [safety-act], "))},
	{Code: "W83", Title: "People may be counted, and no rule set says how small a count is shown",
		Why:   "A count of one is that person, and two counts that differ by one are too. What the program shows of people as statistics passes the rule set that the organisation names.",
		Law:   "statistics about people show no person",
		wrong: []edit{in("access:\n", "access:\n  figures: {allow: [count], who: [head], data: [card], for: [touch], source: [R-6]}\n")},
		right: append(protects("unit: person, about: person, minimum-units: 3, ", "statistics: small\n"), in("access:\n", "access:\n  figures: {allow: [count], who: [head], data: [card], for: [touch], source: [R-6]}\n"))},
}
