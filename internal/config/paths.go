package config

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

func (p *parser) root(where string, n ast.Node) {
	t, ok := p.text(where, n)
	if !ok {
		return
	}
	if wrong := wrongPath(t); wrong != "" && t != "." {
		p.report(n, "%s is %s, %s", where, quote(t), wrong)
		return
	}
	p.cfg.Root = t
}

func (p *parser) paths(where string, n ast.Node) {
	d := &p.cfg.Paths
	set := func(field *string) func(string, ast.Node) {
		return func(where string, n ast.Node) {
			if p.path(where, n, field) {
				p.cfg.PathsSet[strings.TrimPrefix(where, "paths.")] = true
			}
		}
	}
	p.mapping(where, n, []key{
		{"registry", set(&d.Registry)},
		{"metrics", set(&d.Metrics)},
		{"evaluations", set(&d.Evaluations)},
		{"models_index", set(&d.ModelsIndex)},
		{"index_json", set(&d.IndexJSON)},
		{"views", set(&d.Views)},
		{"logs", set(&d.Logs)},
		{"signatures", set(&d.Signatures)},
	})
}

func (p *parser) path(where string, n ast.Node, field *string) bool {
	t, ok := p.text(where, n)
	if !ok {
		return false
	}
	if wrong := wrongPath(t); wrong != "" {
		p.report(n, "%s is %s, %s", where, quote(t), wrong)
		return false
	}
	*field = t
	p.places[where] = n
	return true
}

// wrongPath says what is wrong with a path that shall lie below the root; ""
// when nothing is.
func wrongPath(t string) string {
	parts := strings.Split(t, "/")
	switch {
	case strings.ContainsFunc(t, unicode.IsControl):
		return "which holds a control character"
	case strings.Contains(t, `\`):
		return `which holds a backslash; write "/"`
	case path.IsAbs(t), len(parts[0]) == 2 && parts[0][1] == ':':
		return "want a relative path"
	case slices.Contains(parts, ".."):
		return "which leads out of the tree"
	case t == ".":
		return "want a path below the root"
	case !fs.ValidPath(t):
		return fmt.Sprintf("which is not clean; write %s", quote(path.Clean(t)))
	case slices.ContainsFunc(parts, isGitDir):
		return "which lies inside git's own folder"
	}
	return ""
}

// isGitDir knows the names under which file systems find .git: any case, and
// NTFS's short name. What is written there can run programs.
func isGitDir(part string) bool {
	return strings.EqualFold(part, ".git") || strings.EqualFold(part, "git~1")
}

// A location is a configured path with what it may not share.
type location struct {
	key, path string
	isFile    bool
}

func (p *parser) locations() []location {
	d := p.cfg.Paths
	return []location{
		// First, so that whatever meets it is told about it.
		{"paths.models_index", d.ModelsIndex, true},
		{"paths.registry", d.Registry, true},
		{"paths.metrics", d.Metrics, false},
		{"paths.evaluations", d.Evaluations, true},
		{"paths.index_json", d.IndexJSON, true},
		{"paths.views", d.Views, false},
		{"paths.logs", d.Logs, false},
		{"paths.signatures", d.Signatures, false},
		{"signing.allowed_signers", p.cfg.Signing.AllowedSigners, true},
	}
}

// checkCollisions refuses paths that are one place to some file system. The
// specifications for people must stay unwritable (BIP-035), wherever a config
// says they are; their usual name is reserved for them everywhere.
func (p *parser) checkCollisions() {
	all := p.locations()
	for i, b := range all {
		if i > 0 && fold(path.Base(b.path)) == "models_index.md" {
			p.collide(b, "which is the name of the specifications; modelgate never writes them")
			continue
		}
		for _, a := range all[:i] {
			switch {
			case fold(a.path) == fold(b.path):
				p.collideTwo(a, b, "the same as")
			case a.isFile && below(b.path, a.path):
				p.collideTwo(a, b, "below the file of")
			case b.isFile && below(a.path, b.path):
				p.collideTwo(b, a, "below the file of")
			}
		}
	}
}

func (p *parser) collide(l location, wrong string) {
	if n := p.places[l.key]; n != nil {
		p.report(n, "%s is %s, %s", l.key, quote(l.path), wrong)
	}
}

// collideTwo tells it at the path that the file names; at the second when it
// names both.
func (p *parser) collideTwo(a, b location, relation string) {
	n := p.places[b.key]
	if n == nil {
		n = p.places[a.key]
	}
	if n != nil {
		p.report(n, "%s is %s, %s %s", b.key, quote(b.path), relation, a.key)
	}
}

func below(inner, outer string) bool { return strings.HasPrefix(fold(inner), fold(outer)+"/") }

// fold maps names that some file system takes for one another to one form.
func fold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }
