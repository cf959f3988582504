// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/bench/populated"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// fetched measures a whole decision of the gate, as a look-up makes it: may
// this nurse open this person's consultation notes? Whether she has the person
// in care and whether the person's data are restricted is read from the store
// by the register engine, each time anew.
func fetched(ctx context.Context, rounds, people int) error {
	dir, err := os.MkdirTemp("", "decide")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	h, err := populated.Open(ctx, filepath.Join(dir, "house"))
	if err != nil {
		return err
	}
	defer h.Close()
	ids, err := h.Patients(ctx, people, 200)
	if err != nil {
		return err
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	const n = 2000
	read, done, err := h.Bare(ctx)
	if err != nil {
		return err
	}
	defer done()
	times := func(n int, do func(opaque.ID) error) func() (int, error) {
		return func() (int, error) {
			for range n {
				if err := do(ids[rnd.IntN(len(ids))]); err != nil {
					return 0, err
				}
			}
			return n, nil
		}
	}
	costs, err := measure.Rounds(rounds, rnd, []measure.Contender{
		{Name: "decision with facts", Do: times(n, func(id opaque.ID) error { return decideAbout(ctx, h, id) })},
		{Name: "bare read", Do: times(n, read)},
	})
	if err != nil {
		return err
	}
	ns, bare := measure.MedianOf(costs[0], measure.Cost.CPUPer), measure.MedianOf(costs[1], measure.Cost.CPUPer)
	fmt.Printf("\na decision of the gate with its facts fetched from the store, %d people: %.1f µs processor time, %.0f allocations; goal 30 µs: %s\n",
		people, ns/1e3, measure.MedianOf(costs[0], measure.Cost.AllocsPer), verdict(ns <= goalFetched))
	fmt.Printf("yardstick, one sealed record read by its key and nothing else: %.1f µs; the decision takes %.1f times as much\n", bare/1e3, measure.Ratio(costs[0], costs[1], measure.Cost.CPUPer))
	return nil
}

func decideAbout(ctx context.Context, h *populated.House, id opaque.ID) error {
	w := h.Nurse
	vs, err := h.Gate.Preview(ctx, gate.Ask{Actor: w.Actor, Action: rulebook.Open, Purpose: w.Purpose, Subjects: []opaque.ID{id},
		Categories: []string{"personal-journal/consultations"}, Reason: populated.Reason.Reason, Confirmed: true})
	if err != nil {
		return err
	}
	if len(vs) != 1 || !vs[0].Allowed || vs[0].Clause.ID != "carers" {
		return fmt.Errorf("the decision is not the one that a nurse who has somebody in care should get")
	}
	return nil
}
