// SPDX-License-Identifier: EUPL-1.2

package identifiers

// mod11 returns the check digit for the weights, or -1 if the number has none
// and is therefore never given.
func mod11(digits []byte, weights []int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i])
	}
	switch r := sum % 11; r {
	case 0:
		return 0
	case 1:
		return -1
	default:
		return 11 - r
	}
}

var (
	yTunnusWeights = []int{7, 9, 10, 5, 8, 4, 2}
	orgNOWeights   = []int{3, 2, 7, 6, 5, 4, 3, 2}
)

// decodeYTunnus reads the eight digit values of a Finnish business id
// (yritys- ja yhteisötietolaki 244/2001).
func decodeYTunnus(d *[8]byte) (facts, Code) {
	if *d == [8]byte{} {
		return facts{}, CodeNumber
	}
	if mod11(d[:], yTunnusWeights) != int(d[7]) {
		return facts{}, CodeCheck
	}
	return facts{country: "FI"}, 0
}

// decodeNorwegianOrg reads the nine digit values of an organisasjonsnummer
// (enhetsregisterloven). Numbers in use begin with 8 or 9; the tax
// administration's synthetic organisations begin with 2 or 3.
func decodeNorwegianOrg(d *[9]byte) (facts, Code) {
	f := facts{country: "NO"}
	switch d[0] {
	case 8, 9:
	case 2, 3:
		f.flags |= Synthetic
	default:
		return facts{}, CodeNumber
	}
	if mod11(d[:], orgNOWeights) != int(d[8]) {
		return facts{}, CodeCheck
	}
	return f, 0
}
