package registry

import (
	"regexp"
	"strconv"
	"strings"
)

// Parameters are a model's sizes as its name states them, in billions.
type Parameters struct {
	Text   string  // as written: "235B"
	Total  float64 // 0: not stated
	Active float64 // of a mixture of experts ("A22B", "17B-16E"); 0: not stated
}

// parameterPattern finds a count. "R7B" is how Command R states its 7 billion;
// "E4B" (effective, of more) matches nothing.
var parameterPattern = regexp.MustCompile(
	`(?i)(?:^|[^a-z0-9.])(?:(\d+)x)?(?:r|(a))?(\d+(?:\.\d+)?)(b|t)(?:$|[^a-z0-9])`)

// activePattern is what follows a count of active parameters: the number of
// experts ("17B-128E"), or the word.
var activePattern = regexp.MustCompile(`(?i)^[ _-]*(?:\d+[ _-]?(?:e|experts?)|active|activated)(?:$|[^a-z0-9])`)

// ParseParameters finds the parameter count in a name: "Qwen3 235B A22B" is
// 235 billion in total, 22 active; "8x7B" is 56; of "17B-128E" 17 are active,
// and the total is not stated.
func ParseParameters(name string) Parameters {
	var p Parameters
	// Neighbouring matches share a separator, so search again from the unit.
	for rest := name; ; {
		m := parameterPattern.FindStringSubmatchIndex(rest)
		if m == nil {
			return p
		}
		p.take(rest, m)
		rest = rest[m[9]:]
	}
}

func (p *Parameters) take(s string, m []int) {
	n, err := strconv.ParseFloat(s[m[6]:m[7]], 64)
	if err != nil {
		return
	}
	if strings.EqualFold(s[m[8]:m[9]], "t") {
		n *= 1000
	}
	if m[4] >= 0 || activePattern.MatchString(s[m[9]:]) {
		p.Active = n
		return
	}
	if m[2] >= 0 {
		if experts, err := strconv.ParseFloat(s[m[2]:m[3]], 64); err == nil {
			n *= experts
		}
	}
	if p.Total == 0 {
		start := m[6]
		if m[2] >= 0 {
			start = m[2]
		}
		p.Total, p.Text = n, s[start:m[9]]
	}
}

// SizeOf returns the size class of a total parameter count in billions. That
// 70 is large is BIP-035's; the other cuts are this program's policy.
func SizeOf(billions float64) SizeClass {
	cuts := []float64{3, 13, 34, 70, 200, 600}
	for i, cut := range cuts {
		if billions < cut {
			return SizeClasses()[i]
		}
	}
	return XXL
}
