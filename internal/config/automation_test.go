package config

import (
	"slices"
	"strings"
	"testing"
)

func listed() Automation {
	return Automation{
		Accounts: []string{"hive-bot"},
		Emails:   []string{"*@bots.example", "ci[bot]@corp.example"},
		Trailers: []string{"Co-authored-by: *-bot", "X-Made-By: *"},
	}
}

func TestIdentitiesOfAutomation(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		id   Identity
		want string // "": no automation
	}{
		{"nobody", Identity{}, ""},
		{"person", Identity{Name: "Ann", Email: "ann@example.org", Login: "ann", Type: "User"}, ""},
		{"account of type Bot", Identity{Login: "x", Type: "Bot"}, `account "x" is of type Bot`},
		{"type in another case is unknown", Identity{Login: "x", Type: "bot"}, ""},
		{"app without a type", Identity{Login: "x[bot]"}, `account "x[bot]" is a GitHub App's`},
		{"listed account", Identity{Login: "Hive-Bot"}, `account "Hive-Bot" is listed as automation`},
		{"longer login", Identity{Login: "hive-bot2"}, ""},
		{"agent's account", Identity{Login: "copilot"}, `account "copilot" is GitHub Copilot's (built-in list, version 1)`},
		{"listed address", Identity{Email: "CI@Bots.Example"}, `e-mail address "CI@Bots.Example" matches the listed "*@bots.example"`},
		{"listed address with a slash", Identity{Email: "a/b@bots.example"}, `e-mail address "a/b@bots.example" matches the listed "*@bots.example"`},
		{"listed address in a longer one", Identity{Email: "ci@bots.example.org"}, ""},
		{"brackets in a listed address are text", Identity{Email: "ci[bot]@corp.example"}, `e-mail address "ci[bot]@corp.example" matches the listed "ci[bot]@corp.example"`},
		{"brackets are no class", Identity{Email: "cib@corp.example"}, ""},
		{"app's address", Identity{Email: "41898282+github-actions[bot]@users.noreply.github.com"},
			`e-mail address "41898282+github-actions[bot]@users.noreply.github.com" belongs to an account that is a GitHub App's`},
		{"app's address without a number", Identity{Email: "name[bot]@users.noreply.github.com"},
			`e-mail address "name[bot]@users.noreply.github.com" belongs to an account that is a GitHub App's`},
		{"app's address on a server of its own", Identity{Email: "1+name[bot]@users.noreply.git.example.org"},
			`e-mail address "1+name[bot]@users.noreply.git.example.org" belongs to an account that is a GitHub App's`},
		{"listed account's address", Identity{Email: "77+hive-bot@users.noreply.github.com"},
			`e-mail address "77+hive-bot@users.noreply.github.com" belongs to an account that is listed as automation`},
		{"Copilot's address", Identity{Email: "223556219+Copilot@users.noreply.github.com"},
			`e-mail address "223556219+Copilot@users.noreply.github.com" belongs to an account that is GitHub Copilot's (built-in list, version 1)`},
		{"person's noreply address", Identity{Email: "5+ann@users.noreply.github.com"}, ""},
		{"brackets at another host", Identity{Email: "name[bot]@example.org"}, ""},
		{"agent's address", Identity{Name: "Ann", Email: "NoReply@Anthropic.com"},
			`e-mail address "NoReply@Anthropic.com" is Claude Code's (built-in list, version 1)`},
		{"agent's maker employs people", Identity{Email: "ann@anthropic.com"}, ""},
		{"aider's mark", Identity{Name: "Andre Ferreira (aider)", Email: "andre@example.org"},
			`name "Andre Ferreira (aider)" ends as Aider marks them (built-in list, version 1)`},
		{"mark elsewhere in the name", Identity{Name: "Andre (aider) Ferreira"}, ""},
		{"name that holds an agent's", Identity{Name: "Claude Dupont-Aider", Email: "c@example.org"}, ""},
		{"name that says bot", Identity{Name: "hive-bot", Email: "c@example.org"}, ""},
		{"name that looks like an app", Identity{Name: "dependabot[bot]", Email: "c@example.org"}, ""},
		{"GitHub as committer", Identity{Name: "GitHub", Email: "noreply@github.com", Login: "web-flow", Type: "User"}, ""},
	} {
		why, ok := listed().IsAutomation(tt.id)
		if why != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: IsAutomation = %q, %v, want %q", tt.name, why, ok, tt.want)
		}
	}
}

func TestGitHubAsCommitterIsNeutralWhateverIsListed(t *testing.T) {
	t.Parallel()
	a := Automation{Emails: []string{"*@github.com"}}
	if why, ok := a.IsAutomation(Identity{Name: "GitHub", Email: "noreply@github.com"}); ok {
		t.Errorf("IsAutomation = %q, want no automation", why)
	}
}

func TestTrailersOfAutomation(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, key, value, want string }{
		{"listed", "Co-authored-by", "hive-bot <x@example.org>",
			`trailer "Co-authored-by: hive-bot <x@example.org>" matches the listed "Co-authored-by: *-bot"`},
		{"listed, other case", "co-authored-BY", "Hive-BOT <x@example.org>",
			`trailer "co-authored-BY: Hive-BOT <x@example.org>" matches the listed "Co-authored-by: *-bot"`},
		{"pattern is of the whole name", "Co-authored-by", "hive-bot jr <x@example.org>", ""},
		{"pattern is not of the address", "Co-authored-by", "Ann <x-bot>", ""},
		{"listed key without an address", "X-Made-By", "robots",
			`trailer "X-Made-By: robots" matches the listed "X-Made-By: *"`},
		{"aider", "Co-authored-by", "aider (gpt-5-nano) <noreply@aider.chat>",
			`trailer "Co-authored-by: aider (gpt-5-nano) <noreply@aider.chat>" is Aider's (built-in list, version 1)`},
		{"agent's address", "Co-Authored-By", "Claude <noreply@anthropic.com>",
			`trailer "Co-Authored-By: Claude <noreply@anthropic.com>": e-mail address "noreply@anthropic.com" is Claude Code's (built-in list, version 1)`},
		{"app's address", "Signed-off-by", "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
			`trailer "Signed-off-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>": e-mail address "49699333+dependabot[bot]@users.noreply.github.com" belongs to an account that is a GitHub App's`},
		{"agent's own trailer", "Replit-Commit-Author", "Agent",
			`trailer "Replit-Commit-Author: Agent" is Replit Agent's (built-in list, version 1)`},
		{"agent as reviewer", "Reviewed-by", "Claude <noreply@anthropic.com>", ""},
		{"person", "Co-authored-by", "Claude Dupont <claude@example.org>", ""},
		{"person deploys", "Replit-Commit-Author", "Deployment", ""},
		{"no address", "Co-authored-by", "Ann", ""},
		{"broken address", "Co-authored-by", "Ann <", ""},
	} {
		why, ok := listed().TrailerIsAutomation(tt.key, tt.value)
		if why != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: TrailerIsAutomation = %q, %v, want %q", tt.name, why, ok, tt.want)
		}
	}
}

func TestBuiltInListIsSound(t *testing.T) {
	t.Parallel()
	l := agents()
	if l.Version < 1 || len(l.AuthorshipTrailers) == 0 {
		t.Errorf("version = %d with %d authorship trailers, want both", l.Version, len(l.AuthorshipTrailers))
	}
	var names []string
	for _, g := range l.Agents {
		names = append(names, strings.ToLower(g.Name))
		if len(g.Emails)+len(g.Logins)+len(g.NameSuffixes)+len(g.Trailers) == 0 {
			t.Errorf("%s matches nothing", g.Name)
		}
		for _, e := range g.Emails {
			if strings.ContainsAny(e, "*?[{ ") || strings.Index(e, "@") < 1 || strings.EqualFold(e, webFlow) {
				t.Errorf("%s: %q is no single address of an agent", g.Name, e)
			}
		}
		for _, s := range g.NameSuffixes {
			if s != strings.ToLower(s) || !strings.HasPrefix(s, " ") {
				t.Errorf("%s: name suffix %q is not in lower case after a blank", g.Name, s)
			}
		}
		for _, tr := range g.Trailers {
			if wrong := wrongTrailer(tr); wrong != "" {
				t.Errorf("%s: trailer %q%s", g.Name, tr, wrong)
			}
		}
	}
	if !slices.IsSorted(names) || len(slices.Compact(names)) != len(l.Agents) {
		t.Errorf("agents are not sorted, or named twice: %q", names)
	}
}
