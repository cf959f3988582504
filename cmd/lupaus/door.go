// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"time"

	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/web"
)

// door is an organisation's front page in the demonstration: whom to be, what
// to try, what to notice. Outside is the address of the page with all
// organisations, "" when there is none.
func door(o *demo.Organisation, outside string) *web.Demo {
	d := &web.Demo{Intro: o.Who, Todo: o.Todo, Notice: o.Notice, Outside: outside}
	for _, p := range o.Staff {
		if p.Extra {
			continue
		}
		d.Roles = append(d.Roles, web.DemoRole{Role: p.Roles[0], UserName: p.UserName, Name: p.Name, Password: demo.Password, Text: p.Text,
			Code: func(now time.Time) string {
				code, err := demo.Code(p.UserName, now)
				if err != nil {
					return ""
				}
				return code
			}})
	}
	return d
}

// doors are the doors of all organisations of a run.
func doors(run *demo.Run) (out []web.Door) {
	for _, o := range run.Organisations {
		out = append(out, web.Door{Base: "/" + o.ID, Name: o.Name, Who: o.Who, Document: o.Document, Todo: o.Todo,
			State: func() web.DoorState {
				s := run.State(o.ID)
				return web.DoorState{Step: steps[s.Step], Doing: demo.Progress(s.Doing), Reason: s.Reason, Pages: s.Pages}
			}})
	}
	return out
}

var steps = map[demo.Step]web.DoorStep{demo.Waiting: web.DoorWaiting, demo.Making: web.DoorMaking, demo.Open: web.DoorOpen,
	demo.Failed: web.DoorFailed, demo.LeftOut: web.DoorLeftOut}
