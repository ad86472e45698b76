package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/compare"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// tellClashes names what only a person can decide; present is the registry as
// it stands, nil when it can't be read.
func (a *app) tellClashes(clashes []edit.Clash, present *registry.File) {
	for _, c := range clashes {
		words := "was changed on both sides: ours is %s; theirs is %s%s"
		if c.Unsided {
			words = "was changed by records that know nothing of each other: one makes it %s; another %s%s"
		}
		text := fmt.Sprintf("model %s "+words, c.ModelID, shown(c.Ours), shown(c.Theirs), differing(c.Ours, c.Theirs))
		if present != nil {
			text += "; the registry has " + shown(present.Find(c.ModelID))
		}
		a.tellAlways("%s", text)
	}
}

// shown is an entry in a few words.
func shown(e *registry.Entry) string {
	if e == nil {
		return "removed"
	}
	return fmt.Sprintf("%s, %s, %s, updated %s", e.Role, e.SizeClass, e.Status, cmp.Or(e.UpdatedAt, e.CreatedAt))
}

// maxFields bounds the fields that are shown of a clash, and maxValue the runes
// of each value.
const (
	maxFields = 3
	maxValue  = 40
)

// differing shows the fields that differ where shown does not tell, but for
// the time of the change, which nearly always does.
func differing(o, t *registry.Entry) string {
	if o == nil || t == nil || o.Role != t.Role || o.SizeClass != t.SizeClass || o.Status != t.Status {
		return ""
	}
	var parts []string
	for _, f := range compare.Fields(o.Node, t.Node) {
		if len(parts) == maxFields {
			parts = append(parts, "…")
			break
		}
		if f.Name != "updated_at" {
			parts = append(parts, fmt.Sprintf("%s is %s or %s", f.Name, excerpt(f.Old), excerpt(f.New)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func excerpt(value string) string {
	if runes := []rune(value); len(runes) > maxValue {
		return string(runes[:maxValue]) + "…"
	}
	return cmp.Or(value, "missing")
}
