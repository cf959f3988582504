// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
)

func TestAShelfKeepsItsBoundsAndItsSessionsApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const each, most = 3, 7
		c := clock.NewManual(begin)
		s := newShelf[int](c, time.Minute, each, most)
		sessions := []opaque.ID{opaque.New(), opaque.New(), opaque.New(), opaque.New()}
		type item struct {
			session opaque.ID
			value   int
			until   time.Duration
		}
		all := map[string]item{}
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			who := sessions[rapid.IntRange(0, 3).Draw(t, "who")]
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				c.Advance(20 * time.Second)
			case 1:
				s.clear(who)
			default:
				all[s.put(who, i)] = item{who, i, c.Mono() + time.Minute}
			}
			if len(s.items) > most {
				t.Fatalf("%d things on a shelf for %d", len(s.items), most)
			}
			for id, keys := range s.mine {
				if len(keys) > each {
					t.Fatalf("session %s has %d things", id, len(keys))
				}
			}
			for key, it := range all {
				for _, id := range sessions {
					got, err := s.get(id, key)
					switch {
					case err == nil && (id != it.session || got != it.value || c.Mono() >= it.until):
						t.Fatalf("session %s gets %d of %s", id, got, it.session)
					case err != nil && errs.KindOf(err) != errs.Expired:
						t.Fatal(err)
					}
				}
			}
		}
	})
}

func TestAThingLiesExactlyAsLongAsItsLife(t *testing.T) {
	t.Parallel()
	c := clock.NewManual(begin)
	s := newShelf[string](c, time.Minute, 2, 10)
	who := opaque.New()
	key := s.put(who, "a")
	s.set(key, "b")
	c.Advance(59 * time.Second)
	if got, err := s.get(who, key); err != nil || got != "b" {
		t.Errorf("after 59 seconds: %q, %v", got, err)
	}
	if left := s.left(key); left != time.Second {
		t.Errorf("%s left", left)
	}
	c.Advance(time.Second)
	if _, err := s.get(who, key); errs.KindOf(err) != errs.Expired {
		t.Errorf("after a minute: %v", err)
	}
	first := s.put(who, "1")
	s.put(who, "2")
	s.put(who, "3")
	if _, err := s.get(who, first); err == nil {
		t.Error("the oldest of three is there, of two allowed")
	}
	s.take(key)
}

func TestThePageLeavesOutWhatTheFileWithholds(t *testing.T) {
	t.Parallel()
	x := &register.LogExtract{Withheld: []string{"actor"}, Steps: []register.LogStep{{ActorName: "Odd Granmark", Reason: "follow-up"}}}
	got := withoutWithheld(x)
	if got[0].ActorName != "" || got[0].Reason == "" {
		t.Errorf("left: %+v", got[0])
	}
	if x.Steps[0].ActorName == "" {
		t.Error("the extract itself was changed")
	}
}
