package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/ssh"
)

// minRSA is the smallest RSA key, in bits: what NIST SP 800-131A still allows.
const minRSA = 2048

// keyDSA is the type of DSA keys; the library's own name for it is deprecated
// to keep it from being used.
const keyDSA = "ssh-dss"

// A Signer is a private key that may sign.
type Signer struct{ key ssh.Signer }

// Generate makes an Ed25519 key pair from 32 bytes of random. The private key
// is in OpenSSH's format, without a passphrase; `ssh-keygen -p` sets one. The
// public key is a line with a final newline, such as ssh-keygen writes to
// NAME.pub. The comment, which may be empty, stands in both.
func Generate(random io.Reader, comment string) (private, public []byte, err error) {
	if bytes.ContainsAny([]byte(comment), "\r\n") {
		return nil, nil, errors.New("generate key: comment has more than one line")
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, nil, fmt.Errorf("generate key: %w", err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	block, err := ssh.MarshalPrivateKey(key, comment)
	if err != nil {
		return nil, nil, fmt.Errorf("generate key: %w", err)
	}
	pub, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		return nil, nil, fmt.Errorf("generate key: %w", err)
	}
	public = bytes.TrimSpace(ssh.MarshalAuthorizedKey(pub))
	if comment != "" {
		public = append(append(public, ' '), comment...)
	}
	return pem.EncodeToMemory(block), append(public, '\n'), nil
}

// ParseSigner reads a private key: Ed25519, ECDSA or RSA of 2048 bits and
// more, in OpenSSH's format or PEM. The passphrase is asked for only when the
// key has one; nil is no way to ask. Errors never quote the key.
func ParseSigner(private []byte, passphrase func() ([]byte, error)) (*Signer, error) {
	key, err := ssh.ParsePrivateKey(private)
	var missing *ssh.PassphraseMissingError
	if errors.As(err, &missing) && passphrase != nil {
		var phrase []byte
		if phrase, err = passphrase(); err != nil {
			return nil, fmt.Errorf("read passphrase: %w", err)
		}
		key, err = ssh.ParsePrivateKeyWithPassphrase(private, phrase)
	}
	if err != nil {
		return nil, fmt.Errorf("read private key: %w", err)
	}
	if err := checkKey(key.PublicKey()); err != nil {
		return nil, fmt.Errorf("read private key: %w", err)
	}
	return &Signer{key}, nil
}

// checkKey refuses key types that should sign nothing today.
func checkKey(key ssh.PublicKey) error {
	switch key.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256,
		ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521:
		return nil
	case ssh.KeyAlgoRSA:
		return checkRSA(key)
	case keyDSA:
		return fmt.Errorf("%w: DSA is no longer safe", ErrWeakKey)
	}
	return fmt.Errorf("%w: keys of type %q are not supported", ErrNotAllowed, key.Type())
}

func checkRSA(key ssh.PublicKey) error {
	crypto, ok := key.(ssh.CryptoPublicKey)
	if !ok {
		return fmt.Errorf("%w: the RSA key has no known size", ErrWeakKey)
	}
	public, ok := crypto.CryptoPublicKey().(*rsa.PublicKey)
	if !ok || public.N.BitLen() < minRSA {
		return fmt.Errorf("%w: RSA keys need %d bits or more", ErrWeakKey, minRSA)
	}
	return nil
}
