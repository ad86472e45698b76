package config

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed agents.json
var agentsJSON []byte

// An agentList is the built-in list of agents' identities. All comparisons are
// of whole values and without case, except name suffixes and trailer globs.
type agentList struct {
	Version            int      // rises with every change of the list
	AuthorshipTrailers []string `json:"authorship_trailers"` // keys whose value names a maker of the change
	Agents             []agent
}

type agent struct {
	Name         string
	Emails       []string
	Logins       []string
	NameSuffixes []string `json:"name_suffixes"`
	Trailers     []string // "Key: glob", as in Automation
}

var agents = sync.OnceValue(func() agentList {
	var l agentList
	if err := json.Unmarshal(agentsJSON, &l); err != nil {
		panic("config: embedded agents.json: " + err.Error())
	}
	return l
})

// AgentsVersion is the version of the built-in list of agents' identities. It
// rises with every change of the list.
func AgentsVersion() int { return agents().Version }

// An Identity is who made something, as far as it is known: the author or the
// committer of a commit, the account linked to it, a pull request's author.
// Unknown parts are empty.
type Identity struct {
	Name  string // as in the commit
	Email string // as in the commit
	Login string // the account's
	Type  string // the account's, as GitHub's API gives it: "User", "Bot", …
}

// webFlow is the committer of what a person does on the website. It says
// nothing about who that was.
const webFlow = "noreply@github.com"

// noreplyPattern is an address that GitHub gives an account, on github.com and
// on servers of their own: "12345+login@users.noreply.github.com".
var noreplyPattern = regexp.MustCompile(`^(?:[0-9]+\+)?([^@+]+)@users\.noreply\.`)

// IsAutomation reports whether the identity is automation, and why as half a
// sentence without full stop: an account of type Bot or of a GitHub App, a
// listed account or address, or an agent of the built-in list. Names decide
// nothing but a listed agent's mark at their end: "GitHub" as committer is
// neutral, and a person may be called anything.
func (a Automation) IsAutomation(id Identity) (why string, ok bool) {
	if id.Type == "Bot" {
		return fmt.Sprintf("account %q is of type Bot", id.Login), true
	}
	if why, ok := a.isLogin(id.Login); ok {
		return fmt.Sprintf("account %q %s", id.Login, why), true
	}
	email := strings.TrimSpace(id.Email)
	if strings.EqualFold(email, webFlow) {
		return "", false
	}
	if why, ok := a.isEmail(email); ok {
		return fmt.Sprintf("e-mail address %q %s", email, why), true
	}
	name := strings.ToLower(strings.TrimSpace(id.Name))
	for _, g := range agents().Agents {
		for _, suffix := range g.NameSuffixes {
			if strings.HasSuffix(name, suffix) {
				return fmt.Sprintf("name %q ends as %s", id.Name, g.marks()), true
			}
		}
	}
	return "", false
}

func (a Automation) isLogin(login string) (why string, ok bool) {
	if login == "" {
		return "", false
	}
	if containsFold(a.Accounts, login) {
		return "is listed as automation", true
	}
	for _, g := range agents().Agents {
		if containsFold(g.Logins, login) {
			return "is " + g.whose(), true
		}
	}
	// No person can have this login: brackets are for GitHub Apps.
	if strings.HasSuffix(strings.ToLower(login), "[bot]") {
		return "is a GitHub App's", true
	}
	return "", false
}

func (a Automation) isEmail(email string) (why string, ok bool) {
	if email == "" {
		return "", false
	}
	for _, pattern := range a.Emails {
		if matchText(pattern, email) {
			return fmt.Sprintf("matches the listed %q", pattern), true
		}
	}
	for _, g := range agents().Agents {
		if containsFold(g.Emails, email) {
			return "is " + g.whose(), true
		}
	}
	if m := noreplyPattern.FindStringSubmatch(strings.ToLower(email)); m != nil {
		if why, ok := a.isLogin(m[1]); ok {
			return fmt.Sprintf("belongs to an account that %s", why), true
		}
	}
	return "", false
}

// TrailerIsAutomation reports whether a commit's trailer tells of automation,
// and why as half a sentence without full stop. Listed trailers are compared
// with the name in the value, "NAME <ADDRESS>"; a trailer that names a maker of
// the change is judged by that identity, one that names a reviewer is not.
func (a Automation) TrailerIsAutomation(key, value string) (why string, ok bool) {
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	id := parseIdentity(value)
	said := fmt.Sprintf("trailer %q", key+": "+value)
	for _, t := range a.Trailers {
		if matchTrailer(t, key, id.Name) {
			return fmt.Sprintf("%s matches the listed %q", said, t), true
		}
	}
	for _, g := range agents().Agents {
		if slices.ContainsFunc(g.Trailers, func(t string) bool { return matchTrailer(t, key, id.Name) }) {
			return fmt.Sprintf("%s is %s", said, g.whose()), true
		}
	}
	if !containsFold(agents().AuthorshipTrailers, key) {
		return "", false
	}
	if why, ok := a.IsAutomation(id); ok {
		return fmt.Sprintf("%s: %s", said, why), true
	}
	return "", false
}

// matchTrailer matches "Key: glob". A blank around the key means nothing.
func matchTrailer(pattern, key, name string) bool {
	k, glob, ok := strings.Cut(pattern, ":")
	return ok && strings.EqualFold(strings.TrimSpace(k), key) && matchText(strings.TrimSpace(glob), name)
}

// parseIdentity reads "NAME <ADDRESS>". A value without an address is a name.
func parseIdentity(value string) Identity {
	name, rest, ok := strings.Cut(value, "<")
	if !ok {
		return Identity{Name: value}
	}
	email, _, _ := strings.Cut(rest, ">")
	return Identity{Name: strings.TrimSpace(name), Email: strings.TrimSpace(email)}
}

func (g agent) whose() string {
	return fmt.Sprintf("%s's (built-in list, version %d)", g.Name, AgentsVersion())
}

func (g agent) marks() string {
	return fmt.Sprintf("%s marks them (built-in list, version %d)", g.Name, AgentsVersion())
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}
