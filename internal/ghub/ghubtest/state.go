package ghubtest

import (
	"maps"
	"slices"
	"time"
)

// A User is an account. Type is "User", "Bot" or "Organization".
type User struct{ Login, Type string }

// A Pull is a pull request. It is an issue too, and listed among them.
type Pull struct {
	Number     int
	Title      string
	User       User   // the zero value is a person, "octocat"
	State      string // "" is "open"
	Base, Head string // commit ids
	Owner      string // of the head's repository; "" is "octo-org", else it is a fork
	Branch     string // of the head; "" is "topic"
	Files      []File
}

// A File is what a pull request changes in one file. An empty Patch is left
// out, as GitHub does for binary and large files.
type File struct {
	Name, Previous       string
	Status               string // "" is "modified"
	Patch                string // as GitHub cuts it: hunks only, without file headers
	Additions, Deletions int
}

// A Comment is one below an issue or pull request.
type Comment struct {
	ID               int64
	Issue            int // the number of the issue or pull request
	Body             string
	User             User
	Created, Updated time.Time
}

// A Review is one of a pull request.
type Review struct {
	ID       int64
	Pull     int
	Body     string
	State    string // "COMMENTED", "APPROVED", "CHANGES_REQUESTED" or "PENDING"
	CommitID string
	User     User
}

// A ReviewComment is one on a pull request's diff. Line is 0 for one on the
// whole file, and for one whose line the diff no longer has.
type ReviewComment struct {
	ID               int64
	Pull             int
	Review           int64
	InReplyTo        int64 // the first comment of the thread
	Path             string
	Line, StartLine  int
	Side, StartSide  string // "LEFT" or "RIGHT"
	SubjectType      string // "line" or "file"
	CommitID         string
	Body             string
	User             User
	OriginalLine     int
	OriginalStart    int
	Created, Updated time.Time
}

// An Issue is one that is no pull request.
type Issue struct {
	Number           int
	Title, Body      string
	State            string // "open" or "closed"
	StateReason      string
	Labels           []string
	User             User
	Created, Updated time.Time
}

// A Label is one that issues can have.
type Label struct{ Name, Color, Description string }

type state struct {
	ticks          int
	lastID         int64
	pulls          map[int]*Pull
	issues         map[int]*Issue // pull requests too
	comments       []*Comment
	reviews        []*Review
	reviewComments []*ReviewComment
	labels         map[string]Label
}

func newState() state {
	return state{pulls: map[int]*Pull{}, issues: map[int]*Issue{}, labels: map[string]Label{}}
}

func (s *state) newID() int64 {
	s.lastID++
	return 1000 + s.lastID
}

// AddPull opens a pull request, numbered as it says or next.
func (s *Server) AddPull(p Pull) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.Number, p.User = s.number(p.Number), orOctocat(p.User)
	if p.State == "" {
		p.State = "open"
	}
	at := s.now()
	s.pulls[p.Number] = &p
	s.issues[p.Number] = &Issue{Number: p.Number, Title: p.Title, State: p.State, User: p.User, Created: at, Updated: at}
	return p.Number
}

// Push gives a pull request a new head and new files. Review comments on lines
// that the new diff lacks are outdated.
func (s *Server) Push(number int, head string, files ...File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pulls[number]
	p.Head, p.Files = head, files
	for _, c := range s.reviewComments {
		if c.Pull == number && c.Line != 0 && !p.has(place{c.Path, c.Side, c.Line, c.StartSide, c.StartLine}) {
			c.Line, c.StartLine = 0, 0
		}
	}
}

// AddIssue opens an issue, or puts a closed one there.
func (s *Server) AddIssue(i Issue) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addIssue(i).Number
}

func (s *Server) addIssue(i Issue) *Issue {
	i.Number, i.User = s.number(i.Number), orOctocat(i.User)
	if i.State == "" {
		i.State = "open"
	}
	i.Created = s.now()
	i.Updated = i.Created
	s.issues[i.Number] = &i
	for _, name := range i.Labels {
		s.label(name)
	}
	return &i
}

// label makes a label that an issue names, as GitHub does for who may write.
func (s *Server) label(name string) {
	if _, ok := s.labels[name]; !ok {
		s.labels[name] = Label{Name: name, Color: "ededed"}
	}
}

// AddComment puts a comment below an issue or pull request.
func (s *Server) AddComment(c Comment) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addComment(c).ID
}

func (s *Server) addComment(c Comment) *Comment {
	c.ID, c.User, c.Created = s.newID(), orOctocat(c.User), s.now()
	c.Updated = c.Created
	s.comments = append(s.comments, &c)
	return &c
}

// AddReviewComment puts a comment on a diff, or a reply.
func (s *Server) AddReviewComment(c ReviewComment) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addReviewComment(c).ID
}

func (s *Server) addReviewComment(c ReviewComment) *ReviewComment {
	c.ID, c.User, c.Created = s.newID(), orOctocat(c.User), s.now()
	c.Updated, c.OriginalLine, c.OriginalStart = c.Created, c.Line, c.StartLine
	if c.Side == "" {
		c.Side = "RIGHT"
	}
	if c.SubjectType == "" {
		c.SubjectType = "line"
	}
	if c.CommitID == "" {
		c.CommitID = s.pulls[c.Pull].Head
	}
	s.reviewComments = append(s.reviewComments, &c)
	return &c
}

// AddLabel makes a label.
func (s *Server) AddLabel(l Label) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.labels[l.Name] = l
}

// Comments returns the comments below an issue or pull request, oldest first.
func (s *Server) Comments(issue int) []Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copies(s.comments, func(c *Comment) bool { return c.Issue == issue })
}

// Reviews returns the reviews of a pull request, oldest first.
func (s *Server) Reviews(pull int) []Review {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copies(s.reviews, func(r *Review) bool { return r.Pull == pull })
}

// ReviewComments returns the comments on a pull request's diff, oldest first.
func (s *Server) ReviewComments(pull int) []ReviewComment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copies(s.reviewComments, func(c *ReviewComment) bool { return c.Pull == pull })
}

// Issues returns the issues by number, without pull requests.
func (s *Server) Issues() []Issue {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Issue
	for _, n := range slices.Sorted(maps.Keys(s.issues)) {
		if s.pulls[n] == nil {
			out = append(out, *s.issues[n])
		}
	}
	return out
}

// Labels returns the labels by name.
func (s *Server) Labels() []Label {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Label
	for _, name := range slices.Sorted(maps.Keys(s.labels)) {
		out = append(out, s.labels[name])
	}
	return out
}

func copies[T any](list []*T, keep func(*T) bool) []T {
	var out []T
	for _, v := range list {
		if keep(v) {
			out = append(out, *v)
		}
	}
	return out
}

func (s *state) number(wanted int) int {
	if wanted != 0 {
		return wanted
	}
	n := 1
	for s.issues[n] != nil {
		n++
	}
	return n
}

func orOctocat(u User) User {
	if u.Login == "" {
		return User{Login: "octocat", Type: "User"}
	}
	return u
}
