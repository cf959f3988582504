// SPDX-License-Identifier: EUPL-1.2

package release

import "github.com/lupaus/lupaus/sdc"

// Verdicts asks the rules of the specification about a table, and hides nothing.
// It is for whoever shows what is sensitive before anything is protected.
func (s *Spec) Verdicts(t *sdc.Table) (*sdc.Verdicts, error) {
	rules, err := s.rules()
	if err != nil {
		return nil, err
	}
	return t.Evaluate(rules)
}

// Suppress hides what is sensitive and what protects it, and proves nothing yet.
// Earlier tells what was published before from the same data; it may be nil.
func (s *Spec) Suppress(t *sdc.Table, earlier func(codes []string) (hidden, known bool)) (*sdc.Pattern, error) {
	verdicts, err := s.Verdicts(t)
	if err != nil {
		return nil, err
	}
	how, err := s.protection()
	if err != nil {
		return nil, err
	}
	if earlier != nil {
		how.Earlier = earlier
	}
	return verdicts.Suppress(how)
}

// Protects is how the specification protects sensitive cells, for whoever plans.
func (s *Spec) Protects() (sdc.Protection, error) { return s.protection() }
