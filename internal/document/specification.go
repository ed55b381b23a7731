package document

import (
	"context"

	"github.com/getkin/kin-openapi/openapi3"
)

// specification asks kin-openapi, which knows OpenAPI at large but rarely a
// line; the rules above find most of the same with their line.
func specification(c *checker) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(c.source)
	if err == nil {
		err = doc.Validate(context.Background())
	}
	if err != nil && len(c.findings) == 0 {
		c.report(nil, "correct what it names", "not valid OpenAPI: %v", err)
	}
}
