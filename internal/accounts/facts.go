// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Facts tells whether the colleague that something is shared with has signed
// every declaration. Without a receiver it is known to be false.
//
// Keeps: HMS-60
func (s *Service) Facts(ctx context.Context, _ store.Querier, f gate.FactQuery, out []rulebook.Facts) error {
	bit, ok := f.Wants("receiver-declared")
	if !ok {
		return nil
	}
	declared := false
	if !f.Receiver.IsZero() {
		d, err := s.due(ctx, f.Receiver)
		if err != nil {
			return err
		}
		declared = d.declared
	}
	for i := range out {
		out[i].Known |= bit
		if declared {
			out[i].True |= bit
		}
	}
	return nil
}
