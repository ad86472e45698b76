package git

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Commit is what a commit object says; no part of it is proven. Bytes that are not UTF-8 are replaced by U+FFFD.
type Commit struct {
	ID             string
	Parents        []string
	AuthorName     string
	AuthorEmail    string
	CommitterName  string
	CommitterEmail string
	AuthorTime     time.Time // in the author's zone; zero when it makes no sense
	CommitTime     time.Time
	Message        string
	Trailers       []Trailer
	Boundary       bool // its parents are cut off, so git takes it for one that touches all its files

	tree string
}

// commit reads the commit with this full id.
func (r *Repo) commit(ctx context.Context, id string) (*Commit, error) {
	if !r.format.isID(id) {
		return nil, notID(id)
	}
	data, err := r.object(ctx, "commit", id, maxCommit)
	if err != nil {
		return nil, err
	}
	c, err := parseCommit(string(data), r.format)
	if err != nil {
		return nil, fmt.Errorf("commit %s: %w", id, err)
	}
	c.ID, c.Boundary = id, r.shallow[id]
	return c, nil
}

// parseCommit reads a commit object as git does: tree, then parents, then the first author and committer.
func parseCommit(text string, f format) (*Commit, error) {
	head, message, _ := strings.Cut(text, "\n\n")
	c := &Commit{Message: strings.ToValidUTF8(message, "\ufffd")}
	lines := strings.Split(head, "\n")
	tree, ok := strings.CutPrefix(lines[0], "tree ")
	if !ok || !f.isID(tree) {
		return nil, fmt.Errorf("line %q names no tree", oneLine(lines[0]))
	}
	c.tree, lines = tree, lines[1:]
	for len(lines) > 0 && strings.HasPrefix(lines[0], "parent ") {
		parent := strings.TrimPrefix(lines[0], "parent ")
		if !f.isID(parent) {
			return nil, fmt.Errorf("line %q names no parent", oneLine(lines[0]))
		}
		c.Parents, lines = append(c.Parents, parent), lines[1:]
	}
	c.AuthorName, c.AuthorEmail, c.AuthorTime = parsePerson(firstLine(lines, "author "))
	c.CommitterName, c.CommitterEmail, c.CommitTime = parsePerson(firstLine(lines, "committer "))
	c.Trailers = parseTrailers(c.Message)
	return c, nil
}

// firstLine returns what follows the key in the first line that has it. Further lines of a signature start with a blank.
func firstLine(lines []string, key string) string {
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(line, key); ok {
			return strings.ToValidUTF8(rest, "\ufffd")
		}
	}
	return ""
}

// parsePerson reads "Name <email> 1700000000 +0100".
func parsePerson(line string) (name, email string, at time.Time) {
	name, rest, _ := strings.Cut(line, "<")
	email, _, _ = strings.Cut(rest, ">")
	stamp := line[strings.LastIndexByte(line, '>')+1:]
	return strings.TrimSpace(name), strings.TrimSpace(email), parseTime(strings.Fields(stamp))
}

// parseTime reads seconds since 1970 and a zone, up to the year 9999, behind which RFC 3339 has no form.
func parseTime(fields []string) time.Time {
	if len(fields) == 0 {
		return time.Time{}
	}
	seconds, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil || seconds < 0 || seconds >= time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).Unix() {
		return time.Time{}
	}
	return time.Unix(seconds, 0).In(parseZone(fields[1:]))
}

// parseZone reads "+0530". A zone that makes no sense is UTC: the moment is still right.
func parseZone(fields []string) *time.Location {
	if len(fields) == 0 || len(fields[0]) != 5 {
		return time.UTC
	}
	n, err := strconv.Atoi(fields[0])
	hours, minutes := n/100, n%100
	if err != nil || hours < -14 || hours > 14 || minutes < -59 || minutes > 59 || n == 0 {
		return time.UTC
	}
	return time.FixedZone("", hours*3600+minutes*60)
}
