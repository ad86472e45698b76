package ghub

// An Outcome is what a run that could check says about drift. There is none of
// a run that could not: it has nothing to track.
type Outcome int

// The outcomes. The zero value is none.
const (
	Clean Outcome = iota + 1 // nothing differs from the registry
	Drifted
)

// A tracked is an issue of ours with the same key and scope.
type tracked struct {
	number int
	open   bool
	body   string
}

// An action is what a run does to the issue.
type action int

const (
	leaveIssue action = iota
	openIssue
	updateIssue
	reopenIssue
	closeIssue
)

// A driftPlan is one step of the issue's life.
type driftPlan struct {
	action  action
	number  int   // of the issue that tracks; 0 when there is none
	repeats []int // open issues of ours that track the same, to be closed
}

// planDrift decides what becomes of the issue. own is in rising order: the
// lowest number tracks. body is what the run has to say.
//
//	          no issue   open                 closed
//	Drifted   open       update if it differs reopen
//	Clean     leave      close                leave
func planDrift(own []tracked, o Outcome, body string) driftPlan {
	if len(own) == 0 {
		if o == Drifted {
			return driftPlan{action: openIssue}
		}
		return driftPlan{}
	}
	first := own[0]
	p := driftPlan{number: first.number}
	for _, t := range own[1:] {
		if t.open {
			p.repeats = append(p.repeats, t.number)
		}
	}
	switch {
	case o == Drifted && !first.open:
		p.action = reopenIssue
	case o == Drifted && !sameText(first.body, body):
		p.action = updateIssue
	case o == Clean && first.open:
		p.action = closeIssue
	}
	return p
}
