// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/compare"
)

// held is how much a data folder holds of what an effect concerns.
type held struct {
	Persons   int `json:"persons"`
	Companies int `json:"companies"`
	Records   int `json:"records"`
	// Part says that the effect concerns a part of these records only: what a record says
	// in its fields cannot be counted without opening it.
	Part bool `json:"part_of_each,omitempty"`
}

// String says the counts in a line.
func (h *held) String() string {
	var who []string
	for _, x := range []struct {
		n         int
		one, many string
	}{{h.Persons, "person", "persons"}, {h.Companies, "company", "companies"}, {h.Records, "record", "records"}} {
		switch {
		case x.n == 1:
			who = append(who, "1 "+x.one)
		case x.n > 1:
			who = append(who, fmt.Sprintf("%d %s", x.n, x.many))
		}
	}
	if len(who) == 0 {
		return "held: nothing"
	}
	text := "held: " + strings.Join(who, ", ")
	if h.Part {
		text += " (a part of each)"
	}
	return text
}

// counting holds the counts of each effect that concerns held data.
type counting map[*compare.Effect]*held

func (c counting) of(e *compare.Effect) *held { return c[e] }

// countHeld counts what a data folder holds of what each effect concerns. Categories and
// who a record is about stand unsealed beside the sealed boxes, so nothing is opened; the
// folder is opened for reading only, which a running server does not mind.
func countHeld(ctx context.Context, dir string, old *promise.Release, d *compare.Comparison) (counting, error) {
	db, err := store.OpenToRead(filepath.Join(dir, "data.db"))
	if err != nil {
		return nil, fmt.Errorf("count what is held: %w; give the folder that lupaus serve was started with", err)
	}
	defer db.Close()
	out := counting{}
	for i := range d.Effects {
		e := &d.Effects[i]
		if len(e.Data) == 0 {
			continue
		}
		if out[e], err = countOf(ctx, db, old, e.Data); err != nil {
			return nil, fmt.Errorf("count what is held in %s: %w", dir, err)
		}
	}
	return out, nil
}

// countOf counts the records of the categories, and whom they are about.
func countOf(ctx context.Context, db *sql.DB, old *promise.Release, data []string) (*held, error) {
	h := &held{}
	var persons, companies []string
	for _, q := range data {
		q, field, part := strings.Cut(q, ".")
		h.Part = h.Part || part && field != ""
		c := old.Category(q)
		switch {
		case c == nil:
		case c.About.Personal():
			persons = append(persons, q)
		default:
			companies = append(companies, q)
		}
	}
	// Records and accounts each have a first query that selects the versions that stand.
	for _, boxes := range []struct{ query, record, whom string }{{register.BoxQueries[0], "id", "subject"}, {accounts.BoxQueries[0], "record", "account"}} {
		for _, x := range []struct {
			categories []string
			subjects   *int
		}{{persons, &h.Persons}, {companies, &h.Companies}} {
			categories := slices.Compact(slices.Sorted(slices.Values(x.categories)))
			if len(categories) == 0 {
				continue
			}
			args := []any{old.Organisation.ID}
			for _, c := range categories {
				args = append(args, c)
			}
			var records, subjects int
			err := db.QueryRowContext(ctx, "select count(distinct "+boxes.record+"), count(distinct "+boxes.whom+") from ("+boxes.query+") where category in (?"+strings.Repeat(", ?", len(categories)-1)+")", args...).Scan(&records, &subjects)
			if err != nil {
				return nil, err
			}
			h.Records += records
			*x.subjects += subjects
		}
	}
	return h, nil
}
