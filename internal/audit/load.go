package audit

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// The limits of a whole log. Beyond them it is not checked at all, which is
// an error and no fault of whoever wrote it.
const (
	maxRecords = 200_000
	maxTotal   = 512 << 20 // bytes
)

// ErrLimit is a log that is too large to be checked.
var ErrLimit = errors.New("log is over the limits")

// Load reads the log in the folder dir of fsys and checks it. A missing
// folder is an empty log. What is wrong with the log is told by Problems; an
// error means that it could not be read, or is beyond 200,000 files, 512 MiB
// or what can be replayed in a few seconds (ErrLimit).
//
// Symbolic links are not followed, and files called .gitkeep are ignored.
func Load(fsys fs.FS, dir string) (*Log, error) {
	r := reader{fsys: fsys, limits: limits{records: maxRecords, total: maxTotal}}
	if err := r.readLog(dir); err != nil {
		return nil, fmt.Errorf("read audit log: %w", err)
	}
	l, err := newLog(dir, r.files, r.problems)
	if err != nil {
		return nil, fmt.Errorf("replay audit log: %w", err)
	}
	return l, nil
}

type limits struct{ records, total int }

// A reader collects the files of a log.
type reader struct {
	fsys     fs.FS
	limits   limits
	seen     int // files, records or not
	total    int // bytes
	files    []file
	problems []Problem
}

func (r *reader) readLog(dir string) error {
	info, err := fs.Lstat(r.fsys, dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		r.report(dir, ForeignFile, helpDelete, "path of the log is no folder but %s", describe(info.Mode()))
		return nil
	}
	return fs.WalkDir(r.fsys, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return r.entry(dir, name, d)
	})
}

func (r *reader) entry(dir, name string, d fs.DirEntry) error {
	if r.seen++; r.seen > r.limits.records {
		return fmt.Errorf("%w: it has more than %d files", ErrLimit, r.limits.records)
	}
	base := path.Base(name)
	switch {
	case base == ".gitkeep" && d.Type().IsRegular():
	case IsTemp(base) && d.Type().IsRegular():
		// A writer's own, at work or killed: no record was ever read from it,
		// and the next writer sweeps it.
	case !d.Type().IsRegular():
		r.report(name, ForeignFile, helpDelete, "file is %s, not a regular file", describe(d.Type()))
	case strings.HasSuffix(base, ".tmp"):
		r.report(name, Leftover, "delete the file: modelgate was interrupted while it wrote",
			"file was left by a write that did not end")
	case !strings.HasSuffix(base, ".json"):
		r.report(name, ForeignFile, helpDelete, "file is no record of the audit log")
	default:
		return r.record(dir, name)
	}
	return nil
}

func describe(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeIrregular != 0:
		return "a submodule or other odd entry"
	case m.IsRegular():
		return "a file"
	}
	return "a device, pipe or socket"
}

func (r *reader) record(dir, name string) error {
	content, err := r.read(name)
	if err != nil {
		return err
	}
	f := file{path: name, claim: strings.TrimSuffix(path.Base(name), ".json")}
	if len(content) > MaxRecord {
		f.err = &FormError{Kind: TooLarge, Reason: fmt.Sprintf("file has more than %d bytes", MaxRecord)}
	} else {
		f.hash = sum(content)
		f.rec, f.err = Decode(content)
	}
	r.files = append(r.files, f)
	r.tellFile(dir, f)
	return nil
}

// read returns at most one byte more than a record may have.
func (r *reader) read(name string) ([]byte, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, MaxRecord+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if r.total += len(content); r.total > r.limits.total {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrLimit, r.limits.total)
	}
	return content, nil
}

// tellFile reports what is wrong with a file by itself. A wrong name speaks
// alone: whatever else is wrong then came with the same edit.
func (r *reader) tellFile(dir string, f file) {
	var form *FormError
	switch {
	case f.err != nil && !isHex(f.claim, 64):
		r.report(f.path, ForeignFile, helpDelete, "file is no record of the audit log")
	case f.hash != "" && f.hash != f.claim:
		r.report(f.path, NameMismatch, helpRestore,
			"content has the SHA-256 %q, which is not the file's name", f.hash)
	case errors.As(f.err, &form):
		r.report(f.path, form.Kind, helpRestore, "%s", form.Reason)
		r.problems[len(r.problems)-1].Line = form.Line
	case f.path != path.Join(dir, f.rec.Path()):
		r.report(f.path, WrongFolder, "move the file to "+path.Join(dir, f.rec.Path()),
			"record is of %q and does not belong into the folder %q", folder(f.rec.Time), path.Dir(f.path))
	}
}

func (r *reader) report(name string, k Kind, help, format string, args ...any) {
	r.problems = append(r.problems, Problem{Path: name, Kind: k, Message: fmt.Sprintf(format, args...), Help: help})
}
