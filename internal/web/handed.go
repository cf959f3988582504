// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
)

// handedLife is how long credentials wait in memory for the page that shows
// them. The browser asks for it at once; nothing else ever may.
const handedLife = 2 * time.Minute

// handedOver is what is shown once: an invitation, or somebody's own new
// recovery codes. It lies in memory until it is shown, and nowhere afterwards.
type handedOver struct {
	invitation *accounts.Invitation
	codes      []string
	name       string // of whoever is invited
	back       string
}

// handedPage shows credentials once.
type handedPage struct {
	Page
	Lead, Back, Until string
	Invitation        *invitationView
	Codes             []string
	CodesText         string
}

type invitationView struct {
	UserName, Password, Secret, URL string
	QR                              *qrView
}

// qrView is a QR code as one path of a picture.
type qrView struct {
	Box, Path  string
	From, Size int
}

// handOver keeps credentials for the page that comes next and sends the reader
// there. Loading that page again shows nothing.
func (v *visit) handOver(h handedOver) error {
	return v.see("/handed/" + v.once.put(v.session.ID, h))
}

// handed shows credentials and forgets them.
//
// Law: gdpr 32(1)
func (s *Server) handed(v *visit) error {
	key := v.r.PathValue("key")
	h, err := s.once.get(v.session.ID, key)
	if err != nil {
		return errs.New(errs.Expired, "error.handed-over", "shown already, or never: %w", err)
	}
	if v.r.Method != http.MethodHead { // a mere question for the headers shows nobody anything
		s.once.take(key)
	}
	p := &handedPage{Back: h.back, Codes: h.codes, CodesText: v.T("handed.codes.own")}
	if h.invitation == nil {
		p.Page, p.Lead = v.page(v.T("handed.codes.title")), v.T("handed.codes.lead")
	} else if err := v.invitation(p, &h); err != nil {
		return err
	}
	p.Languages = nil // another language would be another loading, and find nothing
	return v.ok("handed", p)
}

func (v *visit) invitation(p *handedPage, h *handedOver) error {
	inv := h.invitation
	qr, err := qrOf(inv.QR)
	if err != nil {
		return err
	}
	p.Page = v.page(v.T("handed.title", h.name))
	p.Tab = v.T("handed.tab")
	p.Lead = v.T("handed.lead")
	p.Until = v.T("handed.until", v.Moment(inv.Until))
	p.Invitation = &invitationView{UserName: inv.UserName, Password: inv.Password, Secret: spaced(inv.TOTPSecret, 4), URL: inv.URL, QR: qr}
	p.Codes, p.CodesText = inv.RecoveryCodes, v.T("handed.codes.text")
	return nil
}

// spaced sets a secret in groups, for those who type it. Authenticators take
// it with or without the spaces.
func spaced(s string, n int) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// qrMargin is the quiet ground around the code, in dots: what a camera needs to
// find it (ISO/IEC 18004 asks for four modules).
const qrMargin = 20

// qrOf turns the picture of a QR code into a path: pictures inside a page are
// refused by its policy, and a file of its own would be one more address that
// shows a secret.
func qrOf(file []byte) (*qrView, error) {
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	b := inked(img)
	size := b.Dx() + 2*qrMargin
	var path strings.Builder
	for y := b.Min.Y; y < b.Max.Y; {
		end := y + 1
		for end < b.Max.Y && sameRow(img, y, end) {
			end++
		}
		for x := b.Min.X; x < b.Max.X; x++ {
			from := x
			for x < b.Max.X && dark(img, x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv%dh-%dz", from-b.Min.X, y-b.Min.Y, x-from, end-y, x-from)
			}
		}
		y = end
	}
	return &qrView{Path: path.String(), From: -qrMargin, Size: size,
		Box: fmt.Sprintf("%d %d %d %d", -qrMargin, -qrMargin, size, size)}, nil
}

// inked is the part of a picture that the code takes up.
func inked(img image.Image) (out image.Rectangle) {
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if dark(img, x, y) {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out
}

func dark(img image.Image, x, y int) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	return r+g+b < 3*0x8000
}

func sameRow(img image.Image, a, b int) bool {
	for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
		if dark(img, x, a) != dark(img, x, b) {
			return false
		}
	}
	return true
}
