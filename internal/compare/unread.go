package compare

import "github.com/cmmv-hive/modelgate/internal/snapshot"

// Unread lists what a snapshot holds that can't be compared because it can't be
// read: the registry, the evaluations and metrics files, by path from the
// tree's top.
func Unread(s *snapshot.Snapshot) []string {
	var out []string
	if s.RegistryState == snapshot.Broken {
		out = append(out, s.Layout.Path(s.Layout.Paths.Registry))
	}
	if s.EvaluationsState == snapshot.Broken {
		out = append(out, s.Layout.Path(s.Layout.Paths.Evaluations))
	}
	for _, rel := range s.UnreadMetrics {
		out = append(out, s.Layout.Path(rel))
	}
	return out
}

// metrics returns the metrics files of s that are not in the other tree too,
// unreadable there: those are neither added nor removed.
func metrics(s, other *snapshot.Snapshot) []thing {
	unread := map[string]bool{}
	for _, rel := range other.UnreadMetrics {
		unread[rel] = true
	}
	if unread[other.Layout.Paths.Metrics] {
		return nil
	}
	var out []thing
	for _, m := range s.Metrics {
		if !unread[m.Path] {
			out = append(out, thing{id: m.ID, node: m.Doc.Root})
		}
	}
	return out
}
