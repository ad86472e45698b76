// Package config reads .modelgate.yaml: strictly, with the place of every
// value. It also says who counts as automation and what is suppressed.
package config

import (
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// Name is where a repository keeps its config, from the repository's root.
const Name = ".modelgate.yaml"

// A Config is what a repository decided, with every default filled in.
type Config struct {
	File         string           // where it was read; "" when there is no file
	Root         string           // folder of the registry, slash-separated, "." is the top; "" is not set: detect it
	Paths        Paths            // where the documents are
	PathsSet     map[string]bool  // keys of `paths` that the file names itself
	Rules        map[string]Level // by rule name; a rule without one keeps its default
	Policy       Policy
	Limits       Limits
	Automation   Automation
	Audit        string // "off", "optional" or "required"
	Signing      Signing
	Suppressions []Suppression // in the order of the file, invalid ones included
}

// Paths are the places of the documents: clean, slash-separated, relative to
// the root.
type Paths struct {
	Registry    string // file, the single source of truth
	Metrics     string // folder of the self-test results
	Evaluations string // file
	ModelsIndex string // file, the specifications for people; never written
	IndexJSON   string // file, the legacy index
	Views       string // folder of the generated views
	Logs        string // folder of the audit log
	Signatures  string // folder
}

// A Level is what `rules:` says about one rule.
type Level struct {
	Off      bool
	Severity diag.Severity // invalid when Off
	Place    diag.Place    // of the level in the file
}

// A Policy narrows who may be a general. All words are in lower case.
type Policy struct {
	GeneralSizeClasses []string // what a general's size class may be
	ForbiddenVariants  []string // tokens that no general's id or name may hold
	SuspectVariants    []string // the same, unless waived with a reason
}

// Limits bound what is read before it is believed.
type Limits struct {
	Document int64 // bytes of one document
	Total    int64 // bytes of all documents of one commit
	Depth    int   // nesting of JSON values
}

// Automation says who counts as automation besides accounts of type Bot and
// the built-in list of agents' identities.
type Automation struct {
	Accounts []string // logins, compared without case
	Emails   []string // globs over whole addresses, compared without case
	Trailers []string // "Key: glob", the glob over the name in the value, without case
}

// Signing says whether entries must be signed, and by whom.
type Signing struct {
	Required       bool
	AllowedSigners string // file in OpenSSH's ALLOWED SIGNERS format, relative to the root
}

// The values of Config.Audit.
const (
	AuditOff      = "off"
	AuditOptional = "optional"
	AuditRequired = "required"
)

const (
	kib = 1 << 10
	mib = 1 << 20
	gib = 1 << 30
)

// Default is the config of a repository without a file.
func Default() *Config {
	return &Config{
		Paths: Paths{
			Registry:    "registry/data/model_registry.json",
			Metrics:     "metrics/models",
			Evaluations: "metrics/model_evaluations.json",
			ModelsIndex: "guidelines/MODELS_INDEX.md",
			IndexJSON:   "metrics/models_index.json",
			Views:       "metrics/views",
			Logs:        "registry/logs",
			Signatures:  "registry/signatures",
		},
		PathsSet: map[string]bool{},
		Rules:    map[string]Level{},
		Policy: Policy{
			GeneralSizeClasses: bipSizeClasses(),
			ForbiddenVariants:  bipVariants(),
			SuspectVariants:    []string{"flash", "fast", "haiku", "lite"},
		},
		Limits:  Limits{Document: 256 * mib, Total: 512 * mib, Depth: 64},
		Audit:   AuditOptional,
		Signing: Signing{AllowedSigners: "registry/allowed_signers"},
	}
}

// Severity returns a rule's severity after `rules:`; false means off. A fixed
// rule is never off nor below its default, whatever the file says.
func (c *Config) Severity(r diag.Rule) (diag.Severity, bool) {
	l, ok := c.Rules[r.Name]
	switch {
	case !ok:
		return r.Severity, true
	case r.Fixed:
		return max(l.Severity, r.Severity), true
	case l.Off:
		return 0, false
	}
	return l.Severity, true
}
