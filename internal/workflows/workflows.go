// Package workflows holds the example workflows that `modelgate init` writes.
package workflows

import _ "embed" // for the files below

// PullRequest checks pull requests, merge queues and pushes.
//
//go:embed modelgate.yml
var PullRequest string

// Drift checks the whole registry on a schedule.
//
//go:embed modelgate-drift.yml
var Drift string
