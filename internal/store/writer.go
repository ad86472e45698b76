package store

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// A writer carries one plan from staged files to files in place.
type writer struct {
	disk  disk
	steps []step
	temps []string // temporary files that may be there
	made  []string // folders that were not there before
}

// A step is an edit with its temporary files, which lie beside its target.
type step struct {
	edit  plan.Edit
	fresh string // the new content; "" for a deletion
	saved string // the old content; "" when it is never needed
}

// stage writes everything that is needed to make all edits and to take them
// back, so that a full disk is met before anything is changed.
func (w *writer) stage(p plan.Plan) error {
	for i, e := range p {
		// What the last change replaces never has to come back: no change
		// follows that could fail.
		last := i == len(p)-1
		st, err := w.prepare(e, !last)
		if err != nil {
			return writing(e, err)
		}
		w.steps = append(w.steps, st)
	}
	return w.syncTemps()
}

// syncTemps makes the names of the temporary files durable that are renamed
// after the first: beside an edit that a crash or a power cut prevented lies
// its new content, which tells the next run that there was an interruption.
func (w *writer) syncTemps() error {
	done := map[string]bool{}
	for i, st := range w.steps {
		folder := path.Dir(st.edit.Path)
		if i == 0 || st.fresh == "" || done[folder] {
			continue
		}
		done[folder] = true
		if err := w.disk.SyncFolder(folder); err != nil {
			return writing(st.edit, err)
		}
	}
	return nil
}

func (w *writer) prepare(e plan.Edit, save bool) (st step, err error) {
	st.edit = e
	var like fs.FileInfo
	if e.Old != nil {
		if like, err = w.disk.Lstat(e.Path); err != nil {
			return st, err
		}
	}
	if e.New != nil {
		if err := w.makeFolder(path.Dir(e.Path)); err != nil {
			return st, err
		}
		if st.fresh, err = w.writeTemp(e.Path, e.New, like); err != nil {
			return st, err
		}
	}
	if save && e.Old != nil {
		st.saved, err = w.writeTemp(e.Path, e.Old, like)
	}
	return st, err
}

// makeFolder makes a folder and those above it, each durably.
func (w *writer) makeFolder(name string) error {
	if _, err := w.disk.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	above := path.Dir(name)
	if err := w.makeFolder(above); err != nil {
		return err
	}
	err := w.disk.Mkdir(name, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was faster
	}
	if err != nil {
		return err
	}
	w.made = append(w.made, name)
	return w.disk.SyncFolder(above)
}

// writeTemp writes a flushed temporary file beside target, with the mode of
// like unless that is nil, and returns its name.
func (w *writer) writeTemp(target string, content []byte, like fs.FileInfo) (name string, err error) {
	name = path.Join(path.Dir(target), tempPrefix+rand.Text()+tempSuffix)
	w.temps = append(w.temps, name) // before it is there: it may be half written
	f, err := w.disk.Create(name, 0o644)
	if err != nil {
		return name, err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	if like != nil {
		if err := f.Chmod(like.Mode().Perm()); err != nil {
			return name, err
		}
	}
	if _, err := f.Write(content); err != nil {
		return name, err
	}
	return name, f.Sync()
}

// The name of a temporary file is tempPrefix, rand.Text() and tempSuffix.
const (
	tempPrefix = ".modelgate-"
	tempSuffix = ".tmp"
)

// isTemp reports whether a name is exactly one that writeTemp makes.
func isTemp(name string) bool {
	text, ok := strings.CutPrefix(name, tempPrefix)
	text, ok2 := strings.CutSuffix(text, tempSuffix)
	// rand.Text promises base32 of at least 128 bits: 26 characters or more.
	return ok && ok2 && len(text) >= 26 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// forget takes a temporary file off the list of those to remove.
func (w *writer) forget(name string) {
	w.temps = slices.DeleteFunc(w.temps, func(t string) bool { return t == name })
}

// clean removes the temporary files and, after a failure, the new folders.
// What cannot be removed is harmless: Sweep finds the files, git sees no empty
// folder.
func (w *writer) clean() {
	for _, name := range w.temps {
		_ = w.disk.Remove(name)
	}
	for _, name := range slices.Backward(w.made) {
		_ = w.disk.Remove(name)
	}
}
