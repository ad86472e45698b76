// Package rules holds the rules, a file each, and the list of them.
package rules

import "github.com/cmmv-hive/modelgate/internal/check"

// All returns every rule, in the order of the catalogue.
func All() []*check.Rule {
	return []*check.Rule{
		// Documents
		jsonInvalid, schemaViolation, schemaVersionUnknown, unknownProperty,
		registryMissing, mergeConflict, pathUnsafe,
		// Governance
		generalTooSmall, generalSmallVariant, sizeContradictsName, modelIDMalformed,
		// Duplicates
		duplicateModelID, confusableModelID, duplicateIdentity,
		// Evaluations
		evalRefUnknown, evalRefAmbiguous, evalRefStale, evalRefForeign,
		roleContradictsEvaluation, evaluationUnlinked, evaluationsSchema,
		evaluationScoreMismatch, evaluationStatusMismatch, evaluationHistoryRewritten,
		// Metrics
		metricsSchema, metricsUnregistered, metricsMismatch,
		sourceFileMissing, sourceFileUnsafe, provenanceMismatch,
		// Lifecycle
		statusTransition, deprecationIncomplete, sunsetPassed,
		modelRemoved, immutableFieldChanged, timestampsInconsistent,
		// Form
		registryNotCanonical, registryNotSpecs, viewStale, viewEdited,
		// Specifications page
		modelsIndexAutomatedEdit, modelsIndexNotSpecs, modelsIndexDeleted,
		// Trust
		auditLogRewritten, auditRecordMissing, signatureInvalid, signatureMissing,
		auditConflict,
		policyChanged, policyBootstrap,
		// Suppressions
		suppressionUnused, suppressionExpired, suppressionInvalid,
	}
}

// Find returns the rule with the name, or nil.
func Find(name string) *check.Rule {
	for _, r := range All() {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// Names returns the names of all rules, in the order of the catalogue.
func Names() []string {
	var out []string
	for _, r := range All() {
		out = append(out, r.Name)
	}
	return out
}
