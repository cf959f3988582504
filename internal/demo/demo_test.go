// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/house"
)

func TestTheDemoFillsThroughTheGate(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	h, err := house.Open(t.Context(), house.Config{Dir: t.TempDir(), Promise: os.DirFS("../../examples/hms"), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := Fill(t.Context(), h, func(s string) { t.Log(s, time.Since(begin)) }); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(begin), h.Gate.Tree.Size())
}
