// SPDX-License-Identifier: EUPL-1.2

package promise

import "slices"

// Action is something one may do with data.
type Action uint8

// The actions of the language.
const (
	Find       Action = iota + 1 // see that a record exists, in lists and searches
	OpenRecord                   // "open": read a record
	Reveal                       // show a masked field
	Add
	Correct
	Erase
	Count // aggregates only
	Profiling
	LinkData // "link": join two categories
	Share
	Export
	Disclose
	Publish
	Send
	Receive
	Submit // to an AI tool
	Record
	Join
	Install
	AutoForward
)

// ActionCount is one more than the highest action, for tables indexed by action.
const ActionCount = int(AutoForward) + 1

var actionNames = [ActionCount]string{"", "find", "open", "reveal", "add", "correct", "erase", "count", "profile", "link",
	"share", "export", "disclose", "publish", "send", "receive", "submit", "record", "join", "install", "auto-forward"}

// String returns the action as the language writes it.
func (a Action) String() string {
	if int(a) >= ActionCount {
		return ""
	}
	return actionNames[a]
}

// ParseAction returns the action with this name.
func ParseAction(name string) (Action, bool) {
	i := slices.Index(actionNames[:], name)
	if i < 1 {
		return 0, false
	}
	return Action(i), true
}

// Outward reports whether the act takes data out of the organisation, so that a clause
// about a receiver can concern it.
func (a Action) Outward() bool {
	switch a {
	case Disclose, Send, Publish, Submit, AutoForward:
		return true
	}
	return false
}

// FieldType is the type of a field's value.
type FieldType string

// The field types of the language.
const (
	TypeText        FieldType = "text"
	TypeLongText    FieldType = "long-text"
	TypePersonName  FieldType = "person-name"
	TypeEmail       FieldType = "email"
	TypePhone       FieldType = "phone"
	TypeAddress     FieldType = "address"
	TypeDate        FieldType = "date"
	TypeTime        FieldType = "time"
	TypeDuration    FieldType = "duration"
	TypeNumber      FieldType = "number"
	TypeMoney       FieldType = "money"
	TypeCurrency    FieldType = "currency"
	TypeYesNo       FieldType = "yes-no"
	TypeChoice      FieldType = "choice"
	TypeChoices     FieldType = "choices"
	TypeCode        FieldType = "code"
	TypeLanguage    FieldType = "language"
	TypeCountry     FieldType = "country"
	TypePersonID    FieldType = "person-id"
	TypeCompanyID   FieldType = "company-id"
	TypeVAT         FieldType = "vat-number"
	TypeBankAccount FieldType = "bank-account"
	TypeURL         FieldType = "url"
	TypeIP          FieldType = "ip"
	TypeAccountName FieldType = "account-name"
	TypeFile        FieldType = "file"
	TypeFiles       FieldType = "files"
	TypePerson      FieldType = "person"
	TypePeople      FieldType = "people"
	TypeStaff       FieldType = "staff"
	TypeStaffList   FieldType = "staff-list"
	TypeCompany     FieldType = "company"
	TypeUnit        FieldType = "unit"
	TypeRoles       FieldType = "roles"
	TypeRecord      FieldType = "record"
	TypeLaw         FieldType = "law"
	TypeAttestation FieldType = "attestation"
)

var fieldTypes = []FieldType{TypeText, TypeLongText, TypePersonName, TypeEmail, TypePhone, TypeAddress, TypeDate, TypeTime,
	TypeDuration, TypeNumber, TypeMoney, TypeCurrency, TypeYesNo, TypeChoice, TypeChoices, TypeCode, TypeLanguage, TypeCountry,
	TypePersonID, TypeCompanyID, TypeVAT, TypeBankAccount, TypeURL, TypeIP, TypeAccountName, TypeFile, TypeFiles, TypePerson,
	TypePeople, TypeStaff, TypeStaffList, TypeCompany, TypeUnit, TypeRoles, TypeRecord, TypeLaw, TypeAttestation}

// Several reports whether a value of the type is a list.
func (t FieldType) Several() bool {
	switch t {
	case TypeChoices, TypeFiles, TypePeople, TypeStaffList, TypeRoles:
		return true
	}
	return false
}

// The closed lists of words of the language.
var (
	basisWords     = []string{"consent", "contract", "legal-duty", "vital-interest", "public-task", "legitimate-interest"}
	conditionWords = []string{"explicit-consent", "employment-law", "vital-interest", "association", "made-public", "legal-claims",
		"substantial-public-interest", "health-care", "public-health", "research"}
	specialWords     = []string{"health", "union", "ethnic", "belief", "biometric", "genetic", "sex-life"}
	sensitivityWords = []string{"open", "ordinary", "protected", "offences", "special"}
	aboutWords       = []string{"person", "company", "person-at-company", "visitor", "nobody"}
	channelWords     = []string{"email", "sms", "mms", "phone", "post", "audience", "page", "chat", "social", "web"}
	asWords          = []string{"processor", "recipient", "joint-controller", "independent-controller", "source"}
	fromWords        = []string{"person", "party", "own-system", "own-activity", "public", "device"}
	endWords         = []string{"erase", "anonymise", "return", "archive", "none"}
	itemMarkWords    = []string{"restricted-item", "private"}
	accountWords     = []string{"declared", "second-factor", "end-date", "company", "sponsor", "systems", "allowed-address"}
	rightWords       = []string{"information", "access", "log-extract", "disclosure-list", "correction", "supplement", "restriction",
		"complaint", "erasure", "objection", "portability", "withdrawal", "human-review"}
	safeguardWords = []string{"reason", "confirmation", "second-person", "expiry", "encryption", "hidden-recipients", "single-recipient",
		"private-entry", "title-warning", "sender-and-role", "announced", "named-retention", "human-check", "watermark", "snapshot",
		"hashed", "preference-link", "one-click-leave"}
	effectWords = []string{"send", "notify", "task", "gather", "export", "correct", "restrict", "lift", "erase", "grant", "end-grant",
		"suspend", "resume", "hold", "end-hold", "share", "disclose", "release", "delete", "publish", "run", "record", "schedule", "open-case"}
)

// factWords are the facts about an act that the gate can find out. Which of them hold is
// never computed in a file. Facts that concern engines not built yet are words already,
// so that a promise can be written ahead; the gate answers "not known", which counts
// against the act.
var factWords = []string{
	"assigned", "in-care", "same-unit", "own", "author", "named", "shared-with-me",
	"declared", "second-factor", "allowed-address", "work-account", "agreement-in-force", "permit-in-force", "single-purpose-device",
	"restricted", "protected-identity", "secret-relationship", "minor", "deceased", "identified", "number-verified",
	"restricted-item", "private", "public-by-law", "about-own-record", "ai-made", "ai-forbidden-data",
	"approved", "break-glass", "same-as-opener", "receiver-declared", "prohibited", "tracking-accepted",
	"permitted.any",
	"protected-way", "encrypted", "leaves-organisation", "several-customers", "resource-booked", "participants-known", "anonymous-participant",
	"rules-kept", "rules-ask", "storage-agreement",
}

// FactWords returns the closed list of facts, without the permissions and states that
// files declare.
func FactWords() []string { return slices.Clone(factWords) }

// relationFacts are the facts that a register's dated records can make true.
var relationFacts = []string{"in-care", "assigned", "same-unit"}

// reservedRoles and reservedPurposes are built in, so no file may declare them.
var reservedRoles = []string{SystemRole, Everyone}
