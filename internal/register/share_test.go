// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"testing"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// Keeps: HMS-57
// Keeps: HMS-58
// Keeps: HMS-59
// Keeps: HMS-60
func TestAnApplicationIsTheManagementsUntilItIsSharedForAReasonWithSomebodyDeclared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.as("boss", "general-manager", "applications", "recruitment")
	nurse := w.as("nurse", "nurse", "applications", "recruitment")
	r, err := w.Register.Add(t.Context(), boss, register.Input{Docs: map[string]promise.Document{
		"application": {"name": "Søker Sørensen", "received": "2026-11-20"}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	open := func() error {
		_, err := w.Register.Open(t.Context(), nurse, r.Subject, []string{"application"}, register.Given{})
		return err
	}
	share := func(with opaque.ID, reason string) error {
		_, err := w.Register.Share(t.Context(), boss, r.Subject, []string{"application"}, with, register.Given{Reason: reason})
		return err
	}
	if ref, ok := gate.AsRefusal(open()); !ok || ref.Clause.Name != "applications/access/only-management" {
		t.Errorf("before sharing: %v", ref)
	}
	if _, ok := gate.AsNeeds(share(nurse.Actor.ID, "")); !ok {
		t.Error("shared without a reason")
	}
	if err := share(opaque.New(), "for advice"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("shared with nobody: %v", err)
	}
	if err := share(nurse.Actor.ID, "for advice"); err != nil {
		t.Fatal(err)
	}
	if err := open(); err != nil {
		t.Errorf("after sharing: %v", err)
	}
	if f, err := w.Register.Find(t.Context(), nurse, register.Query{}); err != nil || len(f.Cards) != 1 {
		t.Errorf("the list of what was shared: %+v, %v", f, err)
	}
	if _, err := w.Register.Add(t.Context(), nurse, register.Input{Subject: r.Subject, Docs: map[string]promise.Document{
		"papers": {"title": "x", "date": "2026-11-20"}}}, register.Given{}); err == nil {
		t.Error("what is shared is for reading, and she wrote")
	}
	if _, err := w.Register.Erase(t.Context(), boss, r.Subject, []string{"application"}, register.Given{}); err != nil {
		t.Fatal(err)
	}
	if err := open(); errs.KindOf(err) != errs.NotFound {
		t.Errorf("after erasing: %v", err)
	}
}
