package git

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxSymbolic is how many symbolic references are followed: git's SYMREF_MAXDEPTH.
const maxSymbolic = 5

var errNoRef = errors.New("no such reference")

// A refStore reads references from a repository's files: loose ones, then packed ones. os.Root keeps it inside.
type refStore struct {
	gitDir, common *os.Root
	hexLen         int
}

func openRefs(p place) (*refStore, error) {
	gitDir, err := os.OpenRoot(p.gitDir)
	if err != nil {
		return nil, err
	}
	common, err := os.OpenRoot(p.commonDir)
	if err != nil {
		return nil, errors.Join(err, gitDir.Close())
	}
	return &refStore{gitDir: gitDir, common: common}, nil
}

func (s *refStore) close() error {
	if s == nil {
		return nil
	}
	return errors.Join(s.gitDir.Close(), s.common.Close())
}

// branch returns the branch that HEAD names, "" when HEAD is detached.
func (s *refStore) branch() (string, error) {
	_, target, err := s.loose("HEAD")
	if err != nil {
		return "", err
	}
	name, _ := strings.CutPrefix(target, "refs/heads/")
	if name == target {
		return "", nil
	}
	return name, nil
}

// find returns the id that a short name stands for, or errNoRef.
func (s *refStore) find(name string) (string, error) {
	for _, full := range candidates(name) {
		id, err := s.resolve(full)
		if !errors.Is(err, errNoRef) {
			return id, err
		}
	}
	return "", errNoRef
}

// resolve returns the id in a reference, through symbolic ones.
func (s *refStore) resolve(name string) (string, error) {
	for range maxSymbolic + 1 {
		id, target, err := s.loose(name)
		if errors.Is(err, errNoRef) {
			return s.packed(name)
		}
		if err != nil || target == "" {
			return id, err
		}
		name = target
	}
	return "", fmt.Errorf("reference %q is symbolic more than %d times over", name, maxSymbolic)
}

// loose reads a reference that is a file of its own: it has an id or names another reference.
func (s *refStore) loose(name string) (id, target string, err error) {
	text, err := readFile(s.rootOf(name), name, maxRef)
	if isAbsent(err) {
		return "", "", errNoRef
	}
	if err != nil {
		return "", "", fmt.Errorf("read reference %q: %w", name, err)
	}
	if target, ok := bytes.CutPrefix(text, []byte("ref:")); ok {
		target := string(bytes.TrimSpace(target))
		if err := checkRefName(target); err != nil || !strings.HasPrefix(target, "refs/") {
			return "", "", fmt.Errorf("reference %q points to %q, which is not a reference", name, target)
		}
		return "", target, nil
	}
	// FETCH_HEAD has more text after its id.
	if id = firstField(text); len(id) != s.hexLen || !isHex(id) {
		return "", "", fmt.Errorf("reference %q is %q, which is not an object id", name, oneLine(string(text)))
	}
	return id, "", nil
}

// rootOf returns where a reference is kept: a linked worktree has some of its own (gitrepository-layout, "refs").
func (s *refStore) rootOf(name string) *os.Root {
	for _, own := range []string{"refs/bisect/", "refs/worktree/", "refs/rewritten/"} {
		if strings.HasPrefix(name, own) {
			return s.gitDir
		}
	}
	if strings.HasPrefix(name, "refs/") {
		return s.common
	}
	return s.gitDir
}

// packed looks for a reference in packed-refs, whose lines are "<id> <name>".
func (s *refStore) packed(name string) (string, error) {
	f, err := openFile(s.common, "packed-refs")
	if isAbsent(err) {
		return "", errNoRef
	}
	if err != nil {
		return "", fmt.Errorf("read packed-refs: %w", err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(io.LimitReader(f, maxPacked))
	for lines.Scan() {
		id, ref, _ := strings.Cut(lines.Text(), " ")
		if ref != name || strings.HasPrefix(id, "#") {
			continue
		}
		if len(id) != s.hexLen || !isHex(id) {
			return "", fmt.Errorf("read packed-refs: %q is not an object id", id)
		}
		return id, nil
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("read packed-refs: %w", err)
	}
	return "", errNoRef
}
