package diag

// A Position is a point in a text. Line and Column count from 1; a column is
// a Unicode code point, not a byte. The zero Position is unknown.
type Position struct{ Line, Column int }

// IsKnown reports whether the position names a line.
func (p Position) IsKnown() bool { return p.Line > 0 }

// Before reports whether p comes before q.
func (p Position) Before(q Position) bool {
	if p.Line != q.Line {
		return p.Line < q.Line
	}
	return p.Column < q.Column
}

// A Place is where a value stands: its file, the half-open range of its text
// and its JSON Pointer (RFC 6901). File is slash-separated and relative to the
// repository's root. A Place with only a File speaks of the whole file.
type Place struct {
	File       string
	Start, End Position
	Pointer    string
}

// InFile is the place of a whole file, without a line.
func InFile(name string) Place { return Place{File: name} }
