package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/guard"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// maxOperatorFile is the size in bytes beyond which a config or key that the
// user names is refused: the path may be a device without an end.
const maxOperatorFile = 1 << 20

// checkOutput refuses, before any work is done, to replace what is no result
// by --output.
func (a *app) checkOutput() error {
	if a.flags.output == "" || a.stream() != nil {
		return nil
	}
	if err := a.mayReplace(a.path(a.flags.output)); err != nil {
		return usagef("--output: %w", err)
	}
	return nil
}

// stream is where --output goes without a file; nil when it names one. The
// system's names of the two would be opened at their beginning, over what was
// redirected there before.
func (a *app) stream() io.Writer {
	switch a.flags.output {
	case "", "/dev/stdout":
		return a.Stdout
	case "/dev/stderr":
		return a.Stderr
	}
	return nil
}

// mayReplace refuses the governed files of every repository that a path lies
// in, whichever one the command works on, and all inside git's folder.
func (a *app) mayReplace(osPath string) error {
	if err := store.CheckOutput(osPath); err != nil {
		return err
	}
	target := resolved(osPath)
	if a.isConfig(target) {
		return governed(a.flags.config, "the config")
	}
	for dir := filepath.Dir(target); ; dir = filepath.Dir(dir) {
		if a.isTop(dir) {
			if err := a.notGoverned(dir, target); err != nil {
				return err
			}
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

// isConfig reports whether a path is what --config names, which may lie outside
// of every repository.
func (a *app) isConfig(target string) bool {
	return a.flags.config != "" &&
		store.Within(filepath.ToSlash(target), filepath.ToSlash(resolved(a.path(a.flags.config))))
}

// isTop reports whether a folder may be what a command works on.
func (a *app) isTop(dir string) bool {
	if dir == resolved(a.Dir) || a.flags.repo != "" && dir == resolved(a.path(a.flags.repo)) {
		return true
	}
	for _, name := range []string{".git", gate.DefaultConfig} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

func (a *app) notGoverned(top, target string) error {
	rel, err := filepath.Rel(top, target)
	if err != nil {
		return err
	}
	name := filepath.ToSlash(rel)
	layouts, err := a.layoutsFor(top, name)
	if err != nil {
		return err
	}
	for _, l := range layouts {
		if what := guard.Governed(l, name, gate.DefaultConfig); what != "" {
			return governed(name, what)
		}
	}
	return nil
}

func governed(name, what string) error {
	return fmt.Errorf("%q is %s, which no result may replace; choose another file", name, what)
}

// layoutsFor are the layouts that a path below a folder is held against: the
// one in force, and where none can be found, the defaults at the places where
// a root may be.
func (a *app) layoutsFor(top, name string) ([]snapshot.Layout, error) {
	root, err := os.OpenRoot(top)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	l, _, err := a.layout(&workspace{dir: top, root: root, fsys: root.FS()})
	if err == nil {
		return []snapshot.Layout{l}, nil
	}
	first, _, _ := strings.Cut(name, "/")
	return []snapshot.Layout{
		snapshot.NewLayout(".", config.Default()), snapshot.NewLayout(first, config.Default()),
	}, nil
}

// readOperatorFile reads a small file that the user names.
func readOperatorFile(osPath string) ([]byte, error) {
	f, err := os.Open(osPath)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxOperatorFile+1))
	if err == nil && len(src) > maxOperatorFile {
		err = &fs.PathError{Op: "read", Path: osPath, Err: errors.New("is larger than 1 MiB")}
	}
	return src, err
}
