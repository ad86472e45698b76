package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTwoBranchesMergeAsFiles(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, changeOf("m", "", "1"), changeOf("n", "", "1"))
	ours, theirs := w.fork(), w.fork()
	b := ours.add(Upsert, []string{a}, changeOf("m", "1", "2"))
	c := theirs.add(Upsert, []string{a}, changeOf("n", "1", "3"))

	union := &written{tb: t, files: maps.Clone(ours.files), clock: ours.clock}
	for name, f := range theirs.files {
		if old, both := union.files[name]; both && string(old.Data) != string(f.Data) {
			t.Fatalf("both branches have %s, with different content", name)
		}
		union.files[name] = f
	}
	l := union.load()
	wantNone(t, l.Check(State{"m": entry("m", "2"), "n": entry("n", "3")}))
	if heads := l.Heads(); len(heads) != 2 {
		t.Errorf("Heads() = %q, want %q and %q", heads, b, c)
	}
	union.add(Upsert, l.Heads(), changeOf("m", "2", "4"))
	l = union.load()
	wantNone(t, l.Check(State{"m": entry("m", "4"), "n": entry("n", "3")}))
	if heads := l.Heads(); len(heads) != 1 {
		t.Errorf("Heads() = %q, want the joining record alone", heads)
	}
}

func TestConcurrentChangesAreInConflictUntilAMergeDecides(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	c := w.add(Upsert, []string{a}, change("1", "3"))
	want := []Conflict{{ModelID: "m", A: b, B: c}}
	check := func(what string, w *written, state string, want []Conflict) {
		t.Helper()
		l := w.load()
		wantNone(t, l.Problems())
		got, conflicts := l.Replay()
		if diff := cmp.Diff(want, conflicts); diff != "" {
			t.Errorf("%s: conflicts differ (-want +got):\n%s", what, diff)
		}
		if diff := cmp.Diff(State{"m": entry("m", state)}, got); diff != "" {
			t.Errorf("%s: state differs (-want +got):\n%s", what, diff)
		}
	}
	check("two branches", w, "3", want)

	joined := w.fork()
	d := joined.add(Upsert, []string{b, c}, change("2", "4"))
	check("joined by an upsert of the model", joined, "4", want)
	joined.add(Merge, []string{d}, change("4", "4"))
	check("decided afterwards", joined, "4", nil)

	other := w.fork()
	other.add(Merge, []string{b, c})
	check("joined by a merge that does not write the model", other, "3", want)

	decided := w.fork()
	d = decided.add(Merge, []string{b, c}, change("3", "2"))
	check("decided", decided, "2", nil)
	decided.add(Upsert, []string{d}, change("2", "5"))
	check("changed later", decided, "5", nil)

	half := w.fork()
	half.add(Merge, []string{c}, change("3", "3"))
	l := half.load()
	if _, conflicts := l.Replay(); len(conflicts) != 1 {
		t.Errorf("a merge that knows one side only leaves %v, want one conflict", conflicts)
	}
}

func TestTheRegistryMayHaveEitherSideOfAConflict(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	w.add(Upsert, []string{a}, change("1", "2"))
	c := w.add(Remove, []string{a}, change("1", ""))
	l := w.load()
	wantOne(t, l.Check(State{"m": entry("m", "2")}), Concurrent, place(c))
	wantOne(t, l.Check(nil), Concurrent, place(c))
	got := kinds(l.Check(State{"m": entry("m", "1")}))
	if diff := cmp.Diff(map[Kind]int{Concurrent: 1, RegistryDiffers: 1}, got); diff != "" {
		t.Errorf("problems beside a third entry differ (-want +got):\n%s", diff)
	}
}

func TestTheSameChangeOnTwoBranchesIsNoConflict(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	c := w.add(Import, []string{a}, change("1", "2"))
	w.add(Upsert, []string{b, c}, change("2", "3"))
	l := w.load()
	wantNone(t, l.Problems())
	// The second adopt was never joined, but only took up what the first one did.
	if _, conflicts := l.Replay(); len(conflicts) != 0 {
		t.Errorf("conflicts = %v, want none", conflicts)
	}
}

func TestAChangeMustStartFromWhatItsAncestorsLeft(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	c := w.add(Upsert, []string{b}, change("1", "3"))
	wantOne(t, w.load().Problems(), DoesNotFollow, place(c))

	w = newWritten(t)
	a = w.add(Upsert, nil, change("0", "1"))
	wantOne(t, w.load().Problems(), DoesNotFollow, place(a))
}

func TestTheRegistryMustBeWhatTheLogGives(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, changeOf("a", "", "1"), changeOf("b", "", "1"))
	b := w.add(Upsert, []string{a}, changeOf("b", "1", "2"))
	whole := State{"a": entry("a", "1"), "b": entry("b", "2")}
	reformatted := State{
		"a": json.RawMessage("{\r\n\t\"schema_version\": \"1.0\", \"notes\": \"\\u0031\", \"model_id\": \"a\"}"),
		"b": entry("b", "2"),
	}
	wantNone(t, w.load().Check(whole))
	wantNone(t, w.load().Check(reformatted))

	for _, tt := range []struct {
		name, at, id, want string
		edit               func(State)
	}{
		{"edited", place(a), "a", "is not the one", func(s State) { s["a"] = entry("a", "x") }},
		{"not JSON", place(b), "b", "is not the one", func(s State) { s["b"] = json.RawMessage("{") }},
		{"removed", place(b), "b", `lacks "b"`, func(s State) { delete(s, "b") }},
		{"added", dir, "c", `has "c"`, func(s State) { s["c"] = entry("c", "1") }},
	} {
		registry := maps.Clone(whole)
		tt.edit(registry)
		got := w.load().Check(registry)
		wantOne(t, got, RegistryDiffers, tt.at)
		if len(got) == 1 && (got[0].ModelID != tt.id || !strings.Contains(got[0].Message, tt.want)) {
			t.Errorf("%s: problem = %+v, want one of %q with %q", tt.name, got[0], tt.id, tt.want)
		}
	}

	delete(w.files, place(b))
	wantOne(t, w.load().Check(whole), RegistryDiffers, place(a))
	delete(w.files, place(a))
	wantOne(t, w.load().Check(whole), RegistryDiffers, dir)
}

func TestAnOldGapDoesNotHideNewFaults(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, changeOf("m", "", "1"), changeOf("n", "", "1"))
	b := w.add(Upsert, []string{a}, changeOf("m", "1", "2"))
	c := w.add(Upsert, []string{b}, changeOf("m", "2", "3"))
	delete(w.files, place(b))
	d := w.add(Upsert, []string{c}, changeOf("m", "9", "4"))
	e := w.add(Upsert, []string{c}, changeOf("m", "3", "5"))
	got := kinds(w.load().Check(State{"m": entry("m", "x"), "n": entry("n", "x")}))
	want := map[Kind]int{MissingParent: 1, DoesNotFollow: 1, Concurrent: 1, RegistryDiffers: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems after %q, %q differ (-want +got):\n%s", d, e, diff)
	}
}

func TestAddedRecordsAreReplayedOnTheBase(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	base := w.load()
	b := w.add(Upsert, []string{a}, change("1", "2"), changeOf("n", "", "1"))
	w.add(Upsert, []string{b}, change("2", "3"))
	head := w.load()
	loose := State{"m": json.RawMessage(`{"schema_version": "1.0", "notes": "1", "model_id": "m"}`), "o": entry("o", "1")}
	got, err := head.ReplayFrom(loose, Added(base, head))
	if err != nil {
		t.Fatal(err)
	}
	wantNone(t, got.Problems)
	if want := (State{"m": entry("m", "3"), "n": entry("n", "1"), "o": entry("o", "1")}); len(Differing(want, got.State)) > 0 {
		t.Errorf("state = %s, want %s", got.State, want)
	}

	got, err = head.ReplayFrom(State{"m": entry("m", "moved on")}, Added(base, head))
	if err != nil {
		t.Fatal(err)
	}
	wantOne(t, got.Problems, DoesNotFollow, place(b))
	if _, err := head.ReplayFrom(State{"m": json.RawMessage("{")}, Added(base, head)); err == nil {
		t.Error("ReplayFrom(a base that is not JSON) = nil, want an error")
	}
}

func TestRecordsComeAncestorsFirstThenByTime(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	c := w.add(Upsert, []string{a}, changeOf("n", "", "1"))
	d := w.add(Upsert, []string{b}, change("2", "3"))
	w.clock = noon()
	early := w.add(Merge, []string{c, d})
	var got []string
	for _, r := range w.load().Records() {
		got = append(got, r.Name)
	}
	if diff := cmp.Diff([]string{a, b, c, d, early}, got); diff != "" {
		t.Errorf("order differs (-want +got):\n%s", diff)
	}
}

// A hash function excludes cycles, so this one is made behind its back.
func TestACycleIsTold(t *testing.T) {
	t.Parallel()
	a, b, c := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64)
	files := []file{
		{path: place(a), claim: a, hash: a, rec: Record{Name: a, Time: noon(), Parents: []string{b}}},
		{path: place(b), claim: b, hash: b, rec: Record{Name: b, Time: noon(), Parents: []string{a}}},
		{path: place(c), claim: c, hash: c, rec: Record{Name: c, Time: noon()}},
	}
	l, err := newLog(dir, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[Kind]int{Cycle: 2}, kinds(l.Problems())); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s", diff)
	}
	if len(l.Records()) != 1 {
		t.Errorf("Records() = %v, want the one outside of the cycle", l.Records())
	}
}

// Thousands of changes of one model that were never joined would cost a
// square of steps; beyond the limit they are an error and no endless run.
func TestALogMadeToBeSlowIsAnError(t *testing.T) {
	t.Parallel()
	records := make([]*Record, 400)
	for i := range records {
		records[i] = &Record{
			Name: fmt.Sprintf("%064x", i), Time: noon(), Op: Upsert,
			Changes: []Change{change("", fmt.Sprint(i))},
		}
	}
	g := newGraph(records)
	r := &replayer{g: g, ancestry: newAncestry(g, 10_000), models: map[string]*model{}, file: Record.Path}
	if err := r.run(); !errors.Is(err, ErrLimit) {
		t.Errorf("replay of %d concurrent records = %v, want %v", len(records), err, ErrLimit)
	}
	r = &replayer{g: g, ancestry: newAncestry(g, maxSteps), models: map[string]*model{}, file: Record.Path}
	if err := r.run(); err != nil {
		t.Errorf("replay within the limit = %v, want nil", err)
	}
	if got := len(r.outcome().Conflicts); got != len(records)-1 {
		t.Errorf("%d conflicts, want each record with the first one", got)
	}
}

func TestStatesDifferByValue(t *testing.T) {
	t.Parallel()
	a := State{"m": json.RawMessage(`{"a":1,"b":"x"}`)}
	for s, want := range map[string]bool{
		`{"b": "\u0078", "a": 1.0}`: false, `{"a":1,"b":"y"}`: true, `{"a":1}`: true, `{`: true,
	} {
		if got := Differing(a, State{"m": json.RawMessage(s)}); len(got) > 0 != want {
			t.Errorf("Differing(%s, %s) = %q, want one: %t", a["m"], s, got, want)
		}
	}
	if len(Differing(a, State{})) == 0 || len(Differing(State{}, a)) == 0 {
		t.Error("a state equals one that lacks a model")
	}
	if len(Differing(State{"m": json.RawMessage(`9007199254740993`)}, State{"m": json.RawMessage(`9007199254740992`)})) == 0 {
		t.Error("two numbers that a double cannot tell apart are equal")
	}
}
