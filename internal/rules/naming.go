package rules

import "github.com/cmmv-hive/modelgate/internal/registry"

// A naming lists the names of an evaluation in one respect. Two that share a
// name may be one.
type naming func(*registry.Evaluation) []string

func byKey(v *registry.Evaluation) []string { return []string{v.Key()} }

// byVariant names an evaluation by its anchor as it is without an id.
func byVariant(v *registry.Evaluation) []string {
	family, variant := registry.Slug(v.ModelFamily), registry.Slug(v.ModelVariant)
	if family == "" || variant == "" {
		return nil
	}
	return []string{registry.ProviderSlug(v.Provider) + " " + family + " " + variant}
}

func byIdentity(v *registry.Evaluation) []string {
	if v.Identity() == "" {
		return nil
	}
	return []string{v.Identity()}
}

// both names an evaluation in two respects at once.
func both(a, b naming) naming {
	return func(v *registry.Evaluation) []string {
		var out []string
		for _, x := range a(v) {
			for _, y := range b(v) {
				out = append(out, x+"\x00"+y)
			}
		}
		return out
	}
}
