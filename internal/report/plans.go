package report

import (
	"fmt"
	"strings"
)

// planLines tells pending plans as text, each with the command that makes it.
func planLines(plans []Plan) string {
	if len(plans) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("pending\n")
	for _, p := range plans {
		fmt.Fprintf(&b, "  %s  %s\n      help: run `%s`\n", brief(p.Path), brief(p.Why), brief(p.Command))
	}
	b.WriteByte('\n')
	return b.String()
}

// planList tells pending plans as Markdown, in at most limit bytes.
func planList(plans []Plan, limit int) string {
	rows := each(plans, func(p Plan) string {
		return fmt.Sprintf("- %s: %s; run %s\n", code(p.Path), code(p.Why), code(p.Command))
	})
	return listed("### Pending\n\n", rows, "plans", limit)
}

// pending is a plan in a sentence.
func pending(p Plan) string {
	return fmt.Sprintf("pending in %s: %s; run %s", p.Path, p.Why, p.Command)
}
