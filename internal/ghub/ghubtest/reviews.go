package ghubtest

import (
	"net/http"
	"slices"
)

// A draft is a comment in a request: part of a review, or alone.
type draft struct {
	Path        string `json:"path"`
	Body        string `json:"body"`
	Line        int    `json:"line"`
	Side        string `json:"side"`
	StartLine   int    `json:"start_line"`
	StartSide   string `json:"start_side"`
	Position    int    `json:"position"`
	SubjectType string `json:"subject_type"`
	CommitID    string `json:"commit_id"`
	InReplyTo   int64  `json:"in_reply_to"`
}

// place is where the draft points; the right side is GitHub's default.
func (d draft) place() place {
	p := place{path: d.Path, side: d.Side, line: d.Line, startSide: d.StartSide, startLine: d.StartLine}
	if p.side == "" {
		p.side = "RIGHT"
	}
	if p.startSide == "" {
		p.startSide = p.side
	}
	return p
}

func (d draft) comment(by User, pull int, review int64) ReviewComment {
	p := d.place()
	c := ReviewComment{
		Pull: pull, Review: review, Path: d.Path, Body: d.Body, User: by, CommitID: d.CommitID,
		Line: d.Line, Side: p.side, StartLine: d.StartLine, SubjectType: d.SubjectType,
	}
	if d.StartLine != 0 {
		c.StartSide = p.startSide
	}
	return c
}

func (s *Server) listReviews(r *http.Request) answer {
	p := s.pull(r)
	if p == nil {
		return notFound()
	}
	var list []*Review
	for _, v := range s.reviews {
		if v.Pull == p.Number {
			list = append(list, v)
		}
	}
	return page(s, r, list, s.review)
}

// createReview takes all comments or none, and does not say which one is wrong.
func (s *Server) createReview(r *http.Request) answer {
	p := s.pull(r)
	if p == nil {
		return notFound()
	}
	var in struct {
		CommitID string `json:"commit_id"`
		Body     string `json:"body"`
		Event    string `json:"event"`
		Comments []draft
	}
	if read(r, &in) != nil {
		return badJSON()
	}
	if in.CommitID == "" {
		in.CommitID = p.Head
	}
	if why := p.refuses(in.CommitID, in.Body, in.Event, in.Comments); why != "" {
		a := failure(http.StatusUnprocessableEntity, "Unprocessable Entity")
		a.body.(object)["errors"] = []string{why}
		return a
	}
	v := &Review{ID: s.newID(), Pull: p.Number, Body: in.Body, State: reviewState(in.Event), CommitID: in.CommitID, User: s.Account}
	s.reviews = append(s.reviews, v)
	for _, d := range in.Comments {
		d.CommitID = in.CommitID
		s.addReviewComment(d.comment(s.Account, p.Number, v.ID))
	}
	return ok(s.review(v))
}

// refuses says why a review is refused, "" when it is not.
func (p *Pull) refuses(commit, body, event string, comments []draft) string {
	switch {
	case commit != p.Head:
		return "The commit_id is not part of the pull request"
	case tooLong(body):
		return "Body is too long (maximum is 65536 characters)"
	case body == "" && len(comments) == 0 && event != "APPROVE":
		return "Body can't be blank"
	}
	for _, d := range comments {
		switch {
		case d.Body == "":
			return "Pull request review comment body can't be blank"
		case tooLong(d.Body):
			return "Body is too long (maximum is 65536 characters)"
		case p.file(d.Path) == nil:
			return "Path could not be resolved"
		case !p.has(d.place()):
			return "Line could not be resolved"
		}
	}
	return ""
}

func reviewState(event string) string {
	switch event {
	case "APPROVE":
		return "APPROVED"
	case "REQUEST_CHANGES":
		return "CHANGES_REQUESTED"
	case "COMMENT":
		return "COMMENTED"
	}
	return "PENDING" // seen by nobody but its author until it is submitted
}

func (s *Server) listReviewComments(r *http.Request) answer {
	p := s.pull(r)
	if p == nil {
		return notFound()
	}
	var list []*ReviewComment
	for _, c := range s.reviewComments {
		if c.Pull == p.Number {
			list = append(list, c)
		}
	}
	return page(s, r, list, s.reviewComment)
}

// createReviewComment makes a comment alone; its review is made for it.
func (s *Server) createReviewComment(r *http.Request) answer {
	p := s.pull(r)
	if p == nil {
		return notFound()
	}
	var d draft
	if read(r, &d) != nil {
		return badJSON()
	}
	switch {
	case d.InReplyTo != 0:
		return s.replyTo(r, p, d.InReplyTo, d.Body)
	case d.Body == "" || tooLong(d.Body):
		return invalid("PullRequestReviewComment", "body", "body is blank or too long (maximum is 65536 characters)")
	case d.CommitID != p.Head:
		return invalid("PullRequestReviewComment", "commit_id", "commit_id is not part of the pull request")
	case p.file(d.Path) == nil:
		return invalid("PullRequestReviewComment", "pull_request_review_thread.path", "could not be resolved")
	case d.SubjectType != "file" && !p.has(d.place()):
		return invalid("PullRequestReviewComment", "pull_request_review_thread.line", "could not be resolved")
	}
	v := &Review{ID: s.newID(), Pull: p.Number, State: "COMMENTED", CommitID: d.CommitID, User: s.Account}
	s.reviews = append(s.reviews, v)
	return created(s.reviewComment(s.addReviewComment(d.comment(s.Account, p.Number, v.ID))))
}

func (s *Server) reply(r *http.Request) answer {
	p := s.pull(r)
	if p == nil {
		return notFound()
	}
	var in struct{ Body string }
	if read(r, &in) != nil {
		return badJSON()
	}
	return s.replyTo(r, p, numberIn(r, "id"), in.Body)
}

// replyTo adds to a thread. There are no replies to replies.
func (s *Server) replyTo(r *http.Request, p *Pull, id int64, body string) answer {
	first := s.reviewCommentByID(id)
	if first == nil || first.Pull != p.Number {
		return notFound()
	}
	if body == "" || tooLong(body) {
		return invalid("PullRequestReviewComment", "body", "body is blank or too long (maximum is 65536 characters)")
	}
	if first.InReplyTo != 0 {
		first = s.reviewCommentByID(first.InReplyTo)
	}
	c := *first
	c.InReplyTo, c.Body, c.User = first.ID, body, s.Account
	return created(s.reviewComment(s.addReviewComment(c)))
}

func (s *Server) reviewCommentByID(id int64) *ReviewComment {
	i := slices.IndexFunc(s.reviewComments, func(c *ReviewComment) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return s.reviewComments[i]
}

func (s *Server) getReviewComment(r *http.Request) answer {
	c := s.reviewCommentByID(numberIn(r, "id"))
	if c == nil {
		return notFound()
	}
	return ok(s.reviewComment(c))
}

func (s *Server) editReviewComment(r *http.Request) answer {
	c := s.reviewCommentByID(numberIn(r, "id"))
	if c == nil {
		return notFound()
	}
	body, a, bad := commentBody(r)
	if bad {
		return a
	}
	s.mine(r, c.User)
	c.Body, c.Updated = body, s.now()
	return ok(s.reviewComment(c))
}

func (s *Server) deleteReviewComment(r *http.Request) answer {
	c := s.reviewCommentByID(numberIn(r, "id"))
	if c == nil {
		return notFound()
	}
	s.mine(r, c.User)
	s.reviewComments = slices.DeleteFunc(s.reviewComments, func(other *ReviewComment) bool { return other == c })
	return answer{status: http.StatusNoContent}
}
