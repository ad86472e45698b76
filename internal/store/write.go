package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// A writer carries one plan from staged files to renamed ones.
type writer struct {
	root   *os.Root
	staged []staged
}

type staged struct {
	edit plan.Edit
	temp string // beside the target; "" for a deletion, or once renamed
	mode fs.FileMode
}

// stage writes an edit's new content to a temporary file and flushes it.
func (w *writer) stage(e plan.Edit) error {
	st := staged{edit: e, mode: 0o644}
	if info, err := w.root.Lstat(e.Path); err == nil {
		st.mode = info.Mode().Perm()
	}
	if e.New == nil {
		w.staged = append(w.staged, st)
		return nil
	}
	if dir := path.Dir(e.Path); dir != "." {
		if err := w.root.MkdirAll(dir, 0o755); err != nil {
			return bare(err)
		}
	}
	st.temp = path.Join(path.Dir(e.Path), ".modelgate-"+rand.Text()+".tmp")
	// Listed before it exists, so that a half-written one is swept.
	w.staged = append(w.staged, st)
	return w.writeTemp(st.temp, e.New, st.mode)
}

func (w *writer) writeTemp(name string, content []byte, mode fs.FileMode) (err error) {
	f, err := w.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return bare(err)
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = bare(cerr)
		}
	}()
	if _, err := f.Write(content); err != nil {
		return bare(err)
	}
	return bare(f.Sync())
}

// commit renames every staged file into place; on a failure those already
// renamed get their old content back.
func (w *writer) commit() error {
	for i := range w.staged {
		if err := w.place(&w.staged[i]); err != nil {
			err = fmt.Errorf("write %s: %w", w.staged[i].edit.Path, err)
			return errors.Join(err, w.undo(i))
		}
	}
	return w.syncDirs()
}

func (w *writer) place(st *staged) error {
	if st.edit.New == nil {
		return bare(w.root.Remove(st.edit.Path))
	}
	if err := w.root.Rename(st.temp, st.edit.Path); err != nil {
		return bare(err)
	}
	st.temp = ""
	return nil
}

func (w *writer) undo(n int) error {
	var errs []error
	for _, st := range w.staged[:n] {
		var err error
		if st.edit.Old == nil {
			err = w.root.Remove(st.edit.Path)
		} else {
			err = w.root.WriteFile(st.edit.Path, st.edit.Old, st.mode)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("restore %s: %w", st.edit.Path, bare(err)))
		}
	}
	return errors.Join(errs...)
}

// syncDirs makes the renames durable: a rename lives in its folder.
func (w *writer) syncDirs() error {
	done := map[string]bool{}
	for _, st := range w.staged {
		dir := path.Dir(st.edit.Path)
		if done[dir] {
			continue
		}
		done[dir] = true
		f, err := w.root.Open(dir)
		if err != nil {
			return fmt.Errorf("flush %s: %w", dir, bare(err))
		}
		err = f.Sync()
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return fmt.Errorf("flush %s: %w", dir, bare(err))
		}
	}
	return nil
}

// sweep removes the temporary files that are left.
func (w *writer) sweep() {
	for _, st := range w.staged {
		if st.temp != "" {
			_ = w.root.Remove(st.temp) // gone already, or nothing more can be done
		}
	}
}
