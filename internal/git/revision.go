package git

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// minAbbreviation is the fewest digits that git takes for an abbreviated id (MINIMUM_ABBREV).
const minAbbreviation = 4

// maxRevision is in bytes; it also bounds how many suffixes there can be.
const maxRevision = 1024

// Resolve returns the full id of the commit that a revision names: HEAD or @, a reference, branch, tag or remote
// branch in git's order of precedence, an id or at least its first four digits, each with any number of the suffixes
// ~N, ^N, ^{} and ^{commit}. All else is ErrInvalidRevision, and what leads to no commit here ErrUnknownRevision;
// a reference to an object that the clone lacks is ErrMissingObject.
func (r *Repo) Resolve(ctx context.Context, rev string) (string, error) {
	name, suffix, err := parseRevision(rev)
	if err != nil {
		return "", fmt.Errorf("revision %q: %w: %w", rev, ErrInvalidRevision, err)
	}
	id, isRef, err := r.base(name)
	if errors.Is(err, errNoRef) {
		return "", r.unknown(rev)
	}
	if err != nil {
		return "", fmt.Errorf("revision %q: %w", rev, err)
	}
	h, err := r.header(ctx, expression(id, suffix))
	switch {
	case err != nil:
		return "", fmt.Errorf("revision %q: %w", rev, err)
	case h.id == "":
		return "", r.lost(ctx, rev, id, isRef)
	}
	return h.id, nil
}

// base returns the id or the start of an id that a name stands for. As in git, a full id comes before references and
// an abbreviated one after them.
func (r *Repo) base(name string) (id string, isRef bool, err error) {
	lower := strings.ToLower(name)
	if r.format.isID(lower) {
		return lower, false, nil
	}
	id, err = r.refs.find(name)
	if err == nil {
		return id, true, nil
	}
	if errors.Is(err, errNoRef) && isHex(lower) && len(lower) >= minAbbreviation && len(lower) < r.format.hexLen() {
		return lower, false, nil
	}
	return "", false, err
}

// expression is all that git ever gets to see of a revision.
func expression(id, suffix string) string { return id + suffix + "^{commit}" }

func (r *Repo) unknown(rev string) error {
	if r.IsShallow() {
		return fmt.Errorf("revision %q %w: %w", rev, ErrUnknownRevision, ErrShallow)
	}
	return fmt.Errorf("revision %q %w", rev, ErrUnknownRevision)
}

// lost tells why an id leads to no commit, by asking for the id alone: with a suffix git only says "missing".
func (r *Repo) lost(ctx context.Context, rev, id string, isRef bool) error {
	h, err := r.header(ctx, id)
	switch {
	case err != nil:
		return fmt.Errorf("revision %q: %w", rev, err)
	case h.kind == "ambiguous":
		return fmt.Errorf("revision %q is the start of more than one id", rev)
	case h.id == "" && isRef:
		return fmt.Errorf("revision %q: object %s: %w", rev, id, ErrMissingObject)
	case h.kind == "blob" || h.kind == "tree":
		return fmt.Errorf("revision %q is a %s, not a commit", rev, h.kind)
	}
	return r.unknown(rev)
}

// parseRevision splits a revision into a name that is safe to look up and suffixes that are safe to hand to git.
func parseRevision(rev string) (name, suffix string, err error) {
	if len(rev) > maxRevision {
		return "", "", fmt.Errorf("longer than %d bytes", maxRevision)
	}
	name = rev
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		name, suffix = rev[:i], rev[i:]
	}
	if name == "@" {
		name = "HEAD"
	}
	if err := checkRefName(name); err != nil {
		return "", "", err
	}
	if err := checkSuffix(suffix); err != nil {
		return "", "", err
	}
	return name, suffix, nil
}

// checkSuffix accepts any run of ~, ~N, ^, ^N, ^{} and ^{commit}, with N of at most six digits.
func checkSuffix(suffix string) error {
	for rest := suffix; rest != ""; {
		op := rest[0]
		rest = rest[1:]
		if op == '^' && strings.HasPrefix(rest, "{") {
			kind, after, _ := strings.Cut(rest[1:], "}")
			if len(rest) == len(kind)+1 || kind != "" && kind != "commit" {
				return fmt.Errorf("suffix %q is not one of ~N, ^N, ^{} and ^{commit}", suffix)
			}
			rest = after
			continue
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if op != '~' && op != '^' || digits > 6 {
			return fmt.Errorf("suffix %q is not one of ~N, ^N, ^{} and ^{commit}", suffix)
		}
		rest = rest[digits:]
	}
	return nil
}
