// SPDX-License-Identifier: EUPL-1.2

package promise

import "slices"

func sortedUnique(in []string) []string {
	out := slices.Clone(in)
	slices.Sort(out)
	return slices.Compact(out)
}

// nearest returns the candidate that a typing mistake most probably meant, or "".
func nearest(word string, candidates []string) string {
	best, most := "", max(1, len(word)/3)
	for _, c := range candidates {
		if d := distance(word, c); d <= most && (best == "" || d < distance(word, best)) {
			best = c
		}
	}
	return best
}

// distance is the edit distance of two short words; long ones count as far apart.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 1 << 20
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
