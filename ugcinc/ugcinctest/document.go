package ugcinctest

import (
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ugcinc/ugcinc-go/api"
)

// document holds the operations of the API's document by their path.
type document map[string]*operation

type operation struct {
	id string
	// params is the schema of the request body.
	params *openapi3.SchemaRef
}

// loadDocument reads the document once for all servers of the process, since
// that costs more than most tests.
var loadDocument = sync.OnceValues(func() (document, error) {
	loaded, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		return nil, fmt.Errorf("reading the API's document: %w", err)
	}
	d := document{}
	for path, item := range loaded.Paths.Map() {
		d[path] = &operation{
			id:     item.Post.OperationID,
			params: item.Post.RequestBody.Value.Content.Get("application/json").Schema,
		}
	}
	return d, nil
})

// id returns the operation of a path, or an empty text.
func (d document) id(path string) string {
	op, known := d[path]
	if !known {
		return ""
	}
	return op.id
}

// has reports whether the document has an operation with this id.
func (d document) has(id string) bool {
	for _, op := range d {
		if op.id == id {
			return true
		}
	}
	return false
}
