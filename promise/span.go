// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Unit is a unit of a length of time.
type Unit string

// The units the language knows. Months and years are those of the calendar.
const (
	Minutes     Unit = "minutes"
	Hours       Unit = "hours"
	Days        Unit = "days"
	WorkingDays Unit = "working days"
	Weeks       Unit = "weeks"
	Months      Unit = "months"
	Years       Unit = "years"
)

// Duration is a length of time as the file says it: "10 years", "2 working days",
// "for-ever". The zero value means that none was given.
type Duration struct {
	N       int
	Unit    Unit
	ForEver bool
}

// IsZero reports whether no length was given.
func (d Duration) IsZero() bool { return d == Duration{} }

// String returns the length as the language writes it.
func (d Duration) String() string {
	switch {
	case d.ForEver:
		return "for-ever"
	case d.IsZero():
		return ""
	case d.N == 1:
		return "1 " + strings.TrimSuffix(string(d.Unit), "s")
	}
	return strconv.Itoa(d.N) + " " + string(d.Unit)
}

// ParseDuration reads "30 days", "1 month", "2 working days" or "for-ever".
func ParseDuration(text string) (Duration, error) {
	if text == "for-ever" {
		return Duration{ForEver: true}, nil
	}
	number, unit, ok := strings.Cut(text, " ")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || n > 10000 || strconv.Itoa(n) != number {
		return Duration{}, fmt.Errorf("%q is no length of time: write a number and a unit, such as 30 days", text)
	}
	if !strings.HasSuffix(unit, "s") {
		unit += "s"
	}
	switch u := Unit(unit); u {
	case Minutes, Hours, Days, WorkingDays, Weeks, Months, Years:
		return Duration{N: n, Unit: u}, nil
	}
	return Duration{}, fmt.Errorf("%q has no unit the language knows: minutes, hours, days, working days, weeks, months, years", text)
}

// AddTo returns the moment this length after t, in t's own time zone. Adding months to
// a day that the later month lacks gives that month's last day (31 January + 1 month =
// 28 or 29 February). Working days skip Saturdays, Sundays and the given holidays
// (nil: none). "for-ever" has no end: ok is false.
func (d Duration) AddTo(t time.Time, holiday func(time.Time) bool) (end time.Time, ok bool) {
	switch d.Unit {
	case Minutes:
		return t.Add(time.Duration(d.N) * time.Minute), true
	case Hours:
		return t.Add(time.Duration(d.N) * time.Hour), true
	case Days:
		return t.AddDate(0, 0, d.N), true
	case Weeks:
		return t.AddDate(0, 0, 7*d.N), true
	case Months:
		return addMonths(t, d.N), true
	case Years:
		return addMonths(t, 12*d.N), true
	case WorkingDays:
		return addWorkingDays(t, d.N, holiday), true
	}
	return t, !d.ForEver
}

func addMonths(t time.Time, n int) time.Time {
	later := t.AddDate(0, n, 0)
	if later.Day() != t.Day() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

func addWorkingDays(t time.Time, n int, holiday func(time.Time) bool) time.Time {
	for n > 0 {
		t = t.AddDate(0, 0, 1)
		weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
		if !weekend && (holiday == nil || !holiday(t)) {
			n--
		}
	}
	return t
}

// days is a rough length in days, used only to compare two spans.
func (d Duration) days() float64 {
	if d.ForEver {
		return 1e9
	}
	per := map[Unit]float64{Minutes: 1.0 / 1440, Hours: 1.0 / 24, Days: 1, WorkingDays: 1.4, Weeks: 7, Months: 30.44, Years: 365.25}
	return float64(d.N) * per[d.Unit]
}

// unitWords are the units in words: one and several.
var unitWords = map[string]map[Unit][2]string{
	"en": {Minutes: {"minute", "minutes"}, Hours: {"hour", "hours"}, Days: {"day", "days"}, WorkingDays: {"working day", "working days"}, Weeks: {"week", "weeks"}, Months: {"month", "months"}, Years: {"year", "years"}},
	"nb": {Minutes: {"minutt", "minutter"}, Hours: {"time", "timer"}, Days: {"dag", "dager"}, WorkingDays: {"arbeidsdag", "arbeidsdager"}, Weeks: {"uke", "uker"}, Months: {"måned", "måneder"}, Years: {"år", "år"}},
	"sv": {Minutes: {"minut", "minuter"}, Hours: {"timme", "timmar"}, Days: {"dag", "dagar"}, WorkingDays: {"arbetsdag", "arbetsdagar"}, Weeks: {"vecka", "veckor"}, Months: {"månad", "månader"}, Years: {"år", "år"}},
	"fi": {Minutes: {"minuutti", "minuuttia"}, Hours: {"tunti", "tuntia"}, Days: {"päivä", "päivää"}, WorkingDays: {"työpäivä", "työpäivää"}, Weeks: {"viikko", "viikkoa"}, Months: {"kuukausi", "kuukautta"}, Years: {"vuosi", "vuotta"}},
}

var forEverWords = map[string]string{"en": "for ever", "nb": "for alltid", "sv": "för alltid", "fi": "pysyvästi"}

// Words says the length in a language: "10 years", "2 arbeidsdager".
func (d Duration) Words(lang string) string {
	if unitWords[lang] == nil {
		lang = "en"
	}
	switch {
	case d.ForEver:
		return forEverWords[lang]
	case d.IsZero():
		return ""
	case d.N == 1:
		return "1 " + unitWords[lang][d.Unit][0]
	}
	return strconv.Itoa(d.N) + " " + unitWords[lang][d.Unit][1]
}
