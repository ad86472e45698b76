package diag

// A Rule is what the catalogue, the explanations and every report say about
// one kind of fault.
type Rule struct {
	Name      string   // the id; never changes its meaning, never reused
	Group     string   // the heading it stands under in the catalogue
	Severity  Severity // the default; a config may change it
	Summary   string   // one line without full stop
	Why       string   // why it matters, one or two paragraphs
	Repair    string   // what to do about a finding
	Configure string   // how to configure it; empty: only its severity
	Fixed     bool     // true: cannot be switched off (document rules)
	NeedsBase bool     // true: speaks only where there is a base to compare with
}
