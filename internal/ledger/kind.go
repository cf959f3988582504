// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"slices"
	"strings"
)

// Kind says what an entry records. The list is closed: a reader of an old
// ledger, years later, must be able to say what every entry means.
type Kind uint8

// The kinds of entries. Their numbers are never stored; their names are.
const (
	kindNone Kind = iota
	// KindOrigin is entry 0 of every origin and is written by the ledger itself.
	KindOrigin
	// KindRulebook names the rulebook that decides from here on; written by SwitchRulebook.
	KindRulebook
	// KindRead records a look-up, a list, a find or an export before anything is shown.
	KindRead
	// KindIntent records a change before it happens.
	KindIntent
	// KindVoid says that the read or intent it names did not happen.
	KindVoid
	// KindRefusal records an ask that was turned away.
	KindRefusal
	// KindRestored says that a data store was brought back from a backup, and which entries that covers.
	KindRestored
	// KindDestroyed records the destruction of keys, with the last counter where a log key went.
	KindDestroyed
	// KindPruned permits the absence of sealed parts; written by Prune.
	KindPruned
	// KindSignIn records that somebody proved who they are, or tried to.
	KindSignIn
	// KindNotice records a notice given to a person.
	KindNotice
	// KindEpoch records the beginning or the destruction of a key epoch.
	KindEpoch
	// KindCheckpointCopied records that a checkpoint was handed to somebody outside.
	KindCheckpointCopied
	// KindInterrupted says that entries could not be written for a while; written by the ledger itself.
	KindInterrupted
	kindEnd
)

var kindNames = [kindEnd]string{
	"", "origin", "rulebook", "read", "intent", "void", "refusal", "restored", "destroyed",
	"pruned", "sign-in", "notice", "epoch", "checkpoint-copied", "interrupted",
}

// String returns the name that stands in the leaf.
func (k Kind) String() string {
	if k >= kindEnd {
		return ""
	}
	return kindNames[k]
}

// ParseKind finds the kind with that name.
func ParseKind(name string) (Kind, bool) {
	i := slices.Index(kindNames[1:], name)
	return Kind(i + 1), i >= 0
}

// Outcome says how an ask was decided.
type Outcome uint8

// The outcomes. OutcomeNone belongs to entries that decided nothing.
const (
	OutcomeNone Outcome = iota
	OutcomeAllowed
	OutcomeRefused
	outcomeEnd
)

var outcomeNames = [outcomeEnd]string{"none", "allowed", "refused"}

// String returns the name that stands in the leaf.
func (o Outcome) String() string {
	if o >= outcomeEnd {
		return ""
	}
	return outcomeNames[o]
}

// ParseOutcome finds the outcome with that name.
func ParseOutcome(name string) (Outcome, bool) {
	i := slices.Index(outcomeNames[:], name)
	return Outcome(max(i, 0)), i >= 0
}

// SubjectFields are the names of what is sealed about a person in an entry, in
// the order of their commitments. Every sub-leaf commits to all of them; one
// that is absent is committed to as the empty text, so that a reader without
// the key cannot even tell which were used.
var SubjectFields = []string{"role", "unit", "categories", "records", "reason", "text", "actor"}

// ActorFields are the names of what is sealed about whoever acted, under the
// actor's own key.
var ActorFields = []string{"id", "name", "session"}

// The names of public attributes. They are the same for everybody who holds
// the ledger and never say anything about a person.
const (
	PublicOrg          = "org"           // the organisation's short name
	PublicContent      = "content"       // hex SHA-256 of something stored elsewhere
	PublicOf           = "of"            // number of the entry this one is about
	PublicContinues    = "continues"     // number of the entry this one goes on from
	PublicFrom         = "from"          // first entry of a range
	PublicTo           = "to"            // last entry of a range
	PublicCount        = "count"         // how many
	PublicLast         = "last"          // sum of the last counters of destroyed log keys
	PublicBefore       = "before"        // RFC 3339 time
	PublicEpoch        = "epoch"         // number of a key epoch
	PublicReasonCode   = "reason-code"   // a code, never free text
	PublicChannel      = "channel"       // a code
	PublicFormerOrigin = "former-origin" // the origin this one follows
	PublicFormerSize   = "former-size"   // size of its last checkpoint
	PublicFormerRoot   = "former-root"   // hex root of its last checkpoint
)

// form is what the value of a public attribute may look like.
type form uint8

const (
	formNumber form = iota
	formHash
	formCode
	formTime
	formOrigin
)

// publicFields lists all attributes in the order in which they stand in a leaf.
var publicFields = []struct {
	name string
	form form
}{
	{PublicOrg, formCode}, {PublicContent, formHash}, {PublicOf, formNumber},
	{PublicContinues, formNumber}, {PublicFrom, formNumber}, {PublicTo, formNumber},
	{PublicCount, formNumber}, {PublicLast, formNumber}, {PublicBefore, formTime},
	{PublicEpoch, formNumber}, {PublicReasonCode, formCode}, {PublicChannel, formCode},
	{PublicFormerOrigin, formOrigin}, {PublicFormerSize, formNumber}, {PublicFormerRoot, formHash},
}

// rulebookNeed says whether entries of a kind name the rulebook that decided.
type rulebookNeed uint8

const (
	rulebookMay rulebookNeed = iota
	rulebookMust
	rulebookNever
)

// kindRule is what an entry of a kind may carry.
type kindRule struct {
	public   string // allowed public attributes, separated by spaces
	must     string // those that have to be there
	rulebook rulebookNeed
	own      bool // written by the ledger itself, refused from callers
}

var kindRules = [kindEnd]kindRule{
	KindOrigin:           {public: "org former-origin former-size former-root", must: "org", rulebook: rulebookNever, own: true},
	KindRulebook:         {rulebook: rulebookMust, own: true},
	KindRead:             {public: "content of continues count channel", rulebook: rulebookMust},
	KindIntent:           {public: "content of continues count channel", rulebook: rulebookMust},
	KindVoid:             {public: "of reason-code", must: "of"},
	KindRefusal:          {public: "content of continues count reason-code channel", rulebook: rulebookMust},
	KindRestored:         {public: "content from to count reason-code"},
	KindDestroyed:        {public: "content of count last epoch reason-code"},
	KindPruned:           {public: "from to before", must: "from to", own: true},
	KindSignIn:           {public: "continues reason-code channel"},
	KindNotice:           {public: "content of count channel reason-code"},
	KindEpoch:            {public: "content of count epoch before reason-code"},
	KindCheckpointCopied: {public: "content count channel reason-code", rulebook: rulebookNever},
	KindInterrupted:      {public: "from to count", rulebook: rulebookNever, own: true},
}

// allows reports whether a public attribute may stand in an entry of this kind.
func (r kindRule) allows(name string) bool { return hasWord(r.public, name) }

func hasWord(words, name string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == name {
			return true
		}
	}
	return false
}
