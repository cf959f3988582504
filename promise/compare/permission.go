// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"maps"
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// permissions finds what given permissions do not cover any more, and what people have
// forbidden that nothing stops any more.
// Law: gdpr 7
// Law: gdpr 21
func (w *work) permissions() {
	for _, g := range w.old.Registers {
		current := w.new.Register(g.ID)
		for _, p := range g.Permissions {
			if current == nil || current.Permission(p.ID) == nil {
				w.permissionEnds(g, p)
			} else {
				w.permission(g, current, p, current.Permission(p.ID))
			}
		}
		for _, x := range g.Prohibitions {
			w.prohibition(g, current, x)
		}
	}
}

// gain is what one list has beyond another.
func gain(before, after []string) []string {
	var out []string
	for _, x := range after {
		if !slices.Contains(before, x) {
			out = append(out, x)
		}
	}
	return out
}

// permission compares one permission. Wider means that it covers more than was agreed
// to: other words, more channels, more topics, more purposes, another giver. Nobody has
// agreed to that, so everybody is asked.
// Law: gdpr 7
func (w *work) permission(old, current *promise.Register, before, after *promise.Permission) {
	e := Effect{Kind: PermissionWider, Needs: Ask, Clauses: []string{current.ID + "/permissions/" + after.ID}, Permissions: []string{current.ID + "/" + after.ID}, Law: []string{"gdpr 7", "gdpr 4(11)"}}
	name := func(v voice) string { return v.quote(v.text(after.Name)) }
	if reworded(before.Text, after.Text) {
		w.effect(e, "effect-wording", func(v voice) []any { return []any{name(v)} })
	}
	if before.GivenBy != after.GivenBy {
		w.effect(e, "effect-giver", func(v voice) []any { return []any{name(v), v.say("given-by-" + after.GivenBy)} })
	}
	channels, lost := gain(before.Channels, after.Channels), gain(after.Channels, before.Channels)
	if len(channels) > 0 && len(before.Channels) > 0 || len(before.Channels) > 0 && len(after.Channels) == 0 {
		w.effect(e, "effect-channels", func(v voice) []any { return []any{name(v), v.channels(channels)} })
	}
	if topics := gain(topicIDs(before), topicIDs(after)); len(topics) > 0 && len(before.Topics) > 0 {
		w.effect(e, "effect-topics", func(v voice) []any { return []any{name(v), v.topics(only(after.Topics, topics))} })
	}
	purposes, fewer := gain(needing(old, before.ID), needing(current, after.ID)), gain(needing(current, after.ID), needing(old, before.ID))
	if len(purposes) > 0 {
		wider := e
		for _, id := range purposes {
			wider.Clauses = append(slices.Clone(wider.Clauses), current.ID+"/purposes/"+id)
		}
		w.effect(wider, "effect-purposes", func(v voice) []any { return []any{name(v), v.purposes(current.ID, purposes)} })
	}
	narrower := len(after.Channels) > 0 && (len(lost) > 0 || len(before.Channels) == 0) || len(fewer) > 0
	if narrower {
		e.Kind, e.Needs = PermissionNarrower, ""
		w.effect(e, "effect-narrower", func(v voice) []any { return []any{name(v)} })
	}
}

// channels names channels; none means any.
func (v voice) channels(list []string) string {
	if len(list) == 0 {
		return v.say("any-channel")
	}
	return v.listed("channel", list)
}

// otherChannels names the channels that were lost; none of them by name means all others.
func (v voice) otherChannels(list []string) string {
	if len(list) == 0 {
		return v.say("other-channels")
	}
	return v.listed("channel", list)
}

// reworded reports whether the words that were agreed to differ in a language that both
// releases have.
func reworded(before, after promise.Text) bool {
	for _, lang := range slices.Sorted(maps.Keys(before)) {
		if lang != "" && after[lang] != "" && after[lang] != before[lang] {
			return true
		}
	}
	return false
}

// needing lists the purposes that people act for and that need a permission.
func needing(g *promise.Register, permission string) []string {
	var out []string
	for _, p := range g.Leaves() {
		if slices.Contains(p.Needs, permission) {
			out = append(out, p.ID)
		}
	}
	return out
}

func (w *work) permissionEnds(g *promise.Register, p *promise.Permission) {
	purposes := needing(g, p.ID)
	names := []string{g.ID + "/permissions/" + p.ID}
	for _, id := range purposes {
		names = append(names, g.ID+"/purposes/"+id)
	}
	w.effect(Effect{Kind: PermissionEnds, Clauses: names, Permissions: []string{g.ID + "/" + p.ID}, Law: []string{"gdpr 7(1)"}}, "effect-permission-ends",
		func(v voice) []any { return []any{v.quote(p.Name.In(v.lang))} })
}

// prohibition compares what people can make stop. One who said no and would be reached
// again is told first.
// Law: gdpr 21(3)
func (w *work) prohibition(g, current *promise.Register, x *promise.Prohibition) {
	e := Effect{Kind: ProhibitionEnds, Needs: Tell, Clauses: []string{g.ID + "/prohibitions/" + x.ID}, Law: []string{"gdpr 21(3)", "gdpr 21(4)"}}
	var after *promise.Prohibition
	if current != nil {
		if i := slices.IndexFunc(current.Prohibitions, func(p *promise.Prohibition) bool { return p.ID == x.ID }); i >= 0 {
			after = current.Prohibitions[i]
		}
	}
	if after == nil {
		if current != nil {
			w.effect(e, "effect-prohibition-ends", func(v voice) []any { return []any{v.quote(x.Name.In(v.lang)), v.purposes(g.ID, x.Stops)} })
		}
		return
	}
	e.Kind = ProhibitionNarrower
	if lost := gain(stopped(current, after), stopped(g, x)); len(lost) > 0 {
		var left []string
		for _, id := range lost {
			if current.Purpose(id) != nil {
				left = append(left, id)
			}
		}
		if len(left) > 0 {
			w.effect(e, "effect-stops-less", func(v voice) []any { return []any{v.quote(v.text(after.Name)), v.purposes(g.ID, left)} })
		}
	}
	if lost := gain(after.Channels, x.Channels); len(lost) > 0 && len(after.Channels) > 0 || len(x.Channels) == 0 && len(after.Channels) > 0 {
		w.effect(e, "effect-stops-channels", func(v voice) []any { return []any{v.quote(v.text(after.Name)), v.otherChannels(lost)} })
	}
}

// stopped lists the purposes that people act for and that a prohibition stops.
func stopped(g *promise.Register, x *promise.Prohibition) []string {
	var out []string
	for _, p := range g.Leaves() {
		for up := p; up != nil; up = g.Purpose(up.Under) {
			if slices.Contains(x.Stops, up.ID) {
				out = append(out, p.ID)
				break
			}
		}
	}
	return out
}

func topicIDs(p *promise.Permission) []string {
	var out []string
	for _, t := range p.Topics {
		out = append(out, t.ID)
	}
	return out
}

// only keeps the topics with one of the ids.
func only(list []*promise.Topic, ids []string) []*promise.Topic {
	return slices.DeleteFunc(slices.Clone(list), func(t *promise.Topic) bool { return !slices.Contains(ids, t.ID) })
}
