package ugcinctest

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// schemaError turns a violation of the document into the message of a 400. The
// message names the field and the JSON type as they are on the wire.
func schemaError(err error) error {
	violation, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return reject(http.StatusBadRequest, "The request does not match the document: "+err.Error())
	}
	// An allOf says nothing itself; the part that did not match does.
	for inner := violation; inner != nil; inner, _ = errors.AsType[*openapi3.SchemaError](inner.Origin) {
		violation = inner
	}
	path := violation.JSONPointer()
	if missing, ok := missingField(violation); ok {
		return invalid(append(path, missing), "is required")
	}
	return invalid(path, reason(violation))
}

// missingField returns the first required field that is missing from an object
// with too few fields: that says more than their number.
func missingField(violation *openapi3.SchemaError) (name string, ok bool) {
	object, isObject := violation.Value.(map[string]any)
	if !isObject || violation.SchemaField != "minProperties" {
		return "", false
	}
	for _, name := range violation.Schema.Required {
		if _, given := object[name]; !given {
			return name, true
		}
	}
	return "", false
}

// reason continues a sentence that begins with the name of the field.
func reason(violation *openapi3.SchemaError) string {
	schema := violation.Schema
	switch violation.SchemaField {
	case "type":
		return "must be " + typeName(schema)
	case "nullable":
		return "must not be null"
	case "required":
		return "is required"
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

// typeName names the JSON type of a schema: a string, an array of strings.
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

// checkURL accepts what a platform can fetch: an absolute http or https URL. As
// RFC 3986 says, spaces and characters beyond ASCII are percent-encoded, which
// [url.Parse] does not demand.
func checkURL(text string) error {
	encoded := !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f })
	u, err := url.Parse(text)
	if !encoded || err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("not an absolute http or https URL")
	}
	return nil
}
