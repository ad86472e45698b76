package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep a document may nest. An entry of a registry document,
// itself at most 64 deep (DESIGN.md §4), stays below it in a record.
const maxDepth = 72

// Canonical returns the canonical form (RFC 8785) of one JSON value: what a
// signature of an entry is made over, and how records hold entries. Two
// entries are the same when their canonical forms are.
//
// RFC 8785 takes numbers for IEEE 754 doubles. A number with more digits than
// a double holds is an error here, because two different values would become
// one; so are duplicate keys and invalid UTF-8.
func Canonical(src []byte) ([]byte, error) {
	if err := scan(src, exactNumber); err != nil {
		return nil, err
	}
	v := jsontext.Value(bytes.Clone(src))
	if err := v.Canonicalize(); err != nil {
		return nil, err
	}
	return v, nil
}

// scan reads the first value of src, bounds its depth and shows every number
// to check, which may be nil. What follows the value is left to Canonicalize.
func scan(src []byte, check func(number string) error) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(src))
	for {
		tok, err := dec.ReadToken()
		if errors.Is(err, io.EOF) {
			return errors.New("unexpected end of file")
		}
		if err != nil {
			return err
		}
		if dec.StackDepth() > maxDepth {
			return fmt.Errorf("values nest deeper than %d", maxDepth)
		}
		if check != nil && tok.Kind() == '0' {
			if err := check(tok.String()); err != nil {
				return err
			}
		}
		if dec.StackDepth() == 0 {
			return nil
		}
	}
}

// exactNumber refuses a number that a double does not hold to its last digit.
func exactNumber(number string) error {
	f, err := strconv.ParseFloat(number, 64)
	if err == nil && decimalOf(number) == decimalOf(strconv.FormatFloat(f, 'e', -1, 64)) {
		return nil
	}
	return fmt.Errorf("number %q does not fit a double, write it as a string", number)
}

// A decimal is a number as digits without zeros at either end, times ten to
// the power of exp. Zero is the zero decimal, whatever its sign.
type decimal struct {
	negative bool
	digits   string
	exp      int
}

func decimalOf(number string) decimal {
	var d decimal
	number, d.negative = strings.CutPrefix(number, "-")
	mantissa, exp, _ := strings.Cut(strings.ToLower(number), "e")
	d.exp, _ = strconv.Atoi(exp) // the grammar is checked; out of range is the largest int
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.exp -= len(fraction)
	digits := strings.TrimLeft(whole+fraction, "0")
	d.digits = strings.TrimRight(digits, "0")
	d.exp += len(digits) - len(d.digits)
	if d.digits == "" {
		return decimal{}
	}
	return d
}

// member returns the string that an object holds under name.
func member(object []byte, name string) (string, error) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(object))
	if _, err := dec.ReadToken(); err != nil {
		return "", err
	}
	for dec.PeekKind() == '"' {
		key, err := dec.ReadToken()
		if err != nil {
			return "", err
		}
		if key.String() != name {
			if err := dec.SkipValue(); err != nil {
				return "", err
			}
			continue
		}
		value, err := dec.ReadToken()
		if err != nil {
			return "", err
		}
		if value.Kind() != '"' {
			return "", fmt.Errorf("entry has a %s that is no string", name)
		}
		return value.String(), nil
	}
	return "", fmt.Errorf("entry has no %s", name)
}
