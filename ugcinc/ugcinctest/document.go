package ugcinctest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"

	"github.com/ugcinc/ugcinc-go/api"
)

// document holds the operations of the API document by path.
type document map[string]operation

type operation struct {
	id     string
	params *openapi3.SchemaRef // the schema of the request body
}

// loadDocument reads the document once for all servers of the process, since
// that takes longer than most tests.
var loadDocument = sync.OnceValues(func() (document, error) {
	loaded, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		return nil, fmt.Errorf("reading the API document: %w", err)
	}
	d := document{}
	for path, item := range loaded.Paths.Map() {
		d[path] = operation{
			id:     item.Post.OperationID,
			params: item.Post.RequestBody.Value.Content.Get("application/json").Schema,
		}
	}
	return d, nil
})

// check validates a request body against the document. It returns the body in
// the form that the generated server decodes: without the fields that the
// document does not have, since the generated server would match their names in
// any case, and with full timestamps.
func (op operation) check(body []byte, strictFields bool) ([]byte, error) {
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
	if err := checkOrder(op.params.Value, value.(map[string]any)); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

// checkOrder returns an error if the two dates of x-ordered, by now full timestamps,
// are in the wrong order.
func checkOrder(schema *openapi3.Schema, params map[string]any) error {
	names, _ := schema.Extensions["x-ordered"].([]any)
	var given []time.Time
	for _, name := range names {
		text, _ := params[name.(string)].(string)
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
			given = append(given, at)
		}
	}
	if !slices.IsSortedFunc(given, time.Time.Compare) {
		return badRequest(fmt.Sprintf("%v must not be before %v", names[1], names[0]))
	}
	return nil
}

// prepare returns an error for the first required field that is missing, and for
// the first field that schema does not have if strictFields is set; otherwise it
// drops such fields. It writes each date and short timestamp as RFC 3339, the only
// form that the generated models decode. It skips values of a wrong type, which
// VisitJSON reports.
func prepare(schema *openapi3.SchemaRef, path []string, value any, strictFields bool) (any, error) {
	var err error
	switch value := value.(type) {
	case string:
		if isDateOrTime(schema) {
			return fullTimestamp(schema, path, value)
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
		for _, name := range schema.Value.Required {
			if _, given := value[name]; !given {
				return nil, invalid(append(path, name), "is required")
			}
		}
		for _, name := range slices.Sorted(maps.Keys(value)) {
			property, known := schema.Value.Properties[name]
			switch {
			case known:
				if value[name], err = prepare(property, append(path, name), value[name], strictFields); err != nil {
					return nil, err
				}
			case strictFields:
				return nil, invalid(path, "has no field "+strconv.Quote(name))
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

// fullTimestamp writes a date or a short timestamp as RFC 3339, in UTC. A date
// alone is its first moment, or as an endDate its last one, so that it includes
// the whole day. A time without a zone is in UTC.
func fullTimestamp(schema *openapi3.SchemaRef, path []string, text string) (string, error) {
	at, err := time.Parse(time.DateOnly, text)
	if err == nil && path[len(path)-1] == "endDate" {
		at = at.AddDate(0, 0, 1).Add(-time.Nanosecond)
	}
	withT := strings.Replace(text, " ", "T", 1)
	for _, clock := range []string{"15:04:05", "15:04"} {
		for _, zone := range []string{"Z07:00", "Z0700", "Z07", ""} {
			if err != nil {
				at, err = time.Parse("2006-01-02T"+clock+zone, withT)
			}
		}
	}
	at = at.UTC()
	// time.Parse accepts more than the document, and RFC 3339 has four digits for
	// the year.
	if err != nil || schema.Value.VisitJSON(text) != nil || at.Year() < 0 || at.Year() > 9999 {
		return "", invalid(path, "must be a date or a timestamp in ISO 8601")
	}
	return at.Format(time.RFC3339Nano), nil
}
