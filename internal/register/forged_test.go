// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"testing"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// Whoever may write the database and lacks the key file cannot make a relation
// or a share that counts.
func TestARelationOrShareThatWasSlippedInCountsForNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	w.note(t, id, "2026-11-20", "x")
	nurse := w.nurse()
	staff, rec := nurse.Actor.ID, opaque.New()
	if _, err := w.Gate.Data.W.Exec(`insert into mark(org, subject, record, name, staff, unit, from_day, to_day, proof) values(?,?,?,'in-care',?,'',0,999999,x'00')`,
		w.Gate.Org, id[:], rec[:], staff[:]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Register.Open(t.Context(), nurse, id, []string{"consultations"}, register.Given{Reason: "follow-up"}); err == nil {
		t.Error("opened as if in care")
	} else if _, ok := gate.AsNeeds(err); !ok {
		t.Errorf("got %v, want that the confirmation is missing", err)
	}
	boss := w.as("boss", "general-manager", "applications", "recruitment")
	r, err := w.Register.Add(t.Context(), boss, register.Input{Docs: map[string]promise.Document{"application": {"name": "Søker", "received": "2026-11-20"}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Gate.Data.W.Exec(`insert into shared values(?,?,'applications/application',?,1,x'00')`, w.Gate.Org, r.Subject[:], staff[:]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Register.Open(t.Context(), w.as("nurse", "nurse", "applications", "recruitment"), r.Subject, []string{"application"}, register.Given{}); err == nil {
		t.Error("opened as if shared")
	}
}
