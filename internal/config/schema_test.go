package config

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	yaml "github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func schemaText(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("../../schemas/config.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaText(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("config.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func instance(t *testing.T, src string) any {
	t.Helper()
	var doc any
	if err := yaml.Unmarshal([]byte(src), &doc); err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	return v
}

func TestSchemaAcceptsWhatParseAccepts(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for name, src := range map[string]string{
		"template":     Template(),
		"uncommented":  uncommented(Template()),
		"everything":   everything,
		"bare":         "version: 1\npaths:\nrules:\npolicy:\nlimits:\nautomation:\nsigning:\nsuppressions:\n",
		"bytes":        "version: 1\nlimits: {document: 1024, total: '2048'}\n",
		"hidden paths": "version: 1\nroot: .gov\npaths: {logs: a/..b/.c, views: '...'}\n",
	} {
		parse(t, src)
		if err := s.Validate(instance(t, src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRejectsWhatParseRejects(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, src := range []string{
		"{}",
		"version: 2\n",
		"version: '1'\n",
		"version: 1\nrulez: {}\n",
		"version: 1\nroot: /gov\n",
		"version: 1\nroot: ../gov\n",
		"version: 1\npaths: {registri: a}\n",
		"version: 1\npaths: {registry: .}\n",
		"version: 1\npaths: {registry: a//b}\n",
		"version: 1\npaths: {registry: a/./b}\n",
		"version: 1\npaths: {registry: a/..}\n",
		"version: 1\npaths: {registry: 'a\\b'}\n",
		"version: 1\npaths: {registry: \"a\\u0001\"}\n",
		"version: 1\nrules: {general-too-small: of}\n",
		"version: 1\nrules: {general-too-small: false}\n",
		"version: 1\npolicy: {general_size_classes: []}\n",
		"version: 1\npolicy: {general_size_classes: [large, medium]}\n",
		"version: 1\npolicy: {forbidden_variants: [mini, low]}\n",
		"version: 1\npolicy: {suspect_variants: [flash-lite]}\n",
		"version: 1\npolicy: {suspect_variants: [a, a]}\n",
		"version: 1\npolicy: {x: 1}\n",
		"version: 1\nlimits: {document: 0}\n",
		"version: 1\nlimits: {document: 256MB}\n",
		"version: 1\nlimits: {depth: 7}\n",
		"version: 1\nlimits: {depth: 513}\n",
		"version: 1\nlimits: {x: 1}\n",
		"version: 1\nautomation: {accounts: ['@hive']}\n",
		"version: 1\nautomation: {emails: [bots.example]}\n",
		"version: 1\nautomation: {trailers: [bot]}\n",
		"version: 1\nautomation: {x: []}\n",
		"version: 1\naudit: on\n",
		"version: 1\nsigning: {required: 'yes'}\n",
		"version: 1\nsigning: {x: 1}\n",
		"version: 1\nsuppressions: {}\n",
		"version: 1\nsuppressions: [{rule: metrics-schema, subject: a, reason: b, expire: 2026-01-01}]\n",
	} {
		if err := s.Validate(instance(t, src)); err == nil {
			t.Errorf("schema accepts %q", src)
		}
		if _, err := Parse(Name, []byte(src), vocabulary()); err == nil {
			t.Errorf("Parse accepts %q", src)
		}
	}
}
