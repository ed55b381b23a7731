package ugcinctest

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// invalid is the error for a field of the request body.
func invalid(path []string, reason string) error {
	return badRequest(fieldName(path) + " " + reason)
}

// fieldName writes a path such as entries[0].postTime.
func fieldName(path []string) string {
	if len(path) == 0 {
		return "The request body"
	}
	var name strings.Builder
	for i, part := range path {
		switch _, err := strconv.Atoi(part); {
		case err == nil:
			name.WriteString("[" + part + "]")
		case i > 0:
			name.WriteString("." + quoted(part))
		default:
			name.WriteString(quoted(part))
		}
	}
	return name.String()
}

// quoted puts a name in quotes if it would not be read as one word.
func quoted(name string) string {
	oddRune := func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) || r == '"' }
	if name == "" || strings.ContainsFunc(name, oddRune) {
		return strconv.Quote(name)
	}
	return name
}

// bodyError is the error for a body that cannot be decoded as one JSON value.
func bodyError(err error) error {
	// A float64 holds any number but those that are too large.
	if number, ok := errors.AsType[*json.SemanticError](err); ok {
		return invalid(slices.Collect(number.JSONPointer.Tokens()), "is a number that is out of range")
	}
	syntax, ok := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case !ok:
		return invalid(nil, "is not valid JSON")
	case errors.Is(err, jsontext.ErrDuplicateName):
		return invalid(slices.Collect(syntax.JSONPointer.Tokens()), "is given more than once")
	default:
		return invalid(nil, "is not valid JSON at byte "+strconv.FormatInt(syntax.ByteOffset, 10))
	}
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
	return invalid(violation.JSONPointer(), reason(violation))
}

// reason says what is invalid, after the name of the field.
func reason(violation *openapi3.SchemaError) string {
	schema := violation.Schema
	switch violation.SchemaField {
	case "type":
		return "must be " + typeName(schema)
	case "nullable":
		return "must not be null"
	case "format":
		return "must be an absolute http or https URL"
	case "enum":
		// An enum is checked before the type.
		if _, isString := violation.Value.(string); isString {
			return "must be one of " + enumValues(schema)
		}
		if violation.Value == nil {
			return "must not be null"
		}
		return "must be " + typeName(schema)
	case "minLength":
		if schema.MinLength == 1 {
			return "must not be empty"
		}
		return "must have at least " + plural(schema.MinLength, "character")
	case "maxLength":
		return "must not be longer than " + plural(*schema.MaxLength, "character")
	case "minItems":
		return "needs at least " + plural(schema.MinItems, "item")
	case "maxItems":
		return "must not have more than " + plural(*schema.MaxItems, "item")
	case "minProperties":
		return "needs at least one of " + strings.Join(optionalFields(schema), ", ")
	default:
		return "is invalid: " + violation.Reason
	}
}

func plural(n uint64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// typeName names the JSON type of a schema, for example "an array of strings".
func typeName(schema *openapi3.Schema) string {
	switch {
	case schema.Type.Is(openapi3.TypeArray) && schema.Items != nil && schema.Items.Value.Type != nil:
		return "an array of " + strings.Join(schema.Items.Value.Type.Slice(), " or ") + "s"
	case schema.Type.Is(openapi3.TypeArray), schema.Type.Is(openapi3.TypeObject), schema.Type.Is(openapi3.TypeInteger):
		return "an " + schema.Type.Slice()[0]
	default:
		return "a " + strings.Join(schema.Type.Slice(), " or ")
	}
}

func enumValues(schema *openapi3.Schema) string {
	values := make([]string, len(schema.Enum))
	for i, value := range schema.Enum {
		values[i] = fmt.Sprint(value)
	}
	return strings.Join(values, ", ")
}

func optionalFields(schema *openapi3.Schema) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(schema.Properties)), func(name string) bool {
		return slices.Contains(schema.Required, name)
	})
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
