package audit

import (
	"bytes"
	"testing"
)

// FuzzDecode holds Decode to its promise: what it takes, Encode writes again
// byte for byte.
func FuzzDecode(f *testing.F) {
	_, content, err := full().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add([]byte(`{"v":2}`))
	f.Add([]byte(`{"actor":"a","changes":[],"op":"adopt","parents":[],"reason":"","sources":[],"time":"2026-01-31T12:00:00Z","tool":"t","v":1}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := Decode(content)
		if err != nil {
			return
		}
		_, again, err := r.Encode()
		if err != nil {
			t.Fatalf("Encode(Decode(%q)): %v", content, err)
		}
		if !bytes.Equal(again, content) {
			t.Errorf("Encode(Decode(%q)) = %q", content, again)
		}
	})
}

// FuzzCanonical holds Canonical to be the identity on its own results.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"b":1.50,"a":[null,true,"\u00e9"]}`, `-0`, `1e21`, `"\ud83d\ude00"`, `{"€":1,"\r":2,"😀":3}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		once, err := Canonical(src)
		if err != nil {
			return
		}
		twice, err := Canonical(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("Canonical(%q) = %q, and of that %q, %v", src, once, twice, err)
		}
	})
}
