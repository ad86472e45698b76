package jsondoc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// Limits bound a document before it is believed. Zero fields mean the default.
type Limits struct {
	Bytes  int64 // size of the file; default 256 MiB
	Depth  int   // nesting of arrays and objects; default 64
	Digits int   // length of a number's spelling; default 40
}

// DefaultLimits are the limits of DESIGN.md §4. Without the depth limit 200 kB
// of brackets cost more than a minute in later steps.
func DefaultLimits() Limits { return Limits{Bytes: 256 << 20, Depth: 64, Digits: 40} }

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.Bytes == 0 {
		l.Bytes = d.Bytes
	}
	if l.Depth == 0 {
		l.Depth = d.Depth
	}
	if l.Digits == 0 {
		l.Digits = d.Digits
	}
	return l
}

// Parse reads a JSON text. Every fault of the text is a finding of the rule
// json-invalid or merge-conflict; with any such finding the document's Root is
// nil, because no two programs would agree on its content.
func Parse(name string, src []byte, limits Limits) (*Document, []diag.Finding) {
	p := &parser{
		doc:    &Document{Name: name, Src: src, text: newIndex(src)},
		limits: limits.orDefault(),
	}
	p.parse()
	if len(p.findings) > 0 {
		p.doc.Root = nil
	}
	return p.doc, diag.Sort(p.findings)
}

type parser struct {
	doc      *Document
	limits   Limits
	findings []diag.Finding
	dec      *jsontext.Decoder
	end      int // end of the last token
	skip     int // bytes before the JSON text: a byte order mark
}

// errStop ends a parse whose fault has been reported.
var errStop = errors.New("stop")

func (p *parser) parse() {
	src := p.doc.Src
	if int64(len(src)) > p.limits.Bytes {
		p.report(0, 0, "size", "",
			"file has %d bytes, more than the limit of %d", len(src), p.limits.Bytes)
		return
	}
	if !p.checkText() {
		return
	}
	p.dec = jsontext.NewDecoder(bytes.NewBuffer(src[p.skip:]),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	p.end = p.skip
	root, err := p.value(nil, 1)
	if err == nil {
		p.doc.Root = root
		err = p.trailing()
	}
	if err != nil && !errors.Is(err, errStop) {
		p.reportSyntax(err)
	}
}

func (p *parser) trailing() error {
	start := p.next()
	if start == len(p.doc.Src) {
		return nil
	}
	p.report(start, len(p.doc.Src), "trailing", "remove everything after the first value",
		"text after the end of the JSON value: %s", excerpt(p.doc.Src[start:]))
	return errStop
}

// token reads one token and returns it with its start.
func (p *parser) token() (jsontext.Token, int, error) {
	start := p.next()
	t, err := p.dec.ReadToken()
	if err != nil {
		return t, start, err
	}
	p.end = p.skip + int(p.dec.InputOffset())
	return t, start, nil
}

// next returns the offset of the next token: the decoder has no call for it,
// and only blanks, commas and colons can stand between two tokens.
func (p *parser) next() int {
	i := p.end
	for i < len(p.doc.Src) && strings.IndexByte(" \t\r\n,:", p.doc.Src[i]) >= 0 {
		i++
	}
	return i
}

func (p *parser) value(parent *Node, depth int) (*Node, error) {
	t, start, err := p.token()
	if err != nil {
		return nil, err
	}
	n := &Node{Parent: parent, Start: start, End: p.end}
	switch t.Kind() {
	case '[', '{':
		return n, p.composite(n, t.Kind(), depth)
	case '"':
		n.Kind, n.Text = String, p.unquote(start, p.end)
	case '0':
		n.Kind, n.Text = Number, string(p.doc.Src[start:p.end])
		p.checkNumber(n)
	case 'n':
		n.Kind, n.Text = Null, "null"
	default:
		n.Kind, n.Text = Bool, string(p.doc.Src[start:p.end])
	}
	return n, nil
}

func (p *parser) composite(n *Node, open jsontext.Kind, depth int) error {
	if depth > p.limits.Depth {
		p.report(n.Start, n.Start+1, "depth", "flatten the document",
			"nesting is deeper than the limit of %d", p.limits.Depth)
		return errStop
	}
	n.Kind = Array
	if open == '{' {
		n.Kind = Object
	}
	closer := jsontext.Kind(']')
	if n.Kind == Object {
		closer = '}'
	}
	for {
		switch p.dec.PeekKind() {
		case closer:
			_, _, err := p.token()
			n.End = p.end
			if n.Kind == Object {
				p.checkDuplicates(n)
			}
			return err
		case 0: // an error; ReadToken returns it
			_, _, err := p.token()
			if err == nil {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		if err := p.child(n, depth); err != nil {
			return err
		}
	}
}

func (p *parser) child(n *Node, depth int) error {
	var name string
	var keyStart, keyEnd int
	if n.Kind == Object {
		_, start, err := p.token()
		if err != nil {
			return err
		}
		name, keyStart, keyEnd = p.unquote(start, p.end), start, p.end
	}
	c, err := p.value(n, depth+1)
	if c != nil {
		c.Name, c.KeyStart, c.KeyEnd, c.Index = name, keyStart, keyEnd, len(n.Children)
		n.Children = append(n.Children, c)
	}
	return err
}

func (p *parser) unquote(start, end int) string {
	raw := p.doc.Src[start:end]
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	b, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		p.report(start, end, "surrogate", "write the character itself or a full pair",
			"string holds half of a surrogate pair: %s", excerpt(raw))
	}
	return string(b)
}

func (p *parser) report(start, end int, key, help, format string, args ...any) {
	p.findings = append(p.findings, diag.Finding{
		Rule: Invalid, Severity: diag.Error,
		Place: diag.Place{
			File:  p.doc.Name,
			Start: p.doc.Position(start), End: p.doc.Position(end),
		},
		Subject: p.doc.Name, Key: key,
		Message: fmt.Sprintf(format, args...), Help: help,
	})
}
