package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

func htmlText(t testing.TB, run report.Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.NewHTML(&b).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A page is what a parser sees in an HTML page. Ours is well-formed XML too,
// so a strict parser can tell whether a value has become markup.
type page struct {
	tags  []string            // every element in order, with the names of its attributes
	attrs map[string][]string // the values of each attribute
	text  string
}

func parsePage(t testing.TB, src string) page {
	t.Helper()
	p := page{attrs: map[string][]string{}}
	var text strings.Builder
	d := xml.NewDecoder(strings.NewReader(src))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			p.text = text.String()
			return p
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v\n%s", err, src)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			tag := tok.Name.Local
			for _, a := range tok.Attr {
				tag += " " + a.Name.Local
				p.attrs[a.Name.Local] = append(p.attrs[a.Name.Local], a.Value)
			}
			p.tags = append(p.tags, tag)
		case xml.CharData:
			text.Write(tok)
		}
	}
}

// everywhereOnAPage is everywhere, with what only a page shows.
func everywhereOnAPage(s string) report.Run {
	run, score := everywhere(s), 50.0
	evaluation := report.EvalPoint{Key: s, Status: s, Score: &score, Date: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}
	run.Rules = []diag.Rule{{Name: s, Group: s, Severity: diag.Error, Summary: s, Why: "a `b`\n\nc"}}
	run.Plans = []report.Plan{{Command: s, Path: s, Why: s}}
	run.Registry = &report.Overview{Models: []report.ModelRow{
		{ID: s, Provider: s, Name: s, Role: "general", SizeClass: s, Status: s, Evaluations: []report.EvalPoint{evaluation}},
		{ID: s, Provider: s, Name: s, Role: s, SizeClass: s, Status: s},
	}}
	return run
}

// allowedOnAPage lists the elements and attributes of a page; no other may
// stand there, whatever a repository holds.
func allowedOnAPage() (tags, attrs []string) {
	return strings.Fields(`html head meta title style body header nav main footer section div p span a ul li dl dt dd
		h1 h2 h3 h4 table thead tbody tr th td code details summary figure figcaption del ins
		svg desc g line text rect circle polyline`),
		strings.Fields(`lang charset http-equiv content name class id href open scope tabindex role
		aria-label aria-labelledby aria-hidden viewBox x y x1 y1 x2 y2 cx cy r rx width height points text-anchor`)
}

func checkPage(t *testing.T, p page) {
	t.Helper()
	tags, attrs := allowedOnAPage()
	for _, tag := range p.tags {
		if name, _, _ := strings.Cut(tag, " "); !slices.Contains(tags, name) {
			t.Errorf("the page holds the element %q", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.attrs)) {
		if !slices.Contains(attrs, name) {
			t.Errorf("the page holds the attribute %q", name)
		}
	}
	ids := map[string]bool{}
	for _, id := range p.attrs["id"] {
		if ids[id] {
			t.Errorf("the id %q is given twice", id)
		}
		ids[id] = true
	}
	for _, name := range []string{"href", "aria-labelledby"} {
		for _, v := range p.attrs[name] {
			for _, ref := range strings.Fields(v) {
				if to, local := strings.CutPrefix(ref, "#"); local != (name == "href") || !ids[to] {
					t.Errorf("%s %q leads to no place of the page", name, v)
				}
			}
		}
	}
}

func TestAPageHoldsOnlyWhatItMay(t *testing.T) {
	t.Parallel()
	bad := everywhereOnAPage(hostile)
	bad.Rules[0].Why, bad.Rules[0].Repair, bad.Rules[0].Configure = hostile, hostile, hostile
	for name, run := range map[string]report.Run{
		"the rich run": rich(), "a clean run": clean(), "a long run": long(), "a run of hostile values": bad,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := htmlText(t, run)
			checkPage(t, parsePage(t, src))
			for _, bad := range []string{"<script", "javascript:", "@import", "url(", "ZgotmplZ"} {
				if strings.Contains(src, bad) {
					t.Errorf("the page contains %q", bad)
				}
			}
		})
	}
}

func TestAPageForbidsScriptsAndLoading(t *testing.T) {
	t.Parallel()
	p := parsePage(t, htmlText(t, clean()))
	want := "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
	if got := p.attrs["content"]; !slices.Contains(got, want) {
		t.Errorf("the meta elements say %q, want %q among them", got, want)
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range append(seeds(), "</style><script>alert(1)</script>", `" onload="alert(1)`, "'>", "--><b>", "]]>", "javascript:alert(1)", "{{.}}") {
		f.Add(s)
	}
	plain := parsePage(f, htmlText(f, everywhereOnAPage("x")))
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" || isWordOfAChart(s) {
			return // an empty value is not shown, and such a word has a bar already
		}
		src := htmlText(t, everywhereOnAPage(s))
		got := parsePage(t, src)
		if d := cmp.Diff(plain.tags, got.tags); d != "" {
			t.Errorf("%q changes the markup (-want +got):\n%s", s, d)
		}
		checkPage(t, got)
		if i := strings.IndexFunc(src, isHidden); i >= 0 {
			t.Errorf("%q leaves %q in the page", s, src[i:i+4])
		}
		if cs := runnertest.Parse([]byte(src)); len(cs) > 0 {
			t.Errorf("the page of %q holds the commands %+v", s, cs)
		}
	})
}

// isWordOfAChart reports whether s is a word that a chart has a bar for.
func isWordOfAChart(s string) bool {
	return slices.Contains(strings.Fields("general specialist experimental xxl xl large medium small mini nano active deprecated archived"), s)
}

func isHidden(r rune) bool {
	return r != '\n' && !unicode.IsPrint(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

func TestAPageCountsTheModels(t *testing.T) {
	t.Parallel()
	run := clean()
	run.Registry = &report.Overview{}
	for i := range 14 {
		run.Registry.Models = append(run.Registry.Models, report.ModelRow{
			ID: fmt.Sprint("m", i), Provider: fmt.Sprint("p", i), Role: "general", SizeClass: "xl", Status: "active",
		})
	}
	p := parsePage(t, htmlText(t, run))
	for _, want := range []string{"14 models, 14 of them generals", "general: 14", "xl: 14", "nano: 0", "archived: 0", "p4: 1", "5 others: 5"} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(p.text, "p5: 1") {
		t.Error("a tenth provider has a bar of its own, want it among the others")
	}
}

func TestAPageDrawsScoresOnOneAxisOfTime(t *testing.T) {
	t.Parallel()
	run := clean()
	point := func(day int, score float64) report.EvalPoint {
		return report.EvalPoint{Key: "k", Date: time.Date(2025, 1, day, 0, 0, 0, 0, time.UTC), Score: &score}
	}
	run.Registry = &report.Overview{Models: []report.ModelRow{
		{ID: "a", Role: "general", Evaluations: []report.EvalPoint{point(1, 0), point(11, 50), point(21, 100)}},
		{ID: "b", Role: "general", Evaluations: []report.EvalPoint{point(11, 1e300)}},
		{ID: "c", Role: "specialist", Evaluations: []report.EvalPoint{point(1, 1)}},
		{ID: "d", Role: "general"},
	}}
	p := parsePage(t, htmlText(t, run))
	if got, want := p.attrs["points"], []string{"42.0,74.0 151.0,42.0 260.0,10.0"}; !slices.Equal(got, want) {
		t.Errorf("lines = %q, want %q", got, want)
	}
	if got, want := p.attrs["cy"], []string{"74.0", "42.0", "10.0", "10.0"}; !slices.Equal(got, want) {
		t.Errorf("dots are at the heights %q, want %q", got, want)
	}
	if !strings.Contains(p.text, "No dated score.") {
		t.Error("a general without scores does not say so")
	}
}

func TestAPageSaysWhyTheRunFails(t *testing.T) {
	t.Parallel()
	run := rich()
	run.Plans = []report.Plan{{Command: "modelgate export", Path: "a.json", Why: "stale"}}
	text := parsePage(t, htmlText(t, run)).text
	for _, want := range []string{`3 findings at or above "error" and in scope "changed". 1 change pending.`, "modelgate export"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestAPageSaysWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	run := long()
	for i := range 1001 {
		run.Changes = append(run.Changes, change.Item{Kind: change.Model, ID: fmt.Sprint(i), Change: change.Added})
	}
	run.Registry = &report.Overview{Models: make([]report.ModelRow, 1002)}
	text := parsePage(t, htmlText(t, run)).text
	for _, want := range []string{"3 more findings left out here", "1 more change left out here", "2 more models left out here"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
