// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// number reads a whole or decimal number as it stands in a file or a field, and
// tells how many decimals it has. It does not round.
func number(text string) (digits string, decimals int, ok bool) {
	text = strings.ReplaceAll(text, ",", ".")
	if _, err := sdc.ParseNumber(text, sdc.MaxDecimals); err != nil {
		return "", 0, false
	}
	if _, fraction, has := strings.Cut(text, "."); has {
		decimals = len(fraction)
	}
	return text, decimals, true
}

// tens is the class of ten that a whole number belongs to, such as 1980-1989.
func tens(text string) (string, bool) {
	whole, _, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return "", false
	}
	from := n - n%10
	return strconv.FormatInt(from, 10) + "-" + strconv.FormatInt(from+9, 10), true
}
