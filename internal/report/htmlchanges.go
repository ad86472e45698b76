package report

import "github.com/cmmv-hive/modelgate/internal/change"

type (
	htmlChanges struct {
		Counts  string
		Items   []htmlChange
		LeftOut string
	}
	htmlChange struct {
		Kind, ID, Action, Means string
		Fields                  []htmlField
	}
	htmlField struct{ Name, Old, New string }
	htmlPlans struct {
		Items   []htmlPlan
		LeftOut string
	}
	htmlPlan struct{ Path, Why, Command string }
)

func htmlPlansOf(plans []Plan) htmlPlans {
	told, rest := first(plans, maxHTMLChanges)
	out := htmlPlans{LeftOut: more(rest, "change")}
	for _, p := range told {
		out.Items = append(out.Items, htmlPlan{show(p.Path), show(p.Why), show(p.Command)})
	}
	return out
}

func htmlChangesOf(items []change.Item) htmlChanges {
	told, rest := first(items, maxHTMLChanges)
	out := htmlChanges{Counts: changeCounts(items), LeftOut: more(rest, "change")}
	for _, it := range told {
		c := htmlChange{Kind: string(it.Kind), ID: show(it.ID), Action: string(it.Change), Means: show(it.Means)}
		for _, f := range it.Fields {
			c.Fields = append(c.Fields, htmlField{show(f.Name), show(f.Old), show(f.New)})
		}
		out.Items = append(out.Items, c)
	}
	return out
}
