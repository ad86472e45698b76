package rules

import (
	"cmp"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
)

// An automation is one sign that a change was not made by a person.
type automation struct {
	who string // a login, an address, a name, or a whole trailer
	as  string // what it did: "author of commit 0123456789ab"
	why string
}

// automationBehind lists the signs of automation behind a change: the pull
// request's author, then those of each commit that touches the page. A commit
// whose paths are unknown counts.
func automationBehind(p *check.Pass, c specsChange) []automation {
	var out []automation
	add := func(id config.Identity, as string) {
		if why, ok := p.Config.Automation.IsAutomation(id); ok {
			out = append(out, automation{whoIs(id), as, why})
		}
	}
	if a := p.Commits.Author; a != nil {
		add(config.Identity{Login: a.Login, Type: a.Type}, "author of the pull request")
	}
	for _, commit := range p.Commits.Commits {
		if len(commit.Paths) > 0 && !c.touches(commit.Paths) {
			continue
		}
		of := " of commit " + commit.ID[:min(12, len(commit.ID))]
		add(identity(commit.Author), "author"+of)
		add(identity(commit.Committer), "committer"+of)
		for _, t := range commit.Trailers {
			if why, ok := p.Config.Automation.TrailerIsAutomation(t.Key, t.Value); ok {
				out = append(out, automation{t.Key + ": " + t.Value, "trailer" + of, why})
			}
		}
	}
	return out
}

func identity(p change.Person) config.Identity {
	return config.Identity{Name: p.Name, Email: p.Email, Login: p.Account.Login, Type: p.Account.Type}
}

// whoIs names an identity by its login where it is known, also from the address
// that GitHub gives an account, so that one account is told once.
func whoIs(id config.Identity) string {
	local, _, isNoreply := strings.Cut(id.Email, "@users.noreply.")
	if _, login, ok := strings.Cut(local, "+"); ok {
		local = login
	}
	if !isNoreply {
		local = id.Email
	}
	return cmp.Or(id.Login, local, id.Name)
}
