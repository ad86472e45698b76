package gate

import (
	"context"

	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Load reads the base and the head of a request without judging them.
func (j *Judge) Load(ctx context.Context, req Request) (base, head *snapshot.Snapshot, err error) {
	r := &run{Judge: j, req: req}
	if err := r.readPolicy(ctx); err != nil {
		return nil, nil, err
	}
	if err := r.load(ctx); err != nil {
		return nil, nil, err
	}
	return r.base, r.head, nil
}
