package audit

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"testing"
	"testing/fstest"
	"time"
)

const dir = "registry/logs"

func noon() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) }

// entry is a model's entry whose notes are its state.
func entry(id, state string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"model_id":%q,"notes":%q,"schema_version":"1.0"}`, id, state))
}

// change is a change of the model "m" between two states; "" is no entry.
func change(before, after string) Change {
	return changeOf("m", before, after)
}

func changeOf(id, before, after string) Change {
	c := Change{ModelID: id}
	if before != "" {
		c.Before = entry(id, before)
	}
	if after != "" {
		c.After = entry(id, after)
	}
	return c
}

// A written is a log under construction.
type written struct {
	tb    testing.TB
	files fstest.MapFS
	clock time.Time
}

func newWritten(tb testing.TB) *written {
	return &written{tb: tb, files: fstest.MapFS{}, clock: noon()}
}

// fork is the same log, to be continued on its own.
func (w *written) fork() *written {
	return &written{tb: w.tb, files: maps.Clone(w.files), clock: w.clock}
}

// add writes a record a second later than the last one and returns its name.
func (w *written) add(op Op, parents []string, changes ...Change) string {
	w.clock = w.clock.Add(time.Second)
	return w.write(Record{Op: op, Actor: "ada", Tool: "modelgate 1", Time: w.clock, Parents: parents, Changes: changes})
}

func (w *written) write(r Record) string {
	w.tb.Helper()
	p, content, err := r.Encode()
	if err != nil {
		w.tb.Fatal(err)
	}
	w.files[path.Join(dir, p)] = &fstest.MapFile{Data: content}
	return sum(content)
}

func (w *written) load() *Log {
	w.tb.Helper()
	return load(w.tb, w.files)
}

func load(tb testing.TB, files fstest.MapFS) *Log {
	tb.Helper()
	l, err := Load(files, dir)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// place is where a record of the builder's month stands.
func place(name string) string { return dir + "/2026/01/" + name + ".json" }

func kinds(ps []Problem) map[Kind]int {
	n := map[Kind]int{}
	for _, p := range ps {
		n[p.Kind]++
	}
	return n
}

func wantNone(tb testing.TB, ps []Problem) {
	tb.Helper()
	for _, p := range ps {
		tb.Errorf("unwanted problem: %+v", p)
	}
}

// wantOne wants exactly one problem, of a kind and at a place.
func wantOne(tb testing.TB, ps []Problem, k Kind, at string) {
	tb.Helper()
	if len(ps) != 1 || ps[0].Kind != k || ps[0].Path != at {
		tb.Errorf("problems = %+v, want one of kind %s at %s", ps, k, at)
	}
}
