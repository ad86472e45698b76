package check

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// Compare gives every finding its state. Findings are matched by fingerprint
// as a multiset: of three equal ones at the head and two at the base, one is
// new. Those at the base alone are returned as fixed, in the base's places.
func Compare(head, base []diag.Finding) []diag.Finding {
	left := map[string]int{}
	for _, f := range base {
		left[f.Fingerprint()]++
	}
	out := make([]diag.Finding, 0, len(head))
	for _, f := range head {
		fp := f.Fingerprint()
		f.State = diag.New
		if left[fp] > 0 {
			left[fp]--
			f.State = diag.Existing
		}
		out = append(out, f)
	}
	// The last ones of a fingerprint are the surplus, so walk backwards.
	for _, f := range slices.Backward(base) {
		if fp := f.Fingerprint(); left[fp] > 0 {
			left[fp]--
			f.State = diag.Fixed
			out = append(out, f)
		}
	}
	return diag.Sort(out)
}

// CompareParted compares what is told of two trees, so that no suppression
// makes a check stricter than none: what was at the base is no new finding at
// the head because a suppression hid it there, and what one has hidden since is
// not fixed. Told ones are matched first, and hidden ones with hidden ones.
func CompareParted(head, base Parted) []diag.Finding {
	left := map[string]int{} // above zero: hidden no more; below: hidden since
	for _, f := range base.Hidden {
		left[f.Fingerprint()]++
	}
	for _, f := range head.Hidden {
		left[f.Fingerprint()]--
	}
	var out []diag.Finding
	for _, f := range Compare(head.Kept, base.Kept) {
		switch fp := f.Fingerprint(); {
		case f.State == diag.New && left[fp] > 0:
			left[fp]--
			f.State = diag.Existing
		case f.State == diag.Fixed && left[fp] < 0:
			left[fp]++
			continue
		}
		out = append(out, f)
	}
	return out
}

// AsCurrent marks findings that are not compared with any base.
func AsCurrent(fs []diag.Finding) []diag.Finding {
	out := slices.Clone(fs)
	for i := range out {
		out[i].State = diag.Current
	}
	return out
}

// New returns the findings of head that base does not have.
func New(head, base []diag.Finding) []diag.Finding {
	return slices.DeleteFunc(Compare(head, base), func(f diag.Finding) bool { return f.State != diag.New })
}

// A Reranked is a finding, and the severity that it had before.
type Reranked struct {
	diag.Finding
	Was diag.Severity
}

// Rerank returns the findings of then that now has under another severity.
// Among those of one fingerprint, those of one severity are matched first.
func Rerank(then, now []diag.Finding) []Reranked {
	type as struct {
		fingerprint string
		severity    diag.Severity
	}
	left := map[as]int{}
	for _, f := range now {
		left[as{f.Fingerprint(), f.Severity}]++
	}
	var other []diag.Finding
	for _, f := range then {
		if same := (as{f.Fingerprint(), f.Severity}); left[same] > 0 {
			left[same]--
		} else {
			other = append(other, f)
		}
	}
	var out []Reranked
	for _, f := range other {
		for _, s := range diag.Severities() {
			if was := (as{f.Fingerprint(), s}); left[was] > 0 {
				left[was]--
				out = append(out, Reranked{f, s})
				break
			}
		}
	}
	return out
}
