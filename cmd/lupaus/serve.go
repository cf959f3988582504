// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/web"
)

type demoCmd struct {
	Data    string   `help:"Data folder, with a folder below it for each organisation; made and filled when missing, used again when there." default:"lupaus-data" type:"path"`
	Addr    string   `help:"Address to serve on." default:"127.0.0.1:8080"`
	Only    []string `help:"Only these organisations, such as hms,ttl." placeholder:"ID,..." xor:"which"`
	Promise string   `help:"Folder with promise files of one organisation to use in place of the built-in examples." type:"existingdir" xor:"which"`
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

// Run serves the demonstration: all its organisations behind one page of
// doors, or one organisation on promise files of one's own.
func (c *demoCmd) Run(ctx context.Context, s streams) error {
	log := slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if c.Promise != "" {
		return c.one(ctx, s, log)
	}
	ln, err := listen(ctx, c.Addr) // before anything is made: an address that is taken leaves nothing behind
	if err != nil {
		return err
	}
	defer ln.Close()
	say := func(org, what string) { fmt.Fprintf(s.err, "%s: %s\n", org, what) }
	run, err := demo.Start(ctx, demo.Config{Dir: c.Data, Only: c.Only, Clock: clock.System{}, Log: log, Say: say,
		Pages: func(o *demo.Organisation, h *house.House) (http.Handler, error) {
			return pages(h, web.Config{Base: "/" + o.ID, Clock: clock.System{}, Log: log, Demo: door(o, "/")})
		}})
	if err != nil {
		return err
	}
	d, err := web.NewDoors(web.DoorsConfig{Doors: doors(run), Log: log})
	if err != nil {
		return errors.Join(err, run.Close())
	}
	err = serve(ctx, s, ln, d.Handler(), func(url string) {
		fmt.Fprintf(s.out, "\n  %s\n\n  Behind every door: whom you can be, with codes. The password is always %s.\n  Everybody is invented. Stop with Ctrl-C.\n", url, demo.Password)
	})
	return errors.Join(err, run.Close())
}

// one makes or reuses a data folder for one organisation on its own files.
func (c *demoCmd) one(ctx context.Context, s streams, log *slog.Logger) error {
	ln, err := listen(ctx, c.Addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	h, err := house.OpenFilled(ctx, house.Config{Dir: c.Data, Promise: os.DirFS(c.Promise), Clock: clock.System{}, Log: log}, func(h *house.House) error {
		return demo.Fill(ctx, h, func(what string) { fmt.Fprintf(s.err, "making invented %s ...\n", what) })
	})
	if err != nil {
		return err
	}
	defer h.Close()
	wc := web.Config{Clock: clock.System{}, Log: log}
	o := demo.Named(h.Gate.Org)
	if o != nil {
		wc.Demo = door(o, "")
	}
	handler, err := pages(h, wc)
	if err != nil {
		return err
	}
	return serve(ctx, s, ln, handler, func(url string) {
		fmt.Fprintf(s.out, "\n  %s\n\n", url)
		if o != nil {
			for _, p := range o.Staff {
				fmt.Fprintf(s.out, "  %-8s password %s  %s\n", p.UserName, demo.Password, p.Roles)
			}
			fmt.Fprintf(s.out, "\n  The first page shows the authenticator codes. Everybody is invented. Stop with Ctrl-C.\n")
		}
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
	handler, err := pages(h, web.Config{Clock: clock.System{}, Log: log, Secure: c.Secure, Proxy: c.Proxy})
	if err != nil {
		return err
	}
	ln, err := listen(ctx, c.Addr)
	if err != nil {
		return err
	}
	return serve(ctx, s, ln, handler, func(url string) { fmt.Fprintln(s.out, url) })
}

// pages are those of an open house.
func pages(h *house.House, wc web.Config) (http.Handler, error) {
	wc.Registers, wc.Accounts, wc.Promise, wc.Statistics = h.Register, h.Accounts, h.Gate, h.Statistics
	p, err := web.New(wc)
	if err != nil {
		return nil, err
	}
	return p.Handler(), nil
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("serve on %s: %w (another address: --addr 127.0.0.1:0)", addr, err)
	}
	return ln, nil
}

// serve answers until ctx ends and then lets open requests finish.
func serve(ctx context.Context, s streams, ln net.Listener, handler http.Handler, ready func(url string)) error {
	srv := web.HTTPServer(ln.Addr().String(), handler)
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
