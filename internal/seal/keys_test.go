package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// key returns the same signer for the same letter, every time.
func key(tb testing.TB, letter byte) (*Signer, string) {
	tb.Helper()
	private, public, err := Generate(bytes.NewReader(bytes.Repeat([]byte{letter}, 32)), "")
	if err != nil {
		tb.Fatal(err)
	}
	s, err := ParseSigner(private, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return s, strings.TrimSpace(string(public))
}

func noon() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) }

// rsaPEM is a throw-away RSA key.
func rsaPEM(tb testing.TB, bits int) []byte {
	tb.Helper()
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		tb.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(k)})
}

func TestGenerateMakesAKeyPairThatParses(t *testing.T) {
	t.Parallel()
	private, public, err := Generate(rand.Reader, "release key")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseSigner(private, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := s.publicKey() + " release key\n"; string(public) != want {
		t.Errorf("public key = %q, want %q", public, want)
	}
	if !strings.HasPrefix(s.fingerprint(), "SHA256:") {
		t.Errorf("fingerprint() = %q, want SHA256:…", s.fingerprint())
	}
}

func TestGenerateNeedsRandomAndOneLine(t *testing.T) {
	t.Parallel()
	if _, _, err := Generate(bytes.NewReader(make([]byte, 31)), ""); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Generate(31 bytes) = %v, want %v", err, io.ErrUnexpectedEOF)
	}
	if _, _, err := Generate(rand.Reader, "a\n* ssh-ed25519 AAAA"); err == nil {
		t.Error("Generate(comment of two lines) = nil, want an error")
	}
}

func TestParseSignerAsksForAPassphraseOnlyWhenThereIsOne(t *testing.T) {
	t.Parallel()
	plain, _ := key(t, 'a')
	private, _, err := Generate(bytes.NewReader(bytes.Repeat([]byte{'a'}, 32)), "")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := ssh.ParseRawPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKeyWithPassphrase(raw, "", []byte("hunter2"))
	if err != nil {
		t.Fatal(err)
	}
	locked := pem.EncodeToMemory(block)
	say := func(s string, err error) func() ([]byte, error) {
		return func() ([]byte, error) { return []byte(s), err }
	}

	s, err := ParseSigner(locked, say("hunter2", nil))
	if err != nil || s.fingerprint() != plain.fingerprint() {
		t.Errorf("ParseSigner(right passphrase) = %v, want the key", err)
	}
	if _, err := ParseSigner(locked, nil); err == nil {
		t.Error("ParseSigner(no way to ask) = nil, want an error")
	}
	if _, err := ParseSigner(locked, say("wrong-secret", nil)); err == nil || strings.Contains(err.Error(), "wrong-secret") {
		t.Errorf("ParseSigner(wrong passphrase) = %v, want an error that does not quote it", err)
	}
	if _, err := ParseSigner(locked, say("", io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("ParseSigner(closed terminal) = %v, want %v", err, io.ErrClosedPipe)
	}
	if _, err := ParseSigner(private, say("", io.ErrClosedPipe)); err != nil {
		t.Errorf("ParseSigner(key without passphrase) = %v, want nil", err)
	}
}

func TestWeakKeysAreRefusedEverywhere(t *testing.T) {
	t.Parallel()
	small := rsaPEM(t, 1024)
	if _, err := ParseSigner(small, nil); !errors.Is(err, ErrWeakKey) {
		t.Errorf("ParseSigner(RSA 1024) = %v, want %v", err, ErrWeakKey)
	}
	signer, err := ssh.ParsePrivateKey(small)
	if err != nil {
		t.Fatal(err)
	}
	public := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
	allowed, problems := ParseAllowedSigners([]byte("ada " + public + "\n"))
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "2048 bits") || len(allowed.signers) != 0 {
		t.Errorf("ParseAllowedSigners(RSA 1024) = %d signers, %+v, want one problem", len(allowed.signers), problems)
	}
	armored, err := Sign(&Signer{signer}, Namespace, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Verify([]byte("x"), armored, allowed, Demand{Namespace: Namespace, At: noon()}); !errors.Is(err, ErrWeakKey) {
		t.Errorf("Verify(RSA 1024) = %v, want %v", err, ErrWeakKey)
	}
}

func TestDSAKeysAreRefused(t *testing.T) {
	t.Parallel()
	// Any numbers of the right size: whether they make a good key plays no part.
	one := big.NewInt(1)
	blob := ssh.Marshal(struct {
		Type       string
		P, Q, G, Y *big.Int
	}{
		"ssh-dss", new(big.Int).Sub(new(big.Int).Lsh(one, 1024), big.NewInt(105)),
		new(big.Int).Sub(new(big.Int).Lsh(one, 160), one), big.NewInt(2), big.NewInt(4),
	})
	_, problems := ParseAllowedSigners([]byte("ada ssh-dss " + base64.StdEncoding.EncodeToString(blob)))
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "DSA is no longer safe") {
		t.Errorf("ParseAllowedSigners(DSA) = %+v, want one problem", problems)
	}
}
