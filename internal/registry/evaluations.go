package registry

import (
	"iter"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// Evaluations is the evaluations file with its keys. A nil Evaluations has
// none.
type Evaluations struct {
	Doc  *jsondoc.Document
	List []*Evaluation

	exact   map[string]*candidates // id, model_id and full keys
	family  map[string]*candidates
	past    map[string]*candidates // full and family keys of earlier days, from the history
	undated map[string]*candidates // full and family keys without their dates
}

// NewEvaluations reads an evaluations file and indexes its keys.
func NewEvaluations(doc *jsondoc.Document) *Evaluations {
	s := &Evaluations{
		Doc:     doc,
		exact:   map[string]*candidates{},
		family:  map[string]*candidates{},
		past:    map[string]*candidates{},
		undated: map[string]*candidates{},
	}
	for i, n := range doc.Root.Get("evaluations").Elems() {
		if !n.Is(jsondoc.Object) {
			continue
		}
		e := NewEvaluation(doc, n, i)
		s.List = append(s.List, e)
		s.index(e)
	}
	return s
}

func (s *Evaluations) index(e *Evaluation) {
	for _, k := range []string{e.ID, e.ModelID} {
		addKey(s.exact, k, e)
	}
	full, family := e.keyForms()
	for _, k := range full {
		addKey(s.exact, dated(k, e.date()), e)
	}
	for _, k := range family {
		addKey(s.family, dated(k, e.date()), e)
	}
	earlier := e.pastDates()
	for _, k := range append(full, family...) {
		addKey(s.undated, k, e)
		for _, d := range earlier {
			addKey(s.past, dated(k, d), e)
		}
	}
}

func dated(key, day string) string {
	if day == "" {
		return ""
	}
	return key + "-" + day
}

// addKey adds an evaluation to the candidates of a key. The forms of one
// evaluation come one after the other, so one that is there already is the last.
func addKey(m map[string]*candidates, key string, e *Evaluation) {
	if key == "" {
		return
	}
	if m[key] == nil {
		m[key] = &candidates{}
	}
	if c := m[key]; c.len() == 0 || c.all[c.len()-1] != e {
		c.add(e)
	}
}

// keyForms returns the undated full and family keys of e, over the spellings
// of its provider and with a family that repeats the provider cut short
// ("eval-deepseek-v3" beside "eval-deepseek-deepseek-v3").
func (v *Evaluation) keyForms() (full, family []string) {
	fam, variant := Slug(v.ModelFamily), Slug(v.ModelVariant)
	if fam == "" {
		return nil, nil
	}
	forms := providerForms(v.Provider)
	families := []string{fam}
	for _, p := range forms {
		if rest, ok := strings.CutPrefix(fam, p+"-"); ok {
			families = append(families, rest)
			break
		}
	}
	for _, p := range forms {
		for _, f := range families {
			family = append(family, joinKey("eval", p, f))
			if variant != "" {
				full = append(full, joinKey("eval", p, f, variant))
			}
		}
	}
	return full, family
}

// All yields the evaluations in file order.
func (s *Evaluations) All() iter.Seq[*Evaluation] {
	return func(yield func(*Evaluation) bool) {
		if s == nil {
			return
		}
		for _, e := range s.List {
			if !yield(e) {
				return
			}
		}
	}
}

// Keys returns the key of every evaluation, sorted.
func (s *Evaluations) Keys() []string {
	var out []string
	for e := range s.All() {
		out = append(out, e.Key())
	}
	slices.Sort(out)
	return out
}
