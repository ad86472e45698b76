package audit

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// history writes n records over 25 models, each on the one before, with a
// branch of two records every hundred, and returns the registry they give.
func history(tb testing.TB, n int) (*written, State) {
	tb.Helper()
	w, state := newWritten(tb), State{}
	var heads []string
	add := func(i int, parents []string) string {
		id := fmt.Sprintf("model-%02d", i%25)
		c := Change{ModelID: id, Before: state[id], After: bulky(id, i)}
		state[id] = c.After
		return w.add(Upsert, parents, c)
	}
	for i := 0; i < n; i++ {
		if i%100 == 50 && i+1 < n {
			heads = []string{add(i, heads), add(i+1, heads)}
			i++
			continue
		}
		heads = []string{add(i, heads)}
	}
	return w, state
}

// bulky is an entry of the size that real ones have.
func bulky(id string, i int) []byte {
	entry := fmt.Sprintf(`{"capabilities":["code","reasoning","tools"],"created_at":"2025-09-07T00:00:00Z",`+
		`"display_name":"Model %d","eval_refs":["eval-%s-2025-09-07"],"model_id":%q,"notes":%q,"provider":"openai",`+
		`"role":"general","schema_version":"1.0","size_class":"xl","source_files":["metrics/models/%s.json"],"status":"active"}`,
		i, id, id, strings.Repeat("notes ", 20), id)
	return []byte(entry)
}

// tampering is one edit of a file that a hand, a disk or a merge could make.
type tampering struct {
	name string
	// edit changes files and returns the place where the problem must be
	// told; "" is anywhere.
	edit func(rnd *rand.Rand, files fstest.MapFS, name string) string
}

func tamperings() []tampering {
	splice := func(f func(rnd *rand.Rand, b []byte, at int) []byte) func(*rand.Rand, fstest.MapFS, string) string {
		return func(rnd *rand.Rand, files fstest.MapFS, name string) string {
			b := slices.Clone(files[name].Data)
			files[name] = &fstest.MapFile{Data: f(rnd, b, rnd.IntN(len(b)))}
			return name
		}
	}
	return []tampering{
		{"change a byte", splice(func(rnd *rand.Rand, b []byte, at int) []byte {
			b[at] ^= byte(1 + rnd.IntN(255))
			return b
		})},
		{"insert a byte", splice(func(rnd *rand.Rand, b []byte, at int) []byte {
			return slices.Insert(b, at, byte(rnd.IntN(256)))
		})},
		{"append a byte", splice(func(rnd *rand.Rand, b []byte, _ int) []byte { return append(b, byte(rnd.IntN(256))) })},
		{"remove a byte", splice(func(_ *rand.Rand, b []byte, at int) []byte { return slices.Delete(b, at, at+1) })},
		{"rename the file", func(rnd *rand.Rand, files fstest.MapFS, name string) string {
			b := []byte(path.Base(name))
			at := rnd.IntN(64)
			b[at] = "0123456789abcdef"[(strings.IndexByte("0123456789abcdef", b[at])+1+rnd.IntN(15))%16]
			to := path.Join(path.Dir(name), string(b))
			files[to] = files[name]
			delete(files, name)
			return to
		}},
		{"delete the file", func(_ *rand.Rand, files fstest.MapFS, name string) string {
			delete(files, name)
			return ""
		}},
	}
}

func TestAnyTamperingIsFoundAndLocated(t *testing.T) {
	t.Parallel()
	w, registry := history(t, 1000)
	wantNone(t, w.load().Check(registry))
	names := slices.Sorted(maps.Keys(w.files))
	rounds := 4
	if testing.Short() {
		rounds = 1
	}
	for _, tt := range tamperings() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(35, uint64(len(tt.name))))
			for range rounds {
				files := maps.Clone(w.files)
				victim := names[rnd.IntN(len(names))]
				at := tt.edit(rnd, files, victim)
				got := load(t, files).Check(registry)
				if len(got) == 0 {
					t.Fatalf("%s at %s is not found", tt.name, victim)
				}
				if at != "" && (len(got) != 1 || got[0].Path != at) {
					t.Errorf("%s at %s is told as %+v, want one problem at %s", tt.name, victim, got, at)
				}
				if name := strings.TrimSuffix(path.Base(victim), ".json"); at == "" && !strings.Contains(got[0].Message, name) {
					t.Errorf("%s at %s is told as %+v, want its name", tt.name, victim, got)
				}
			}
		})
	}
}

// No other record names the newest one, so only the registry tells that it
// is gone: by the model that it wrote.
func TestADeletedHeadShowsInTheRegistry(t *testing.T) {
	t.Parallel()
	w, registry := history(t, 60)
	l := w.load()
	head := l.Records()[59]
	delete(w.files, path.Join(dir, head.Path()))
	got := w.load().Check(registry)
	if len(got) != 1 || got[0].Kind != RegistryDiffers || got[0].ModelID != head.Changes[0].ModelID {
		t.Errorf("problems = %+v, want one of %q", got, head.Changes[0].ModelID)
	}
}

// Every position of a small log, so that none is special.
func TestEveryByteOfARecordCounts(t *testing.T) {
	t.Parallel()
	w := newWritten(t)
	a := w.add(Adopt, nil, change("", "1"))
	w.add(Upsert, []string{a}, change("1", "2"))
	registry := State{"m": entry("m", "2")}
	for name, f := range w.files {
		for at := range f.Data {
			for _, bit := range []byte{1, 0x20, 0x80} {
				files := maps.Clone(w.files)
				b := slices.Clone(f.Data)
				b[at] ^= bit
				files[name] = &fstest.MapFile{Data: b}
				wantOne(t, load(t, files).Check(registry), NameMismatch, name)
			}
		}
	}
}
