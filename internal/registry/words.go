// Package registry is the domain: entries, evaluations and metrics files, the
// words they use, and how one refers to another.
package registry

import "slices"

// A Role says what a model may do in the hive.
type Role string

// The roles of BIP-035.
const (
	General      Role = "general"
	Specialist   Role = "specialist"
	Experimental Role = "experimental"
)

// Rank orders roles by what they allow; 0 for an unknown role.
func (r Role) Rank() int {
	return slices.Index([]Role{Experimental, Specialist, General}, r) + 1
}

// A SizeClass says how large a model is.
type SizeClass string

// The size classes of BIP-035, smallest first.
const (
	Nano   SizeClass = "nano"
	Mini   SizeClass = "mini"
	Small  SizeClass = "small"
	Medium SizeClass = "medium"
	Large  SizeClass = "large"
	XL     SizeClass = "xl"
	XXL    SizeClass = "xxl"
)

// SizeClasses lists the size classes, smallest first.
func SizeClasses() []SizeClass { return []SizeClass{Nano, Mini, Small, Medium, Large, XL, XXL} }

// Rank orders size classes from 1; 0 for an unknown one.
func (s SizeClass) Rank() int { return slices.Index(SizeClasses(), s) + 1 }

// A Status is a model's stage of life.
type Status string

// The statuses of BIP-035.
const (
	Active     Status = "active"
	Deprecated Status = "deprecated"
	Archived   Status = "archived"
)

// Fields lists an entry's properties in the order of BIP-035, which is the
// canonical order; the properties of version 1.1 follow.
func Fields() []string {
	return []string{
		"schema_version", "model_id", "provider", "display_name", "role",
		"size_class", "capabilities", "status", "eval_refs", "source_files",
		"notes", "created_at", "updated_at",
		"aliases", "parameters", "lifecycle", "provenance",
	}
}
