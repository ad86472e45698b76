package seal

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A stock is OpenSSH's ssh-keygen with a folder of its own.
type stock struct {
	tb   testing.TB
	path string
	dir  string
}

func newStock(tb testing.TB) stock {
	tb.Helper()
	path, err := exec.LookPath("ssh-keygen")
	if err != nil {
		tb.Skip("ssh-keygen is not on PATH; the comparison with it needs OpenSSH 8.9 or newer")
	}
	return stock{tb, path, tb.TempDir()}
}

// run returns what ssh-keygen says, and whether it ended with 0.
func (s stock) run(stdin string, args ...string) (string, bool) {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(s.tb.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.path, args...)
	cmd.Dir, cmd.Env, cmd.Stdin = s.dir, []string{"TZ=UTC", "PATH=" + os.Getenv("PATH"), "HOME=" + s.dir}, strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

func (s stock) must(stdin string, args ...string) string {
	s.tb.Helper()
	out, ok := s.run(stdin, args...)
	if !ok {
		s.tb.Fatalf("ssh-keygen %q: %s", args, out)
	}
	return out
}

func (s stock) write(name string, content []byte) string {
	s.tb.Helper()
	p := filepath.Join(s.dir, name)
	if err := os.WriteFile(p, content, 0o600); err != nil {
		s.tb.Fatal(err)
	}
	return p
}

func (s stock) read(name string) []byte {
	s.tb.Helper()
	b, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.tb.Fatal(err)
	}
	return b
}

const canonical = `{"model_id":"a","notes":"é"}`

func TestStockVerifiesWhatWeSign(t *testing.T) {
	t.Parallel()
	k := newStock(t)
	ed, _ := key(t, 'a')
	big, err := ParseSigner(rsaPEM(t, 2048), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*Signer{"ed25519": ed, "rsa": big} {
		k.write("allowed", []byte("ada@example.org "+s.publicKey()+"\n"))
		k.write("sig", sign(t, s, Namespace, canonical))
		out := k.must(canonical, "-Y", "verify", "-f", "allowed", "-I", "ada@example.org", "-n", Namespace, "-s", "sig")
		if !strings.Contains(out, s.fingerprint()) {
			t.Errorf("%s: ssh-keygen says %q, want the fingerprint %s", name, out, s.fingerprint())
		}
		if out, ok := k.run("changed", "-Y", "verify", "-f", "allowed", "-I", "ada@example.org", "-n", Namespace, "-s", "sig"); ok {
			t.Errorf("%s: ssh-keygen accepts other bytes: %s", name, out)
		}
	}
}

func TestWeVerifyWhatStockSigns(t *testing.T) {
	t.Parallel()
	k := newStock(t)
	for kind, bits := range map[string]string{"ed25519": "256", "ecdsa": "384", "rsa": "2048"} {
		k.must("", "-q", "-t", kind, "-b", bits, "-N", "", "-C", "ada", "-f", "key-"+kind)
		for _, hash := range []string{"sha256", "sha512"} {
			k.write("entry", []byte(canonical))
			k.must("", "-Y", "sign", "-q", "-f", "key-"+kind, "-n", Namespace, "-O", "hashalg="+hash, "entry")
			allowed := parseAllowed(t, "ada "+string(k.read("key-"+kind+".pub")))
			armored := k.read("entry.sig")
			if err := os.Remove(filepath.Join(k.dir, "entry.sig")); err != nil {
				t.Fatal(err)
			}
			if _, err := Verify([]byte(canonical), armored, allowed, Demand{Namespace, "ada", noon()}); err != nil {
				t.Errorf("%s with %s: Verify = %v, want nil", kind, hash, err)
			}
			if _, err := Verify([]byte("changed"), armored, allowed, Demand{Namespace, "ada", noon()}); err == nil {
				t.Errorf("%s with %s: Verify accepts other bytes", kind, hash)
			}
		}
	}
}

func TestStockReadsOurKeysAndWeReadItsLockedOnes(t *testing.T) {
	t.Parallel()
	k := newStock(t)
	private, public, err := Generate(bytes.NewReader(bytes.Repeat([]byte{7}, 32)), "ada")
	if err != nil {
		t.Fatal(err)
	}
	k.write("key", private)
	if got := k.must("", "-y", "-f", "key"); got != string(public) {
		t.Errorf("ssh-keygen -y = %q, want %q", got, public)
	}
	k.must("", "-q", "-p", "-P", "", "-N", "correct horse", "-f", "key")
	s, err := ParseSigner(k.read("key"), func() ([]byte, error) { return []byte("correct horse"), nil })
	if err != nil {
		t.Fatal(err)
	}
	if got := k.must("", "-l", "-f", "key"); !strings.Contains(got, s.fingerprint()) {
		t.Errorf("ssh-keygen -l = %q, want %s", got, s.fingerprint())
	}
}

func TestStockVerifyAgreesOnAllowedSigners(t *testing.T) {
	t.Parallel()
	k := newStock(t)
	s, public := key(t, 'a')
	k.write("sig", sign(t, s, Namespace, canonical))
	for i, r := range rules() {
		name := fmt.Sprintf("allowed-%d", i)
		k.write(name, []byte(fmt.Sprintf(r.line, public)+"\n"))
		out, ok := k.run(canonical, "-Y", "verify", "-f", name, "-I", r.who, "-n", Namespace, "-s", "sig",
			"-O", "verify-time="+noon().Format("20060102150405")+"Z")
		if ok != (r.want == nil) {
			t.Errorf("%s as %q: ssh-keygen accepts = %v, want %v: %s", r.line, r.who, ok, r.want, out)
		}
	}
}
