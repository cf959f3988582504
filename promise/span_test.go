// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/promise"
)

func TestLengthsOfTime(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, from, want string }{
		"days":                                 {"30 days", "2026-01-15", "2026-02-14"},
		"a month from the last day of January": {"1 month", "2026-01-31", "2026-02-28"},
		"a month in a leap year":               {"1 month", "2028-01-31", "2028-02-29"},
		"a year from a leap day":               {"1 year", "2028-02-29", "2029-02-28"},
		"ten years":                            {"10 years", "2026-11-21", "2036-11-21"},
		"three working days over a weekend":    {"3 working days", "2026-11-20", "2026-11-25"},
		"weeks":                                {"2 weeks", "2026-12-24", "2027-01-07"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := promise.ParseDuration(c.text)
			if err != nil {
				t.Fatal(err)
			}
			from, err := time.Parse(time.DateOnly, c.from)
			if err != nil {
				t.Fatal(err)
			}
			end, ok := d.AddTo(from, nil)
			if got := end.Format(time.DateOnly); !ok || got != c.want {
				t.Errorf("%s after %s is %s, want %s", c.text, c.from, got, c.want)
			}
		})
	}
}

func TestWorkingDaysSkipHolidays(t *testing.T) {
	t.Parallel()
	d, _ := promise.ParseDuration("2 working days")
	christmas := func(t time.Time) bool { return t.Month() == time.December && t.Day() >= 24 && t.Day() <= 26 }
	end, _ := d.AddTo(time.Date(2026, 12, 23, 12, 0, 0, 0, time.UTC), christmas)
	if got := end.Format(time.DateOnly); got != "2026-12-29" {
		t.Errorf("two working days after the 23rd end on %s, want the 29th", got)
	}
	if _, ok := (promise.Duration{ForEver: true}).AddTo(time.Now(), nil); ok {
		t.Error("for-ever ends")
	}
}

func TestWhatIsNoLengthOfTime(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "30", "days", "0 days", "-1 days", "1.5 days", "007 days", "30  days", "30 fortnights", "1e3 days", "99999999999 days", "forever"} {
		if d, err := promise.ParseDuration(text); err == nil {
			t.Errorf("%q was read as %v", text, d)
		}
	}
}

func TestALengthOfTimeReadsBack(t *testing.T) {
	t.Parallel()
	units := []promise.Unit{promise.Minutes, promise.Hours, promise.Days, promise.WorkingDays, promise.Weeks, promise.Months, promise.Years}
	rapid.Check(t, func(t *rapid.T) {
		d := promise.Duration{N: rapid.IntRange(1, 10000).Draw(t, "n"), Unit: rapid.SampledFrom(units).Draw(t, "unit")}
		again, err := promise.ParseDuration(d.String())
		if err != nil || again != d {
			t.Fatalf("%v reads back as %v: %v", d, again, err)
		}
		from := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "from"), 0).UTC()
		if end, ok := d.AddTo(from, nil); !ok || !end.After(from) {
			t.Fatalf("%v after %v ends at %v", d, from, end)
		}
	})
}
