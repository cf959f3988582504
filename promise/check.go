// SPDX-License-Identifier: EUPL-1.2

package promise

func (l *loading) check() {}
