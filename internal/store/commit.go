package store

import (
	"errors"
	"fmt"
	"path"
	"slices"
)

// commit makes the staged changes in their order. When one fails, those
// already made are taken back.
func (w *writer) commit() error {
	for i, st := range w.steps {
		if err := w.place(st); err != nil {
			return errors.Join(writing(st.edit, err), w.undo(w.steps[:i]))
		}
		folder := path.Dir(st.edit.Path)
		err := w.disk.SyncFolder(folder)
		if err == nil {
			continue
		}
		err = fmt.Errorf("flush folder %s: %w", folder, bare(err))
		if i < len(w.steps)-1 {
			return errors.Join(err, w.undo(w.steps[:i+1]))
		}
		w.made = nil
		return fmt.Errorf("%w; everything is written, but may not survive a power cut", err)
	}
	w.made = nil // they hold the new files now
	return nil
}

func (w *writer) place(st step) error {
	if st.fresh == "" {
		return w.disk.Remove(st.edit.Path)
	}
	if err := w.disk.Rename(st.fresh, st.edit.Path); err != nil {
		return err
	}
	w.forget(st.fresh)
	return nil
}

// undo takes changes back, the last one first.
func (w *writer) undo(done []step) error {
	var errs []error
	for _, st := range slices.Backward(done) {
		err := w.restore(st)
		if err == nil {
			// A change taken back must not return with a power cut either.
			err = w.disk.SyncFolder(path.Dir(st.edit.Path))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("restore %s: %w", st.edit.Path, bare(err)))
		}
	}
	return errors.Join(errs...)
}

func (w *writer) restore(st step) error {
	if st.edit.Old == nil {
		return w.disk.Remove(st.edit.Path)
	}
	w.forget(st.saved) // renamed, or the only copy that is left
	if err := w.disk.Rename(st.saved, st.edit.Path); err != nil {
		return fmt.Errorf("%w; the old content is in %s", bare(err), st.saved)
	}
	return nil
}
