// SPDX-License-Identifier: EUPL-1.2

package statistics

// Hold takes all the places at which tables are protected, until it is released.
func (s *Service) Hold() (release func()) {
	for range cap(s.slots) {
		s.slots <- struct{}{}
	}
	return func() {
		for range cap(s.slots) {
			<-s.slots
		}
	}
}
