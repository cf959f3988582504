// SPDX-License-Identifier: EUPL-1.2

// Package sdc protects tables against disclosure: it finds the cells that would
// tell something about a single person or enterprise, hides them and as few
// others as it takes, and proves that what is left published does not give the
// hidden cells away.
//
// Begin with a [Builder] (from rows) or [FromAggregates] (from ready sums),
// which give a [Table]. [Table.Evaluate] asks [Rules] which of its cells are sensitive, [Verdicts.Suppress] hides them and what else it takes,
// and [Pattern.Prove] shows by other tables of whole numbers that it is enough, or hides more until it is.
// [Verify] checks such a proof by itself.
//
// Other methods are [Table.Recode], [Table.RoundControlled], [Table.RoundSmallCounts], [Table.Round] and [Table.AddNoise].
// [Verdicts.Plan] tries them all on one table and tells what each costs its readers ([Loss]).
//
// All arithmetic is in whole numbers; decimals are scaled when they are read.
// The order of rows and of code lists never changes a result.
package sdc
