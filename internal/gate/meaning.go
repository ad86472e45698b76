package gate

import (
	"maps"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// meaning is a config without the places at which it says what it says, so
// that a re-indented file is no change of policy.
func meaning(c *config.Config) config.Config {
	m := *c
	m.File = ""
	m.Rules = maps.Clone(m.Rules)
	for name, level := range m.Rules {
		level.Place = diag.Place{}
		m.Rules[name] = level
	}
	m.Suppressions = slices.Clone(m.Suppressions)
	for i := range m.Suppressions {
		m.Suppressions[i].Place = diag.Place{}
	}
	return m
}
