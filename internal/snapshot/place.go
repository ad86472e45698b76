package snapshot

import "slices"

// A Place is where governed files stand.
type Place struct {
	What    string // "registry", "metrics files": as in "the registry", "among the metrics files"
	Path    string // slash-separated, from the tree's top
	Folder  bool   // what is below Path is governed; else Path is one file
	Ext     string // of a folder: the extension of what is governed in it; "" is all
	Written bool   // by this program; people and other tools write the others
	clue    clue
	signs   string // see presenceBelow; "": the place is one whatever is there
}

// A clue says how strongly a place shows where the root is.
type clue int

// The clues, strongest first. Generated views are none: they go with what they
// are made from.
const (
	noClue clue = iota
	registryClue
	metricsClue
	leftoverClue // left behind by a registry that is gone itself
	pageClue     // for people, who may keep it anywhere
)

// Places lists all that `paths` in a config names.
func (l Layout) Places() []Place {
	p := l.Paths
	return []Place{
		{What: "registry", Path: l.Path(p.Registry), Written: true, clue: registryClue},
		{What: "metrics files", Path: l.Path(p.Metrics), Folder: true, Ext: ".json", clue: metricsClue},
		{What: "evaluations file", Path: l.Path(p.Evaluations), clue: metricsClue},
		{What: "specifications page", Path: l.Path(p.ModelsIndex), clue: pageClue},
		{What: "legacy index", Path: l.Path(p.IndexJSON), Written: true, clue: leftoverClue},
		{What: "generated views", Path: l.Path(p.Views), Folder: true, Written: true},
		{What: "audit records", Path: l.Path(p.Logs), Folder: true, Written: true, clue: leftoverClue, signs: recordSigns()},
		{What: "signatures", Path: l.Path(p.Signatures), Folder: true, Written: true, clue: leftoverClue, signs: signatureSigns()},
	}
}

// clues lists the places with one of the clues.
func (l Layout) clues(of ...clue) []Place {
	return slices.DeleteFunc(l.Places(), func(p Place) bool { return !slices.Contains(of, p.clue) })
}
