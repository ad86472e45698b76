package schema

import "testing"

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidateTwentyFiveEntries(b *testing.B) {
	v := newValidator(b)
	n := parse(b, entry10)
	for b.Loop() {
		for range 25 {
			if got := v.Validate(Entry10, n); len(got) > 0 {
				b.Fatal(tellAll(got))
			}
		}
	}
}
