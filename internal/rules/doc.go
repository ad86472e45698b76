package rules

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// Markdown returns the catalogue of the rules: a table for each group, and
// under it every rule with its reason, its examples and its repair. Rules of a
// group stand together.
func Markdown(rules []*check.Rule) string {
	var b strings.Builder
	b.WriteString("<!-- Made by `go test ./internal/rules -update`. DO NOT EDIT. -->\n\n# Rules\n\n" + introduction)
	for i, r := range rules {
		if i == 0 || rules[i-1].Group != r.Group {
			writeGroup(&b, r.Group, rules[i:])
		}
		writeRule(&b, r)
	}
	return b.String()
}

const introduction = `The examples are whole repositories in the form of a txtar archive: a line
` + "`-- path --`" + ` begins a file. A path that begins with ` + "`base:`" + ` is a file of the base that
the repository is compared with, ` + "`commits.json`" + ` says who made the commits in between.

`

func writeGroup(b *strings.Builder, name string, rules []*check.Rule) {
	fmt.Fprintf(b, "## %s\n\n| rule | severity | what it wants |\n|---|---|---|\n", name)
	for _, r := range rules {
		if r.Group != name {
			break
		}
		fmt.Fprintf(b, "| [`%s`](#%s) | %s | %s |\n", r.Name, r.Name, r.Severity,
			strings.ReplaceAll(prose(r.Summary), "|", `\|`))
	}
	b.WriteByte('\n')
}

func writeRule(b *strings.Builder, r *check.Rule) {
	fmt.Fprintf(b, "### %s\n\n%s\n\n%s\n\n", r.Name, traits(r.Rule), prose(r.Why))
	writeExample(b, "Reported:", r.Bad)
	writeExample(b, "Not reported:", r.Good)
	fmt.Fprintf(b, "**Repair.** %s\n\n", prose(r.Repair))
	if r.Configure != "" {
		fmt.Fprintf(b, "**Configure.** %s\n\n", prose(r.Configure))
	}
}

// traits is the line under a rule's heading.
func traits(r diag.Rule) string {
	out := []string{"Severity: " + r.Severity.String()}
	if r.Fixed {
		out = append(out, "cannot be switched off")
	}
	if r.NeedsBase {
		out = append(out, "needs a base to compare with")
	}
	return strings.Join(out, " · ")
}

func writeExample(b *strings.Builder, title, archive string) {
	fence := "```"
	for strings.Contains(archive, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "%s\n\n%stext\n%s\n%s\n\n", title, fence, strings.Trim(archive, "\n"), fence)
}

// prose escapes what Markdown would take for HTML, outside code spans: keys
// are written as eval-<provider>-<date>.
func prose(s string) string {
	parts := strings.Split(s, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(parts[i])
	}
	return strings.Join(parts, "`")
}
