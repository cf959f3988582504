// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/web"
)

type demoCmd struct {
	Data    string `help:"Data folder; made and filled when missing, used again when there." default:"lupaus-data" type:"path"`
	Addr    string `help:"Address to serve on." default:"127.0.0.1:8080"`
	Promise string `help:"Folder with promise files to use in place of the built-in example." type:"existingdir"`
}

type serveCmd struct {
	Promise string `arg:"" help:"Folder with the organisation's promise files." type:"existingdir"`
	Data    string `required:"" help:"Data folder; made when missing." type:"path"`
	Keys    string `help:"Key file (default: keys.json in the data folder; another disk is better)." type:"path"`
	Addr    string `help:"Address to serve on." default:"127.0.0.1:8080"`
	Secure  bool   `help:"Readers come over TLS (a proxy before this program ends it): cookies never travel in the open."`
	Proxy   bool   `help:"A proxy of ours stands before this program and writes the reader's address into X-Forwarded-For."`

	FirstUser string `help:"Make the first account with this user name when there is none, and print its one-time password." placeholder:"NAME"`
	FirstName string `help:"Name of the person of the first account." placeholder:"NAME"`
	FirstRole string `help:"Role of the first account, one that the promise lets make accounts." placeholder:"ROLE"`
}

// Run makes or reuses the demo's data folder and serves it.
func (c *demoCmd) Run(ctx context.Context, s streams) error {
	var files fs.FS
	var err error
	if c.Promise != "" {
		files = os.DirFS(c.Promise)
	} else if files, err = fs.Sub(examples.FS, "hms"); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	h, err := house.Open(ctx, house.Config{Dir: c.Data, Promise: files, Clock: clock.System{}, Log: log})
	if err != nil {
		return err
	}
	defer h.Close()
	if h.Fresh {
		begin := time.Now()
		if err := demo.Fill(ctx, h, func(what string) { fmt.Fprintf(s.err, "making invented %s ...\n", what) }); err != nil {
			return errors.Join(err, fmt.Errorf("the data folder %s is only half filled: remove it and start again", c.Data))
		}
		fmt.Fprintf(s.err, "filled in %.1f s\n", time.Since(begin).Seconds())
	}
	d := door()
	return serve(ctx, s, h, web.Config{Clock: clock.System{}, Log: log, Demo: d}, c.Addr, func(url string) {
		fmt.Fprintf(s.out, "\n  %s\n\n", url)
		for _, p := range demo.Staff {
			fmt.Fprintf(s.out, "  %-6s  password %s  %s\n", p.UserName, demo.Password, p.Roles)
		}
		fmt.Fprintf(s.out, "\n  The first page shows the authenticator codes. Everybody is invented. Stop with Ctrl-C.\n")
	})
}

// Run serves an organisation on its own files.
func (c *serveCmd) Run(ctx context.Context, s streams) error {
	log := slog.New(slog.NewJSONHandler(s.err, nil))
	h, err := house.Open(ctx, house.Config{Dir: c.Data, KeyFile: c.Keys, Promise: os.DirFS(c.Promise), Clock: clock.System{}, Log: log})
	if err != nil {
		return err
	}
	defer h.Close()
	if c.FirstUser != "" {
		inv, err := h.Accounts.Bootstrap(ctx, accounts.NewAccount{UserName: c.FirstUser, Name: c.FirstName, Roles: []string{c.FirstRole}})
		if err != nil {
			return fmt.Errorf("first account: %w", err)
		}
		fmt.Fprintf(s.out, "first account %s: one-time password %s, authenticator secret %s\n", c.FirstUser, inv.Password, inv.TOTPSecret)
	}
	if n := len(h.Recovered.Voided); n > 0 || h.Recovered.Erased > 0 {
		log.Warn("the last run ended in the middle of its work; it was put right", "voided", n, "erasures", h.Recovered.Erased)
	}
	return serve(ctx, s, h, web.Config{Clock: clock.System{}, Log: log, Secure: c.Secure, Proxy: c.Proxy}, c.Addr, func(url string) {
		fmt.Fprintln(s.out, url)
	})
}

// serve runs the pages until ctx ends and then lets open requests finish.
func serve(ctx context.Context, s streams, h *house.House, wc web.Config, addr string, ready func(url string)) error {
	wc.Registers, wc.Accounts, wc.Promise = h.Register, h.Accounts, h.Gate
	pages, err := web.New(wc)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("serve on %s: %w (another address: --addr 127.0.0.1:0)", addr, err)
	}
	srv := web.HTTPServer(addr, pages.Handler())
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	ready("http://" + ln.Addr().String() + "/")
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	fmt.Fprintln(s.err, "stopping")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(end); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
