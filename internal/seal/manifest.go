package seal

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// manifestVersion is the only version of a manifest there is.
const manifestVersion = 1

// maxManifest is the largest manifest, in bytes.
const maxManifest = 16 << 20

// A Manifest is what a release bundle consists of: the files and the heads of
// the audit log. Its bytes are what a bundle's signature is made over.
type Manifest struct {
	V     int      `json:"v"` // always 1
	Files []File   `json:"files"`
	Heads []string `json:"heads"` // names of records, 64 hex digits each
}

// A File is one file of a bundle.
type File struct {
	Path   string `json:"path"`   // slash-separated, below the bundle's root
	SHA256 string `json:"sha256"` // of the content, 64 hex digits
}

// Encode returns the manifest as canonical JSON (RFC 8785) without a final
// newline, its lists sorted. It is an error when ParseManifest would refuse it.
func (m Manifest) Encode() ([]byte, error) {
	m.Files = append([]File{}, m.Files...)
	m.Heads = append([]string{}, m.Heads...)
	slices.SortFunc(m.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	slices.Sort(m.Heads)
	if err := m.validate(); err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	src, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	v := jsontext.Value(src)
	if err := v.Canonicalize(); err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	return v, nil
}

// ParseManifest reads a manifest, strictly: bytes that Encode would not have
// written are an error, such as an unknown key, another order, or a path that
// is absolute, leads out of the bundle or stands twice.
func ParseManifest(src []byte) (Manifest, error) {
	m, err := parseManifest(src)
	if err != nil {
		return Manifest{}, fmt.Errorf("read manifest: %w", err)
	}
	return m, nil
}

func parseManifest(src []byte) (Manifest, error) {
	var m Manifest
	if len(src) > maxManifest {
		return m, fmt.Errorf("it has more than %d bytes", maxManifest)
	}
	if err := json.Unmarshal(src, &m, json.RejectUnknownMembers(true)); err != nil {
		return m, misfit(err)
	}
	if err := m.validate(); err != nil {
		return m, err
	}
	canonical, err := m.Encode()
	if err != nil {
		return m, err
	}
	// A missing key shows here too.
	if !bytes.Equal(src, canonical) {
		return m, errors.New("it is not in the form that modelgate writes")
	}
	return m, nil
}

// misfit tells an error of the JSON library in the words of the manifest.
func misfit(err error) error {
	var semantic *json.SemanticError
	switch {
	case !errors.As(err, &semantic):
		return errors.New(strings.TrimPrefix(err.Error(), "jsontext: "))
	case errors.Is(err, json.ErrUnknownName):
		return fmt.Errorf("unknown field at %q", string(semantic.JSONPointer))
	}
	return fmt.Errorf("value at %q is of the wrong type", string(semantic.JSONPointer))
}

func (m Manifest) validate() error {
	if m.V != manifestVersion {
		return fmt.Errorf("v is %d, want %d", m.V, manifestVersion)
	}
	for i, f := range m.Files {
		switch {
		case !validPath(f.Path):
			return fmt.Errorf("path %q is not one below the bundle's root", f.Path)
		case i > 0 && f.Path == m.Files[i-1].Path:
			return fmt.Errorf("path %q stands twice", f.Path)
		case i > 0 && f.Path < m.Files[i-1].Path:
			return fmt.Errorf("path %q is not after %q", f.Path, m.Files[i-1].Path)
		case !isHash(f.SHA256):
			return fmt.Errorf("sha256 of %q is %q, want 64 hex digits", f.Path, f.SHA256)
		}
	}
	for i, h := range m.Heads {
		if !isHash(h) || i > 0 && h <= m.Heads[i-1] {
			return fmt.Errorf("head %q is not 64 hex digits, or not after the one before", h)
		}
	}
	return nil
}

// validPath takes the one spelling of a path below the root. Backslashes and
// colons lead elsewhere on Windows, control characters on a terminal.
func validPath(p string) bool {
	return fs.ValidPath(p) && p != "." && !strings.ContainsFunc(p, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == '\\' || r == ':'
	})
}

func isHash(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}
