// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"time"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

// span is a mark as retention reads it.
type span struct{ from, to int64 }

// clocks are a subject's marks by name, with the record that made each.
type clocks map[string][]recorded

// recorded is a mark and the record that made it.
type recorded struct {
	span
	record opaque.ID
}

// until works out when an item of a category ends: with K the latest keep, M
// the earliest ceiling and L the latest floor, max(L, min(K, M)). nil means
// that no span of the promise gives it an end or a floor yet.
//
// Keeps: HMS-53
// Law: gdpr 5(1)(e)
func until(r *promise.Register, category string, record opaque.ID, cl clocks) *Until {
	var keep, ceiling, floor *Until
	for _, rt := range r.Retention {
		if !about(rt, category) {
			continue
		}
		name := r.ID + "/retention/" + rt.ID
		if u := end(r, rt.Keep, record, cl, name); u != nil && (keep == nil || later(u, keep)) {
			keep = u
		}
		if u := end(r, rt.AtMost, record, cl, name); u != nil && (ceiling == nil || later(ceiling, u)) {
			ceiling = u
		}
		if u := end(r, rt.AtLeast, record, cl, name); u != nil && (floor == nil || later(u, floor)) {
			floor = u
			floor.Floor = true
		}
	}
	out := keep
	if out == nil || (ceiling != nil && later(out, ceiling)) {
		out = ceiling
	}
	if floor != nil && (out == nil || later(floor, out)) {
		out = floor
	}
	return out
}

func about(rt *promise.Retention, category string) bool {
	for _, d := range rt.Data {
		if d.Category == category {
			return true
		}
	}
	return false
}

// later orders ends; a zero time (no end in sight) is later than all.
func later(a, b *Until) bool {
	if a.At.IsZero() || b.At.IsZero() {
		return a.At.IsZero() && !b.At.IsZero()
	}
	return a.At.After(b.At)
}

// end works out one span; nil when nothing has started it.
func end(r *promise.Register, sp *promise.Span, record opaque.ID, cl clocks, clause string) *Until {
	if sp == nil {
		return nil
	}
	if sp.While != "" {
		last := int64(-1)
		for _, m := range cl[r.ID+"."+sp.While] {
			last = max(last, m.to)
		}
		return endAt(last, sp.Then, sp.Rounded, clause)
	}
	at, found := int64(0), false
	for _, m := range cl[eventName(r.ID, sp.After)] {
		e := r.Event(sp.After)
		switch {
		case e != nil && e.Take == "each":
			if m.record == record {
				at, found = m.from, true
			}
		case e != nil && e.Take == "first":
			if !found || m.from < at {
				at, found = m.from, true
			}
		default:
			if !found || m.from > at {
				at, found = m.from, true
			}
		}
	}
	if !found {
		return nil
	}
	return endAt(at, sp.Lasts, sp.Rounded, clause)
}

func endAt(from int64, lasts promise.Duration, rounded, clause string) *Until {
	if from < 0 {
		return nil
	}
	if from >= noEnd || lasts.ForEver {
		return &Until{Clause: clause}
	}
	t := fromDay(from)
	if rounded == "year-end" {
		t = time.Date(t.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)
	}
	if !lasts.IsZero() {
		t, _ = lasts.AddTo(t, nil)
	}
	return &Until{At: t, Clause: clause}
}
