package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

type (
	htmlRegistry struct {
		Count    int
		Charts   []barChart
		Generals htmlGenerals
		Models   []htmlModel
		LeftOut  string
	}
	htmlGenerals struct {
		Count   int
		Cards   []htmlGeneral
		LeftOut string
	}
	htmlGeneral struct {
		htmlModel
		Chart       *scoreChart // nil without a dated score
		Evaluations []htmlEvaluation
	}
	htmlModel struct {
		ID, Name, Provider, Role, SizeClass, Status string
		Score                                       string // of the newest evaluation that has one
		Evaluated                                   int
		Findings                                    int
		First                                       string // the id of its first finding
	}
	htmlEvaluation struct{ Key, Date, Status, Score string }
)

func htmlRegistryOf(run Run) *htmlRegistry {
	if run.Registry == nil {
		return nil
	}
	models := run.Registry.Models
	out := &htmlRegistry{
		Count: len(models),
		Charts: []barChart{
			countChart("Role", models, func(m ModelRow) string { return m.Role }, "general", "specialist", "experimental"),
			countChart("Status", models, func(m ModelRow) string { return m.Status }, "active", "deprecated", "archived"),
			countChart("Size class", models, func(m ModelRow) string { return m.SizeClass },
				"xxl", "xl", "large", "medium", "small", "mini", "nano"),
			countChart("Provider", models, func(m ModelRow) string { return m.Provider }),
		},
		Generals: htmlGeneralsOf(models),
	}
	told, rest := first(models, maxHTMLModels)
	out.LeftOut = more(rest, "model")
	about := findingsByModel(run)
	for _, m := range told {
		v := htmlModelOf(m)
		if ids := about[m.ID]; m.ID != "" && len(ids) > 0 {
			v.Findings, v.First = len(ids), ids[0]
		}
		out.Models = append(out.Models, v)
	}
	return out
}

// findingsByModel is the ids of the findings that the page lists at the head,
// by the model they are about.
func findingsByModel(run Run) map[string][]string {
	told, _ := first(run.ranked(), maxHTMLFindings)
	slices.Sort(told)
	names := run.occurrences()
	out := map[string][]string{}
	for _, i := range told {
		if f := run.Findings[i]; f.ModelID != "" && sectionOf(f) != sectionFixed {
			out[f.ModelID] = append(out[f.ModelID], anchor(names[i]))
		}
	}
	return out
}

func htmlModelOf(m ModelRow) htmlModel {
	v := htmlModel{
		ID: show(cmp.Or(m.ID, "(without an id)")), Name: show(m.Name), Provider: show(m.Provider),
		Role: show(m.Role), SizeClass: show(m.SizeClass), Status: show(m.Status), Evaluated: len(m.Evaluations),
	}
	for _, e := range m.Evaluations {
		if e.Score != nil {
			v.Score = points(*e.Score)
		}
	}
	return v
}

// htmlGeneralsOf shows each general with its evaluations; all charts have the
// same axis of time, so that they can be compared.
func htmlGeneralsOf(models []ModelRow) htmlGenerals {
	var generals []ModelRow
	for _, m := range models {
		if m.Role == "general" {
			generals = append(generals, m)
		}
	}
	told, rest := first(generals, maxHTMLGenerals)
	out := htmlGenerals{Count: len(generals), LeftOut: more(rest, "general")}
	axis := timeAxisOf(told)
	for i, m := range told {
		g := htmlGeneral{htmlModel: htmlModelOf(m), Chart: axis.chart(fmt.Sprintf("scores-%d", i+1), m)}
		for _, e := range m.Evaluations {
			g.Evaluations = append(g.Evaluations, htmlEvaluationOf(e))
		}
		out.Cards = append(out.Cards, g)
	}
	return out
}

func htmlEvaluationOf(e EvalPoint) htmlEvaluation {
	v := htmlEvaluation{Key: show(e.Key), Status: show(e.Status)}
	if !e.Date.IsZero() {
		v.Date = e.Date.Format(time.DateOnly)
	}
	if e.Score != nil {
		v.Score = points(*e.Score)
	}
	return v
}

func points(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
