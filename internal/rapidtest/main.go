// Package rapidtest makes what rapid generates the same in every run.
package rapidtest

import (
	"flag"
	"testing"
)

// Main is the TestMain of a package with generated cases.
func Main(m *testing.M) {
	flag.Parse()
	for name, value := range map[string]string{"rapid.seed": "1", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err) // rapid has no such flag any more
		}
	}
	m.Run() // the test binary exits with its code
}
