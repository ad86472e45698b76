package audit

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAMissingFolderIsAnEmptyLog(t *testing.T) {
	t.Parallel()
	l := load(t, fstest.MapFS{})
	wantNone(t, l.Check(nil))
	if heads := l.Heads(); len(heads) != 0 {
		t.Errorf("Heads() = %q, want none", heads)
	}
}

func TestASoundLogHasNoProblems(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	w.files[dir+"/.gitkeep"] = &fstest.MapFile{}
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	l := w.load()
	wantNone(t, l.Check(State{"m": entry("m", "2")}))
	if diff := cmp.Diff([]string{b}, l.Heads()); diff != "" {
		t.Errorf("heads differ (-want +got):\n%s", diff)
	}
	if r, ok := l.Record(a); !ok || r.Op != Adopt {
		t.Errorf("Record(%q) = %+v, %v, want the adopt record", a, r, ok)
	}
}

func TestEveryFaultOfAFileIsToldAtItsPlace(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	w.add(Upsert, []string{b}, change("2", "3"))
	registry := State{"m": entry("m", "3")}
	data := func(files fstest.MapFS, p string) []byte { return files[p].Data }
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	move := func(files fstest.MapFS, from, to string) {
		files[to] = files[from]
		delete(files, from)
	}
	for _, tt := range []struct {
		name string
		edit func(files fstest.MapFS)
		kind Kind
		at   string
	}{
		{"changed content", func(f fstest.MapFS) { f[place(a)] = file(strings.Replace(string(data(f, place(a))), "ada", "eve", 1)) }, NameMismatch, place(a)},
		{"changed content in the middle", func(f fstest.MapFS) { f[place(b)] = file(strings.Replace(string(data(f, place(b))), `"2"`, `"9"`, 1)) }, NameMismatch, place(b)},
		{"cut to nothing", func(f fstest.MapFS) { f[place(b)] = file("") }, NameMismatch, place(b)},
		{"renamed", func(f fstest.MapFS) { move(f, place(a), place(strings.Repeat("0", 64))) }, NameMismatch, place(strings.Repeat("0", 64))},
		{"renamed to no hash", func(f fstest.MapFS) { move(f, place(a), dir+"/2026/01/x.json") }, NameMismatch, dir + "/2026/01/x.json"},
		{"moved to another month", func(f fstest.MapFS) { move(f, place(a), dir+"/2026/02/"+a+".json") }, WrongFolder, dir + "/2026/02/" + a + ".json"},
		{"moved to the top", func(f fstest.MapFS) { move(f, place(a), dir+"/"+a+".json") }, WrongFolder, dir + "/" + a + ".json"},
		{"copied to another month", func(f fstest.MapFS) { f[dir+"/2026/02/"+a+".json"] = f[place(a)] }, WrongFolder, dir + "/2026/02/" + a + ".json"},
		{"deleted", func(f fstest.MapFS) { delete(f, place(a)) }, MissingParent, place(b)},
		{"not JSON under its hash", func(f fstest.MapFS) { f[place(sum([]byte("{")))] = file("{") }, NotJSON, place(sum([]byte("{")))},
		{"not canonical under its hash", func(f fstest.MapFS) { f[place(sum([]byte("{ }")))] = file("{ }") }, NotCanonical, place(sum([]byte("{ }")))},
		{"no record under its hash", func(f fstest.MapFS) { f[place(sum([]byte("{}")))] = file("{}") }, Malformed, place(sum([]byte("{}")))},
		{"too large", func(f fstest.MapFS) { f[place(strings.Repeat("0", 64))] = file(strings.Repeat(" ", MaxRecord+1)) }, TooLarge, place(strings.Repeat("0", 64))},
		{"notes", func(f fstest.MapFS) { f[dir+"/README.md"] = file("hello") }, ForeignFile, dir + "/README.md"},
		{"other JSON", func(f fstest.MapFS) { f[dir+"/2026/index.json"] = file("{}") }, ForeignFile, dir + "/2026/index.json"},
		{"leftover", func(f fstest.MapFS) { f[dir+"/2026/01/X.tmp"] = file("{") }, Leftover, dir + "/2026/01/X.tmp"},
		{"link", func(f fstest.MapFS) {
			f[dir+"/2026/x.json"] = &fstest.MapFile{Data: []byte("01"), Mode: fs.ModeSymlink}
		}, ForeignFile, dir + "/2026/x.json"},
		{"pipe", func(f fstest.MapFS) { f[dir+"/x.json"] = &fstest.MapFile{Mode: fs.ModeNamedPipe} }, ForeignFile, dir + "/x.json"},
		{"link called .gitkeep", func(f fstest.MapFS) {
			f[dir+"/.gitkeep"] = &fstest.MapFile{Data: []byte("2026"), Mode: fs.ModeSymlink}
		}, ForeignFile, dir + "/.gitkeep"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := w.fork()
			tt.edit(f.files)
			wantOne(t, f.load().Check(registry), tt.kind, tt.at)
		})
	}
}

func TestALogThatIsNoFolderIsAProblem(t *testing.T) {
	t.Parallel()
	for _, f := range []*fstest.MapFile{{Data: []byte("x")}, {Data: []byte("elsewhere"), Mode: fs.ModeSymlink}} {
		wantOne(t, load(t, fstest.MapFS{dir: f, "registry/elsewhere/a.md": {}}).Problems(), ForeignFile, dir)
	}
}

func TestARecordOlderThanItsParentIsAProblem(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	w.clock = w.clock.Add(-10e9)
	b := w.add(Upsert, []string{a}, change("1", "2"))
	wantOne(t, w.load().Problems(), TimeBeforeParent, place(b))
}

func TestATimeAheadIsToldWhereItBegan(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	w.clock = noon().AddDate(0, 0, -7) // all in one month
	a := w.add(Adopt, nil, change("", "1"))
	now := w.clock
	w.clock = now.Add(24 * time.Hour).Add(-time.Second)
	b := w.add(Upsert, []string{a}, change("1", "2")) // a day ahead
	if got := w.load().Future(now); len(got) > 0 {
		t.Errorf("a record a day ahead is told: %v", got)
	}
	c := w.add(Upsert, []string{b}, change("2", "3"))
	w.add(Upsert, []string{c}, change("3", "4"))
	l := w.load()
	wantOne(t, l.Future(now), FutureTime, place(c))
	wantNone(t, l.Problems())
}

func TestTimeIsNeverBeforeAParent(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	l, at := w.load(), w.clock
	if got := l.Time(at.Add(-60e9), l.Heads()); !got.Equal(at) {
		t.Errorf("Time(a minute before %s) = %s, want the parent's", at, got)
	}
	if got, want := l.Time(at.Add(60e9), []string{a, "unknown"}), at.Add(60e9); !got.Equal(want) {
		t.Errorf("Time(a minute after) = %s, want %s", got, want)
	}
}

// A failing is a file system where one file cannot be read.
type failing struct {
	fstest.MapFS
	name string
}

var errBroken = errors.New("input/output error")

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errBroken}
	}
	return f.MapFS.Open(name)
}

func TestWhatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	_, err := Load(failing{w.files, place(a)}, dir)
	if !errors.Is(err, errBroken) || !strings.HasPrefix(err.Error(), "read audit log: open "+place(a)) {
		t.Errorf("Load = %v, want the path and %v", err, errBroken)
	}
}

func TestALogOverTheLimitsIsAnError(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	w.add(Adopt, nil, change("", "1"))
	w.files[dir+"/README.md"] = &fstest.MapFile{}
	for name, lim := range map[string]limits{
		"records": {records: 1, total: 1000},
		"bytes":   {records: 2, total: 100},
	} {
		r := reader{fsys: w.files, limits: lim}
		if err := r.readLog(dir); !errors.Is(err, ErrLimit) {
			t.Errorf("%s: readLog = %v, want %v", name, err, ErrLimit)
		}
	}
	r := reader{fsys: w.files, limits: limits{records: 2, total: 1000}}
	if err := r.readLog(dir); err != nil {
		t.Errorf("readLog within the limits = %v, want nil", err)
	}
}

func TestRecordsOfTheBaseAreMissedAndThoseOfTheHeadAdded(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	base := w.load()
	head := w.fork()
	c := head.add(Upsert, []string{b}, change("2", "3"))
	d := head.add(Upsert, []string{c}, change("3", "4"))
	wantNone(t, Missing(base, head.load()))
	var added []string
	for _, r := range Added(base, head.load()) {
		added = append(added, r.Name)
	}
	if diff := cmp.Diff([]string{c, d}, added); diff != "" {
		t.Errorf("added records differ (-want +got):\n%s", diff)
	}

	delete(head.files, place(a))
	head.files[place(b)] = &fstest.MapFile{Data: []byte("{}")}
	gone := Missing(base, head.load())
	want := map[string]string{place(a): "deleted", place(b): "changed"}
	for _, p := range gone {
		if p.Kind != Rewritten || !strings.HasSuffix(p.Message, want[p.Path]) {
			t.Errorf("problem = %+v, want %s at %s", p, want[p.Path], p.Path)
		}
		delete(want, p.Path)
	}
	if len(want) > 0 {
		t.Errorf("Missing = %+v, which lacks %v", gone, want)
	}
}

func TestALogReadsTheSameAtTheRoot(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	sub, err := fs.Sub(w.files, dir)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Load(sub, ".")
	if err != nil {
		t.Fatal(err)
	}
	wantNone(t, l.Problems())
	if got := l.Records()[0].Path(); got != path.Join("2026/01", a+".json") {
		t.Errorf("Path() = %q, want the file of %q", got, a)
	}
}
