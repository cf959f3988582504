// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
)

// tableGroups say how tables are protected and which data they are made of, as far as a
// document states it.
// Keeps: TK-100, TK-183
func (v *view) tableGroups(out []group, document string) []group {
	o := v.site.Release.Organisation
	var sets, data []clause
	for _, x := range o.RuleSets {
		if strings.HasPrefix(x.Clause, document+"/") {
			sets = append(sets, v.bare(x.Origin, v.titled(x.Name, x.Text), v.ruleSet(x)...))
		}
	}
	for _, x := range o.Datasets {
		if strings.HasPrefix(x.Clause, document+"/") {
			data = append(data, v.bare(x.Origin, v.titled(x.Name, x.Text), v.dataset(x)...))
		}
	}
	out = v.groupOf(out, document+"/rule-sets", v.T("rule-sets"), sets)
	return v.groupOf(out, document+"/datasets", v.T("datasets"), data)
}

func (v *view) ruleSet(x *promise.RuleSet) (out []notice.Fact) {
	r := v.site.Release
	if up := r.RuleSet(x.Under); up != nil {
		out = append(out, notice.Fact{Name: v.T("like"), Text: v.Text(up.Name)})
	}
	if x.ID == r.Organisation.Statistics {
		out = append(out, notice.Fact{Name: v.T("of-statistics"), Text: v.T("own-statistics")})
	}
	if x.Unit != "" {
		out = append(out, notice.Fact{Name: v.T("units-counted"), Text: r.UnitName(x.Unit, v.Lang)})
	}
	if x.Population != "" {
		out = append(out, notice.Fact{Name: v.T("of-statistics"), Text: v.T("of-samples")})
	}
	for _, d := range r.Demands(x.Protection, v.Lang) {
		out = append(out, notice.Fact{Name: d.Name, Text: d.Text})
	}
	return out
}

func (v *view) dataset(x *promise.Dataset) (out []notice.Fact) {
	for _, d := range v.site.Release.Describe(x, v.Lang) {
		text := d.Text
		if d.Key == "reference-date" {
			text = v.Day(x.ReferenceDate)
		}
		out = append(out, notice.Fact{Name: d.Name, Text: text})
	}
	return out
}
