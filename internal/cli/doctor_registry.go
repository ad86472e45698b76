package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/seal"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// registry tells what the check that was made has worked with.
func (d *doctor) registry(res *gate.Judgement, req gate.Request) {
	s := res.Head
	d.note("root", "%s (%s)", s.Layout.Root, why(d.flags.root != "", "--root", res.Config.Root != "", "the config", "detected: it is where the governed files are"))
	d.config(res.Config, req)
	d.files(s)
	d.log(s)
	d.signatures(s)
}

func (d *doctor) config(c *config.Config, req gate.Request) {
	switch {
	case c.File == "":
		d.note("config", "none: the defaults hold")
	case req.Policy != nil:
		d.note("config", "%s, as it is at the base", c.File)
	default:
		d.note("config", "%s", c.File)
	}
	var rules []string
	for _, name := range slices.Sorted(maps.Keys(c.Rules)) {
		level := "off"
		if l := c.Rules[name]; !l.Off {
			level = l.Severity.String()
		}
		rules = append(rules, name+": "+level)
	}
	if len(rules) > 0 {
		d.note("config", "%d rules changed: %s", len(rules), strings.Join(rules, ", "))
	}
	d.suppressions(c.Suppressions)
}

func (d *doctor) suppressions(list []config.Suppression) {
	var expired, invalid int
	for _, s := range list {
		switch {
		case s.Problem != "":
			invalid++
		case s.Expired(d.Now()):
			expired++
		}
	}
	if len(list) > 0 {
		d.note("config", "%d suppressions", len(list))
	}
	if expired > 0 {
		d.problem("config", "renew or remove them: each is an error", "%d suppressions have expired", expired)
	}
	if invalid > 0 {
		d.problem("config", "correct them: `modelgate check` says how", "%d suppressions are invalid", invalid)
	}
}

func (d *doctor) files(s *snapshot.Snapshot) {
	l := s.Layout
	d.document(s, "registry", l.Paths.Registry, s.RegistryState, fmt.Sprintf("%d entries", entries(s)))
	if s.RegistryState == snapshot.Absent && s.MetricsState != snapshot.Absent && len(s.Metrics) > 0 {
		d.problem("registry", "`modelgate import` makes one", "there are metrics files and no registry")
	}
	evaluations := 0
	if s.Evaluations != nil {
		evaluations = len(s.Evaluations.List)
	}
	d.document(s, "evaluations", l.Paths.Evaluations, s.EvaluationsState, fmt.Sprintf("%d evaluations", evaluations))
	d.folder(s, "metrics", l.Paths.Metrics, s.MetricsState, len(s.Metrics))
	if s.Index != nil {
		d.document(s, "index", l.Paths.IndexJSON, snapshot.Present, "legacy index")
	}
	for _, name := range snapshot.ViewFiles() {
		if v := s.View(name); v.State != snapshot.Absent {
			d.document(s, "view", path.Join(l.Paths.Views, name), v.State, "generated view")
		}
	}
	for _, p := range s.Specs {
		if !p.Safe {
			d.problem("specs", "make it a regular file", "%s is no regular file", p.Path)
			continue
		}
		d.note("specs", "%s, %d bytes, never written", p.Path, len(p.Src))
	}
}

func entries(s *snapshot.Snapshot) (n int) {
	for range s.Registry.All() {
		n++
	}
	return n
}

func (d *doctor) document(s *snapshot.Snapshot, topic, rel string, state snapshot.State, what string) {
	name := s.Layout.Path(rel)
	switch state {
	case snapshot.Absent:
		d.note(topic, "%s is not there", name)
	case snapshot.Broken:
		d.problem(topic, "`modelgate check` says what is wrong", "%s can't be read", name)
	default:
		d.note(topic, "%s, %s, %d bytes", name, what, size(s.Tree, name))
	}
}

func (d *doctor) folder(s *snapshot.Snapshot, topic, rel string, state snapshot.State, files int) {
	name := s.Layout.Path(rel)
	switch {
	case state == snapshot.Broken:
		d.problem(topic, "`modelgate check` says what is wrong", "%s: %d files can be read, others can't", name, files)
	case files == 0:
		d.note(topic, "%s holds no files", name)
	default:
		var sum int64
		for _, m := range s.Metrics {
			sum += size(s.Tree, m.Doc.Name)
		}
		d.note(topic, "%s, %d files, %d bytes", name, files, sum)
	}
}

func size(tree fs.FS, name string) int64 {
	info, err := fs.Stat(tree, name)
	if err != nil {
		return 0
	}
	return info.Size()
}

// log verifies the audit log, as `modelgate audit verify` does.
func (d *doctor) log(s *snapshot.Snapshot) {
	switch {
	case s.Log == nil:
		d.note("audit log", "off by the config")
		return
	case len(s.Log.Records()) == 0 && len(s.Log.Problems()) == 0:
		d.note("audit log", "no records in %s", s.Layout.Path(s.Layout.Paths.Logs))
		return
	}
	problems := s.Log.Problems()
	if s.RegistryState != snapshot.Broken {
		if state, err := ledger.Entries(s.Registry); err == nil {
			problems = s.Log.Check(state)
		}
	}
	d.note("audit log", "%s, %d records, %d heads", s.Layout.Path(s.Layout.Paths.Logs), len(s.Log.Records()), len(s.Log.Heads()))
	if len(problems) > 0 {
		d.problem("audit log", "`modelgate audit verify` tells each", "does not verify: %d problems", len(problems))
		return
	}
	d.note("audit log", "verifies")
}

// signatures verifies them, as `modelgate verify` does.
func (d *doctor) signatures(s *snapshot.Snapshot) {
	_, err := fs.Stat(s.Tree, s.Layout.ManifestPath())
	released := !errors.Is(err, fs.ErrNotExist)
	if len(s.Signatures) == 0 && !released {
		d.note("signatures", "none")
		return
	}
	if s.AllowedSigners == nil {
		d.problem("signatures", "write it; `modelgate keygen` prints a line for it", "%d of entries, and no list of allowed signers at %s",
			len(s.Signatures), s.Layout.Path(s.Layout.AllowedSigners))
		return
	}
	allowed, faults := seal.ParseAllowedSigners(s.AllowedSigners)
	if len(faults) > 0 {
		d.problem("signatures", "correct the list of allowed signers", "%d lines of %s can't be read", len(faults), s.Layout.Path(s.Layout.AllowedSigners))
	}
	v := verifier{s: s, allowed: allowed, want: seal.Demand{Namespace: seal.Namespace, At: d.Now()}}
	if err := v.run(nil); err != nil {
		d.problem("signatures", "`modelgate verify` tells more", "can't be verified: %v", err)
		return
	}
	bad := 0
	for _, r := range v.list {
		if !r.OK {
			bad++
		}
	}
	if bad > 0 {
		d.problem("signatures", "`modelgate verify` tells each", "%d of %d do not hold", bad, len(v.list))
		return
	}
	d.note("signatures", "all %d hold", len(v.list))
}
