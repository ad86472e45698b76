package compare

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A standing is what a thing says of a role.
type standing struct {
	role  registry.Role // an entry's, or the one an evaluation stands for; "" for none
	small bool          // an entry's size class allows no general
}

// ofEntry is what an entry may do at present: an archived or deprecated model
// keeps its role's name but no longer its vote.
func ofEntry(e *registry.Entry) standing {
	if e.Status != registry.Active {
		return standing{}
	}
	return standing{role: e.Role, small: e.SizeClass.Rank() < registry.Large.Rank()}
}

// ofEvaluation is the role that a model may have by its evaluation.
func ofEvaluation(v *registry.Evaluation) standing {
	role, status, ok := v.RoleFor()
	if !ok || status != registry.Active {
		return standing{}
	}
	return standing{role: role}
}

// meaning says in one clause what a change means for roles; "" for nothing.
func meaning(kind change.Kind, from, to standing) string {
	switch kind {
	case change.Model:
		return entryMeaning(from, to)
	case change.Evaluation:
		return evaluationMeaning(from.role, to.role)
	}
	return ""
}

func entryMeaning(from, to standing) string {
	const general = registry.General
	switch {
	case to.role == general && to.small && (from.role != general || !from.small):
		return "is a general that its size class does not allow"
	case from == to:
		return ""
	case to.role == general && from.role == general:
		return "is a general that its size class allows again"
	case to.role == general:
		return "becomes an active general"
	case from.role == general:
		return "is no longer an active general"
	case from.role == to.role:
		return ""
	case to.role == "":
		return "is no longer active"
	case from.role == "":
		return "becomes an active " + string(to.role)
	}
	return fmt.Sprintf("goes from %s to %s", from.role, to.role)
}

func evaluationMeaning(from, to registry.Role) string {
	switch {
	case from == to:
		return ""
	case to == "":
		return fmt.Sprintf("no longer gives its model the role %s", from)
	case from == "":
		return fmt.Sprintf("gives its model the role %s", to)
	}
	return fmt.Sprintf("gives its model the role %s instead of %s", to, from)
}
