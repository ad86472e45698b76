package ghubtest

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// An object is what becomes a JSON object. It has every member that GitHub's
// description requires and those that modelgate reads.
type object map[string]any

// links adds members that are addresses below url: "labels" gives labels_url.
func (o object) links(url string, names ...string) object {
	for _, name := range names {
		o[name+"_url"] = url + "/" + name
	}
	return o
}

func (s *Server) api(format string, args ...any) string {
	return s.URL + prefix + fmt.Sprintf(format, args...)
}

func web(format string, args ...any) string {
	return "https://github.com/" + Repository + fmt.Sprintf(format, args...)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func node(id any) string { return fmt.Sprintf("node-%v", id) }

// user renders an account; its id is made from the login.
func (s *Server) user(u User) object {
	h := fnv.New32a()
	h.Write([]byte(u.Login))
	url := s.URL + "/users/" + strings.NewReplacer("[", "%5B", "]", "%5D").Replace(u.Login)
	o := object{
		"login": u.Login, "type": u.Type, "id": h.Sum32(), "node_id": node(u.Login), "site_admin": false,
		"avatar_url": "https://avatars.githubusercontent.com/u/1", "gravatar_id": "", "url": url, "html_url": "https://github.com/" + u.Login,
	}
	return o.links(url, "followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events", "received_events")
}

func (s *Server) labelObject(l Label) object {
	return object{
		"id": 1, "node_id": node(l.Name), "url": s.api("/labels/%s", l.Name), "name": l.Name,
		"description": l.Description, "color": l.Color, "default": false,
	}
}

func (s *Server) issue(i *Issue) object {
	url, kind := s.api("/issues/%d", i.Number), "issues"
	labels, comments := []object{}, 0
	for _, name := range i.Labels {
		labels = append(labels, s.labelObject(s.labels[name]))
	}
	for _, c := range s.comments {
		if c.Issue == i.Number {
			comments++
		}
	}
	o := object{
		"id": i.Number, "node_id": node(i.Number), "number": i.Number, "title": i.Title, "body": i.Body,
		"state": i.State, "state_reason": nil, "locked": false, "user": s.user(i.User), "labels": labels,
		"assignee": nil, "assignees": []object{}, "milestone": nil, "comments": comments, "author_association": "NONE",
		"created_at": stamp(i.Created), "updated_at": stamp(i.Updated), "closed_at": nil,
		"url": url, "repository_url": s.api(""),
	}
	if i.StateReason != "" {
		o["state_reason"] = i.StateReason
	}
	if i.State == "closed" {
		o["closed_at"] = stamp(i.Updated)
	}
	if s.pulls[i.Number] != nil {
		kind = "pull"
		o["pull_request"] = object{
			"url": s.api("/pulls/%d", i.Number), "html_url": web("/pull/%d", i.Number),
			"diff_url": web("/pull/%d.diff", i.Number), "patch_url": web("/pull/%d.patch", i.Number),
		}
	}
	o["html_url"] = web("/%s/%d", kind, i.Number)
	return o.links(url, "comments", "events", "labels")
}

func (s *Server) comment(c *Comment) object {
	return object{
		"id": c.ID, "node_id": node(c.ID), "body": c.Body, "user": s.user(c.User), "author_association": "NONE",
		"url": s.api("/issues/comments/%d", c.ID), "issue_url": s.api("/issues/%d", c.Issue),
		"html_url":   web("/issues/%d#issuecomment-%d", c.Issue, c.ID),
		"created_at": stamp(c.Created), "updated_at": stamp(c.Updated),
	}
}

func (s *Server) review(r *Review) object {
	pull := s.api("/pulls/%d", r.Pull)
	html := web("/pull/%d#pullrequestreview-%d", r.Pull, r.ID)
	return object{
		"id": r.ID, "node_id": node(r.ID), "body": r.Body, "state": r.State, "commit_id": r.CommitID,
		"user": s.user(r.User), "author_association": "NONE", "html_url": html, "pull_request_url": pull,
		"_links": object{"html": object{"href": html}, "pull_request": object{"href": pull}},
	}
}

// reviewComment leaves the line out where there is none. GitHub sends null,
// which its own description does not allow; go-github reads both as nil.
func (s *Server) reviewComment(c *ReviewComment) object {
	url, pull := s.api("/pulls/comments/%d", c.ID), s.api("/pulls/%d", c.Pull)
	html := web("/pull/%d#discussion_r%d", c.Pull, c.ID)
	o := object{
		"id": c.ID, "node_id": node(c.ID), "pull_request_review_id": nil, "diff_hunk": "@@ -1 +1 @@", "path": c.Path,
		"commit_id": c.CommitID, "original_commit_id": c.CommitID, "user": s.user(c.User), "body": c.Body,
		"created_at": stamp(c.Created), "updated_at": stamp(c.Updated), "author_association": "NONE",
		"url": url, "html_url": html, "pull_request_url": pull, "subject_type": c.SubjectType, "side": c.Side,
		"_links": object{"self": object{"href": url}, "html": object{"href": html}, "pull_request": object{"href": pull}},
	}
	for name, n := range map[string]int{
		"line": c.Line, "start_line": c.StartLine, "original_line": c.OriginalLine, "original_start_line": c.OriginalStart,
	} {
		if n != 0 {
			o[name] = n
		}
	}
	if c.StartSide != "" {
		o["start_side"] = c.StartSide
	}
	if c.Review != 0 {
		o["pull_request_review_id"] = c.Review
	}
	if c.InReplyTo != 0 {
		o["in_reply_to_id"] = c.InReplyTo
	}
	return o
}
