package registry

import "github.com/cmmv-hive/modelgate/internal/jsondoc"

// A Draft is an entry that stands in no file yet.
type Draft struct {
	SchemaVersion string
	ModelID       string
	Provider      string
	DisplayName   string
	Role          Role
	SizeClass     SizeClass
	Capabilities  []string
	Status        Status
	EvalRefs      []string // left out when empty
	SourceFiles   []string
	Notes         string // left out when empty
	CreatedAt     string // RFC 3339
	UpdatedAt     string // RFC 3339; left out when empty
}

// JSON returns the entry in canonical form, as an element of "models": its
// first line is not indented, its last one by four blanks.
func (d Draft) JSON() []byte {
	return []byte(jsondoc.DefaultStyle().Format(d.node(), "    "))
}

// Field returns the JSON text of one field; ok is false when the draft leaves
// it out.
func (d Draft) Field(name string) (text string, ok bool) {
	n := d.node().Get(name)
	if n == nil {
		return "", false
	}
	return jsondoc.DefaultStyle().Inline(n), true
}

// Entry returns the draft as an entry without a place.
func (d Draft) Entry() *Entry {
	return &Entry{
		SchemaVersion: d.SchemaVersion, ModelID: d.ModelID,
		Provider: d.Provider, DisplayName: d.DisplayName,
		Role: d.Role, SizeClass: d.SizeClass,
		Capabilities: d.Capabilities, Status: d.Status,
		EvalRefs: d.EvalRefs, SourceFiles: d.SourceFiles,
		Notes: d.Notes, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt,
	}
}

func (d Draft) node() *jsondoc.Node {
	n := &jsondoc.Node{Kind: jsondoc.Object}
	add := func(name string, v *jsondoc.Node) {
		v.Name = name
		n.Children = append(n.Children, v)
	}
	add("schema_version", text(d.SchemaVersion))
	add("model_id", text(d.ModelID))
	add("provider", text(d.Provider))
	add("display_name", text(d.DisplayName))
	add("role", text(string(d.Role)))
	add("size_class", text(string(d.SizeClass)))
	add("capabilities", list(d.Capabilities))
	add("status", text(string(d.Status)))
	if len(d.EvalRefs) > 0 {
		add("eval_refs", list(d.EvalRefs))
	}
	add("source_files", list(d.SourceFiles))
	if d.Notes != "" {
		add("notes", text(d.Notes))
	}
	add("created_at", text(d.CreatedAt))
	if d.UpdatedAt != "" {
		add("updated_at", text(d.UpdatedAt))
	}
	return n
}

func text(s string) *jsondoc.Node { return &jsondoc.Node{Kind: jsondoc.String, Text: s} }

func list(ss []string) *jsondoc.Node {
	n := &jsondoc.Node{Kind: jsondoc.Array}
	for _, s := range ss {
		n.Children = append(n.Children, text(s))
	}
	return n
}
