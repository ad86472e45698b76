package gate

import (
	"cmp"
	"path"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// policyChange says how the head changes the policy, with a preview of what
// would appear and vanish under it.
func (r *run) policyChange() *check.Policy {
	p := &check.Policy{Path: r.configPath(), Bootstrap: r.bootstrap, Changed: r.headConfig != nil}
	if r.headConfig == nil {
		return p
	}
	merged, err := r.headAsMerged()
	if err != nil {
		p.Problem = err.Error()
		return p
	}
	now := r.findingsOf(r.head, r.base, r.policy, nil)
	then := r.findingsOf(merged, r.base, r.headConfig, nil)
	p.Appear, p.Vanish = check.New(then.Kept, now.Kept), check.New(now.Kept, then.Kept)
	return p
}

// headAsMerged is the head as its own config will have it read.
func (r *run) headAsMerged() (*snapshot.Snapshot, error) {
	root, err := r.rootAsMerged()
	if err != nil {
		return nil, err
	}
	l := snapshot.NewLayout(root, r.headConfig)
	if l == r.head.Layout {
		return r.head, nil
	}
	return snapshot.Load(r.req.Head.FS, l)
}

// rootAsMerged is the root that the head's config gives, which must hold
// something; where it leaves it to detection as before, the root found.
func (r *run) rootAsMerged() (string, error) {
	c := r.headConfig
	root := cmp.Or(r.req.Root, c.Root)
	switch {
	case root == "" && r.policy.Root == "" && c.Paths == r.policy.Paths:
		return r.head.Layout.Root, nil
	case root == "":
		return snapshot.DetectRoot(r.req.Head.FS, c.Paths)
	}
	root = path.Clean(root)
	held, err := snapshot.Holds(r.req.Head.FS, root, c.Paths)
	if err == nil && !held {
		err = snapshot.NothingBelow(root, c.Paths)
	}
	return root, err
}
