package audit

import (
	"fmt"
	"path"
	"slices"
	"time"
)

// A Log is the records of a log, with what is wrong with them.
type Log struct {
	dir      string
	read     []file    // what the log was made of
	faults   []Problem // what reading it found
	graph    *graph
	sound    map[string]*Record // by name
	files    map[string]bool    // paths of the files that claim to be records
	broken   bool               // a record is unreadable or missing
	problems []Problem
	outcome  Outcome
}

// A file is one file that claims to be a record.
type file struct {
	path  string
	claim string // the file's name without its ending
	hash  string // the SHA-256 of its content; empty when it is too large
	rec   Record
	err   error // why the content is no record
}

func newLog(dir string, files []file, problems []Problem) (*Log, error) {
	l := &Log{dir: dir, read: files, faults: slices.Clone(problems),
		sound: map[string]*Record{}, files: map[string]bool{}, problems: problems}
	broken := l.accept(files)
	records := make([]*Record, 0, len(l.sound))
	for _, r := range l.sound {
		records = append(records, r)
	}
	l.graph = newGraph(records)
	l.checkParents(broken)
	l.checkCycles()
	outcome, err := replay(l.graph, nil, l.file)
	if err != nil {
		return nil, err
	}
	l.outcome = outcome
	l.problems = sortProblems(append(l.problems, outcome.Problems...))
	return l, nil
}

// accept takes the files whose name is right, and those that were only
// renamed: their name is no record's, or other records name what they hold.
// It returns the names that are claimed by a file which does not hold that
// record.
func (l *Log) accept(files []file) (broken map[string]bool) {
	named := map[string]bool{}
	for i, f := range files {
		l.files[f.path] = true
		if f.err == nil && f.hash == f.claim {
			l.sound[f.hash] = &files[i].rec
		}
		for _, p := range f.rec.Parents {
			named[p] = true
		}
	}
	broken = map[string]bool{}
	for i, f := range files {
		if f.err == nil && (named[f.hash] || !isHex(f.claim, 64)) {
			l.sound[f.hash] = &files[i].rec
		}
	}
	for _, f := range files {
		if isHex(f.claim, 64) && l.sound[f.claim] == nil && l.sound[f.hash] == nil {
			broken[f.claim] = true
			l.broken = true
		}
	}
	return broken
}

// checkParents reports parents that are nowhere and records older than a
// parent, and marks where what lies behind a record can't be told.
func (l *Log) checkParents(broken map[string]bool) {
	for i := range l.graph.nodes {
		n := &l.graph.nodes[i]
		for _, name := range n.rec.Parents {
			p, ok := l.sound[name]
			switch {
			case !ok && broken[name]:
				n.gap = true
			case !ok:
				n.gap, l.broken = true, true
				l.report(n.rec, MissingParent, "run `modelgate resolve`, which finds it in HEAD's history, or bring its file here from the branch that has it (git log --all -- '*<name>.json' finds it)",
					"record has the parent %q, which is not in the log", name)
			case n.rec.Time.Before(p.Time):
				l.report(n.rec, TimeBeforeParent, helpRestore, "record of %q is older than its parent %q of %q",
					n.rec.Time.Format(time.RFC3339Nano), name, p.Time.Format(time.RFC3339Nano))
			}
		}
		n.tainted = n.gap || slices.ContainsFunc(n.parents, func(p int) bool { return l.graph.nodes[p].tainted })
	}
}

// checkCycles guards against what a hash function excludes.
func (l *Log) checkCycles() {
	for _, r := range l.graph.cyclic {
		l.broken = true
		l.report(r, Cycle, helpRestore, "record is its own ancestor, or descends from one that is")
	}
}

func (l *Log) report(r *Record, k Kind, help, format string, args ...any) {
	l.problems = append(l.problems, Problem{Path: l.file(*r), Kind: k, Message: fmt.Sprintf(format, args...), Help: help})
}

// file is where a record's file should be, from the root of the fs.FS.
func (l *Log) file(r Record) string { return path.Join(l.dir, r.Path()) }

// Problems returns every fault of the log by itself, sorted by path. Check
// adds what only shows beside the registry.
func (l *Log) Problems() []Problem { return slices.Clone(l.problems) }

// Records returns the sound records, ancestors first; records that neither
// descends from the other are in the order of their times, then names.
func (l *Log) Records() []Record {
	records := make([]Record, len(l.graph.nodes))
	for i, n := range l.graph.nodes {
		records[i] = *n.rec
	}
	return records
}

// Record returns the sound record of that name.
func (l *Log) Record(name string) (Record, bool) {
	r, ok := l.sound[name]
	if !ok {
		return Record{}, false
	}
	return *r, true
}

// Heads returns the names of the records that no other one has as a parent,
// sorted: the parents of the next record.
func (l *Log) Heads() []string {
	inner := map[string]bool{}
	for _, n := range l.graph.nodes {
		for _, p := range n.rec.Parents {
			inner[p] = true
		}
	}
	heads := []string{}
	for _, n := range l.graph.nodes {
		if !inner[n.rec.Name] {
			heads = append(heads, n.rec.Name)
		}
	}
	slices.Sort(heads)
	return heads
}

// Time returns the time of a record that is written now with these parents:
// now, but never before one of them, because clocks differ.
func (l *Log) Time(now time.Time, parents []string) time.Time {
	now = now.Round(0).UTC()
	for _, name := range parents {
		if p, ok := l.sound[name]; ok && p.Time.After(now) {
			now = p.Time
		}
	}
	return now
}

// slack is how far ahead of this machine's clock a record may be: a day covers
// every time zone set by mistake.
const slack = 24 * time.Hour

// Future returns a problem of kind FutureTime for each record whose time lies
// more than a day after now and that has it from no parent. It breaks nothing,
// so Check leaves it out; but every record after it takes its time over.
func (l *Log) Future(now time.Time) []Problem {
	limit := now.Add(slack)
	var ahead []Problem
	for _, n := range l.graph.nodes {
		inherited := slices.ContainsFunc(n.parents, func(p int) bool { return l.graph.nodes[p].rec.Time.After(limit) })
		if !n.rec.Time.After(limit) || inherited {
			continue
		}
		ahead = append(ahead, Problem{
			Path: l.file(*n.rec), Kind: FutureTime,
			Message: fmt.Sprintf("record is of %q, which lies in the future, and every later record takes that time over", n.rec.Time.Format(time.RFC3339)),
			Help:    "remove the record while it is not merged, set the clock of the machine right and repeat the command",
		})
	}
	return sortProblems(ahead)
}

// Added returns the records that head has and base has not, ancestors first.
func Added(base, head *Log) []Record {
	var added []Record
	for _, n := range head.graph.nodes {
		if base.sound[n.rec.Name] == nil {
			added = append(added, *n.rec)
		}
	}
	return added
}

// Missing returns a problem of kind Rewritten for each record that base has
// and head has not, at the place of its file.
func Missing(base, head *Log) []Problem {
	var gone []Problem
	for _, n := range base.graph.nodes {
		if head.sound[n.rec.Name] != nil {
			continue
		}
		p := Problem{
			Path: base.file(*n.rec), Kind: Rewritten, Help: helpRestore,
			Message: fmt.Sprintf("record %q is deleted", n.rec.Name),
		}
		if head.files[p.Path] {
			p.Message = fmt.Sprintf("record %q is changed", n.rec.Name)
		}
		gone = append(gone, p)
	}
	return sortProblems(gone)
}
