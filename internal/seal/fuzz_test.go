package seal

import (
	"bytes"
	"testing"
	"testing/fstest"
)

// FuzzParseAllowedSigners: no file makes it panic, and a file with a problem
// in each line allows nobody.
func FuzzParseAllowedSigners(f *testing.F) {
	_, public := key(f, 'a')
	for _, r := range rules() {
		f.Add([]byte(r.line + " " + public))
	}
	f.Add([]byte(`ada namespaces="a\"b",valid-after="20260101" ` + public + "\r\n# x\n\x00"))
	f.Fuzz(func(t *testing.T, src []byte) {
		a, problems := ParseAllowedSigners(src)
		lines := bytes.Count(src, []byte{'\n'}) + 1
		if len(a.signers)+len(problems) > lines {
			t.Errorf("%d signers and %d problems in %d lines of %q", len(a.signers), len(problems), lines, src)
		}
		for _, s := range a.signers {
			if s.line < 1 || s.line > lines || s.principals == "" || s.key == nil {
				t.Errorf("signer %+v of %q", s, src)
			}
		}
	})
}

// FuzzParseManifest: what is taken is written again byte for byte, and its
// paths may be looked up in any file system.
func FuzzParseManifest(f *testing.F) {
	m := Manifest{V: 1, Files: []File{{"a.json", hash("a")}, {"views/b.json", hash("b")}}, Heads: []string{hash("1")}}
	src, err := m.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src)
	f.Add(bytes.Replace(src, []byte("a.json"), []byte("../a.json"), 1))
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := ParseManifest(src)
		if err != nil {
			return
		}
		if again, err := m.Encode(); err != nil || !bytes.Equal(again, src) {
			t.Errorf("Encode(ParseManifest(%q)) = %q, %v", src, again, err)
		}
		if ps, err := VerifyFiles(fstest.MapFS{}, m); err != nil || len(ps) != len(m.Files) {
			t.Errorf("VerifyFiles(nothing, %q) = %+v, %v, want every file missing", src, ps, err)
		}
	})
}

// FuzzVerify: no signature file makes it panic, and none but the real one is
// accepted.
func FuzzVerify(f *testing.F) {
	s, public := key(f, 'a')
	armored := sign(f, s, Namespace, "entry")
	f.Add(armored)
	f.Add(bytes.ToLower(armored))
	allowed := parseAllowed(f, "* "+public)
	real, err := parse(armored)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if _, err := Verify([]byte("entry"), src, allowed, Demand{Namespace, "", noon()}); err != nil {
			return
		}
		if got, err := parse(src); err != nil || !bytes.Equal(got.Marshal(), real.Marshal()) {
			t.Errorf("Verify accepts %q, which is not the signature", src)
		}
	})
}
