package ugcinctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/ugcinc/ugcinc-go/api"
)

// document holds the operations of the API's document by their path.
type document map[string]*operation

type operation struct {
	id    string
	route *routers.Route
	// dates are the request fields that hold a date or a timestamp.
	dates []string
}

// loadDocument reads the document once for all servers of the process, for
// that costs more than most tests.
var loadDocument = sync.OnceValues(func() (document, error) {
	loaded, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		return nil, fmt.Errorf("reading the API's document: %w", err)
	}
	d := document{}
	for path, item := range loaded.Paths.Map() {
		d[path] = &operation{
			id:    item.Post.OperationID,
			route: &routers.Route{Spec: loaded, Path: path, PathItem: item, Method: http.MethodPost, Operation: item.Post},
			dates: dateFields(item.Post),
		}
	}
	return d, nil
})

func dateFields(op *openapi3.Operation) []string {
	const reference = "#/components/schemas/DateOrTime"
	var names []string
	for name, property := range op.RequestBody.Value.Content.Get("application/json").Schema.Value.Properties {
		refs := append(openapi3.SchemaRefs{property}, property.Value.AllOf...)
		for _, ref := range refs {
			if ref.Ref == reference {
				names = append(names, name)
			}
		}
	}
	return names
}

// id returns the operation of a path, or an empty text.
func (d document) id(path string) string {
	op, known := d[path]
	if !known {
		return ""
	}
	return op.id
}

// has says whether the document has an operation of this id.
func (d document) has(id string) bool {
	for _, op := range d {
		if op.id == id {
			return true
		}
	}
	return false
}

// check holds a request against the document. It returns the body as the
// generated server can read it, with its dates in full.
func (op *operation) check(r *http.Request, body []byte) ([]byte, error) {
	r.Body = io.NopCloser(bytes.NewReader(body))
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r,
		Route:   op.route,
		Options: &openapi3filter.Options{
			// The key is compared before.
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
			// Else the filter writes the defaults into the body.
			SkipSettingDefaults: true,
		},
	})
	if err != nil {
		return nil, refuse(http.StatusBadRequest, reason(err))
	}
	return op.fullDates(body)
}

// reason shortens what the filter says, which quotes whole schemas.
func reason(err error) string {
	if schema, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		path := strings.Join(schema.JSONPointer(), ".")
		// Of an allOf only the part that did not match says something.
		for inner := schema; inner != nil; inner, _ = errors.AsType[*openapi3.SchemaError](inner.Origin) {
			schema = inner
		}
		if path == "" {
			return schema.Reason
		}
		return path + ": " + schema.Reason
	}
	if request, ok := errors.AsType[*openapi3filter.RequestError](err); ok && request.Reason != "" {
		return request.Reason
	}
	return err.Error()
}

// fullDates writes each date and each short form of a timestamp as RFC 3339,
// the one form that the generated models decode.
func (op *operation) fullDates(body []byte) ([]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, refuse(http.StatusBadRequest, "The body is not one JSON object")
	}
	for _, name := range op.dates {
		raw, given := fields[name]
		if !given {
			continue
		}
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, refuse(http.StatusBadRequest, name+": not a text")
		}
		at, err := parseDateOrTime(name, text)
		if err != nil {
			return nil, err
		}
		if fields[name], err = json.Marshal(at); err != nil {
			return nil, refuse(http.StatusBadRequest, name+": "+err.Error())
		}
	}
	return json.Marshal(fields)
}
