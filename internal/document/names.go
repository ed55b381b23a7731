package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"go.yaml.in/yaml/v3"
)

var (
	camelCase  = regexp.MustCompile(`^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$`)
	snakeCase  = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	pascalCase = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
)

// names checks how schemas and fields are spelled, and the Go names that come of
// it.
func (c *checker) names(reserved []string) {
	irregular := at(c.root, "x-irregular-names")
	for key, schema := range c.schemas() {
		if !pascalCase.MatchString(key.Value) {
			c.report(key, "write it in PascalCase: it names a Go type", "the schema %s", key.Value)
		}
		role := c.roles[key.Value]
		if role != inRequest && role != inResponse {
			continue // it has no side, which is reported
		}
		form, custom, list := snakeCase, "snake_case, as responses are", key.Value
		if role == inRequest {
			form, custom, list = camelCase, "camelCase, as requests are", "requests"
		}
		exceptions := items(at(irregular, list))
		for field := range members(at(schema, "properties")) {
			i := slices.IndexFunc(exceptions, func(n *yaml.Node) bool { return goName(n.Value) == goName(field.Value) })
			switch {
			case i >= 0 && exceptions[i].Value != field.Value:
				c.report(field, "write "+exceptions[i].Value+", as the API does", "the field %s.%s", key.Value, field.Value)
			case i < 0 && !form.MatchString(field.Value):
				c.report(field, "write it in "+custom+"; if the API spells it so, list it in x-irregular-names under "+list, "the field %s.%s", key.Value, field.Value)
			}
		}
	}
	for list, names := range members(irregular) {
		for _, name := range items(names) {
			if !c.occurs(list.Value, name.Value) {
				c.report(name, "remove it, or correct it", "no field of %s is called %s", list.Value, name.Value)
			}
		}
	}
	c.goNames(reserved)
}

func (c *checker) occurs(list, name string) bool {
	for key, schema := range c.schemas() {
		if (key.Value == list || list == "requests" && c.roles[key.Value]&inRequest != 0) && at(schema, "properties", name) != nil {
			return true
		}
	}
	return false
}

// goName returns a name as the generator spells it, without regard to case: two
// names that differ in nothing else would be easy to confuse.
func goName(name string) string { return strings.ToLower(codegen.ToCamelCaseWithInitialisms(name)) }

// goNames finds two things that get one Go name.
func (c *checker) goNames(reserved []string) {
	declared := map[string]string{}
	declare := func(n *yaml.Node, name, what string) {
		if other, ok := declared[goName(name)]; ok {
			c.report(n, "rename one of the two", "%s and %s get the same Go name", what, other)
			return
		}
		declared[goName(name)] = what
	}
	for _, name := range reserved {
		declared[goName(name)] = "the hand-written " + name
	}
	for _, o := range c.Operations() {
		// What the client and the server generate for an operation.
		for _, suffix := range []string{"", "JSONBody", "JSONRequestBody", "Request", "RequestObject", "Response", "ResponseObject", "200JSONResponse"} {
			if id := at(o.node, "operationId"); o.ID != "" {
				declare(id, o.ID+suffix, "operation "+o.ID)
			}
		}
	}
	for name := range members(at(c.root, "components", "responses")) {
		declare(name, name.Value+"JSONResponse", "response "+name.Value)
	}
	for key, schema := range c.schemas() {
		declare(key, key.Value, "schema "+key.Value)
		declare(key, "Decode"+key.Value, "the decoder of "+key.Value)
		for _, value := range items(at(schema, "enum")) {
			declare(value, key.Value+"_"+value.Value, "value "+value.Value+" of "+key.Value)
		}
		fields := map[string]string{goName("check"): "the method Check", goName("string"): "the method String"}
		for field := range members(at(schema, "properties")) {
			if other, ok := fields[goName(field.Value)]; ok && other != field.Value {
				c.report(field, "rename one of the two", "%s and %s of %s get the same Go name", field.Value, other, key.Value)
			}
			fields[goName(field.Value)] = field.Value
		}
	}
}
