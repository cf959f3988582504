// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
)

// extractPart is an extract of the log: under which of the log's purposes it is
// handed out.
type extractPart struct {
	purpose string
	given   register.Given
}

// extractPage is who looked at a person's data, as a diary the person can read,
// with what it takes to check it without us.
//
// Keeps: HMS-39
// Keeps: HMS-46
type extractPage struct {
	Page
	Lead, File, Size, Command, Back string
	Withheld                        string
	Chart                           barChart
	ChartText                       string
	Months                          []monthView
}

type monthView struct {
	ID, Name, Count string
	Steps           []stepView
	seen, refused   int
	label           string
}

// stepView is what somebody did at one time: entries that differ only in what
// was opened stand together.
type stepView struct {
	At        time.Time
	Who, Name string
	What, Why string
	Again     string // how often the same was shown again
	Refused   bool
	Chips     []*chip
	Entries   []link
	first     register.LogStep
	what      []string // categories
	again     int
}

// openExtract makes the look-up of an extract.
func (s *Server) openExtract(v *visit) error {
	_, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	p := v.extractPurpose()
	if p == nil {
		return errs.New(errs.NotFound, "", "the role hands out no extracts")
	}
	next := l
	next.extract = &extractPart{purpose: p.Qualified()}
	return v.see("/lookups/" + s.lookups.put(v.session.ID, next))
}

func (v *visit) extractWork(l lookup) register.Work {
	w := v.work()
	w.Register, w.Purpose = gate.LogRegister, l.extract.purpose
	return w
}

func (v *visit) showExtract(key string, l lookup) error {
	x, err := v.Registers.Extract(v.ctx(), v.extractWork(l), l.subject, l.extract.given)
	if err != nil {
		return err
	}
	name, err := v.extractName(l)
	if err != nil {
		return err
	}
	p := &extractPage{Page: v.page(v.T("extract.title", name)), File: "/lookups/" + key + "/extract.json", Size: v.Bytes(len(x.File)), Back: "/find"}
	p.Density, p.Tab = "roomy", v.T("extract.title", v.T("extract.somebody"))
	p.Lead = v.N("extract.lead", len(x.Steps), v.Int64(x.Size), v.Moment(v.Config.Clock.Now()), v.purposeName(l.extract.purpose))
	p.Command = "lupaus verify --extract " + v.T("extract.file.name") + " --key '" + v.Promise.Verifier() + "'"
	p.Months = v.months(withoutWithheld(x))
	if words := v.withheldWords(x.Withheld); words != "" {
		p.Withheld = v.T("extract.withheld", words)
	}
	p.Chart = newBarChart(v, p.Months)
	p.ChartText = v.chartText(p.Months)
	return v.ok("extract", p)
}

// withoutWithheld leaves on the page what the file leaves out: page and file
// show the person the same.
func withoutWithheld(x *register.LogExtract) []register.LogStep {
	steps := slices.Clone(x.Steps)
	for i := range steps {
		if slices.Contains(x.Withheld, "actor") {
			steps[i].ActorName = ""
		}
		if slices.Contains(x.Withheld, "reason") {
			steps[i].Reason = ""
		}
	}
	return steps
}

func (v *visit) withheldWords(fields []string) string {
	var words []string
	for _, f := range fields {
		if key := "withheld." + f; v.Has(key) {
			words = append(words, v.T(key))
		}
	}
	return v.List(words)
}

// extractName opens the person's name, so that the paper says whose it is.
func (v *visit) extractName(l lookup) (string, error) {
	card := v.openCard(l)
	if card == nil {
		return v.T("extract.somebody"), nil
	}
	secs, err := v.Registers.Open(v.ctx(), v.work(), l.subject, []string{card.ID}, partOf(l, card.ID).given)
	if _, refused := gate.AsRefusal(err); refused {
		return v.T("extract.somebody"), nil
	}
	if err != nil {
		return "", err
	}
	for _, sec := range secs {
		for _, rec := range sec.Records {
			for _, x := range rec.Values {
				if x.Field.Find == "name" {
					return v.valueText(x), nil
				}
			}
		}
	}
	return v.T("extract.somebody"), nil
}

// months groups the steps, newest first.
func (v *visit) months(steps []register.LogStep) (out []monthView) {
	for i := len(steps) - 1; i >= 0; i-- {
		st := steps[i]
		name := upperFirst(v.Month(st.At))
		if n := len(out); n == 0 || out[n-1].Name != name {
			at := st.At.In(v.Zone())
			out = append(out, monthView{ID: "month-" + at.Format("2006-01"), Name: name, label: at.Format("01/06")})
		}
		m := &out[len(out)-1]
		if n := len(m.Steps); n > 0 && together(m.Steps[n-1].first, st) {
			v.addStep(&m.Steps[n-1], st)
		} else {
			m.Steps = append(m.Steps, stepView{first: st})
			v.addStep(&m.Steps[len(m.Steps)-1], st)
		}
		if st.Outcome == "refused" {
			m.refused++
		} else {
			m.seen++
		}
	}
	for i := range out {
		out[i].Count = v.N("extract.count", out[i].seen+out[i].refused)
		for k := range out[i].Steps {
			v.tell(&out[i].Steps[k])
		}
	}
	return out
}

// oneVisit is how close to each other entries of one visit are.
const oneVisit = 15 * time.Minute

// together tells whether two entries belong to one visit: the same person in
// the same role for the same purpose and reason, with the same outcome, within
// the life of a look-up.
func together(a, b register.LogStep) bool {
	alike := a.Role == b.Role && a.Unit == b.Unit && a.ActorName == b.ActorName && a.PurposeID == b.PurposeID && a.Reason == b.Reason &&
		a.Action == b.Action && a.Outcome == b.Outcome && a.Kind == b.Kind && a.Pruned == b.Pruned
	return alike && a.At.Sub(b.At).Abs() < oneVisit
}

func (v *visit) addStep(s *stepView, st register.LogStep) {
	s.At = st.At
	s.Entries = append(s.Entries, link{"/entries/" + strconv.FormatInt(st.Entry, 10), v.Int64(st.Entry)})
	for _, c := range st.Categories {
		if name := lowerFirst(v.categoryName(c)); !slices.Contains(s.what, name) {
			s.what = append(s.what, name)
		}
	}
	if st.Continues > 0 {
		s.again++
	}
	if st.ClauseName == "" || slices.ContainsFunc(s.Chips, func(c *chip) bool { return c.Name == st.ClauseName }) {
		return
	}
	if st.Clause != nil {
		s.Chips = append(s.Chips, v.chip(st.Clause))
	} else {
		s.Chips = append(s.Chips, v.chipNamed(st.ClauseName, v.T("extract.old-clause")))
	}
}

// tell puts a step into words.
func (v *visit) tell(s *stepView) {
	st := s.first
	s.Name, s.Refused = st.ActorName, st.Outcome == "refused"
	if st.Pruned {
		s.Who, s.What = v.T("extract.pruned.who"), v.T("extract.pruned.what")
	} else {
		s.Who = v.T("extract.somebody-here")
		if st.Role != "" {
			s.Who = v.roleName(st.Role)
		}
		if st.Unit != "" {
			s.Who += ", " + v.unitName(st.Unit)
		}
		s.What = v.whatDone(st, s.what)
	}
	var why []string
	if st.PurposeID != "" {
		why = append(why, v.T("extract.for", v.purposeName(st.PurposeID)))
	}
	if st.Reason != "" {
		why = append(why, v.T("extract.reason", v.reasonText(st.Reason)))
	}
	s.Why = strings.Join(why, " ")
	if s.again > 0 {
		s.Again = v.T("extract.again")
	}
	slices.Reverse(s.Entries)
}

func (v *visit) whatDone(st register.LogStep, what []string) string {
	if st.Action == "" {
		return v.T("extract.kind." + st.Kind)
	}
	key := "did." + st.Action
	if !v.Has(key) {
		key = "did.other"
	}
	if st.Outcome == "refused" {
		key = "did.tried"
	}
	words := v.List(what)
	if words == "" {
		words = v.T("did.data")
	}
	return v.T(key, words, v.actionName(st.Action))
}

// extractFile hands over the file that lupaus verify checks: made, decided and
// recorded anew.
func (s *Server) extractFile(v *visit) error {
	_, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	if l.extract == nil {
		return errs.New(errs.NotFound, "", "the look-up is no extract")
	}
	x, err := s.Registers.Extract(v.ctx(), v.extractWork(l), l.subject, l.extract.given)
	if err != nil {
		return err
	}
	return v.send(v.T("extract.file.name"), "application/json", x.File)
}

// barChart is the small picture of an extract: one bar a month.
type barChart struct {
	Width, Height, Base int
	Bars                []bar
}

type bar struct {
	X, Y, Width, Height     int
	Refused                 bool
	RefusedY, RefusedHeight int
	Middle, NumberY, LabelY int
	Number, Label           string
}

const (
	barWidth, barGap   = 28, 14
	barsHigh, barsBase = 80, 100
	mostBars           = 24
)

// newBarChart draws the newest months from left to right. Looks are filled,
// refusals stand on top as an outline.
func newBarChart(v *visit, months []monthView) barChart {
	months = months[:min(len(months), mostBars)]
	most := 1
	for _, m := range months {
		most = max(most, m.seen+m.refused)
	}
	c := barChart{Width: max(200, len(months)*(barWidth+barGap)+barGap), Height: barsBase + 20, Base: barsBase}
	for i := range months {
		m := months[len(months)-1-i]
		b := bar{X: barGap + i*(barWidth+barGap), Width: barWidth, LabelY: barsBase + 14, Number: v.Int(m.seen + m.refused), Label: m.label}
		b.Height = m.seen * barsHigh / most
		if m.seen > 0 {
			b.Height = max(2, b.Height)
		}
		b.Y = barsBase - b.Height
		if m.refused > 0 {
			b.Refused, b.RefusedHeight = true, max(3, m.refused*barsHigh/most)
			b.RefusedY = b.Y - b.RefusedHeight
		}
		b.Middle = b.X + barWidth/2
		b.NumberY = b.Y - b.RefusedHeight - 4
		c.Bars = append(c.Bars, b)
	}
	return c
}

// chartText says the same numbers in words.
func (v *visit) chartText(months []monthView) string {
	var words []string
	for i := len(months) - 1; i >= 0; i-- {
		m := months[i]
		text := fmt.Sprintf("%s: %s", m.Name, v.N("extract.count", m.seen+m.refused))
		if m.refused > 0 {
			text += " (" + v.N("extract.count.refused", m.refused) + ")"
		}
		words = append(words, text)
	}
	return strings.Join(words, "; ")
}
