package ghubtest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

func (s *Server) getBlob(r *http.Request) answer {
	id := r.PathValue("id")
	content, found := s.Git.get("blob", id)
	if !found {
		return notFound()
	}
	return ok(object{
		"sha": id, "node_id": node(id), "url": s.api("/git/blobs/%s", id), "size": len(content),
		"encoding": "base64", "content": wrapped(base64.StdEncoding.EncodeToString(content)),
	})
}

// wrapped breaks a text into lines of 60 characters, as GitHub does.
func wrapped(text string) string {
	var b strings.Builder
	for part := range slices.Chunk([]byte(text), 60) {
		b.Write(part)
		b.WriteByte('\n')
	}
	return b.String()
}

func (s *Server) getTree(r *http.Request) answer {
	id := r.PathValue("id")
	if c, ok := s.Git.commit(id); ok {
		id = c.Tree
	}
	raw, found := s.Git.get("tree", id)
	if !found {
		return notFound()
	}
	entries := []object{}
	for len(raw) > 0 && len(entries) <= s.MaxTree {
		mode, rest, _ := bytes.Cut(raw, []byte(" "))
		name, rest, _ := bytes.Cut(rest, []byte{0})
		size := len(id) / 2
		entries = append(entries, s.entry(Entry{string(name), string(mode), hex.EncodeToString(rest[:size])}))
		raw = rest[size:]
	}
	truncated := len(entries) > s.MaxTree
	return ok(object{
		"sha": id, "url": s.api("/git/trees/%s", id), "truncated": truncated, "tree": entries[:min(len(entries), s.MaxTree)],
	})
}

// entry renders an entry; only files and links have sizes, and a submodule has
// no address.
func (s *Server) entry(e Entry) object {
	o := object{"path": strings.ToValidUTF8(e.Path, "\ufffd"), "mode": strings.Repeat("0", 6-len(e.Mode)) + e.Mode, "sha": e.ID}
	switch {
	case strings.HasPrefix(e.Mode, "4"):
		o["type"], o["url"] = "tree", s.api("/git/trees/%s", e.ID)
	case e.Mode == "160000":
		o["type"] = "commit"
	default:
		content, _ := s.Git.get("blob", e.ID) // a lost object has no size
		o["type"], o["url"], o["size"] = "blob", s.api("/git/blobs/%s", e.ID), len(content)
	}
	return o
}

func (s *Server) getCommit(r *http.Request) answer {
	id := r.PathValue("id")
	c, found := s.Git.commit(id)
	if !found {
		return notFound()
	}
	o := s.gitCommit(id, c)
	o["sha"], o["node_id"], o["html_url"], o["parents"] = id, node(id), web("/commit/%s", id), s.parents(c)
	delete(o, "comment_count")
	return ok(o)
}

// gitCommit is what the object itself says.
func (s *Server) gitCommit(id string, c Commit) object {
	return object{
		"url": s.api("/git/commits/%s", id), "message": c.Message, "comment_count": 0,
		"author": gitPerson(c.Author), "committer": gitPerson(c.Committer),
		"tree": object{"sha": c.Tree, "url": s.api("/git/trees/%s", c.Tree)},
	}
}

func gitPerson(p Person) object {
	return object{"name": p.Name, "email": p.Email, "date": stamp(p.Time)}
}

func (s *Server) parents(c Commit) []object {
	out := []object{}
	for _, p := range c.Parents {
		out = append(out, object{"sha": p, "url": s.api("/commits/%s", p), "html_url": web("/commit/%s", p)})
	}
	return out
}

// commitObject is what the object says and which accounts it belongs to.
func (s *Server) commitObject(id string) object {
	c, _ := s.Git.commit(id) // the caller walked to it
	url := s.api("/commits/%s", id)
	return object{
		"sha": id, "node_id": node(id), "url": url, "html_url": web("/commit/%s", id), "comments_url": url + "/comments",
		"commit": s.gitCommit(id, c), "parents": s.parents(c),
		"author": s.account(c.Author.Email), "committer": s.account(c.Committer.Email),
	}
}

func (s *Server) account(email string) any {
	if u, linked := s.accounts[email]; linked {
		return s.user(u)
	}
	return nil
}

// compare answers without the list of files, which nothing may rely on: GitHub
// stops at 300.
func (s *Server) compare(r *http.Request) answer {
	from, to, three := strings.Cut(r.PathValue("range"), "...")
	_, fromOK := s.Git.commit(from)
	_, toOK := s.Git.commit(to)
	if !three || !fromOK || !toOK {
		return notFound()
	}
	before, after := s.Git.history(from), s.Git.history(to)
	i := slices.IndexFunc(after, func(id string) bool { return slices.Contains(before, id) })
	if i < 0 {
		return failure(http.StatusNotFound, "No common ancestor between "+from+" and "+to+".")
	}
	base := after[i]
	ahead := slices.DeleteFunc(slices.Clone(after), func(id string) bool { return slices.Contains(before, id) })
	slices.Reverse(ahead) // oldest first
	behind := slices.DeleteFunc(slices.Clone(before), func(id string) bool { return slices.Contains(after, id) })

	shown, header := ahead, http.Header(nil)
	if r.URL.RawQuery == "" {
		shown = ahead[max(0, len(ahead)-250):]
	} else {
		paged := page(s, r, ahead, func(id string) object { return object{"sha": id} })
		header = paged.header
		n, size := pageOf(r)
		start := min((n-1)*size, len(ahead))
		shown = ahead[start:min(start+size, len(ahead))]
	}
	commits := []object{}
	for _, id := range shown {
		commits = append(commits, s.commitObject(id))
	}
	url := web("/compare/%s...%s", from, to)
	return answer{status: http.StatusOK, header: header, body: object{
		"url": s.api("/compare/%s...%s", from, to), "html_url": url, "permalink_url": url, "diff_url": url + ".diff", "patch_url": url + ".patch",
		"base_commit": s.commitObject(from), "merge_base_commit": s.commitObject(base), "status": compareStatus(len(ahead), len(behind)),
		"ahead_by": len(ahead), "behind_by": len(behind), "total_commits": len(ahead), "commits": commits,
	}}
}

func compareStatus(ahead, behind int) string {
	switch {
	case ahead > 0 && behind > 0:
		return "diverged"
	case ahead > 0:
		return "ahead"
	case behind > 0:
		return "behind"
	}
	return "identical"
}
