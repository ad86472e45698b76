package check

import (
	"time"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// SuppressionGroup is the group of the rules that speak of suppressions. They
// run last and can't be suppressed themselves.
const SuppressionGroup = "Suppressions"

// A SuppressionUse is a suppression and how many findings it hid, or why it
// may not hide one.
type SuppressionUse struct {
	config.Suppression
	Hidden  int
	Refused string // why a finding that it is about can't be hidden; "" when there is none
	Expired bool
}

// Parted is the findings of one tree, parted by the suppressions.
type Parted struct{ Kept, Hidden []diag.Finding }

// Suppress splits findings into those kept and those hidden. An expired or
// invalid suppression hides nothing, and none hides what can't be waived.
func Suppress(fs []diag.Finding, list []config.Suppression, now time.Time) (parted Parted, uses []SuppressionUse) {
	uses = make([]SuppressionUse, len(list))
	for i, s := range list {
		uses[i] = SuppressionUse{Suppression: s, Expired: s.Expired(now)}
	}
	for _, f := range fs {
		switch u := match(uses, f); {
		case u == nil:
			parted.Kept = append(parted.Kept, f)
		case f.Unwaivable != "":
			u.Refused = f.Unwaivable
			parted.Kept = append(parted.Kept, f)
		default:
			u.Hidden++
			parted.Hidden = append(parted.Hidden, f)
		}
	}
	return parted, uses
}

func match(uses []SuppressionUse, f diag.Finding) *SuppressionUse {
	for i := range uses {
		u := &uses[i]
		if u.Problem == "" && !u.Expired && u.Matches(f) {
			return u
		}
	}
	return nil
}

// RunSuppressions runs the rules about suppressions, which need to know what
// each one hid.
func RunSuppressions(in Input, rules []*Rule) []diag.Finding {
	return run(in, rules, func(r *Rule) bool { return r.Group == SuppressionGroup })
}
