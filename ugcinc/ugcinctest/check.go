package ugcinctest

import (
	"errors"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// check validates a request body against the document. It returns the body in
// the form that the generated server decodes: without the fields that the
// document does not know, and with its dates in full. The generated server
// matches names in any case, so an unknown field must not reach it.
func (op *operation) check(header http.Header, body []byte, strictFields bool) ([]byte, error) {
	if mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		return nil, reject(http.StatusBadRequest, "Content-Type must be application/json")
	}
	if len(body) == 0 {
		return nil, reject(http.StatusBadRequest, "The request has no body")
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, bodyError(err)
	}
	value, err := prepare(op.params, nil, value, strictFields)
	if err != nil {
		return nil, err
	}
	err = op.params.Value.VisitJSON(value,
		openapi3.VisitAsRequest(),
		openapi3.EnableFormatValidation(),
		openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(checkURL)),
	)
	if err != nil {
		return nil, schemaError(err)
	}
	return json.Marshal(value)
}

// prepare returns value without the fields that schema does not know, or an
// error for the first of them if strictFields is set, and with each date and
// each short timestamp written as RFC 3339, the only form that the generated
// models decode. It passes over values of a wrong type, which VisitJSON
// reports.
func prepare(schema *openapi3.SchemaRef, path []string, value any, strictFields bool) (any, error) {
	var err error
	switch value := value.(type) {
	case string:
		if isDateOrTime(schema) {
			return completeDate(schema, path, value)
		}
	case []any:
		if schema.Value.Items == nil {
			break
		}
		for i, item := range value {
			if value[i], err = prepare(schema.Value.Items, append(path, strconv.Itoa(i)), item, strictFields); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			property, known := schema.Value.Properties[name]
			switch {
			case known:
				if value[name], err = prepare(property, append(path, name), value[name], strictFields); err != nil {
					return nil, err
				}
			case strictFields:
				return nil, invalid(append(path, name), "is not a field of this request")
			default:
				delete(value, name)
			}
		}
	}
	return value, nil
}

// isDateOrTime reports whether schema is the document's DateOrTime, possibly
// with a description of its own.
func isDateOrTime(schema *openapi3.SchemaRef) bool {
	const reference = "#/components/schemas/DateOrTime"
	return schema.Ref == reference || slices.ContainsFunc(schema.Value.AllOf, isDateOrTime)
}

// invalid is the error for a field of the request body.
func invalid(path []string, reason string) error {
	return reject(http.StatusBadRequest, fieldName(path)+" "+reason)
}

// fieldName writes a path as in entries[0].postTime.
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
