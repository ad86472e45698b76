package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/rules"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// trustGenerals refuses when a general breaks the role policy.
func (a *app) trustGenerals(s *snapshot.Snapshot, c *config.Config) error {
	broken := a.brokenPolicy(s, c)
	if len(broken) == 0 {
		return nil
	}
	for _, f := range broken {
		a.tellAlways("%s", line(f))
	}
	return refusef("the role policy is broken, so the list of generals can't be trusted; repair it, or use --unsafe")
}

// brokenPolicy returns what breaks the role policy. A config may keep check from
// telling it, but who reads the list wants generals: only a name that is merely
// suspect can be waived.
func (a *app) brokenPolicy(s *snapshot.Snapshot, c *config.Config) []diag.Finding {
	size, name := rules.Find("general-too-small"), rules.Find("general-small-variant")
	strict := *c
	strict.Rules = nil
	in := check.Input{Head: s, Config: &strict, Now: a.Now()}
	parted, _ := check.Suppress(check.Run(in, []*check.Rule{name}), c.Suppressions, a.Now())
	names := parted.Kept
	if c.Rules[name.Name].Off {
		names = slices.DeleteFunc(names, func(f diag.Finding) bool { return f.Unwaivable == "" })
	}
	return diag.Sort(slices.Concat(check.Run(in, []*check.Rule{size}), names, unsized(s.Registry, c.Policy)))
}

// unsized returns the generals whose size class is none at all. To check it is
// the schema that they break; here nobody can tell that they are large.
func unsized(f *registry.File, p config.Policy) []diag.Finding {
	var out []diag.Finding
	for e := range f.All() {
		if e.Role != registry.General || e.SizeClass.Rank() > 0 {
			continue
		}
		is := "has no size class"
		if e.SizeClass != "" {
			is = fmt.Sprintf("its size class is %q", e.SizeClass)
		}
		out = append(out, diag.Finding{
			Rule: "schema-violation", Severity: diag.Error, Place: e.At("size_class"),
			Subject: e.Subject(), ModelID: e.ModelID,
			Message: fmt.Sprintf("model %q is general but %s, want one of %s", e.ModelID, is, strings.Join(p.GeneralSizeClasses, ", ")),
		})
	}
	return out
}
