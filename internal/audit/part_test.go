package audit

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func namesOf(records []Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, r.Name)
	}
	return out
}

func TestNewestAreTheChangesThatNoOtherDescendsFrom(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	c := w.add(Remove, []string{a}, change("1", ""))
	w.add(Upsert, []string{b}, changeOf("n", "", "1"))
	l := w.load()
	if diff := cmp.Diff([]string{b, c}, namesOf(l.Newest("m"))); diff != "" {
		t.Errorf("Newest(m) differs (-want +got):\n%s", diff)
	}
	if got := l.Newest("unknown"); got != nil {
		t.Errorf("Newest of a model that was never written = %v, want none", got)
	}
	for _, tt := range []struct {
		id, state string
		want      bool
	}{{"m", "1", false}, {"m", "2", true}, {"m", "", true}, {"n", "1", true}, {"n", "", false}, {"unknown", "", false}} {
		if got := l.Gives(tt.id, changeOf(tt.id, "", tt.state).After); got != tt.want {
			t.Errorf("Gives(%q, %q) = %t, want %t", tt.id, tt.state, got, tt.want)
		}
	}
}

func TestBehindIsWhatRecordsDescendFrom(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	w.add(Upsert, []string{a}, changeOf("n", "", "1"))
	c := w.add(Upsert, []string{b}, change("2", "3"))
	l := w.load()
	r, _ := l.Record(c)
	got, err := l.Behind([]Record{r})
	if err != nil {
		t.Fatal(err)
	}
	wantNone(t, got.Problems())
	if diff := cmp.Diff([]string{a, b, c}, namesOf(got.Records())); diff != "" {
		t.Errorf("records differ (-want +got):\n%s", diff)
	}
	if none, err := l.Behind(nil); err != nil || len(none.Records()) > 0 {
		t.Errorf("Behind(nothing) = %v, %v, want no records", none.Records(), err)
	}
}

func TestARecordThatIsBroughtBackClosesTheGap(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	w.add(Upsert, []string{b}, change("2", "3"))
	whole := w.load()
	w.files[dir+"/notes.txt"] = w.files[place(a)]
	delete(w.files, place(b))
	l := w.load()
	got, err := l.With(Added(l, whole))
	if err != nil {
		t.Fatal(err)
	}
	wantOne(t, got.Problems(), ForeignFile, dir+"/notes.txt")
	if !slices.Equal(namesOf(got.Records()), namesOf(whole.Records())) {
		t.Errorf("records = %v, want those of the whole log", namesOf(got.Records()))
	}
	if len(l.Records()) != 2 {
		t.Errorf("the log itself has %d records now, want 2", len(l.Records()))
	}
}
