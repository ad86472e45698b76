package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

var errNoReader = errors.New("nobody reads this pipe")

// WriteOutput writes a report to a path that the user chose, anywhere. It
// replaces a file without reading it, writes devices and pipes as they are,
// follows no link (but those of /dev/fd), and refuses what CheckOutput refuses.
func WriteOutput(osPath string, content []byte) error {
	if err := CheckOutput(osPath); err != nil {
		return err
	}
	if isStream(osPath) {
		return writeStream(osPath, content)
	}
	root, err := os.OpenRoot(filepath.Dir(osPath))
	if err != nil {
		return fmt.Errorf("%s: %w", osPath, bare(err))
	}
	defer root.Close()
	return New(root, anyName).overwrite(filepath.Base(osPath), content)
}

// WriteBelow writes a report to a path below root, slash-separated and relative
// to it, and makes the folders that are missing. It replaces a file without
// reading it. No link is followed, on the way or at its end: whoever proposes a
// change can put links into a checkout, and must not choose what is written.
// Git's own folder and the specifications page are ErrForbidden, at any depth,
// and so is a path that leads out of root or to anything but a regular file.
func WriteBelow(root *os.Root, rel string, content []byte) error {
	return New(root, anyName).overwrite(path.Clean(rel), content)
}

// CheckOutput refuses, with ErrForbidden, a path of the system that no output
// of any kind may go to: the specifications page, and all inside git's folder.
func CheckOutput(osPath string) error {
	full, err := filepath.Abs(osPath)
	if err != nil {
		return err
	}
	// The folder's own name counts too: a link may lead into git's.
	names := []string{full}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
		names = append(names, filepath.Join(dir, filepath.Base(full)))
	}
	for _, name := range names {
		switch {
		case inGitDir(filepath.ToSlash(name)):
			return fmt.Errorf("write %s: %w: it belongs to git", osPath, ErrForbidden)
		case new(Store).isPage(filepath.Base(name)):
			return fmt.Errorf("write %s: %w: the specifications page belongs to people", osPath, ErrForbidden)
		}
	}
	return nil
}

// Within reports whether a slash path may be folder, or lie below it, on any
// system: case and other spellings of one name make no difference.
func Within(name, folder string) bool {
	name, folder = fold(name), fold(folder)
	return name == folder || strings.HasPrefix(name, folder+"/")
}

func anyName(string) bool { return true }

// overwrite writes a file whatever it held before, which is never read: it may
// be of any size.
func (s *Store) overwrite(name string, content []byte) error {
	e := plan.Edit{Path: name, New: content}
	if e.New == nil {
		e.New = []byte{} // an empty report is no deletion
	}
	if err := s.checkName(name); err != nil {
		return writing(e, err)
	}
	info, err := s.way(name)
	if err != nil {
		return writing(e, err)
	}
	if info != nil {
		e.Old = []byte{} // there is one; the last edit of a plan is not saved
	}
	p := plan.Plan{e}
	if err := s.checkLinks(p); err != nil {
		return err
	}
	w := writer{disk: s.disk}
	defer w.clean()
	if err := w.stage(p); err != nil {
		return err
	}
	return w.commit()
}

// isStream reports whether a path is a device or a pipe. Links are only
// followed in /dev/fd, where a shell's >(command) is one to a pipe.
func isStream(osPath string) bool {
	stat := os.Lstat
	if strings.HasPrefix(osPath, "/dev/fd/") {
		stat = os.Stat
	}
	info, err := stat(osPath)
	return err == nil && info.Mode()&(fs.ModeCharDevice|fs.ModeNamedPipe) != 0
}

// writeStream writes to what can't be replaced. A pipe that nobody reads is an
// error, where opening it in the usual way would wait for ever.
func writeStream(osPath string, content []byte) (err error) {
	f, err := os.OpenFile(osPath, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	switch {
	case errors.Is(err, syscall.ENXIO):
		return fmt.Errorf("write %s: %w", osPath, errNoReader)
	case err != nil:
		return fmt.Errorf("write %s: %w", osPath, bare(err))
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	if _, err := f.Write(content); err != nil {
		return fmt.Errorf("write %s: %w", osPath, bare(err))
	}
	return nil
}
