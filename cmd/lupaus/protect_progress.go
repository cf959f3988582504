// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

// telling says how far long work is: on a terminal in one line that is written
// anew, for a log in lines of their own, and otherwise not at all.
type telling struct {
	ctx      context.Context
	to       io.Writer // nil: say nothing
	terminal bool
	stage    string
	tenth    int
	last     time.Time
	shown    bool
}

// between is how long a line stands on a terminal at least.
const between = 100 * time.Millisecond

func newTelling(ctx context.Context, to io.Writer, always bool) *telling {
	t := &telling{ctx: ctx, terminal: isTerminal(to)}
	if t.terminal || always {
		t.to = to
	}
	return t
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// stageWords are what stages do, in words.
var stageWords = map[string]string{
	release.StageRows: "reading rows", release.StageRules: "asking the rules", release.StageSuppress: "hiding",
	sdc.StageAudit: "proving", sdc.StageRepair: "hiding more where that is not enough", sdc.StageReturn: "publishing again what is hidden needlessly",
	sdc.StageInsiders: "looking at the table as each single contributor does",
	sdc.StageWidest:   "looking for the widest intervals", sdc.StagePlan: "trying methods", sdc.StageRounding: "rounding",
}

// progress tells, and stops the work when the person has.
func (t *telling) progress(p sdc.Progress) error {
	if t.to == nil {
		return t.ctx.Err()
	}
	word, ok := stageWords[p.Stage]
	if !ok {
		word = p.Stage
	}
	line := word
	tenth := 0
	switch {
	case p.Total > 0 && p.Done > 0:
		line = fmt.Sprintf("%s: %d of %d", word, p.Done, p.Total)
		tenth = 10 * p.Done / p.Total
	case p.Total > 0:
		line = fmt.Sprintf("%s: %d", word, p.Total)
	case p.Done > 0:
		line = fmt.Sprintf("%s: %d", word, p.Done)
	}
	fresh := p.Stage != t.stage
	switch {
	case t.terminal && (fresh || time.Since(t.last) > between):
		fmt.Fprintf(t.to, "\r\x1b[K%s", line)
		t.shown, t.last = true, time.Now()
	case !t.terminal && (fresh || tenth != t.tenth):
		fmt.Fprintln(t.to, line)
	}
	t.stage, t.tenth = p.Stage, tenth
	return t.ctx.Err()
}

// end leaves the terminal's line empty.
func (t *telling) end() {
	if t.shown {
		fmt.Fprint(t.to, "\r\x1b[K")
	}
}
