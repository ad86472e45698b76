package seal

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"github.com/cmmv-hive/modelgate/internal/audit"
)

func parseAllowed(tb testing.TB, src string) *AllowedSigners {
	tb.Helper()
	a, problems := ParseAllowedSigners([]byte(src))
	if len(problems) > 0 {
		tb.Fatalf("ParseAllowedSigners(%q) = %+v, want no problems", src, problems)
	}
	return a
}

// fingerprint is the key's, as `ssh-keygen -l` prints it.
func (s *Signer) fingerprint() string { return fingerprint(s.key.PublicKey()) }

// publicKey is the key's line of an allowed signers file without the
// principals.
func (s *Signer) publicKey() string {
	return string(bytes.TrimSpace(ssh.MarshalAuthorizedKey(s.key.PublicKey())))
}

func sign(tb testing.TB, s *Signer, namespace, data string) []byte {
	tb.Helper()
	armored, err := Sign(s, namespace, []byte(data))
	if err != nil {
		tb.Fatal(err)
	}
	return armored
}

func TestASignatureVerifiesForItsBytesAndKey(t *testing.T) {
	t.Parallel()
	s, public := key(t, 'a')
	allowed := parseAllowed(t, "# who may sign\n\nada@example.org "+public+" a comment\n")
	armored := sign(t, s, Namespace, "entry")
	got, err := Verify([]byte("entry"), armored, allowed, Demand{Namespace, "ada@example.org", noon()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Seal{"ada@example.org", s.fingerprint(), 3}, got); diff != "" {
		t.Errorf("seal differs (-want +got):\n%s", diff)
	}
	if again := sign(t, s, Namespace, "entry"); !bytes.Equal(again, armored) {
		t.Errorf("signed twice, got %s and %s", armored, again)
	}
}

func TestAReformattedEntryKeepsItsSignature(t *testing.T) {
	t.Parallel()
	s, public := key(t, 'a')
	canonical := func(entry string) []byte {
		b, err := audit.Canonical([]byte(entry))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	armored := sign(t, s, Namespace, string(canonical(`{"model_id": "a", "notes": "\u00e9"}`)))
	allowed, want := parseAllowed(t, "* "+public), Demand{Namespace, "", noon()}
	if _, err := Verify(canonical("{\r\n\t\"notes\": \"é\",\r\n\t\"model_id\": \"a\"\r\n}\r\n"), armored, allowed, want); err != nil {
		t.Errorf("Verify(the same entry in another form) = %v, want nil", err)
	}
	if _, err := Verify(canonical(`{"model_id":"a","notes":"e"}`), armored, allowed, want); !errors.Is(err, ErrChanged) {
		t.Errorf("Verify(another entry) = %v, want %v", err, ErrChanged)
	}
}

func TestSignNeedsANamespace(t *testing.T) {
	t.Parallel()
	s, _ := key(t, 'a')
	if _, err := Sign(s, "", []byte("x")); !errors.Is(err, sshsig.ErrMissingNamespace) {
		t.Errorf("Sign = %v, want %v", err, sshsig.ErrMissingNamespace)
	}
}

func TestEachRefusalHasItsError(t *testing.T) {
	t.Parallel()
	s, public := key(t, 'a')
	_, other := key(t, 'b')
	good := sign(t, s, Namespace, "entry")
	for _, tt := range []struct {
		name    string
		armored []byte
		data    string
		allowed string
		who     string
		want    error
		text    string
	}{
		{"other bytes", good, "Entry", "ada " + public, "", ErrChanged, s.fingerprint()},
		{"other namespace", sign(t, s, "git", "entry"), "entry", "ada " + public, "", ErrNamespace, `"git"`},
		{"nobody allowed", good, "entry", "", "", ErrNotAllowed, s.fingerprint()},
		{"another key", good, "entry", "ada " + other, "", ErrNotAllowed, "no line"},
		{"another principal", good, "entry", "ada " + public, "eve", ErrNotAllowed, `as "eve", only as "ada"`},
		{"key for another namespace", good, "entry", `ada namespaces="git,file" ` + public, "", ErrNotAllowed, `only in "git,file"`},
		{"not valid yet", good, "entry", `ada valid-after="20260201Z" ` + public, "", ErrTooEarly, "2026-02-01T00:00:00Z"},
		{"expired", good, "entry", `ada valid-before="202601311159" ` + public, "", ErrExpired, "2026-01-31T11:59:00Z"},
		{"closest line speaks", good, "entry", "eve " + public + "\nada valid-before=\"2020010100Z\" " + other + "\n", "ada", ErrNotAllowed, "eve"},
		{"empty", nil, "entry", "ada " + public, "", ErrMalformed, "one block"},
		{"a public key", []byte(public), "entry", "ada " + public, "", ErrMalformed, "one block"},
		{"text before", append([]byte("trust me\n"), good...), "entry", "ada " + public, "", ErrMalformed, "one block"},
		{"text after", append(bytes.Clone(good), "more"...), "entry", "ada " + public, "", ErrMalformed, "one block"},
		{"two blocks", append(bytes.Clone(good), good...), "entry", "ada " + public, "", ErrMalformed, "one block"},
		{"header", bytes.Replace(good, []byte("\n"), []byte("\nA: b\n\n"), 1), "entry", "ada " + public, "", ErrMalformed, "one block"},
		{"huge", bytes.Repeat(good, 300), "entry", "ada " + public, "", ErrMalformed, "more than"},
		{"not SSHSIG", pem.EncodeToMemory(&pem.Block{Type: sshsig.PEMType, Bytes: []byte("SSHSIG")}), "entry", "ada " + public, "", ErrMalformed, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			allowed, _ := ParseAllowedSigners([]byte(tt.allowed))
			_, err := Verify([]byte(tt.data), tt.armored, allowed, Demand{Namespace, tt.who, noon()})
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("Verify = %v, want %v with %q", err, tt.want, tt.text)
			}
			for _, other := range []error{ErrMalformed, ErrNamespace, ErrWeakKey, ErrNotAllowed, ErrTooEarly, ErrExpired, ErrChanged} {
				if other != tt.want && errors.Is(err, other) {
					t.Errorf("Verify = %v, which is %v too", err, other)
				}
			}
		})
	}
}

func TestNilAllowedSignersAllowNobody(t *testing.T) {
	t.Parallel()
	s, _ := key(t, 'a')
	_, err := Verify([]byte("x"), sign(t, s, Namespace, "x"), nil, Demand{Namespace: Namespace, At: noon()})
	if !errors.Is(err, ErrNotAllowed) {
		t.Errorf("Verify = %v, want %v", err, ErrNotAllowed)
	}
}

func TestEveryChangedByteOfASignatureIsRefused(t *testing.T) {
	t.Parallel()
	s, public := key(t, 'a')
	allowed := parseAllowed(t, "* "+public)
	block, _ := pem.Decode(sign(t, s, Namespace, "entry"))
	for at := range block.Bytes {
		for bit := range 8 {
			raw := bytes.Clone(block.Bytes)
			raw[at] ^= 1 << bit
			armored := pem.EncodeToMemory(&pem.Block{Type: sshsig.PEMType, Bytes: raw})
			if _, err := Verify([]byte("entry"), armored, allowed, Demand{Namespace, "", noon()}); err == nil {
				t.Fatalf("signature with bit %d of byte %d changed verifies", bit, at)
			}
		}
	}
}

func TestWhatNobodySignedHasNoPlaceInASignature(t *testing.T) {
	t.Parallel()
	s, public := key(t, 'a')
	block, _ := pem.Decode(sign(t, s, Namespace, "entry"))
	// The reserved field, an empty string behind the namespace, is not signed.
	field := append([]byte("\x00\x00\x00\x09modelgate"), 0, 0, 0, 0)
	raw := bytes.Replace(block.Bytes, field, append(field[:16:16], 1, 'x'), 1)
	if bytes.Equal(raw, block.Bytes) {
		t.Fatal("the signature has no reserved field where one is expected")
	}
	armored := pem.EncodeToMemory(&pem.Block{Type: sshsig.PEMType, Bytes: raw})
	_, err := Verify([]byte("entry"), armored, parseAllowed(t, "* "+public), Demand{Namespace, "", noon()})
	if !errors.Is(err, ErrMalformed) {
		t.Errorf("Verify = %v, want %v", err, ErrMalformed)
	}
}

func TestSHA1SignaturesOfRSAKeysAreRefused(t *testing.T) {
	t.Parallel()
	s, err := ParseSigner(rsaPEM(t, 2048), nil)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := sshsig.Unarmor(sign(t, s, Namespace, "entry"))
	if err != nil {
		t.Fatal(err)
	}
	allowed := parseAllowed(t, "* "+s.publicKey())
	if _, err := Verify([]byte("entry"), sshsig.Armor(sig), allowed, Demand{Namespace, "", noon()}); err != nil {
		t.Errorf("Verify(rsa-sha2-512) = %v, want nil", err)
	}
	sig.Signature.Format = ssh.KeyAlgoRSA // which means SHA-1
	_, err = Verify([]byte("entry"), sshsig.Armor(sig), allowed, Demand{Namespace, "", noon()})
	if !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), `"ssh-rsa"`) {
		t.Errorf("Verify(ssh-rsa) = %v, want %v", err, ErrMalformed)
	}
}

func TestCertificatesAreRefused(t *testing.T) {
	t.Parallel()
	s, public := key(t, 'a')
	cert := &ssh.Certificate{Key: s.key.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := cert.SignCert(bytes.NewReader(make([]byte, 100)), s.key); err != nil {
		t.Fatal(err)
	}
	certified, err := ssh.NewCertSigner(cert, s.key)
	if err != nil {
		t.Fatal(err)
	}
	armored := sign(t, &Signer{certified}, Namespace, "entry")
	_, err = Verify([]byte("entry"), armored, parseAllowed(t, "* "+public), Demand{Namespace, "", noon()})
	if !errors.Is(err, ErrNotAllowed) {
		t.Errorf("Verify = %v, want %v", err, ErrNotAllowed)
	}
}

func ExampleSign() {
	private, public, err := Generate(strings.NewReader(strings.Repeat("x", 32)), "")
	if err != nil {
		fmt.Println(err)
		return
	}
	signer, err := ParseSigner(private, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	armored, err := Sign(signer, Namespace, []byte(`{"model_id":"a"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	allowed, _ := ParseAllowedSigners([]byte("ada@example.org " + string(public)))
	got, err := Verify([]byte(`{"model_id":"a"}`), armored, allowed, Demand{Namespace: Namespace, At: noon()})
	fmt.Println(got.Principal, got.Line, err)
	// Output: ada@example.org 1 <nil>
}
