package ghubtest

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha1" // the default hash of git
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Git is the object database of a Server. Ids are real: they are the hash of
// the content.
type Git struct {
	SHA256 bool // set before the first object

	mu      sync.Mutex
	objects map[string]gitObject
}

type gitObject struct {
	kind    string // "blob", "tree" or "commit"
	content []byte
}

func newGit() *Git { return &Git{objects: map[string]gitObject{}} }

// Add keeps an object as git has it and returns its id.
func (g *Git) Add(kind string, content []byte) string {
	h := sha1.New()
	if g.SHA256 {
		h = sha256.New()
	}
	fmt.Fprintf(h, "%s %d\x00", kind, len(content))
	h.Write(content)
	id := hex.EncodeToString(h.Sum(nil))
	g.mu.Lock()
	defer g.mu.Unlock()
	g.objects[id] = gitObject{kind, bytes.Clone(content)}
	return id
}

// AddBatch keeps every object of a repository, as `git cat-file --batch` prints
// them. An object whose id is not that of its content is an error.
func (g *Git) AddBatch(batch string) error {
	in := bufio.NewReader(strings.NewReader(batch))
	for {
		var id, kind string
		var size int
		if _, err := fmt.Fscanf(in, "%s %s %d\n", &id, &kind, &size); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read the batch: %w", err)
		}
		content := make([]byte, size+1) // a line feed follows
		if _, err := io.ReadFull(in, content); err != nil {
			return fmt.Errorf("read %s %s: %w", kind, id, err)
		}
		if got := g.Add(kind, content[:size]); got != id {
			return fmt.Errorf("%s %s has the id %s", kind, id, got)
		}
	}
}

// Remove loses an object, as a server that garbage-collects does.
func (g *Git) Remove(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.objects, id)
}

func (g *Git) get(kind, id string) ([]byte, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o, ok := g.objects[id]
	return o.content, ok && o.kind == kind
}

// An Entry is a path of a tree with its mode in octal, as "100644".
type Entry struct{ Path, Mode, ID string }

// Tree keeps the trees that hold the entries, whose paths may be deep, and
// returns the id of the top.
func (g *Git) Tree(entries ...Entry) string {
	below := map[string][]Entry{}
	var level []Entry
	for _, e := range entries {
		first, rest, deep := strings.Cut(e.Path, "/")
		if !deep {
			level = append(level, e)
			continue
		}
		below[first] = append(below[first], Entry{rest, e.Mode, e.ID})
	}
	for name, list := range below {
		level = append(level, Entry{name, "40000", g.Tree(list...)})
	}
	// git sorts a folder as if its name ended in a slash.
	sortName := func(e Entry) string {
		if e.Mode == "40000" {
			return e.Path + "/"
		}
		return e.Path
	}
	slices.SortFunc(level, func(a, b Entry) int { return cmp.Compare(sortName(a), sortName(b)) })
	var raw bytes.Buffer
	for _, e := range level {
		id, err := hex.DecodeString(e.ID)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&raw, "%s %s\x00%s", e.Mode, e.Path, id)
	}
	return g.Add("tree", raw.Bytes())
}

// Files keeps regular files and returns the id of their tree.
func (g *Git) Files(files map[string]string) string {
	var entries []Entry
	for name, text := range files {
		entries = append(entries, Entry{path.Clean(name), "100644", g.Add("blob", []byte(text))})
	}
	return g.Tree(entries...)
}

// A Person is who made a commit, and when.
type Person struct {
	Name, Email string
	Time        time.Time // zero is one moment for all
}

// A Commit is what a commit object says. Without an author it is octocat's,
// without a committer the author's.
type Commit struct {
	Tree              string
	Parents           []string
	Author, Committer Person
	Message           string
}

// Commit keeps a commit and returns its id.
func (g *Git) Commit(c Commit) string {
	if c.Author.Name == "" {
		c.Author = Person{Name: "Octo Cat", Email: "octocat@example.org"}
	}
	if c.Committer.Name == "" {
		c.Committer = c.Author
	}
	var raw strings.Builder
	fmt.Fprintf(&raw, "tree %s\n", c.Tree)
	for _, p := range c.Parents {
		fmt.Fprintf(&raw, "parent %s\n", p)
	}
	fmt.Fprintf(&raw, "author %s\ncommitter %s\n\n%s", c.Author.line(), c.Committer.line(), c.Message)
	return g.Add("commit", []byte(raw.String()))
}

func (p Person) line() string {
	if p.Time.IsZero() {
		p.Time = epoch()
	}
	return fmt.Sprintf("%s <%s> %d +0000", p.Name, p.Email, p.Time.Unix())
}

// commit reads a commit object.
func (g *Git) commit(id string) (Commit, bool) {
	raw, ok := g.get("commit", id)
	if !ok {
		return Commit{}, false
	}
	head, message, _ := strings.Cut(string(raw), "\n\n")
	c := Commit{Message: message}
	for line := range strings.SplitSeq(head, "\n") {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "tree":
			c.Tree = value
		case "parent":
			c.Parents = append(c.Parents, value)
		case "author":
			c.Author = person(value)
		case "committer":
			c.Committer = person(value)
		}
	}
	return c, true
}

func person(line string) Person {
	name, rest, _ := strings.Cut(line, " <")
	email, when, _ := strings.Cut(rest, "> ")
	seconds, err := strconv.ParseInt(strings.Fields(when)[0], 10, 64)
	if err != nil {
		panic(err)
	}
	return Person{name, email, time.Unix(seconds, 0).UTC()}
}

// history returns a commit and all before it, newest first.
func (g *Git) history(id string) []string {
	var out []string
	seen := map[string]bool{}
	for todo := []string{id}; len(todo) > 0; {
		at := todo[0]
		todo = todo[1:]
		c, ok := g.commit(at)
		if seen[at] || !ok {
			continue
		}
		seen[at] = true
		out, todo = append(out, at), append(todo, c.Parents...)
	}
	return out
}
