package rules

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// numberList is a bracketed list of numbers, over lines.
var numberList = regexp.MustCompile(`\[\s*[-+]?[0-9][0-9.eE+-]*(?:\s*,\s*[-+]?[0-9][0-9.eE+-]*)+`)

var vectorWords = regexp.MustCompile(`\b(embeddings?|vectors?)\b`)

// minVector is the shortest list of numbers that is taken for a vector where
// the line calls it one; elsewhere it is one beyond maxNumbers.
const minVector = 3

// maxVectorLabel is how many bytes before a list can name it.
const maxVectorLabel = 80

// blockVectors records the embeddings in a block, code blocks included.
func (s *pageScan) blockVectors(n ast.Node) {
	if lines := n.Lines(); lines.Len() > 0 {
		s.vectors(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
	}
}

// rowVectors records the embeddings in the row of a table, once for its first
// cell: the cell before may name the list.
func (s *pageScan) rowVectors(cell ast.Node) {
	if cell.PreviousSibling() == nil && cell.Lines().Len() > 0 {
		s.vectors(s.text.bounds(s.text.line(cell.Lines().At(0).Start)))
	}
}

// vectors records the embeddings in a part of the page.
func (s *pageScan) vectors(start, end int) {
	block := s.src[start:end]
	for _, at := range numberList.FindAllIndex(block, -1) {
		// A long line may hold many lists: look at what stands right before each.
		near := block[max(0, at[0]-maxVectorLabel):at[0]]
		before := string(near[bytes.LastIndexByte(near, '\n')+1:])
		numbers := bytes.Count(block[at[0]:at[1]], []byte{','}) + 1
		named := vectorWords.MatchString(plainWords(before))
		if numbers > maxNumbers || named && numbers >= minVector {
			s.mark(embeddingMark, vectorLabel(before), start+at[0])
		}
	}
}

// vectorLabel is what a line calls its list of numbers.
func vectorLabel(before string) string {
	notWord := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if l := strings.TrimFunc(before, notWord); l != "" {
		return l
	}
	return "list of numbers"
}
