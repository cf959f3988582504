// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"time"
)

// Date is a calendar day as the file says it, "2006-01-02"; "" when none was given.
type Date string

// ParseDate reads a day of the calendar.
func ParseDate(text string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", fmt.Errorf("%q is no date: write year, month and day as 2026-11-21", text)
	}
	return Date(text), nil
}

// Time returns the first moment of the day in the zone, or the zero time for no date.
func (d Date) Time(zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t
}
