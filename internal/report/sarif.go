package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
)

// maxSARIFResults is how many results of a run GitHub keeps (code scanning,
// "SARIF results exceed one or more limits"); which ones is ours to choose.
const maxSARIFResults = 5000

// SARIF tells a run in the Static Analysis Results Interchange Format, version
// 2.1.0: the catalogue of rules, and of the findings the 5,000 that matter
// most, with a notification that counts the others. Notices of the run are
// notifications too. Findings that the base alone has are counted and are no
// results: GitHub code scanning ignores the baseline state "absent" and would
// open an alert for each.
type SARIF struct{ w io.Writer }

// NewSARIF returns a Reporter that writes SARIF.
func NewSARIF(w io.Writer) *SARIF { return &SARIF{w: w} }

// Report writes the whole document, or returns why it could not.
func (s *SARIF) Report(ctx context.Context, run Run) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sarifLogOf(run.headOnly())); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return write(ctx, s.w, EscapeJSON(b.String()))
}

// The types are the part of the SARIF object model that is used here, under
// the names of its specification (§3), in the order of its properties.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool               sarifTool                        `json:"tool"`
		Invocations        []sarifInvocation                `json:"invocations"`
		OriginalURIBaseIDs map[string]sarifArtifactLocation `json:"originalUriBaseIds"`
		ColumnKind         string                           `json:"columnKind"`
		Results            []sarifResult                    `json:"results"`
		Properties         sarifRunProperties               `json:"properties"`
	}
	sarifRunProperties struct {
		Verdict string      `json:"verdict"`
		Scope   string      `json:"scope"`
		FailOn  string      `json:"failOn"`
		Repo    jsonRepo    `json:"repo"`
		Summary jsonSummary `json:"summary"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool                `json:"executionSuccessful"`
		Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifMessage `json:"message"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifRule struct {
		ID                   string              `json:"id"`
		ShortDescription     sarifMessage        `json:"shortDescription"`
		FullDescription      sarifMessage        `json:"fullDescription"`
		DefaultConfiguration *sarifConfiguration `json:"defaultConfiguration,omitempty"`
		Help                 sarifMessage        `json:"help"`
		Properties           *sarifRuleTags      `json:"properties,omitempty"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifRuleTags struct {
		Tags []string `json:"tags"`
		// Code scanning orders rules that are not about security by it.
		ProblemSeverity string `json:"problem.severity"`
	}
	sarifResult struct {
		RuleID              string                `json:"ruleId"`
		RuleIndex           int                   `json:"ruleIndex"`
		Level               string                `json:"level"`
		Message             sarifMessage          `json:"message"`
		Locations           []sarifLocation       `json:"locations"`
		PartialFingerprints map[string]string     `json:"partialFingerprints"`
		RelatedLocations    []sarifLocation       `json:"relatedLocations,omitempty"`
		BaselineState       string                `json:"baselineState,omitempty"`
		Fixes               []sarifFix            `json:"fixes,omitempty"`
		Properties          sarifResultProperties `json:"properties"`
	}
	sarifResultProperties struct {
		Subject string `json:"subject"`
		ModelID string `json:"modelId,omitempty"`
		Decides bool   `json:"decides"`
	}
	sarifLocation struct {
		ID               int                    `json:"id,omitempty"`
		Message          *sarifMessage          `json:"message,omitempty"`
		PhysicalLocation sarifPhysicalLocation  `json:"physicalLocation"`
		LogicalLocations []sarifLogicalLocation `json:"logicalLocations,omitempty"`
	}
	sarifPhysicalLocation struct {
		ArtifactLocation sarifArtifactLocation `json:"artifactLocation"`
		Region           *sarifRegion          `json:"region,omitempty"`
	}
	sarifLogicalLocation struct {
		FullyQualifiedName string `json:"fullyQualifiedName"` // a JSON Pointer
	}
	sarifArtifactLocation struct {
		URI         string        `json:"uri,omitempty"`
		URIBaseID   string        `json:"uriBaseId,omitempty"`
		Description *sarifMessage `json:"description,omitempty"`
	}
	sarifRegion struct {
		StartLine   int  `json:"startLine,omitempty"`
		StartColumn int  `json:"startColumn,omitempty"`
		EndLine     int  `json:"endLine,omitempty"`
		EndColumn   int  `json:"endColumn,omitempty"`
		ByteOffset  *int `json:"byteOffset,omitempty"`
		ByteLength  *int `json:"byteLength,omitempty"`
	}
	sarifFix struct {
		Description     sarifMessage          `json:"description"`
		ArtifactChanges []sarifArtifactChange `json:"artifactChanges"`
	}
	sarifArtifactChange struct {
		ArtifactLocation sarifArtifactLocation `json:"artifactLocation"`
		Replacements     []sarifReplacement    `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion           `json:"deletedRegion"`
		InsertedContent *sarifArtifactContent `json:"insertedContent,omitempty"`
	}
	sarifArtifactContent struct {
		Text string `json:"text"`
	}
)
