package edit_test

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// models is a registry of "a=1 b=2": the model a with the notes 1, and so on.
func models(t *testing.T, text string) *registry.File {
	t.Helper()
	var entries []string
	for _, f := range strings.Fields(text) {
		id, notes, _ := strings.Cut(f, "=")
		entries = append(entries, string(noted(id, notes)))
	}
	return registered(t, `{"schema_version":"1.0","models":[`+strings.Join(entries, ",")+`]}`).Registry
}

func noted(id, notes string) []byte {
	if notes == "" {
		return nil
	}
	return fmt.Appendf(nil, `{"schema_version":"1.0","model_id":%q,"notes":%q}`, id, notes)
}

// A step is a record of the log "l1": what it changes, and what it stands on.
type step struct {
	op     audit.Op
	change string   // "a:1:2" is model a from 1 to 2
	on     []string // of the steps before
}

// history writes steps by name, in order, and returns the log of those asked for.
func history(t *testing.T, names []string, steps map[string]step) func(names ...string) *audit.Log {
	t.Helper()
	files, ids := map[string]*fstest.MapFile{}, map[string]string{}
	for _, name := range names {
		s := steps[name]
		f := strings.Split(s.change, ":")
		r := audit.Record{Op: s.op, Actor: name, Tool: "test", Time: now(),
			Changes: []audit.Change{{ModelID: f[0], Before: noted(f[0], f[1]), After: noted(f[0], f[2])}}}
		for _, p := range s.on {
			r.Parents = append(r.Parents, ids[p])
		}
		rel, content, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = strings.TrimSuffix(path.Base(rel), ".json")
		files[name] = &fstest.MapFile{Data: content}
	}
	return func(names ...string) *audit.Log {
		tree := fstest.MapFS{}
		for _, name := range names {
			tree["logs/2026/01/"+ids[name]+".json"] = files[name]
		}
		l, err := audit.Load(tree, "logs")
		if err != nil || len(l.Problems()) > 0 {
			t.Fatalf("log of %v: %v, %v", names, l, err)
		}
		return l
	}
}

func TestAMergeTakesTheSideThatIsNewer(t *testing.T) {
	t.Parallel()
	log := history(t, []string{"first", "up", "back", "other", "again", "hand", "hand2", "on"}, map[string]step{
		"first": {audit.Upsert, "a::1", nil},
		"up":    {audit.Upsert, "a:1:2", []string{"first"}},
		"back":  {audit.Adopt, "a:2:1", []string{"up"}},
		"other": {audit.Upsert, "a:1:3", []string{"first"}},
		"again": {audit.Adopt, "a::1", nil},
		"hand":  {audit.Adopt, "a:1:5", []string{"first"}},
		"hand2": {audit.Adopt, "a:1:5", []string{"first"}},
		"on":    {audit.Upsert, "a:5:6", []string{"hand2"}},
	})
	all := log("first", "up", "back", "other", "again")
	for _, tt := range []struct {
		name               string
		bases              []string
		ours, theirs       string
		log, oursL, theirL *audit.Log
		decided            edit.Side
		want               string // the notes of a; "clash"
	}{
		{name: "no log: ours changed", bases: []string{"a=1"}, ours: "a=2", theirs: "a=1", want: "2"},
		{name: "no log: theirs changed", bases: []string{"a=1"}, ours: "a=1", theirs: "a=2", want: "2"},
		{name: "no log: theirs removed", bases: []string{"a=1"}, ours: "a=1", want: ""},
		{name: "no log: both changed", bases: []string{"a=1"}, ours: "a=2", theirs: "a=3", want: "clash"},
		{name: "no log: both changed alike", bases: []string{"a=1"}, ours: "a=2", theirs: "a=2", want: "2"},
		{name: "no log: bases agree", bases: []string{"a=1", "a=1"}, ours: "a=1", theirs: "a=2", want: "2"},
		{name: "no log: bases differ", bases: []string{"a=1", "a=2"}, ours: "a=1", theirs: "a=2", want: "clash"},
		{name: "no log: base unknown", ours: "a=1", want: "clash"},
		{name: "no log: decided", ours: "a=1", theirs: "a=2", decided: edit.Theirs, want: "2"},
		{
			name: "ours took theirs back, against the base", bases: []string{"a=1"}, ours: "a=1", theirs: "a=2", want: "1",
			log: log("first", "up", "back"), oursL: log("first", "up", "back"), theirL: log("first", "up"),
		}, {
			name: "theirs took ours back, against the base", bases: []string{"a=1"}, ours: "a=2", theirs: "a=1", want: "1",
			log: log("first", "up", "back"), oursL: log("first", "up"), theirL: log("first", "up", "back"),
		}, {
			name: "theirs goes on from what ours has, unknown to the base", bases: []string{""}, ours: "a=1", theirs: "a=2", want: "2",
			log: log("first", "up"), oursL: log("first"), theirL: log("first", "up"),
		}, {
			name: "unjoined changes", bases: []string{"a=1"}, ours: "a=2", theirs: "a=3", want: "clash",
			log: log("first", "up", "other"), oursL: log("first", "up"), theirL: log("first", "other"),
		}, {
			name: "unjoined changes, one of them back to the base", bases: []string{"a=1"}, ours: "a=1", theirs: "a=3", want: "clash",
			log: log("first", "up", "back", "other"), oursL: log("first", "up", "back"), theirL: log("first", "other"),
		}, {
			name: "unjoined, but ours only took up what stood there", bases: []string{"a=1"}, ours: "a=1", theirs: "a=2", want: "2",
			log: log("first", "up", "again"), oursL: log("again"), theirL: log("first", "up"),
		}, {
			name: "unjoined, but ours only took up the hand edit that theirs changed", ours: "a=5", theirs: "a=6", want: "6",
			log: log("first", "hand", "hand2", "on"), oursL: log("first", "hand"), theirL: log("first", "hand2", "on"),
		}, {
			name: "unjoined, but theirs only took up the hand edit that ours changed", ours: "a=6", theirs: "a=5", want: "6",
			log: log("first", "hand", "hand2", "on"), oursL: log("first", "hand2", "on"), theirL: log("first", "hand"),
		}, {
			name: "theirs is a hand edit on the newest record", bases: []string{"a=2"}, ours: "a=2", theirs: "a=9", want: "9",
			log: log("first", "up"), oursL: log("first", "up"), theirL: log("first", "up"),
		}, {
			name: "theirs is a hand edit, ours a record", bases: []string{"a=1"}, ours: "a=2", theirs: "a=9", want: "clash",
			log: log("first", "up"), oursL: log("first", "up"), theirL: log("first"),
		}, {
			name: "theirs reverts, without a record", bases: []string{"a=2"}, ours: "a=2", theirs: "a=1", want: "1",
			log: log("first", "up"), oursL: log("first", "up"), theirL: log(),
		}, {
			name: "a decision goes before the records", bases: []string{"a=1"}, ours: "a=2", theirs: "a=1", want: "1", decided: edit.Theirs,
			log: all, oursL: all, theirL: log("first"),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := edit.Merge{Log: tt.log, Decisions: map[string]edit.Side{"a": tt.decided},
				Ours:   edit.Line{File: models(t, tt.ours), Log: tt.oursL},
				Theirs: edit.Line{File: models(t, tt.theirs), Log: tt.theirL}}
			for _, b := range tt.bases {
				m.Bases = append(m.Bases, models(t, b))
			}
			r, clashes, err := m.Plan()
			if err != nil {
				t.Fatal(err)
			}
			got := "clash"
			if len(clashes) == 0 {
				got = ""
				if e := registered(t, string(r.New)).Registry.Find("a"); e != nil {
					got = e.Notes
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("a differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecideLeavesWhatNobodyDecided(t *testing.T) {
	t.Parallel()
	current := models(t, "a=1 b=1 c=1 d=1")
	ours, theirs := models(t, "a=2 b=2 c=2 d=2"), models(t, "a=3 b=3 d=3")
	var clashes []edit.Clash
	for _, id := range []string{"a", "b", "c", "d"} {
		clashes = append(clashes, edit.Clash{ModelID: id, Ours: ours.Find(id), Theirs: theirs.Find(id), Unsided: id == "d"})
	}
	decisions := map[string]edit.Side{"a": edit.Ours, "b": edit.Keep, "c": edit.Theirs, "d": edit.Ours}
	r, open, err := edit.Decide(current, clashes, decisions)
	if err != nil || r.New != nil || len(open) != 1 || open[0].ModelID != "d" {
		t.Fatalf("Decide = %+v, %+v, %v, want d left open: it has no side", r, open, err)
	}
	decisions["d"] = edit.Keep
	r, open, err = edit.Decide(current, clashes, decisions)
	if err != nil || len(open) > 0 {
		t.Fatalf("Decide = %+v, %+v, %v", r, open, err)
	}
	var got []string
	for e := range registered(t, string(r.New)).Registry.All() {
		got = append(got, e.ModelID+"="+e.Notes)
	}
	if diff := cmp.Diff([]string{"a=2", "b=1", "d=1"}, got); diff != "" {
		t.Errorf("registry differs (-want +got):\n%s", diff)
	}
}
