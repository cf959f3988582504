// SPDX-License-Identifier: EUPL-1.2

package compare

// EffectKind says what kind of thing follows from a difference.
type EffectKind string

// The kinds of effects, in the order in which they are told.
const (
	// NewPurpose: held data get a purpose they were not collected for.
	NewPurpose EffectKind = "new-purpose"
	// NoGround: nothing yet allows the new purpose on what is held already.
	NoGround EffectKind = "no-ground"
	// NewBasis: a purpose rests on another legal basis.
	NewBasis EffectKind = "new-basis"
	// NewRecipient: somebody gets held data who did not.
	NewRecipient EffectKind = "new-recipient"
	// NewTransfer: data leave the EEA who did not, or on another ground.
	NewTransfer EffectKind = "new-transfer"
	// NewDecision and NewProfiling: a machine decides or evaluates.
	NewDecision  EffectKind = "new-decision"
	NewProfiling EffectKind = "new-profiling"
	// NewController and NewContact: who answers, or where, is another.
	NewController EffectKind = "new-controller"
	NewContact    EffectKind = "new-contact"
	// PermissionWider: what was permitted does not cover what is wanted now.
	PermissionWider EffectKind = "permission-wider"
	// PermissionNarrower: it covers more than is wanted now.
	PermissionNarrower EffectKind = "permission-narrower"
	// PermissionEnds, ProhibitionEnds, ProhibitionNarrower: it was taken out, or reaches less.
	PermissionEnds      EffectKind = "permission-ends"
	ProhibitionEnds     EffectKind = "prohibition-ends"
	ProhibitionNarrower EffectKind = "prohibition-narrower"
	// KeptLonger, KeptShorter and KeptOtherwise: when held data end.
	KeptLonger    EffectKind = "kept-longer"
	KeptShorter   EffectKind = "kept-shorter"
	KeptOtherwise EffectKind = "kept-otherwise"
	// Sealed: a category or field is not kept any more.
	Sealed EffectKind = "sealed"
	// AccessEnds and AccessBegins: who can do what with held data.
	AccessEnds   EffectKind = "access-ends"
	AccessBegins EffectKind = "access-begins"
	// RecipientEnds: somebody gets held data no more.
	RecipientEnds EffectKind = "recipient-ends"
	// Sensitivity and Moved: how and where held data are kept.
	SensitivityChanged EffectKind = "sensitivity"
	Moved              EffectKind = "moved"
	// RightLater, RightSooner, RightEnds, RightBegins: how rights are answered.
	RightLater  EffectKind = "right-later"
	RightSooner EffectKind = "right-sooner"
	RightEnds   EffectKind = "right-ends"
	RightBegins EffectKind = "right-begins"
	// AcceptAgain and AcceptStands: whether a rule document is read and accepted again.
	AcceptAgain  EffectKind = "accept-again"
	AcceptStands EffectKind = "accept-stands"
	// TablesLooser and TablesStricter: tables are protected less than before, or more.
	TablesLooser   EffectKind = "tables-looser"
	TablesStricter EffectKind = "tables-stricter"
)

var effectOrder = []EffectKind{NewPurpose, NoGround, NewBasis, NewRecipient, NewTransfer, NewDecision, NewProfiling, NewController, NewContact,
	PermissionWider, PermissionNarrower, PermissionEnds, ProhibitionEnds, ProhibitionNarrower, KeptLonger, KeptShorter, KeptOtherwise, Sealed,
	AccessEnds, AccessBegins, RecipientEnds, SensitivityChanged, Moved, RightLater, RightSooner, RightEnds, RightBegins, TablesLooser, TablesStricter, AcceptAgain, AcceptStands}
