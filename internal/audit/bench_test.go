package audit

import (
	"testing"
	"time"
)

// BenchmarkCheckTenThousandRecords reads and verifies 10,000 records of one
// changed entry each, and compares the result with the registry. It must stay
// below a second on one core.
func BenchmarkCheckTenThousandRecords(b *testing.B) {
	w, registry := history(b, 10_000)
	start := time.Now()
	for b.Loop() {
		l, err := Load(w.files, dir)
		if err != nil {
			b.Fatal(err)
		}
		if ps := l.Check(registry); len(ps) > 0 {
			b.Fatalf("problems = %+v, want none", ps[0])
		}
	}
	b.ReportMetric(time.Since(start).Seconds()/float64(b.N), "s/10k")
}

// BenchmarkDecode decodes one record.
func BenchmarkDecode(b *testing.B) {
	w, _ := history(b, 1)
	for _, f := range w.files {
		b.SetBytes(int64(len(f.Data)))
		for b.Loop() {
			if _, err := Decode(f.Data); err != nil {
				b.Fatal(err)
			}
		}
	}
}
