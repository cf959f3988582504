// SPDX-License-Identifier: EUPL-1.2

// Command lupaus runs an organisation on its promises: demo and serve start
// the pages, check reads promise files, verify checks a ledger or an extract.
// Answers go to standard output, progress and trouble to standard error. The
// exit status is 0 when all is well, 1 when something was found wrong, 2 when
// the command could not do its work.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Demo    demoCmd    `cmd:"" help:"Start with an invented organisation: everything clickable, nothing to install."`
	Serve   serveCmd   `cmd:"" help:"Start an organisation on its own promise files and data folder."`
	New     newCmd     `cmd:"" help:"Begin an organisation: a folder of promise files that checks clean, to write on from."`
	Schema  schemaCmd  `cmd:"" help:"Print the JSON Schema of promise files or of specifications of tables, for editors."`
	Check   checkCmd   `cmd:"" help:"Check a folder of promise files and say what would mend them."`
	Diff    diffCmd    `cmd:"" help:"Say what differs between two versions of a promise: what changed, who is told or asked first, what becomes of held data."`
	Follow  followCmd  `cmd:"" help:"Look for newer versions of documents that are followed, say what would change, and take them."`
	Verify  verifyCmd  `cmd:"" help:"Check a ledger, or an extract of one, entry by entry."`
	Protect protectCmd `cmd:"" help:"Protect a table against disclosure and prove it: hide what rules name and what gives it away, or check such a proof."`
	Publish publishCmd `cmd:"" help:"Write the privacy notice, the record of processing and the data map of promise files as pages."`
}

// streams are where a command reads and speaks, handed in for tests.
type streams struct {
	out, err io.Writer
}

// errFound means that a command did its work and found something wrong.
var errFound = errors.New("something is wrong")

func main() { os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr})) }

// run is the program but for the process around it.
func run(args []string, s streams) int {
	var c cli
	code := -1
	parser, err := kong.New(&c, kong.Name("lupaus"), kong.Vars{"known": starterLanguages}, kong.Description("An organisation's promises about data: checked, kept, recorded, proved."),
		kong.Writers(s.out, s.err), kong.Exit(func(n int) { code = n }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(s.err, err)
		return 2
	}
	kctx, err := parser.Parse(args)
	if code >= 0 { // help was asked for and given
		return code
	}
	if err != nil {
		fmt.Fprintf(s.err, "lupaus: %v\nRun lupaus --help for the commands.\n", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	kctx.BindTo(ctx, (*context.Context)(nil))
	err = kctx.Run(s)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFound):
		return 1
	default:
		fmt.Fprintf(s.err, "lupaus: %v\n", err)
		return 2
	}
}
