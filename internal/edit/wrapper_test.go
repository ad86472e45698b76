package edit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// wrapper is a registry with these members of its own and these entries.
func wrapper(t *testing.T, members, entries string) *registry.File {
	t.Helper()
	return registered(t, `{"schema_version":"1.0"`+members+`,"models":[`+entries+`]}`).Registry
}

func TestAMergeLosesNothingOfTheirWrapper(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name               string
		base, ours, theirs string // members of the wrapper
		noBase             bool
		want               string // members and their values; "refused"
	}{
		{name: "theirs adds", theirs: `,"note":"x"`, want: "note=x"},
		{name: "theirs changes", base: `,"note":"a"`, ours: `,"note":"a"`, theirs: `,"note":"b"`, want: "note=b"},
		{name: "theirs removes", base: `,"note":"a"`, ours: `,"note":"a"`},
		{name: "ours adds", ours: `,"note":"x"`, want: "note=x"},
		{name: "ours changes", base: `,"note":"a"`, ours: `,"note":"b"`, theirs: `,"note":"a"`, want: "note=b"},
		{name: "ours removes", base: `,"note":"a"`, theirs: `,"note":"a"`},
		{name: "both change alike", base: `,"note":"a"`, ours: `,"note":"b"`, theirs: `,"note":"b"`, want: "note=b"},
		{name: "both change", base: `,"note":"a"`, ours: `,"note":"b"`, theirs: `,"note":"c"`, want: "refused"},
		{name: "each adds its own", ours: `,"note":"x"`, theirs: `,"link":"y"`, want: "note=x link=y"},
		{name: "no base: theirs has", theirs: `,"note":"x"`, noBase: true, want: "note=x"},
		{name: "no base: ours has", ours: `,"note":"x"`, noBase: true, want: "note=x"},
		{name: "no base: both have another", ours: `,"note":"x"`, theirs: `,"note":"y"`, noBase: true, want: "refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := edit.Merge{Ours: edit.Line{File: wrapper(t, tt.ours, "")}, Theirs: edit.Line{File: wrapper(t, tt.theirs, "")}}
			if !tt.noBase {
				m.Bases = []*registry.File{wrapper(t, tt.base, "")}
			}
			r, _, err := m.Plan()
			var got []string
			if _, refused := errors.AsType[edit.Refusal](err); refused {
				got = []string{"refused"}
			} else if err != nil {
				t.Fatal(err)
			} else {
				for _, n := range registered(t, string(r.New)).Registry.Doc.Root.Members() {
					if n.Name != "schema_version" && n.Name != "models" {
						got = append(got, n.Name+"="+n.Str())
					}
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("wrapper differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAMergeRefusesWhatNoModelIDTellsApart(t *testing.T) {
	t.Parallel()
	const a, b, nameless = `{"model_id":"a","notes":"1"}`, `{"model_id":"a","notes":"2"}`, `{"display_name":"No id"}`
	for _, tt := range []struct{ name, base, ours, theirs, want string }{
		{name: "twice on their side", theirs: a + "," + b, want: `their side's registry names model "a" twice`},
		{name: "twice on our side", ours: a + "," + b, want: `our side's registry names model "a" twice`},
		{name: "no id on their side", theirs: a + "," + nameless, want: "their side's registry has an entry without model_id (/models/1)"},
		{name: "no id on both sides", ours: nameless, theirs: nameless},
		{name: "ours gave it one", base: nameless, ours: a, theirs: nameless},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := edit.Merge{Bases: []*registry.File{wrapper(t, "", tt.base)},
				Ours: edit.Line{File: wrapper(t, "", tt.ours)}, Theirs: edit.Line{File: wrapper(t, "", tt.theirs)}}.Plan()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.want)) {
				t.Errorf("Plan = %v, want %q", err, tt.want)
			}
		})
	}
}
