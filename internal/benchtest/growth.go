// Package benchtest measures what a test must not: time. A test with a bound
// on the clock fails on a busy machine; a ratio within one run holds anywhere.
package benchtest

import (
	"testing"
	"time"
)

// Growth reports, as the metric "growth", how many times longer run(n) takes
// than run(n/2): 2 is linear, 4 quadratic. Each is the least of the b.N times
// it ran, which other programs disturb least.
func Growth(b *testing.B, n int, run func(n int)) {
	b.Helper()
	least := func(n int) time.Duration {
		start := time.Now()
		run(n)
		return time.Since(start)
	}
	half, whole := least(n/2), least(n)
	for b.Loop() {
		half, whole = min(half, least(n/2)), min(whole, least(n))
	}
	b.ReportMetric(float64(whole)/float64(half), "growth")
}
