package report

import (
	"fmt"
	"strings"
	"time"
)

// A scoreChart is the scores of one model over time. Lengths are in the units
// of its SVG viewBox, which is 280 by 96.
type scoreChart struct {
	ID, Summary string
	From, To    string // the ends of the axis of time
	Line        string // the points of a polyline, "" for a single dot
	Dots        []scoreDot
}

type scoreDot struct{ X, Y, Label string }

const (
	scoreLeft, scoreRight = 42.0, 260.0 // of the first and the last day
	scoreTop, scoreBottom = 10.0, 74.0  // of 100 and 0 points
)

// A timeAxis is the days from the first dated score to the last one; From is
// zero where there is none.
type timeAxis struct{ from, to time.Time }

func timeAxisOf(models []ModelRow) timeAxis {
	var a timeAxis
	for _, m := range models {
		for _, e := range dated(m) {
			if a.from.IsZero() || e.Date.Before(a.from) {
				a.from = e.Date
			}
			if e.Date.After(a.to) {
				a.to = e.Date
			}
		}
	}
	return a
}

// dated is the evaluations that a chart can show.
func dated(m ModelRow) []EvalPoint {
	var out []EvalPoint
	for _, e := range m.Evaluations {
		if e.Score != nil && !e.Date.IsZero() {
			out = append(out, e)
		}
	}
	return out
}

func (a timeAxis) chart(id string, m ModelRow) *scoreChart {
	evaluations := dated(m)
	if len(evaluations) == 0 {
		return nil
	}
	c := &scoreChart{ID: id, From: a.from.Format(time.DateOnly), To: a.to.Format(time.DateOnly)}
	var line, said []string
	for _, e := range evaluations {
		d := scoreDot{
			X: coordinate(a.x(e.Date)), Y: coordinate(scoreY(*e.Score)),
			Label: e.Date.Format(time.DateOnly) + ": " + points(*e.Score),
		}
		c.Dots = append(c.Dots, d)
		line = append(line, d.X+","+d.Y)
		said = append(said, d.Label)
	}
	if len(line) > 1 {
		c.Line = strings.Join(line, " ")
	}
	if c.From == c.To {
		c.To = ""
	}
	c.Summary = strings.Join(said, ", ")
	return c
}

func (a timeAxis) x(t time.Time) float64 {
	whole := a.to.Sub(a.from)
	if whole <= 0 {
		return (scoreLeft + scoreRight) / 2
	}
	return scoreLeft + (scoreRight-scoreLeft)*(float64(t.Sub(a.from))/float64(whole))
}

// scoreY keeps what lies outside of 0 to 100 at the edge; its label tells the
// number.
func scoreY(score float64) float64 {
	share := min(max(score, 0), 100) / 100
	return scoreBottom - (scoreBottom-scoreTop)*share
}

func coordinate(v float64) string { return fmt.Sprintf("%.1f", v) }
