package registry

// MayBecome reports whether a model's status may change so: active and
// deprecated go both ways, deprecated ends in archived, and an archived model
// may become active again, for which the audit log must hold a reason. Staying
// is always allowed.
func MayBecome(from, to Status) bool {
	switch {
	case from == to:
		return true
	case from == Archived:
		return to == Active
	case to == Archived:
		return from == Deprecated
	}
	return true
}
