package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrNotRegular is a version of a conflicted file that is a link or a submodule: it has no text, and yet the side it is
// of has not deleted it.
var ErrNotRegular = errors.New("is no regular file")

// Unmerged is a file that git left conflicted, by whatever command: what both sides started from, what is here and
// what was to be brought in. Each is nil where that side has nothing of this name: it deleted the file, or moved it.
type Unmerged struct{ Base, Ours, Theirs []byte }

// Unmerged returns the versions that the index holds of a conflicted file, nil when it holds no conflict of it. In a
// merge with several merge bases the base is what git made of them, and may have conflict markers itself. The path is
// relative to Prefix. A version that is a link or a submodule is ErrNotRegular.
func (r *Repo) Unmerged(ctx context.Context, name string) (*Unmerged, error) {
	u, err := r.unmerged(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("read the conflict of %q: %w", name, err)
	}
	return u, nil
}

func (r *Repo) unmerged(ctx context.Context, name string) (*Unmerged, error) {
	specs, err := r.pathspecs("literal", []string{name})
	if err != nil || len(specs) != 1 {
		return nil, fs.ErrInvalid
	}
	index, err := r.copyIndex()
	if err != nil || index == "" {
		return nil, err
	}
	defer func() { _ = os.Remove(index) }() // goes with the room otherwise
	out, err := r.room.runWith(ctx, []string{"GIT_INDEX_FILE=" + index},
		"ls-files", "--unmerged", "-z", "--end-of-options", "--", specs[0])
	if err != nil || out == "" {
		return nil, err
	}
	var u Unmerged
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		if err := r.readStage(ctx, &u, line); err != nil {
			return nil, err
		}
	}
	return &u, nil
}

// readStage reads "<mode> <id> <stage>\t<path>" and the blob it names.
func (r *Repo) readStage(ctx context.Context, u *Unmerged, line string) error {
	head, _, _ := strings.Cut(line, "\t")
	fields := strings.Fields(head)
	if len(fields) != 3 || !r.format.isID(fields[1]) {
		return fmt.Errorf("git ls-files: answer %q is not understood", oneLine(line))
	}
	side := map[string]*[]byte{"1": &u.Base, "2": &u.Ours, "3": &u.Theirs}[fields[2]]
	if side == nil {
		return nil
	}
	if !strings.HasPrefix(fields[0], "100") {
		return fmt.Errorf("stage %s of mode %s %w", fields[2], fields[0], ErrNotRegular)
	}
	var err error
	*side, err = r.object(ctx, "blob", fields[1], maxBlob)
	return err
}

// copyIndex brings the index into the room, where git may read it: beside the repository's own it would look for
// configuration and hooks. It returns the copy's path, "" where there is no index. A split index has a second file,
// which git looks for in the room by its name.
func (r *Repo) copyIndex() (string, error) {
	content, err := readFile(r.refs.gitDir, "index", maxIndex)
	if err != nil {
		return "", absent(err)
	}
	shared, err := fs.Glob(r.refs.gitDir.FS(), "sharedindex.*")
	if err != nil {
		return "", err
	}
	for _, name := range shared {
		part, err := readFile(r.refs.gitDir, name, maxIndex)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(r.room.dir, name), part, 0o600); err != nil {
			return "", err
		}
	}
	f, err := os.CreateTemp(r.room.dir, "index-")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return f.Name(), err
}
