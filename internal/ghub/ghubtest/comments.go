package ghubtest

import (
	"net/http"
	"slices"
)

func (s *Server) listComments(r *http.Request) answer {
	number := int(numberIn(r, "number"))
	if s.issues[number] == nil {
		return notFound()
	}
	var list []*Comment
	for _, c := range s.comments {
		if c.Issue == number {
			list = append(list, c)
		}
	}
	return page(s, r, list, s.comment)
}

func (s *Server) findComment(r *http.Request) *Comment {
	id := numberIn(r, "id")
	i := slices.IndexFunc(s.comments, func(c *Comment) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return s.comments[i]
}

func (s *Server) getComment(r *http.Request) answer {
	c := s.findComment(r)
	if c == nil {
		return notFound()
	}
	return ok(s.comment(c))
}

func (s *Server) createComment(r *http.Request) answer {
	number := int(numberIn(r, "number"))
	if s.issues[number] == nil {
		return notFound()
	}
	body, a, bad := commentBody(r)
	if bad {
		return a
	}
	return created(s.comment(s.addComment(Comment{Issue: number, Body: body, User: s.Account})))
}

func (s *Server) editComment(r *http.Request) answer {
	c := s.findComment(r)
	if c == nil {
		return notFound()
	}
	body, a, bad := commentBody(r)
	if bad {
		return a
	}
	s.mine(r, c.User)
	c.Body, c.Updated = body, s.now()
	return ok(s.comment(c))
}

func (s *Server) deleteComment(r *http.Request) answer {
	c := s.findComment(r)
	if c == nil {
		return notFound()
	}
	s.mine(r, c.User)
	s.comments = slices.DeleteFunc(s.comments, func(other *Comment) bool { return other == c })
	return answer{status: http.StatusNoContent}
}

// commentBody reads the text of a comment, or says why it is refused.
func commentBody(r *http.Request) (text string, a answer, bad bool) {
	var in struct{ Body string }
	if read(r, &in) != nil {
		return "", badJSON(), true
	}
	if in.Body == "" {
		return "", invalid("IssueComment", "body", "body can't be blank"), true
	}
	if tooLong(in.Body) {
		return "", invalid("IssueComment", "body", "body is too long (maximum is 65536 characters)"), true
	}
	return in.Body, answer{}, false
}
