// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/register"
)

// onceFolder is a data folder that the demo has filled, made once for all
// scripts, which work on copies.
type onceFolder struct {
	once sync.Once
	dir  string
	err  error
}

var shared onceFolder

func (o *onceFolder) folder() (string, error) {
	o.once.Do(func() {
		if o.dir, o.err = os.MkdirTemp("", "lupaus-demo-"); o.err != nil {
			return
		}
		h, err := openHouse(context.Background(), o.dir)
		if err != nil {
			o.err = err
			return
		}
		o.err = errors.Join(demo.Fill(context.Background(), h, func(string) {}), h.Close())
	})
	return o.dir, o.err
}

func (o *onceFolder) remove() {
	if o.dir != "" {
		_ = errors.Join(os.RemoveAll(o.dir), os.RemoveAll(o.dir+"-running"))
	}
}

// yesterday is when the shared folder is filled: sign-in codes of the demo's
// filling are then no codes of today.
type yesterday struct{ clock.System }

func (yesterday) Now() time.Time { return clock.System{}.Now().Add(-24 * time.Hour) }

func openHouse(ctx context.Context, dir string) (*house.House, error) {
	return house.Open(ctx, house.Config{Dir: dir, Promise: os.DirFS("../../examples/hms"), Clock: yesterday{}, Log: slog.New(slog.DiscardHandler)})
}

// extractOf signs the data protection officer in and has her get the extract
// about the first person of the list, who was looked up before.
func extractOf(ctx context.Context, dir string) (text []byte, key string, err error) {
	h, err := openHouse(ctx, dir)
	if err != nil {
		return nil, "", err
	}
	defer h.Close()
	w, err := work(ctx, h, "karin", "privacy-officer", "personal-journal/insight")
	if err != nil {
		return nil, "", err
	}
	found, err := h.Register.Find(ctx, w, register.Query{Limit: 1})
	if err != nil {
		return nil, "", err
	}
	if len(found.Cards) != 1 {
		return nil, "", fmt.Errorf("%d people found", len(found.Cards))
	}
	w.Register, w.Purpose = "log", "log/insight"
	x, err := h.Register.Extract(ctx, w, found.Cards[0].Subject, register.Given{})
	if err != nil {
		return nil, "", err
	}
	return x.File, h.Gate.Verifier(), nil
}

func work(ctx context.Context, h *house.House, user, role, purpose string) (register.Work, error) {
	code, err := demo.Code(user, h.Gate.Now())
	if err != nil {
		return register.Work{}, err
	}
	token, _, err := h.Accounts.SignIn(ctx, accounts.SignIn{UserName: user, Password: demo.Password, Code: code, Client: "test"})
	if err != nil {
		return register.Work{}, err
	}
	if err := errors.Join(h.Accounts.ChooseRole(ctx, token, role), h.Accounts.ChoosePurpose(ctx, token, purpose)); err != nil {
		return register.Work{}, err
	}
	s, err := h.Accounts.Session(ctx, token)
	if err != nil {
		return register.Work{}, err
	}
	return register.Work{Actor: s.Actor(), Register: "personal-journal", Purpose: purpose, Lang: "en"}, nil
}
