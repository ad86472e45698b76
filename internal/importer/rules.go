package importer

import "github.com/cmmv-hive/modelgate/internal/diag"

// Rules lists what an import may report, in alphabetical order. They are the
// import's own: a check never reports them and a config can't change them.
func Rules() []diag.Rule {
	return []diag.Rule{
		capabilitiesEmpty, evaluationMissing, roleLowered, sizeAssumed,
		sizeUnknown, skipped, unpairedEvaluation,
	}
}

const group = "Import"

var (
	capabilitiesEmpty = diag.Rule{
		Name: "import-capabilities-empty", Group: group, Severity: diag.Warning,
		Summary: "metrics files state no capabilities",
		Why: `A metrics file scores six checks and names no capability, so an import
can't fill the field and does not invent it.`,
		Repair: "List each model's capabilities in its registry entry.",
	}
	evaluationMissing = diag.Rule{
		Name: "import-evaluation-missing", Group: group, Severity: diag.Warning,
		Summary: "no evaluation decides the model's role",
		Why: `Roles rest on evaluations. What a model says about itself
(selfClassification) is no evidence, so it is registered as experimental.`,
		Repair: "Evaluate the model, then set its role and status in the registry.",
	}
	roleLowered = diag.Rule{
		Name: "import-role-lowered", Group: group, Severity: diag.Warning,
		Summary: "a model evaluated general is registered as specialist",
		Why: `BIP-035 reserves the role of a general for large models and makes the
others specialists, whatever they score.`,
		Repair: `Nothing, if the size is right. Else correct "size_class" and "role" in the
registry; --keep-roles imports the role as evaluated, and the check then
fails.`,
	}
	sizeAssumed = diag.Rule{
		Name: "import-size-assumed", Group: group, Severity: diag.Note,
		Summary: "size classes were taken from the tier table",
		Why: `Some providers publish no parameter count. Their models' size class
follows from the provider's tier, which is a judgement.`,
		Repair: `Correct "size_class" in the registry where you know better.`,
	}
	sizeUnknown = diag.Rule{
		Name: "import-size-unknown", Group: group, Severity: diag.Warning,
		Summary: "the model's size class can't be derived",
		Why: `Neither the name states a parameter count or a tier, nor has the tier
table a row for it. A guess could let a small model vote as a general.`,
		Repair: "Fill in the size class in the template and add it with `modelgate upsert`.",
	}
	skipped = diag.Rule{
		Name: "import-skipped", Group: group, Severity: diag.Warning,
		Summary: "a metrics file can't be imported",
		Why: `The file's name is the model's id, and its provider and name are the
model's identity. Without them, or with those of another model, there is
nothing that could be registered.`,
		Repair: "Correct the file, and import again.",
	}
	unpairedEvaluation = diag.Rule{
		Name: "import-unpaired-evaluation", Group: group, Severity: diag.Warning,
		Summary: "an evaluation has neither a metrics file nor an entry",
		Why: `An evaluated model that is not registered is missing from every list of
the hive. An import makes entries from metrics files and invents none.`,
		Repair: "Add the model's metrics file, or its entry with `modelgate upsert`.",
	}
)
