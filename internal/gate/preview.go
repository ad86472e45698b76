package gate

import (
	"bytes"
	"cmp"
	"path"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// policyChange says how the head changes the policy, with a preview of what
// would appear, vanish and weigh otherwise under it, and gives the head's list of allowed
// signers; that is nil where it is no other.
func (r *run) policyChange() (*check.Policy, *check.Signers) {
	p := &check.Policy{Path: r.configPath(), Bootstrap: r.bootstrap, Changed: r.headConfig != nil}
	merged, err := r.headAsMerged()
	if err != nil {
		p.Problem = err.Error()
		return p, r.proposedSigners(r.head)
	}
	signers := r.proposedSigners(merged)
	if !p.Changed && signers == nil {
		return p, nil
	}
	before, after := r.inForce(), r.inForce()
	before.proposed = signers // what can't be read in it is told by this run already
	after.config = cmp.Or(r.headConfig, r.policy)
	if signers != nil {
		after.signers = signers.Src
	}
	now, then := r.findingsOf(r.head, r.base, before, nil), r.findingsOf(merged, r.base, after, nil)
	p.Appear, p.Vanish = check.New(then.Kept, now.Kept), check.New(now.Kept, then.Kept)
	p.Reranked = check.Rerank(then.Kept, now.Kept)
	return p, signers
}

// proposedSigners is the head's list of allowed signers, where its own config
// says that it stands; nil where it is the one in force, and where the change
// does not touch it: on a stale branch it differs from the tip's all the same.
func (r *run) proposedSigners(merged *snapshot.Snapshot) *check.Signers {
	elsewhere := merged.Layout.AllowedSigners != r.head.Layout.AllowedSigners
	touched := elsewhere || !bytes.Equal(merged.AllowedSigners, r.base.AllowedSigners)
	if !touched || bytes.Equal(merged.AllowedSigners, r.signers) {
		return nil
	}
	return &check.Signers{Path: merged.Layout.Path(merged.Layout.AllowedSigners), Src: merged.AllowedSigners}
}

// headAsMerged is the head as its own config will have it read.
func (r *run) headAsMerged() (*snapshot.Snapshot, error) {
	if r.headConfig == nil {
		return r.head, nil
	}
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
