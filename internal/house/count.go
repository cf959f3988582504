// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"context"

	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/internal/statistics"
)

// counted reads records for a statistic from the registers: two domain rooms do
// not know each other.
func (h *House) counted(ctx context.Context, w statistics.Work, category string, fields []string) (*statistics.Rows, error) {
	got, err := h.Register.Count(ctx, register.Work{Actor: w.Actor, Purpose: w.Purpose, Lang: w.Lang}, category, fields, register.Given{Reason: w.Reason})
	if err != nil {
		return nil, err
	}
	out := &statistics.Rows{Clause: got.Clause, LeftOut: got.LeftOut, Entry: got.Entry, Rows: make([]statistics.Row, len(got.Rows))}
	for i, r := range got.Rows {
		out.Rows[i] = statistics.Row{Unit: r.Subject.String(), Values: r.Values}
	}
	return out, nil
}
