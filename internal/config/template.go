package config

import _ "embed"

//go:embed template.yaml
var template string

// Template is a commented config that changes nothing: every key stands in it
// with its default. Keys whose presence has a meaning of its own, and examples,
// are commented out; removing the "#" at the start of their lines sets them.
func Template() string { return template }
