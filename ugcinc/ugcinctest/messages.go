package ugcinctest

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// invalid is the error for a field of the request body.
func invalid(path []string, reason string) error {
	return badRequest(fieldName(path) + " " + reason)
}

var index = regexp.MustCompile(`\.(\d+)(\.|$)`)

// fieldName writes a path such as entries[0].postTime.
func fieldName(path []string) string {
	if len(path) == 0 {
		return "The request body"
	}
	return index.ReplaceAllString(strings.Join(path, "."), "[$1]$2")
}

// bodyError is the error for a body that cannot be decoded as one JSON value.
func bodyError(err error) error {
	// A float64 holds any number but those that are too large.
	if number, ok := errors.AsType[*json.SemanticError](err); ok {
		return invalid(slices.Collect(number.JSONPointer.Tokens()), "is a number that is out of range")
	}
	syntax, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		return invalid(nil, "is not valid JSON")
	}
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return invalid(slices.Collect(syntax.JSONPointer.Tokens()), "is given more than once")
	}
	return invalid(nil, "is not valid JSON at byte "+strconv.FormatInt(syntax.ByteOffset, 10))
}

// schemaError turns a violation of the document into a 400 whose message names
// the field and the JSON type as they are on the wire.
func schemaError(err error) error {
	violation, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return badRequest("The request does not match the document: " + err.Error())
	}
	// For an allOf, the error of the part that did not match says more.
	for inner := violation; inner != nil; inner, _ = errors.AsType[*openapi3.SchemaError](inner.Origin) {
		violation = inner
	}
	return badRequest(fieldName(violation.JSONPointer()) + ": " + violation.Reason)
}

// checkURL accepts an absolute http or https URL, which a platform can fetch. RFC
// 3986 requires percent-encoding for spaces and characters outside ASCII;
// [url.Parse] does not.
func checkURL(text string) error {
	encoded := !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f })
	u, err := url.Parse(text)
	if !encoded || err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("not an absolute http or https URL")
	}
	return nil
}
