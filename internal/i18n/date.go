// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"strings"
	"time"
)

// calendar is how a language writes days and times.
type calendar struct {
	months [12]string
	day    string // {d} {m} {y}: day, month's name, year
	short  string // a Go layout for tables: day and month as numbers
	clock  string // a Go layout
	at     string // between day and time, with its spaces
}

var calendars = map[string]calendar{
	"nb": {[12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		"{d}. {m} {y}", "02.01.2006", "15.04", " kl. "},
	"en": {[12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		"{d} {m} {y}", "2 Jan 2006", "15:04", " at "},
	"fi": {[12]string{"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"},
		"{d}. {m} {y}", "2.1.2006", "15.04", " klo "},
	"sv": {[12]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
		"{d} {m} {y}", "2006-01-02", "15.04", " kl. "},
}

func (p Printer) calendar() calendar { return calendars[p.lang] }

// Day writes a day in words: "21. november 2026".
func (p Printer) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(p.zone)
	c := p.calendar()
	return strings.NewReplacer("{d}", fmt.Sprint(t.Day()), "{m}", c.months[t.Month()-1], "{y}", fmt.Sprint(t.Year())).Replace(c.day)
}

// ShortDay writes a day for a table: "21.11.2026".
func (p Printer) ShortDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.zone).Format(p.calendar().short)
}

// Clock writes the time of day: "14.05".
func (p Printer) Clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.zone).Format(p.calendar().clock)
}

// Moment writes a day in words with its time.
func (p Printer) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.Day(t) + p.calendar().at + p.Clock(t)
}

// ShortMoment writes a moment for a table: "21.11.2026 14.05".
func (p Printer) ShortMoment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.ShortDay(t) + " " + p.Clock(t)
}

// Month writes a month with its year: "november 2026".
func (p Printer) Month(t time.Time) string {
	t = t.In(p.zone)
	name := p.calendar().months[t.Month()-1]
	if p.lang == "fi" {
		name = strings.TrimSuffix(name, "ta") // the month itself, not a day of it
	}
	return fmt.Sprintf("%s %d", name, t.Year())
}

// ISO writes a moment for the datetime attribute of a page.
func (p Printer) ISO(t time.Time) string { return t.In(p.zone).Format(time.RFC3339) }

// DateText writes a calendar day that came as "2006-01-02" in short form, and
// anything else as it came.
func (p Printer) DateText(s string) string {
	t, err := time.ParseInLocation(time.DateOnly, s, p.zone)
	if err != nil {
		return s
	}
	return p.ShortDay(t)
}

// Zone is the zone in which the printer shows times.
func (p Printer) Zone() *time.Location { return p.zone }
