// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/i18n"
	"github.com/lupaus/lupaus/promise"
)

// DoorsConfig is what the first page of a demonstration of several
// organisations stands on.
type DoorsConfig struct {
	Doors  []Door
	Log    *slog.Logger
	Secure bool
}

// Door leads to one organisation, which lives below its base.
type Door struct {
	Base     string // such as "/north"
	Name     promise.Text
	Who      promise.Text   // who they are
	Document promise.Text   // which document their promise is written after
	Todo     []promise.Text // what one can try
	State    func() DoorState
}

// DoorState is whether a door is open, and why it is not.
type DoorState struct {
	Step   DoorStep
	Doing  promise.Text // what is being made behind it
	Reason string       // why it stays closed, in the words of whoever started the program
	Pages  http.Handler // of an open one
}

// DoorStep is how far an organisation has come.
type DoorStep string

// The steps. A door that waits or is made ready opens, or fails, by itself.
const (
	DoorWaiting DoorStep = "waiting"
	DoorMaking  DoorStep = "making"
	DoorOpen    DoorStep = "open"
	DoorFailed  DoorStep = "failed"
	DoorLeftOut DoorStep = "left-out"
)

func (s DoorStep) settled() bool { return s != DoorWaiting && s != DoorMaking }

// Doors is the first page and what is behind its doors.
type Doors struct {
	DoorsConfig
	frame *Server // templates and assets; nobody signs in here
}

// NewDoors makes the first page ready. Each door's pages are made when it opens.
func NewDoors(c DoorsConfig) (*Doors, error) {
	if c.Log == nil || len(c.Doors) == 0 {
		return nil, errors.New("web: doors want a log and at least one door")
	}
	for _, d := range c.Doors {
		if err := checkBase(d.Base); err != nil {
			return nil, err
		}
		if d.Base == "" || d.State == nil {
			return nil, errors.New("web: a door wants a base and a state")
		}
	}
	frame := &Server{Config: Config{Log: c.Log, Secure: c.Secure}}
	var err error
	if frame.pages, err = parsePages(frame.at); err != nil {
		return nil, err
	}
	if frame.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	return &Doors{c, frame}, nil
}

// Handler is the first page, and each organisation below its base once it is
// open.
func (d *Doors) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", d.frame.assets)
	mux.HandleFunc("GET /{$}", d.first)
	for _, door := range d.Doors {
		mux.HandleFunc(door.Base+"/", func(w http.ResponseWriter, r *http.Request) {
			s := door.State()
			if s.Step == DoorOpen && s.Pages != nil {
				s.Pages.ServeHTTP(w, r)
				return
			}
			d.closed(w, r, door, s)
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		v := d.visit(w, r)
		v.message(http.StatusNotFound, v.T("error.not-found.title"), v.T("error.not-found.what"), v.T("doors.to-all"))
	})
	return mux
}

// visit is a request to the first page: nobody is signed in, and no promise rules.
func (d *Doors) visit(w http.ResponseWriter, r *http.Request) *visit {
	setHeaders(w.Header(), d.Secure)
	v := &visit{Server: d.frame, w: w, r: r}
	v.Printer = i18n.For(i18n.Match(append(languageChosen(r, ""), i18n.Wishes(r.Header.Get("Accept-Language"))...), doorLanguages()), nil)
	return v
}

// doorLanguages are all that there are texts in; English first, for readers
// who wish for none of them.
func doorLanguages() []string {
	all := i18n.Languages()
	return append([]string{i18n.Fallback}, slices.DeleteFunc(all, func(l string) bool { return l == i18n.Fallback })...)
}

// doorsFrame is the frame of a page that belongs to no organisation.
func (v *visit) doorsFrame(title string) Page {
	p := Page{Printer: v.Printer, Title: title, Org: product, Home: "/", Density: "roomy", Style: v.assets.style, Script: v.assets.script, Icon: v.assets.icon}
	p.Languages = v.linksTo(doorLanguages())
	return p
}

const product = "Lupaus"

type doorsPage struct {
	Page
	Doors []doorCard
	Busy  bool // some door is not settled yet: the page loads itself again
}

type doorCard struct {
	ID, Name, Who, Document string
	Todo                    []string
	Href                    string // of an open one
	State                   mark
	Text, Reason            string
}

// refreshEvery is how often a page that waits for something loads itself
// again, in seconds.
const refreshEvery = 3

// first shows all doors. It answers at once, whatever is being made.
func (d *Doors) first(w http.ResponseWriter, r *http.Request) {
	v := d.visit(w, r)
	if lang := r.URL.Query().Get("lang"); slices.Contains(doorLanguages(), lang) {
		v.keepLanguage(w, lang)
		_ = v.see("/") // it gives none
		return
	}
	p := &doorsPage{Page: v.doorsFrame(v.T("doors.title"))}
	for _, door := range d.Doors {
		s := door.State()
		p.Busy = p.Busy || !s.Step.settled()
		p.Doors = append(p.Doors, v.doorCard(door, s))
	}
	if p.Busy {
		refresh(w)
	}
	v.show(http.StatusOK, "doors", p)
}

func (v *visit) doorCard(door Door, s DoorState) doorCard {
	c := doorCard{ID: strings.TrimPrefix(door.Base, "/"), Name: door.Name.In(v.Lang()), Who: door.Who.In(v.Lang()), Document: door.Document.In(v.Lang()),
		Todo: v.texts(door.Todo), State: mark{doorShape(s.Step), v.T("doors.state." + string(s.Step))}, Reason: s.Reason}
	switch s.Step {
	case DoorOpen:
		c.Href = door.Base + "/"
	case DoorMaking:
		c.Text = v.T("doors.making", s.Doing.In(v.Lang()))
	case DoorFailed, DoorLeftOut:
		c.Text = v.T("doors." + string(s.Step))
	}
	return c
}

func doorShape(s DoorStep) string {
	switch s {
	case DoorOpen:
		return ""
	case DoorWaiting, DoorMaking:
		return "known"
	}
	return "bad"
}

// closed answers for an organisation whose door is not open yet, at whatever
// address below it: a page that was asked for opens by itself later.
func (d *Doors) closed(w http.ResponseWriter, r *http.Request, door Door, s DoorState) {
	v := d.visit(w, r)
	what := s.Reason
	if !s.Step.settled() {
		what = v.T("doors.wait")
		if s.Step == DoorMaking {
			what = v.T("doors.making", s.Doing.In(v.Lang())) + " " + what
		}
		w.Header().Set("Retry-After", "3")
		if r.Method == http.MethodGet {
			refresh(w)
		}
	}
	v.message(http.StatusServiceUnavailable, door.Name.In(v.Lang())+": "+v.T("doors.state."+string(s.Step)), what, "")
}

// message is a page with a few words and the way to the doors.
func (v *visit) message(status int, title, what, mend string) {
	v.show(status, "error", &errorPage{Page: v.doorsFrame(title), What: what, Mend: mend, Links: []link{{"/", v.T("frame.doors")}}})
}
