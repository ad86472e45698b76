package treefs

import (
	"context"
	"slices"
)

// A History answers what Decides asks of commits.
type History interface {
	// Stands is what Tree.Stands says of a commit's tree.
	Stands(ctx context.Context, commit, name string) (string, error)
	// MergeBases returns all best common ancestors, none where there are none.
	MergeBases(ctx context.Context, a, b string) ([]string, error)
}

// Decides reports whether a commit changes what stands at a path: it has there
// what a parent has not, and is no merge that only takes what is there. Such a
// merge has what one of its parents has, and every parent that has something
// else has not changed it since the two parted.
func Decides(ctx context.Context, h History, commit string, parents []string, name string) (bool, error) {
	here, err := h.Stands(ctx, commit, name)
	if err != nil || len(parents) == 0 {
		return here != "", err
	}
	there := make([]string, len(parents))
	for i, id := range parents {
		if there[i], err = h.Stands(ctx, id, name); err != nil {
			return false, err
		}
	}
	if !slices.ContainsFunc(there, func(s string) bool { return s != here }) {
		return false, nil
	}
	for i, s := range there {
		if s != here {
			continue
		}
		if taken, err := takes(ctx, h, i, parents, there, name); taken || err != nil {
			return false, err
		}
	}
	return true, nil
}

// takes reports whether what parent i has at a path may be taken for granted
// beside what the others have.
func takes(ctx context.Context, h History, i int, parents, there []string, name string) (bool, error) {
	for j, other := range there {
		if other == there[i] {
			continue
		}
		bases, err := h.MergeBases(ctx, parents[i], parents[j])
		if err != nil || len(bases) == 0 {
			return false, err // without a past in common each parent's is a decision
		}
		for _, base := range bases {
			if was, err := h.Stands(ctx, base, name); err != nil || was != other {
				return false, err
			}
		}
	}
	return true, nil
}
