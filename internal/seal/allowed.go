package seal

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// maxAllowed is the largest allowed signers file, in bytes.
const maxAllowed = 1 << 20

// AllowedSigners says which keys may sign what. A nil one allows none.
type AllowedSigners struct{ signers []signer }

// A signer is one line of an allowed signers file.
type signer struct {
	line       int
	principals string // a pattern list
	key        ssh.PublicKey
	options    options
}

// A Problem is one fault of an allowed signers file or a bundle.
type Problem struct {
	Path    string // the file of a bundle; empty for an allowed signers file
	Line    int    // from 1; 0 is the whole file
	Message string // one sentence without full stop, quoting the wrong value
	Help    string // what to do; may be empty
}

// ParseAllowedSigners reads an allowed signers file in OpenSSH's format
// (ssh-keygen(1), ALLOWED SIGNERS): a signer a line, of principals, options,
// key type and key. A line with a problem allows nothing, so that a
// misspelled restriction is never an unrestricted key.
//
// Two things are stricter: a certificate authority is a problem, and times
// without a final Z are UTC and not local, so that every machine reads them
// the same.
func ParseAllowedSigners(src []byte) (*AllowedSigners, []Problem) {
	a := &AllowedSigners{}
	if len(src) > maxAllowed {
		return a, []Problem{{Message: fmt.Sprintf("file has more than %d bytes", maxAllowed)}}
	}
	var problems []Problem
	line := 0
	for text := range bytes.Lines(src) {
		line++
		s, err := parseLine(strings.TrimRight(string(text), "\r\n"))
		switch {
		case err != nil:
			problems = append(problems, Problem{
				Line: line, Message: err.Error(),
				Help: "write a line as: principals [options] keytype base64-key",
			})
		case s != nil:
			s.line = line
			a.signers = append(a.signers, *s)
		}
	}
	return a, problems
}

// parseLine returns nil for an empty line and a comment.
func parseLine(text string) (*signer, error) {
	text = strings.Trim(text, " \t")
	if text == "" || text[0] == '#' {
		return nil, nil
	}
	if strings.HasPrefix(text, "\ufeff") {
		return nil, errors.New("file begins with a byte order mark")
	}
	principals, rest, err := cutPrincipals(text)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(optionsField(rest), ",") { // the library drops it, ssh-keygen refuses the line
		return nil, fmt.Errorf("line of %q has a comma and no option after it", principals)
	}
	key, _, opts, _, err := ssh.ParseAuthorizedKey([]byte(rest))
	if err != nil {
		return nil, fmt.Errorf("line of %q has no key that can be read: %s", principals, strings.TrimPrefix(err.Error(), "ssh: "))
	}
	o, err := parseOptions(opts)
	if err != nil {
		return nil, fmt.Errorf("line of %q: %w", principals, err)
	}
	if err := checkKey(key); err != nil {
		return nil, fmt.Errorf("line of %q: %w", principals, err)
	}
	return &signer{principals: principals, key: key, options: o}, nil
}

// cutPrincipals takes the first field, which may be quoted.
func cutPrincipals(text string) (principals, rest string, err error) {
	if quoted, ok := strings.CutPrefix(text, `"`); ok {
		principals, rest, ok = strings.Cut(quoted, `"`)
		if !ok {
			return "", "", errors.New("principals have no closing quote")
		}
	} else if i := strings.IndexAny(text, " \t"); i >= 0 {
		principals, rest = text[:i], text[i:]
	} else {
		principals = text
	}
	if principals == "" {
		return "", "", errors.New("principals are empty")
	}
	return principals, rest, nil
}

// optionsField returns what stands before the first blank outside of quotes:
// the options, or the key type where there are none.
func optionsField(text string) string {
	text = strings.TrimLeft(text, " \t")
	quoted := false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' && (i == 0 || text[i-1] != '\\'):
			quoted = !quoted
		case (c == ' ' || c == '\t') && !quoted:
			return text[:i]
		}
	}
	return text
}

// find returns the first line that allows a key what is demanded. Of several
// that do not, the one that comes closest gives the error.
func (a *AllowedSigners) find(key ssh.PublicKey, want Demand) (Seal, error) {
	id := fingerprint(key)
	nearest, rank := fmt.Errorf("%w: %s is in no line", ErrNotAllowed, id), 0
	if a == nil {
		return Seal{}, nearest
	}
	for _, s := range a.signers {
		if !bytes.Equal(s.key.Marshal(), key.Marshal()) {
			continue
		}
		r, err := s.refuses(want)
		if err == nil {
			return Seal{Principal: cmp.Or(want.Principal, s.principals), Fingerprint: id, Line: s.line}, nil
		}
		if r > rank {
			nearest, rank = fmt.Errorf("%w (%s, line %d)", err, id, s.line), r
		}
	}
	return Seal{}, nearest
}

// refuses says why a line does not allow what is demanded; a higher rank is
// closer to allowing it.
func (s signer) refuses(want Demand) (rank int, err error) {
	switch o := s.options; {
	case want.Principal != "" && !matchList(s.principals, want.Principal):
		return 1, fmt.Errorf("%w as %q, only as %q", ErrNotAllowed, want.Principal, s.principals)
	case o.namespaces != "" && !matchList(o.namespaces, want.Namespace):
		return 2, fmt.Errorf("%w in the namespace %q, only in %q", ErrNotAllowed, want.Namespace, o.namespaces)
	case !o.after.IsZero() && want.At.Before(o.after):
		return 3, fmt.Errorf("%w: it is from %s on", ErrTooEarly, o.after.Format(time.RFC3339))
	case !o.before.IsZero() && want.At.After(o.before):
		return 3, fmt.Errorf("%w: it was valid until %s", ErrExpired, o.before.Format(time.RFC3339))
	}
	return 0, nil
}
