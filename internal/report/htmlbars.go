package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A barChart counts models by one of their words. Lengths are in the units of
// its SVG viewBox, which is 320 wide.
type barChart struct {
	ID, Title, Summary string
	Height             int
	Bars               []bar
}

type bar struct {
	Label, Short string
	N            int
	Y, TextY     int
	Width        int // of the bar itself
	ValueX       int
}

const (
	barRow    = 26  // the height of a row
	barStart  = 108 // where bars begin, right of their labels
	barMax    = 172 // the longest bar; its value needs room beside it
	maxBars   = 10
	barLabel  = 13 // characters of a label that fit
	barOffset = 17 // from a row's top to the base line of its text
)

// countChart counts the models by word. The known words come first, in their
// order and even where no model has them; the others follow by number, the
// rare ones as one bar.
func countChart(title string, models []ModelRow, word func(ModelRow) string, known ...string) barChart {
	n := map[string]int{}
	for _, m := range models {
		n[word(m)]++
	}
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(n)), func(w string) bool { return slices.Contains(known, w) })
	slices.SortStableFunc(others, func(a, b string) int { return -cmp.Compare(n[a], n[b]) })
	c := barChart{ID: "chart-" + strings.ReplaceAll(strings.ToLower(title), " ", "-"), Title: title}
	for _, w := range known {
		c.add(w, n[w])
	}
	if room := max(maxBars-len(known), 2); len(others) > room {
		rare := 0
		for _, w := range others[room-1:] {
			rare += n[w]
		}
		summary := fmt.Sprintf("%d others", len(others)-room+1)
		for _, w := range others[:room-1] {
			c.add(w, n[w])
		}
		c.add(summary, rare)
	} else {
		for _, w := range others {
			c.add(w, n[w])
		}
	}
	c.scale()
	return c
}

func (c *barChart) add(word string, n int) {
	label := show(cmp.Or(word, "(none)"))
	c.Bars = append(c.Bars, bar{Label: label, Short: cut(label, barLabel), N: n})
}

// scale lays out the bars by their number.
func (c *barChart) scale() {
	most := 1
	for _, b := range c.Bars {
		most = max(most, b.N)
	}
	var said []string
	for i := range c.Bars {
		b := &c.Bars[i]
		b.Y = i*barRow + 5
		b.TextY = i*barRow + barOffset
		if b.N > 0 {
			b.Width = max(2, b.N*barMax/most)
			said = append(said, fmt.Sprintf("%s %d", b.Label, b.N))
		}
		b.ValueX = barStart + b.Width + 7
	}
	c.Height = len(c.Bars) * barRow
	c.Summary = cmp.Or(strings.Join(said, ", "), "no models")
}
