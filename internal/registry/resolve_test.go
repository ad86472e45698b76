package registry_test

import (
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// atlas is an evaluation of a variant of one family, updated on the last of the
// days of its history.
func atlas(variant string, days ...string) string {
	var history []string
	for _, d := range days {
		history = append(history, `{"event": "update", "timestamp": "`+d+`T00:00:00Z"}`)
	}
	return `{"provider": "Acme", "fullModel": "Acme Atlas ` + variant + `", "modelFamily": "Atlas", "modelVariant": "` + variant +
		`", "updatedAt": "` + days[len(days)-1] + `T00:00:00Z", "history": [` + strings.Join(history, ", ") + `]}`
}

func TestADayOfTheHistoryMakesAStaleCandidate(t *testing.T) {
	t.Parallel()
	const first, then, never = "2025-01-01", "2026-02-01", "2024-01-01"
	big, small, tiny := atlas("Big", first), atlas("Small", first), atlas("Tiny", first)
	newBig, newSmall := atlas("Big", first, then), atlas("Small", first, then)
	tests := []struct {
		name, model string
		list        []string
		ref         string
		match       registry.Match
		index       int // of the evaluation meant; -1: none
	}{
		{"none is updated", "Small", []string{big, small}, "eval-acme-atlas-" + first, registry.MatchAmbiguous, 1},
		{"its own is updated", "Small", []string{big, newSmall}, "eval-acme-atlas-" + first, registry.MatchStale, 1},
		{"its own is updated and two others are not", "Small", []string{big, newSmall, tiny}, "eval-acme-atlas-" + first, registry.MatchStale, 1},
		{"another is updated", "Big", []string{big, newSmall}, "eval-acme-atlas-" + first, registry.MatchExact, 0},
		{"another of three is updated", "Big", []string{big, newSmall, tiny}, "eval-acme-atlas-" + first, registry.MatchAmbiguous, 0},
		{"all are updated", "Small", []string{newBig, newSmall}, "eval-acme-atlas-" + first, registry.MatchStale, 1},
		{"its own is updated twice on a day", "Small", []string{big, atlas("Small", first, first, then)}, "eval-acme-atlas-" + first, registry.MatchStale, 1},
		{"it has a second evaluation with the key", "Small", []string{newSmall, small}, "eval-acme-atlas-" + first, registry.MatchExact, 1},
		{"a full key of two evaluations", "Small", []string{newSmall, atlas("Small", then)}, "eval-acme-atlas-small-" + first, registry.MatchStale, 0},

		{"a stranger and one not updated", "Other", []string{big, newSmall}, "eval-acme-atlas-" + first, registry.MatchExact, 0},
		{"a stranger and all updated", "Other", []string{newBig, newSmall}, "eval-acme-atlas-" + first, registry.MatchAmbiguous, -1},
		{"only another's history has the day", "Big", []string{atlas("Big", then), newSmall}, "eval-acme-atlas-" + first, registry.MatchStale, 1},
		{"another's full key", "Big", []string{newBig, newSmall}, "eval-acme-atlas-small-" + first, registry.MatchStale, 1},
		{"another's full key of today", "Big", []string{newBig, small}, "eval-acme-atlas-small-" + first, registry.MatchExact, 1},

		{"no history has the day", "Small", []string{big, newSmall}, "eval-acme-atlas-" + never, registry.MatchUnknown, -1},
		{"its own has no history of the day", "Small", []string{big, atlas("Small", then)}, "eval-acme-atlas-" + first, registry.MatchExact, 0},
		{"a day that is none", "Small", []string{big, atlas("Small", "2025-13-45", then)}, "eval-acme-atlas-2025-13-45", registry.MatchUnknown, -1},
	}
	for _, tt := range tests {
		e := &registry.Entry{ModelID: "acme-atlas-" + strings.ToLower(tt.model), Provider: "acme", DisplayName: "Atlas " + tt.model}
		got := evaluations(t, strings.Join(tt.list, ",\n")).Resolve(tt.ref, e)
		index := -1
		if got.One != nil {
			index = got.One.Index
		}
		if got.Match != tt.match || index != tt.index {
			t.Errorf("%s: Resolve(%q) for %q = %v, evaluation %d, want %v, %d", tt.name, tt.ref, e.ModelID, got.Match, index, tt.match, tt.index)
		}
	}
}
