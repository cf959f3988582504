// SPDX-License-Identifier: EUPL-1.2

package promise

// Sentence says the clause in the reader's words.
func (c *Clause) Sentence(lang string) string { return c.Name }
