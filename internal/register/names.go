// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Upkeep is the purpose under which the system keeps a register in order.
func upkeep(register string) string { return register + "/" + promise.UpkeepPurpose }

// nameIndexes are the folded in-memory indexes by qualified category. They are
// filled under recorded system passes and hold cards only: the category whose
// fields say `find: name`.
type nameIndexes struct {
	mu sync.RWMutex
	m  map[string]*names
}

// names is one category's cards: words for searching by beginning, and an
// order for listing.
type names struct {
	fields []string // declared order
	cards  map[opaque.ID]*card
	words  []word  // sorted
	order  []*card // sorted by key
	// What was put since waits here for whoever looks next.
	newWords []word
	newOrder []*card
	gone     bool // some card among words and order is gone
}

type card struct {
	subject opaque.ID
	record  opaque.ID
	doc     promise.Document
	key     string
	at      int // place in the order
	gone    bool
}

type word struct {
	text string
	card *card
}

// folder makes names comparable: lower case, without marks, with the Nordic
// letters that have no decomposition spelled out.
var nordic = strings.NewReplacer("ø", "o", "æ", "ae", "ð", "d", "þ", "th", "ß", "ss", "đ", "d", "ł", "l")

func fold(s string) string {
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	out, _, err := transform.String(t, strings.ToLower(s))
	if err != nil {
		out = strings.ToLower(s)
	}
	return nordic.Replace(out)
}

func foldedWords(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// find tells which fields of a category are searched by name.
func nameFields(c *promise.Category) (out []string) {
	for _, f := range c.Fields {
		if f.Find == "name" {
			out = append(out, f.ID)
		}
	}
	return out
}

// loadNames opens every card once, under a recorded pass of the system.
func (s *Service) loadNames(ctx context.Context) error {
	fresh := map[string]*names{}
	for _, r := range s.gate.Release().Registers {
		for _, c := range r.Data {
			fields := nameFields(c)
			if len(fields) == 0 || r.ID == accountsRegister {
				continue
			}
			n := &names{fields: fields, cards: map[opaque.ID]*card{}}
			if err := s.loadCards(ctx, r, c, n); err != nil {
				return fmt.Errorf("load the names of %s: %w", c.Qualified(), err)
			}
			n.sort()
			fresh[c.Qualified()] = n
		}
	}
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	s.names.m = fresh
	return nil
}

func (s *Service) loadCards(ctx context.Context, r *promise.Register, c *promise.Category, n *names) error {
	boxes, err := s.boxesOf(ctx, c.Qualified())
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(boxes, 2000) {
		subjects := make([]opaque.ID, len(chunk))
		for i, b := range chunk {
			subjects[i] = b.Subject
		}
		pass, err := s.gate.Read(ctx, gate.Ask{Actor: gate.System("index"), Action: rulebook.Open, Purpose: upkeep(r.ID),
			Subjects: subjects, Categories: []string{c.Qualified()}, Quiet: true, LeaveOut: true})
		if err != nil {
			return err
		}
		opened, err := pass.Open(ctx, slices.DeleteFunc(chunk, func(b gate.Sealed) bool { _, ok := pass.Covers(b.Subject, b.Category); return !ok }))
		if err != nil {
			return err
		}
		for _, o := range opened {
			n.put(o.Subject, o.Record, o.Fields)
		}
	}
	return nil
}

// boxesOf reads every standing record of a category, sealed.
func (s *Service) boxesOf(ctx context.Context, category string) ([]gate.Sealed, error) {
	rows, err := s.db.R.QueryContext(ctx, `select id, subject, version, box from record where org = ? and category = ?`, s.gate.Org, category)
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	var out []gate.Sealed
	for rows.Next() {
		var id, subject []byte
		b := gate.Sealed{Category: category}
		if err := rows.Scan(&id, &subject, &b.Version, &b.Box); err != nil {
			return nil, trouble(err)
		}
		if b.Record, err = opaque.From(id); err != nil {
			return nil, err
		}
		if b.Subject, err = opaque.From(subject); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

func (n *names) put(subject, record opaque.ID, doc promise.Document) {
	if old := n.cards[subject]; old != nil {
		old.gone, n.gone = true, true
	}
	c := &card{subject: subject, record: record, doc: doc}
	n.cards[subject] = c
	for _, f := range n.fields {
		c.key += text(doc, f) + " "
		for _, w := range foldedWords(text(doc, f)) {
			n.newWords = append(n.newWords, word{w, c})
		}
	}
	n.newOrder = append(n.newOrder, c)
}

// stale tells that words and order want sorting.
func (n *names) stale() bool { return n.gone || len(n.newOrder) > 0 }

func (n *names) drop(subject opaque.ID) {
	if c := n.cards[subject]; c != nil {
		c.gone, c.doc = true, nil
		delete(n.cards, subject)
		n.gone = true
	}
}

// sort puts words and order right and lets go of cards that are gone. A few new
// cards are put in their places; many are sorted together with the others.
func (n *names) sort() {
	if n.gone {
		n.words = slices.DeleteFunc(n.words, func(w word) bool { return w.card.gone })
		n.order = slices.DeleteFunc(n.order, isGone)
		n.newWords = slices.DeleteFunc(n.newWords, func(w word) bool { return w.card.gone })
		n.newOrder = slices.DeleteFunc(n.newOrder, isGone)
	}
	col := collate.New(language.MustParse("nn"), collate.IgnoreCase) // x/text sorts å first under nb
	if len(n.newOrder) > len(n.order)/16 {
		n.words, n.order = append(n.words, n.newWords...), append(n.order, n.newOrder...)
		slices.SortFunc(n.words, byText)
		sortCards(col, n.order)
	} else {
		slices.SortFunc(n.newWords, byText)
		sortCards(col, n.newOrder)
		n.words = merged(n.words, n.newWords, byText)
		n.order = merged(n.order, n.newOrder, func(a, b *card) int {
			return cmp.Or(col.CompareString(a.key, b.key), bytes.Compare(a.subject[:], b.subject[:]))
		})
	}
	for i, c := range n.order {
		c.at = i
	}
	n.newWords, n.newOrder, n.gone = nil, nil, false
}

func isGone(c *card) bool { return c.gone }

func byText(a, b word) int { return strings.Compare(a.text, b.text) }

// sortCards sorts many cards by their collation keys, each made once.
func sortCards(col *collate.Collator, cards []*card) {
	var buf collate.Buffer
	keys := make(map[*card][]byte, len(cards))
	for _, c := range cards {
		keys[c] = slices.Clone(col.KeyFromString(&buf, c.key))
		buf.Reset()
	}
	slices.SortFunc(cards, func(a, b *card) int {
		return cmp.Or(bytes.Compare(keys[a], keys[b]), bytes.Compare(a.subject[:], b.subject[:]))
	})
}

// merged puts sorted values into a sorted list, each behind its equals, and
// moves what stands there once.
func merged[T any](list, values []T, compare func(a, b T) int) []T {
	end := len(list)
	list = append(list, values...)
	for i := len(values) - 1; i >= 0; i-- {
		at, _ := slices.BinarySearchFunc(list[:end], values[i], func(x, y T) int {
			if compare(x, y) <= 0 {
				return -1
			}
			return 1
		})
		copy(list[at+i+1:], list[at:end])
		list[at+i] = values[i]
		end = at
	}
	return list
}

// search gives the cards in which every word of the text begins some word of
// the name, in list order; all cards for an empty text.
func (n *names) search(query string) []*card {
	ws := foldedWords(query)
	if len(ws) == 0 {
		return slices.Clone(n.order)
	}
	var hit map[*card]bool
	for _, w := range ws {
		next := map[*card]bool{}
		from, _ := slices.BinarySearchFunc(n.words, w, func(x word, t string) int { return strings.Compare(x.text, t) })
		for _, x := range n.words[from:] {
			if !strings.HasPrefix(x.text, w) {
				break
			}
			if hit == nil || hit[x.card] {
				next[x.card] = true
			}
		}
		hit = next
	}
	out := slices.Collect(maps.Keys(hit))
	slices.SortFunc(out, func(a, b *card) int { return a.at - b.at })
	return out
}

// withNames runs do on a category's index, sorted.
func (s *Service) withNames(category string, do func(*names)) bool {
	s.names.mu.RLock()
	n := s.names.m[category]
	if n == nil || !n.stale() {
		defer s.names.mu.RUnlock()
		if n != nil {
			do(n)
		}
		return n != nil
	}
	s.names.mu.RUnlock()
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	if n.stale() {
		n.sort()
	}
	do(n)
	return true
}

// remember puts a written card into its index.
func (s *Service) remember(d gate.Doc) {
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	if n := s.names.m[d.Category]; n != nil {
		n.put(d.Subject, d.Record, d.Fields)
	}
}

// forget drops a card at once.
func (s *Service) forget(category string, subject opaque.ID) {
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	if n := s.names.m[category]; n != nil {
		n.drop(subject)
	}
}

// isCard tells whether a subject of a kind has a card, in one register or, where
// none is said, in any.
func (s *Service) isCard(subject opaque.ID, register string, about promise.About) bool {
	s.names.mu.RLock()
	defer s.names.mu.RUnlock()
	for category, n := range s.names.m {
		c := s.gate.Release().Category(category)
		if n.cards[subject] != nil && c != nil && kindOf(c.About) == about && (register == "" || register == c.Register) {
			return true
		}
	}
	return false
}

// nameOf gives the display name of a subject that a record refers to, from the
// cards in memory: the first name field of its card.
func (s *Service) nameOf(subject opaque.ID) (name string) {
	s.names.mu.RLock()
	defer s.names.mu.RUnlock()
	for _, n := range s.names.m {
		if c := n.cards[subject]; c != nil {
			return text(c.doc, n.fields[0])
		}
	}
	return ""
}
