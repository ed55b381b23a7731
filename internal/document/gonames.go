package document

import (
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// taken are the names that the templates declare themselves.
var taken = []string{"Client", "HttpRequestDoer", "Operation", "Operations", "Endpoint", "Retry", "RetrySafe", "RetryNever"}

// goNames finds names that differ only in case and separators: most get the same
// Go name, and the rest would be easy to confuse.
func goNames(c *checker) {
	first := map[string]string{}
	declare := func(n *yaml.Node, name, what string) {
		if other, ok := first[fold(name)]; ok {
			c.report(n, "rename one of the two", "%s and %s get the same Go name", other, what)
			return
		}
		first[fold(name)] = what
	}
	for _, name := range taken {
		first[fold(name)] = "a name of the generated client"
	}
	seen := map[string]bool{}
	for _, o := range c.Operations() {
		if o.ID == "" || seen[o.ID] {
			continue
		}
		seen[o.ID] = true
		for _, suffix := range []string{"", "JSONBody", "JSONRequestBody", "Request", "RequestObject", "Response", "ResponseObject", "200JSONResponse"} {
			declare(at(o.node, "operationId"), o.ID+suffix, "operation "+o.ID)
		}
	}
	for _, s := range c.Schemas() {
		declare(s.key, s.Name, "schema "+s.Name)
		declare(s.key, "Decode"+s.Name, "the decoder of "+s.Name)
		for _, value := range items(at(s.node, "enum")) {
			if duplicate := first[fold(s.Name+value.Value)]; duplicate == "value "+s.Name+" "+value.Value {
				continue
			}
			declare(value, s.Name+value.Value, "value "+s.Name+" "+value.Value)
		}
		fields := map[string]string{"check": "the method Check", "string": "the method String"}
		for property := range members(at(s.node, "properties")) {
			name := fold(property.Value)
			if other, ok := fields[name]; ok && other != property.Value {
				c.report(property, "rename one of the two", "%s and %s of %s get the same Go name", other, property.Value, s.Name)
			}
			fields[name] = property.Value
		}
	}
}

// fold returns a name without case and separators.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
