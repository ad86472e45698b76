package ghubtest

import (
	"cmp"
	"strings"
)

func (s *Server) file(f File) object {
	o := object{
		"filename": f.Name, "status": cmp.Or(f.Status, "modified"), "sha": strings.Repeat("0", 40),
		"additions": f.Additions, "deletions": f.Deletions, "changes": f.Additions + f.Deletions,
		"blob_url": web("/blob/main/%s", f.Name), "raw_url": web("/raw/main/%s", f.Name), "contents_url": s.api("/contents/%s", f.Name),
	}
	if f.Patch != "" {
		o["patch"] = f.Patch
	}
	if f.Previous != "" {
		o["previous_filename"] = f.Previous
	}
	return o
}

func (s *Server) pullObject(p *Pull) object {
	i, url := s.issues[p.Number], s.api("/pulls/%d", p.Number)
	o := object{
		"id": p.Number, "node_id": node(p.Number), "number": p.Number, "title": p.Title, "body": i.Body,
		"state": i.State, "locked": false, "user": s.user(p.User), "labels": []object{}, "assignee": nil, "milestone": nil,
		"created_at": stamp(i.Created), "updated_at": stamp(i.Updated), "closed_at": nil, "merged_at": nil,
		"merge_commit_sha": nil, "merged": false, "mergeable": nil, "mergeable_state": "unknown", "merged_by": nil,
		"author_association": "NONE", "auto_merge": nil, "maintainer_can_modify": false, "draft": false,
		"additions": 1, "deletions": 1, "changed_files": len(p.Files), "commits": 1, "comments": 0, "review_comments": 0,
		"base": s.side("octo-org:main", p.Base, Actions()), "head": s.side(p.owner()+":"+p.branch(), p.Head, p.User),
		"url": url, "html_url": web("/pull/%d", p.Number), "diff_url": web("/pull/%d.diff", p.Number),
		"patch_url": web("/pull/%d.patch", p.Number), "issue_url": s.api("/issues/%d", p.Number),
		"review_comment_url": s.api("/pulls/comments{/number}"), "review_comments_url": url + "/comments",
	}
	links := object{}
	for _, name := range []string{"comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment", "self"} {
		links[name] = object{"href": url + "/" + name}
	}
	o["_links"] = links
	return o.links(url, "comments", "commits", "statuses")
}

// side is the base or the head of a pull request.
func (s *Server) side(label, sha string, u User) object {
	_, ref, _ := strings.Cut(label, ":")
	return object{"label": label, "ref": ref, "sha": sha, "user": s.user(u), "repo": s.repository()}
}

func (s *Server) repository() object {
	at := stamp(epoch())
	o := object{
		"id": 1, "node_id": node("repository"), "name": "registry", "full_name": Repository, "private": s.Private,
		"owner": s.user(User{Login: "octo-org", Type: "Organization"}), "description": nil, "fork": false, "license": nil,
		"default_branch": "main", "homepage": nil, "language": nil, "mirror_url": nil, "archived": false, "disabled": false,
		"has_issues": true, "has_projects": true, "has_downloads": true, "has_wiki": true, "has_pages": false,
		"forks": 0, "forks_count": 0, "open_issues": 0, "open_issues_count": 0, "size": 1, "stargazers_count": 0,
		"watchers": 0, "watchers_count": 0, "pushed_at": at, "created_at": at, "updated_at": at,
		"url": s.api(""), "html_url": web(""), "ssh_url": "git@github.com:" + Repository + ".git",
	}
	return o.links(s.api(""), "archive", "assignees", "blobs", "branches", "clone", "collaborators", "comments", "commits",
		"compare", "contents", "contributors", "deployments", "downloads", "events", "forks", "git", "git_commits", "git_refs",
		"git_tags", "hooks", "issue_comment", "issue_events", "issues", "keys", "labels", "languages", "merges", "milestones",
		"notifications", "pulls", "releases", "stargazers", "statuses", "subscribers", "subscription", "svn", "tags", "teams", "trees")
}
