// SPDX-License-Identifier: EUPL-1.2

package statistics_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"testing"
	"testing/fstest"
	"time"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/statistics"
	"github.com/lupaus/lupaus/promise"
)

// desk is a service over the promise of a statistics office, with rows that a
// test changes.
type desk struct {
	t       *testing.T
	house   *house.House
	service *statistics.Service
	work    statistics.Work
	rows    []statistics.Row
	asked   int
}

const (
	purpose = "unit-data/tables"
	persons = "unit-data.person-units"
)

func newDesk(t *testing.T) *desk {
	t.Helper()
	files, err := fs.Sub(examples.FS, "statfin")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t}
	if d.house, err = house.Open(t.Context(), house.Config{Dir: t.TempDir(), Promise: files, Clock: clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)), Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.house.Close() })
	d.service = statistics.New(d.house.Gate, func(_ context.Context, _ statistics.Work, _ string, fields []string) (*statistics.Rows, error) {
		d.asked++
		out := &statistics.Rows{}
		for _, r := range d.rows {
			values := make([]string, len(fields))
			for i, f := range fields {
				values[i] = map[string]string{"activity": r.Values[0], "region": r.Values[1]}[f]
			}
			out.Rows = append(out.Rows, statistics.Row{Unit: r.Unit, Values: values})
		}
		return out, nil
	}, t.TempDir())
	t.Cleanup(d.service.Close)
	d.work = d.session("output-checker")
	return d
}

func (d *desk) session(role string) statistics.Work {
	return statistics.Work{Actor: gate.Actor{ID: opaque.New(), Name: "Salla Invented", Role: role, Declared: true, SecondFactor: true}, Session: opaque.New(), Purpose: purpose, Lang: "en"}
}

// people puts a number of people of an activity into a region.
func (d *desk) people(n int, activity, region string) {
	for range n {
		d.rows = append(d.rows, statistics.Row{Unit: fmt.Sprint("u", len(d.rows)), Values: []string{activity, region}})
	}
}

// regions are the codes of the promise's list.
func (d *desk) regions() (out []string) {
	for _, v := range d.house.Gate.Release().Organisation.List("example-regions").Values {
		out = append(out, v.Code)
	}
	return out
}

func (d *desk) build(w statistics.Work, dims ...string) (string, error) {
	r := statistics.Request{Key: persons}
	for _, x := range dims {
		r.Dims = append(r.Dims, statistics.Dim{Column: x})
	}
	return d.service.Build(d.t.Context(), w, r)
}

// shown makes a table and waits until it is protected, or why not.
func (d *desk) shown(w statistics.Work, dims ...string) *statistics.View {
	d.t.Helper()
	key, err := d.build(w, dims...)
	if err != nil {
		d.t.Fatal(err)
	}
	d.service.Await(d.t.Context(), w, key)
	v, err := d.service.View(w, key, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

func problemOf(err error) string {
	if p, ok := errors.AsType[*statistics.Problem](err); ok {
		return p.Key
	}
	return ""
}

// Keeps: TK-203, TK-209
func TestATableIsNotShownAgainWhereTheDifferenceWouldTellWhoCame(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	regions := d.regions()
	for _, r := range regions[:3] {
		d.people(20, "employed", r)
		d.people(15, "student", r)
	}
	if v := d.shown(d.work, "activity", "region"); v.Job.State != statistics.Finished || v.Counts.Hidden < 0 || !v.Proof.Out {
		t.Fatalf("the first table: %+v", v.Job)
	}
	same := d.shown(d.session("output-checker"), "activity", "region")
	if same.Job.State != statistics.Finished {
		t.Errorf("the same table of the same data: %+v", same.Job)
	}
	d.people(1, "employed", regions[0])
	one := d.shown(d.work, "activity", "region")
	if one.Job.State != statistics.Failed || one.Job.Problem == nil || one.Job.Problem.Key != "changed-since" || len(one.Files) > 0 {
		t.Errorf("a table with one person more: %+v", one.Job)
	}
	if one.Grid != nil {
		for _, r := range one.Grid.Rows {
			for _, c := range r.Cells {
				if c.HasValue {
					t.Errorf("the refused table shows %+v", c)
				}
			}
		}
	}
	d.people(20, "employed", regions[0])
	if many := d.shown(d.work, "activity", "region"); many.Job.State != statistics.Finished {
		t.Errorf("a table with many more: %+v", many.Job)
	}
}

func TestAProtectionTellsHowFarItIsAndCanBeStopped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i, r := range d.regions() {
		for k, a := range []string{"employed", "unemployed", "student", "pensioner"} {
			d.people(1+(7*i+3*k)%12, a, r)
		}
	}
	hold := d.service.Hold() // nobody is protected meanwhile
	key, err := d.build(d.work, "activity", "region")
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.service.View(d.work, key, nil)
	if err != nil || !v.Running() || v.Job.State != statistics.Waiting || v.Proof != nil || len(v.Files) > 0 {
		t.Fatalf("while others come first: %+v %v", v.Job, err)
	}
	if err := d.service.Cancel(d.session("output-checker"), key); errs.KindOf(err) != errs.Expired {
		t.Errorf("somebody else stops it: %v", err)
	}
	if err := d.service.Cancel(d.work, key); err != nil {
		t.Fatal(err)
	}
	d.service.Await(t.Context(), d.work, key)
	if v, err = d.service.View(d.work, key, nil); err != nil || v.Running() || v.Job.State != statistics.Cancelled || v.Proof != nil {
		t.Errorf("stopped: %+v %v", v.Job, err)
	}
	hold()
	if err := d.service.Protect(d.work, key); err != nil {
		t.Fatal(err)
	}
	d.service.Await(t.Context(), d.work, key)
	if v, err = d.service.View(d.work, key, nil); err != nil || v.Job.State != statistics.Finished || v.Proof == nil || v.Job.Stage == "" || v.Counts.Hidden < 1 {
		t.Errorf("begun anew: %+v %v", v.Job, err)
	}
}

func TestWhatCannotBeATableIsSaidBeforeAnythingIsRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.people(2, "employed", d.regions()[0])
	for name, c := range map[string]struct {
		r    statistics.Request
		want string
	}{
		"a column gone":        {statistics.Request{Dims: []statistics.Dim{{Column: "vanished"}}}, "no-column"},
		"a value gone":         {statistics.Request{Dims: []statistics.Dim{{Column: "region"}}, Value: "vanished"}, "no-column"},
		"free text":            {statistics.Request{Dims: []statistics.Dim{{Column: "values"}}}, "no-column"},
		"another grain":        {statistics.Request{Dims: []statistics.Dim{{Column: "region", Grain: statistics.GrainYear}}}, "no-column"},
		"no dimension":         {statistics.Request{}, "no-dimension"},
		"a weaker minimum":     {statistics.Request{Dims: []statistics.Dim{{Column: "region"}}, Minimum: "2"}, "minimum-weaker"},
		"a minimum in letters": {statistics.Request{Dims: []statistics.Dim{{Column: "region"}}, Minimum: "three"}, "minimum-number"},
	} {
		c.r.Key = persons
		if _, err := d.service.Build(t.Context(), d.work, c.r); problemOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if d.asked > 0 {
		t.Errorf("rows were read %d times", d.asked)
	}
	if _, err := d.build(d.work, "region"); problemOf(err) != "too-few" {
		t.Errorf("two people in all: %v", err)
	}
}

func TestAStricterMinimumHidesMore(t *testing.T) {
	t.Parallel()
	hidden := map[string]int{}
	for _, minimum := range []string{"", "10"} {
		d := newDesk(t)
		for i, r := range d.regions() {
			d.people(12+i, "employed", r)
			d.people(5, "student", r)
		}
		key, err := d.service.Build(t.Context(), d.work, statistics.Request{Key: persons, Dims: []statistics.Dim{{Column: "activity"}, {Column: "region"}}, Minimum: minimum})
		if err != nil {
			t.Fatal(err)
		}
		d.service.Await(t.Context(), d.work, key)
		v, err := d.service.View(d.work, key, nil)
		if err != nil || v.Job.State != statistics.Finished {
			t.Fatalf("%+v %v", v.Job, err)
		}
		hidden[minimum] = v.Counts.Hidden
	}
	if hidden["10"] <= hidden[""] {
		t.Errorf("%d cells are hidden with the promise's minimum and %d with a stricter one", hidden[""], hidden["10"])
	}
}

func TestATableIsGoneUnderRulesThatTighten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, r := range d.regions()[:3] {
		d.people(4, "employed", r)
		d.people(20, "student", r)
	}
	v := d.shown(d.work, "activity", "region")
	if err := d.house.Gate.PutInForce(t.Context(), tighter(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.service.View(d.work, v.Key, nil); errs.KindOf(err) != errs.Expired {
		t.Errorf("a table that looser rules made: %v", err)
	}
	if err := d.service.Merge(d.work, v.Key, statistics.Change{Dim: "activity", Coarser: true}); errs.KindOf(err) != errs.Expired {
		t.Errorf("its classes are changed: %v", err)
	}
	d.people(30, "pensioner", d.regions()[3])
	again := d.shown(d.work, "activity", "region")
	if again.Minimum != 5 || again.Job.State != statistics.Finished {
		t.Fatalf("at least %d in a cell: %+v", again.Minimum, again.Job)
	}
	for _, r := range again.Grid.Rows {
		for _, c := range r.Cells {
			if c.HasValue && c.Value > 0 && c.Value < 5 {
				t.Errorf("%s shows %d", r.Code.Code, c.Value)
			}
		}
	}
}

// tighter is the promise with another minimum.
func tighter(t *testing.T) *promise.Release {
	t.Helper()
	files, err := fs.Sub(examples.FS, "statfin")
	if err != nil {
		t.Fatal(err)
	}
	changed := fstest.MapFS{}
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		changed[path] = &fstest.MapFile{Data: bytes.ReplaceAll(text, []byte("minimum-units: 3"), []byte("minimum-units: 5"))}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r, problems := promise.Load(changed)
	if r == nil {
		t.Fatal(problems)
	}
	return r
}
