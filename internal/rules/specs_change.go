package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A specsChange is how a specifications page differs between base and head.
type specsChange struct {
	path  string   // where it stands, or stood
	paths []string // every path it had: two when it was renamed
	what  string   // "changed", "added", "deleted" or "renamed"
}

// place is the page itself, or where it stood.
func (c specsChange) place() diag.Place { return diag.InFile(c.path) }

// touches reports whether any of the paths is one the page had, under any case:
// on some systems models_index.md and MODELS_INDEX.md are one file.
func (c specsChange) touches(paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool {
		return slices.ContainsFunc(c.paths, func(q string) bool { return strings.EqualFold(p, q) })
	})
}

// specsChanges lists the specifications pages that differ, those at the head
// first. What was changed and changed back is no difference.
func specsChanges(p *check.Pass) []specsChange {
	if p.Base == nil {
		return nil
	}
	var out []specsChange
	gone := slices.Clone(p.Base.Specs)
	var added []snapshot.Specs
	for _, h := range p.Specs {
		i := slices.IndexFunc(gone, func(b snapshot.Specs) bool { return b.Path == h.Path })
		if i < 0 {
			added = append(added, h)
			continue
		}
		if gone[i].Safe != h.Safe || !bytes.Equal(gone[i].Src, h.Src) {
			out = append(out, specsChange{h.Path, []string{h.Path}, "changed"})
		}
		gone = slices.Delete(gone, i, i+1)
	}
	for _, h := range added {
		i := renamedFrom(h, gone)
		if i < 0 {
			out = append(out, specsChange{h.Path, []string{h.Path}, "added"})
			continue
		}
		out = append(out, specsChange{h.Path, []string{h.Path, gone[i].Path}, "renamed"})
		gone = slices.Delete(gone, i, i+1)
	}
	for _, b := range gone {
		out = append(out, specsChange{b.Path, []string{b.Path}, "deleted"})
	}
	return out
}

// renamedFrom returns which of the pages gone has become h: the one of the
// same text, else of the same path in another case, else any that is left. A
// page that was moved and rewritten at once is still the page. -1 is none.
func renamedFrom(h snapshot.Specs, gone []snapshot.Specs) int {
	for _, same := range []func(snapshot.Specs) bool{
		func(b snapshot.Specs) bool { return b.Safe && h.Safe && bytes.Equal(b.Src, h.Src) },
		func(b snapshot.Specs) bool { return strings.EqualFold(b.Path, h.Path) },
		func(snapshot.Specs) bool { return true },
	} {
		if i := slices.IndexFunc(gone, same); i >= 0 {
			return i
		}
	}
	return -1
}
