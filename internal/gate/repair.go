package gate

import (
	"errors"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// repairPolicy lets a change through that repairs a base whose config nobody
// can read; every other change needs that repair first. It is judged by
// BIP-035 as it stands: the defaults, without a suppression.
func (r *run) repairPolicy(broken error) error {
	head, _, err := r.config(r.req.Head)
	switch {
	case err != nil && IsUsage(err):
		return fmt.Errorf("the base's config is broken, and this change does not repair it: %w", broken)
	case err != nil:
		return fmt.Errorf("the config that this change proposes: %w", err)
	}
	r.policy, r.proposed = config.Default(), head
	if err := r.placeByHead(head); err != nil {
		return fmt.Errorf("base: %w", err)
	}
	if !same(r.policy, head) {
		r.headConfig = head
	}
	r.notices = append(r.notices, fmt.Sprintf(
		"the base's config is broken (%s), so this change was judged by the defaults, without suppressions", firstProblem(broken)))
	return nil
}

// placeByHead takes the places of the files from the head's config, where the
// base has nothing at the default ones: a change may say where to look only
// when nobody else can.
func (r *run) placeByHead(head *config.Config) error {
	_, err := r.tipRoot()
	if errors.Is(err, snapshot.ErrNotGoverned) {
		r.policy.Root, r.policy.Paths, r.policy.PathsSet = head.Root, head.Paths, head.PathsSet
		return nil
	}
	if errors.Is(err, snapshot.ErrAmbiguousRoot) {
		return nil // roots decides between them
	}
	return err
}

// firstProblem is a config's fault in one line.
func firstProblem(err error) string {
	var bad *config.Error
	switch {
	case !errors.As(err, &bad):
		return err.Error()
	case len(bad.Problems) == 1:
		return bad.Problems[0].String()
	}
	return fmt.Sprintf("%s, and %d more", bad.Problems[0], len(bad.Problems)-1)
}
