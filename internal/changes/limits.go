package changes

import (
	"strconv"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// Limit is a limit of a schema's field that has changed.
type Limit struct {
	// Where is Schema.field, and Keyword the limit's name in OpenAPI.
	Where, Keyword string
	Was            int
}

// Limits lists the limits that have changed from base to revision.
func Limits(base, revision *document.Document) []Limit {
	var out []Limit
	for schema, node := range document.Members(document.At(base.Root(), "components", "schemas")) {
		for field, property := range document.Members(document.At(node, "properties")) {
			for _, keyword := range []string{"minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"} {
				was := document.At(property, keyword)
				is := document.At(revision.Root(), "components", "schemas", schema.Value, "properties", field.Value, keyword)
				if was == nil || is != nil && is.Value == was.Value {
					continue
				}
				if n, err := strconv.Atoi(was.Value); err == nil {
					out = append(out, Limit{schema.Value + "." + field.Value, keyword, n})
				}
			}
		}
	}
	return out
}
