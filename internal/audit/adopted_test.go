package audit

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each side is the changes of one branch since they parted: "+1" adopts 1,
// "2" makes it 2, "-" removes it, and "+-" adopts that it is gone.
func TestAnAdoptOfWhatStoodThereIsNoChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, shared, a, b string
		want               string // the entry; "clash" where nobody decided
	}{
		{"one side began the log and changed it", "", "+1", "+1 2", "2"},
		{"one side began the log and removed it", "", "+1", "+1 -", "-"},
		{"one side changed it often", "", "+1", "+1 2 3 4", "4"},
		{"one side changed it and came back", "", "+1", "+1 2 1", "1"},
		{"both only began the log", "", "+1", "+1", "1"},
		{"both began the log with different entries", "", "+1", "+2", "clash"},
		{"both began the log and changed it", "", "+1 2", "+1 3", "clash"},
		{"both began the log and changed it alike", "", "+1 2", "+1 2", "2"},
		{"a hand edit that both took up, changed by one", "1", "+2", "+2 3", "3"},
		{"a hand edit that one side made, changed by the other", "1", "+2", "3", "clash"},
		{"a hand edit beside the same begin", "", "+1", "+1 +2", "2"},
		{"a hand edit beside a change", "", "+1 +2", "+1 3", "clash"},
		{"a hand edit that one side took up late", "", "+1 +2", "+2 3", "3"},
		{"a hand edit to what the other side has passed", "1", "+2", "2 3", "clash"},
		{"a hand edit back beside a change", "1", "2 +1", "3", "clash"},
		{"a removal by hand beside a change", "", "+1 +-", "+1 2", "clash"},
		{"a removal by hand beside one side's own beginning", "", "+1 +-", "+1", "-"},
		{"two hand edits that passed each other", "1", "+2 +3", "+3 +2", "clash"},
	} {
		for _, first := range []string{"a", "b"} {
			t.Run(tt.name+", "+first+" first", func(t *testing.T) {
				t.Parallel()
				w := newWritten(t)
				shared := w.side("", tt.shared)
				sides := []string{tt.a, tt.b}
				if first == "b" {
					sides = []string{tt.b, tt.a}
				}
				l := w.fork()
				heads := []string{l.side(shared, sides[0]), l.side(shared, sides[1])}
				l.wantsOf(tt.want)
				l.add(Upsert, heads, changeOf("n", "", "1")) // which joins both, and is of another model
				l.wantsOf(tt.want)
			})
		}
	}
}

// side adds the records of one side after a parent, and returns the last one.
func (w *written) side(parent, steps string) string {
	var parents []string
	before := ""
	if parent != "" {
		parents, before = []string{parent}, "1"
	}
	for s := range strings.FieldsSeq(steps) {
		op := Upsert
		after, adopt := strings.CutPrefix(s, "+")
		if adopt {
			op = Adopt
		}
		after = strings.TrimPrefix(after, "-")
		parent = w.add(op, parents, change(before, after))
		parents, before = []string{parent}, after
	}
	return parent
}

// wantsOf wants the log to be whole and to give this entry of the model "m".
func (w *written) wantsOf(want string) {
	w.tb.Helper()
	l := w.load()
	wantNone(w.tb, l.Problems())
	state, conflicts := l.Replay()
	got := "clash"
	if len(conflicts) == 0 {
		got = "-"
		for _, s := range []string{"1", "2", "3", "4"} {
			if same(state["m"], entry("m", s)) {
				got = s
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.tb.Errorf("the log gives another entry (-want +got):\n%s", diff)
	}
}

func TestWhatWasOnlyTakenUpIsNotGiven(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	b := w.add(Upsert, []string{a}, change("1", "2"))
	c := w.add(Adopt, nil, change("", "1"))
	wantNone(t, w.load().Check(State{"m": entry("m", "2")}))
	wantOne(t, w.load().Check(State{"m": entry("m", "1")}), RegistryDiffers, place(c))

	joined := w.fork()
	joined.add(Upsert, []string{b, c}, change("2", "3"))
	wantNone(t, joined.load().Check(State{"m": entry("m", "3")}))

	back := w.fork()
	d := back.add(Upsert, []string{b, c}, change("1", "3"))
	wantOne(t, back.load().Problems(), DoesNotFollow, place(d))
}

func TestAnAdoptAfterAGapIsAChange(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	w.add(Upsert, []string{a}, change("1", "2"))
	gone := w.add(Upsert, []string{a}, changeOf("n", "", "1"))
	c := w.add(Adopt, []string{gone}, changeOf("n", "1", "2"))
	w.add(Adopt, []string{c}, change("3", "1"))
	w.add(Upsert, []string{c}, change("1", "2"))
	delete(w.files, place(gone))
	if _, conflicts := w.load().Replay(); len(conflicts) != 1 {
		t.Errorf("conflicts = %v, want one: what the missing record did is unknown", conflicts)
	}
}

// Adopts of thousands of sides are compared in pairs, within the same limit.
func TestManyBeginningsAreAnErrorAndNoEndlessRun(t *testing.T) {
	t.Parallel()
	records := make([]*Record, 200)
	for i := range records {
		records[i] = &Record{
			Name: fmt.Sprintf("%064x", i), Time: noon(), Op: Adopt,
			Changes: []Change{change("", fmt.Sprint(i))},
		}
	}
	g := newGraph(records)
	r := &replayer{g: g, ancestry: newAncestry(g, 1_000_000), models: map[string]*model{}, file: Record.Path}
	if err := r.run(); !errors.Is(err, ErrLimit) {
		t.Errorf("replay of %d concurrent adopts = %v, want %v", len(records), err, ErrLimit)
	}
}
