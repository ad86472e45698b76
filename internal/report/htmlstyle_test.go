package report_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	colour = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)
	dark   = regexp.MustCompile(`(?s)@media screen and \(prefers-color-scheme: dark\) \{(.*?)\n\}`)
)

func palette(css string) map[string]float64 {
	out := map[string]float64{}
	for _, m := range colour.FindAllStringSubmatch(css, -1) {
		if _, seen := out[m[1]]; !seen {
			out[m[1]] = luminance(m[2])
		}
	}
	return out
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			panic(err) // the pattern lets only hex digits through
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestEveryTextOfAPageHasTheContrastOfWCAG(t *testing.T) {
	t.Parallel()
	css := htmlText(t, clean())
	scheme := dark.FindStringSubmatch(css)
	if scheme == nil {
		t.Fatal("the page has no dark scheme")
	}
	for name, p := range map[string]map[string]float64{
		"light": palette(strings.Replace(css, scheme[0], "", 1)), "dark": palette(scheme[1]),
	} {
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "page", 7}, {"ink", "card", 7}, {"soft", "page", 4.5}, {"soft", "card", 4.5},
			{"accent", "page", 4.5}, {"accent", "card", 4.5},
			{"error", "card", 4.5}, {"warning", "card", 4.5}, {"note", "card", 4.5}, {"pass", "card", 4.5},
			{"error", "error-wash", 4.5}, {"warning", "warning-wash", 4.5}, {"note", "note-wash", 4.5}, {"pass", "pass-wash", 4.5},
			{"mark", "card", 3}, // graphics
		} {
			a, okA := p[pair.front]
			b, okB := p[pair.back]
			if !okA || !okB {
				t.Fatalf("the %s scheme lacks %s or %s", name, pair.front, pair.back)
			}
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < pair.least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %v", name, pair.front, pair.back, ratio, pair.least)
			}
		}
	}
}
