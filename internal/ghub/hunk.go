package ghub

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// A span is a closed run of lines of a head file, counted from 1.
type span struct{ first, last int }

func (s span) holds(t span) bool { return s.first <= t.first && t.last <= s.last }

// A fileDiff is what a pull request changes in one file, as far as comments
// are concerned.
type fileDiff struct {
	touched bool   // the file is part of the pull request
	hunks   []span // the head lines that take a comment, in order
	head    string // the head's text; "" where there is none to comment on
}

// hunkOf is the hunk that holds all of s.
func (d fileDiff) hunkOf(s span) (span, bool) {
	for _, h := range d.hunks {
		if h.holds(s) {
			return h, true
		}
	}
	return span{}, false
}

// firstIn is the first line of s that takes a comment, 0 if none does.
func (d fileDiff) firstIn(s span) int {
	for _, h := range d.hunks {
		if line := max(h.first, s.first); line <= min(h.last, s.last) {
			return line
		}
	}
	return 0
}

// A hunkMap knows where GitHub takes comments in a pull request. It compares
// the trees itself, because GitHub's own answer leaves the patch of a large
// file out and reports no change at all beyond some 20,000 lines.
type hunkMap struct {
	base, head fs.FS
	renamed    func(name string) string // the name at the base of a file that GitHub takes for moved, else ""
	seen       map[string]fileDiff
}

func newHunkMap(base, head fs.FS, renamed func(string) string) *hunkMap {
	return &hunkMap{base: base, head: head, renamed: renamed, seen: map[string]fileDiff{}}
}

// file compares one file. What can't be read takes no comment: its findings
// are told elsewhere.
func (m *hunkMap) file(name string) fileDiff {
	if d, ok := m.seen[name]; ok {
		return d
	}
	d := m.compare(name)
	m.seen[name] = d
	return d
}

// before is what GitHub compares a file with: of a moved one it shows only what
// has changed beside the move.
func (m *hunkMap) before(name string) ([]byte, bool, error) {
	before, there, err := read(m.base, name)
	if err != nil || there {
		return before, there, err
	}
	if old := m.renamed(name); old != "" {
		return read(m.base, old)
	}
	return nil, false, nil
}

func (m *hunkMap) compare(name string) fileDiff {
	before, atBase, err := m.before(name)
	if err != nil {
		return fileDiff{}
	}
	after, atHead, err := read(m.head, name)
	switch {
	case err != nil || atBase == atHead && bytes.Equal(before, after):
		return fileDiff{}
	case !atHead || isBinary(before) || isBinary(after):
		return fileDiff{touched: true}
	}
	return fileDiff{touched: true, hunks: hunks(string(before), string(after)), head: string(after)}
}

// read reads a file that need not be there.
func read(fsys fs.FS, name string) (src []byte, found bool, err error) {
	src, err = fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return src, err == nil, err
}

// isBinary is git's own test (buffer_is_binary in xdiff-interface.c): a NUL
// among the first 8,000 bytes. GitHub shows no lines of such a file.
func isBinary(b []byte) bool {
	return bytes.IndexByte(b[:min(len(b), 8000)], 0) >= 0
}

// contextLines is how many unchanged lines around a change a diff on GitHub
// holds. They take comments like the changed ones.
const contextLines = 3

// hunks returns the head lines of a unified diff's hunks: each change with its
// context, those that touch joined, as git does it.
func hunks(before, after string) []span {
	a, b := splitLines(before), splitLines(after)
	var out []span
	for _, d := range diffLines(a, b) {
		h := span{max(d.first-contextLines, 1), min(d.last+contextLines, len(b))}
		switch n := len(out); {
		case h.last < h.first: // all lines are gone
		case n > 0 && h.first <= out[n-1].last+1:
			out[n-1].last = h.last
		default:
			out = append(out, h)
		}
	}
	return out
}

// splitLines cuts a text behind each line feed.
func splitLines(text string) []string { return slices.Collect(strings.Lines(text)) }
