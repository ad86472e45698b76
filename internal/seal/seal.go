// Package seal signs and verifies bytes with SSH keys, in the form of
// `ssh-keygen -Y sign` (SSHSIG; PROTOCOL.sshsig in OpenSSH), and holds which
// keys are allowed to and what a release bundle consists of.
//
// What stock ssh-keygen verifies with an allowed signers file, this package
// verifies too, and the reverse, with three restrictions on purpose:
// certificates, RSA keys below 2048 bits and DSA keys are refused. A
// signature of an entry is made over its canonical bytes (RFC 8785), so that
// a reformatted registry keeps its signatures.
//
// The package reads no file and no clock.
package seal

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Namespace is what modelgate's signatures are for: one that was made for git
// commits or mail is none of an entry.
const Namespace = "modelgate"

// maxSignature is far above the largest signature there is, one of a
// 16,384-bit RSA key.
const maxSignature = 64 << 10

// Why a signature is refused. Verify wraps exactly one of them.
var (
	ErrMalformed  = errors.New("signature is malformed")
	ErrNamespace  = errors.New("signature is for another namespace")
	ErrWeakKey    = errors.New("key is too weak")
	ErrNotAllowed = errors.New("key is not allowed to sign")
	ErrTooEarly   = errors.New("key is not valid yet")
	ErrExpired    = errors.New("key is expired")
	ErrChanged    = errors.New("content is not what was signed")
)

// Sign returns an armored signature of data for a namespace, which must not
// be empty, with a final newline. Signatures of Ed25519 keys are always the
// same for the same data.
func Sign(s *Signer, namespace string, data []byte) ([]byte, error) {
	sig, err := sshsig.Sign(bytes.NewReader(data), s.key, sshsig.HashSHA512, namespace)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return sshsig.Armor(sig), nil
}

// A Demand is what a signature must be to be accepted.
type Demand struct {
	Namespace string
	Principal string    // who must have signed; empty is anyone allowed
	At        time.Time // when the key must be valid
}

// A Seal is a verified signature.
type Seal struct {
	Principal   string // the demanded one, else the pattern list of the signer's line
	Fingerprint string // of the key, as `ssh-keygen -l` prints it: SHA256:…
	Line        int    // where the allowed signers file allows it, from 1
}

// Verify checks that an armored signature is one of data, made by an allowed
// key. A refusal wraps one of this package's errors.
func Verify(data, armored []byte, allowed *AllowedSigners, want Demand) (Seal, error) {
	sig, err := parse(armored)
	if err != nil {
		return Seal{}, err
	}
	if sig.Namespace != want.Namespace {
		return Seal{}, fmt.Errorf("%w: it is for %q, want %q", ErrNamespace, sig.Namespace, want.Namespace)
	}
	if err := checkKey(sig.PublicKey); err != nil {
		return Seal{}, err
	}
	seal, err := allowed.find(sig.PublicKey, want)
	if err != nil {
		return Seal{}, err
	}
	err = sshsig.Verify(bytes.NewReader(data), sig, sig.PublicKey, sig.HashAlgorithm, want.Namespace)
	if err != nil {
		return Seal{}, fmt.Errorf("%w, or the signature is damaged: the key is %s", ErrChanged, seal.Fingerprint)
	}
	return seal, nil
}

// parse takes one armored block and nothing else, in the one form that a
// signature has: bytes that nobody signed have no place in it.
func parse(armored []byte) (*sshsig.Signature, error) {
	if len(armored) > maxSignature {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrMalformed, maxSignature)
	}
	text := bytes.TrimSpace(armored)
	block, rest := pem.Decode(text)
	if block == nil || block.Type != sshsig.PEMType || len(block.Headers) > 0 ||
		len(rest) > 0 || !bytes.HasPrefix(text, []byte("-----BEGIN ")) {
		return nil, fmt.Errorf("%w: it is not one block of %q", ErrMalformed, sshsig.PEMType)
	}
	sig, err := sshsig.ParseSignature(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if !bytes.Equal(sig.Marshal(), block.Bytes) {
		return nil, fmt.Errorf("%w: it holds more than a signature", ErrMalformed)
	}
	return sig, nil
}

func fingerprint(key ssh.PublicKey) string { return ssh.FingerprintSHA256(key) }
