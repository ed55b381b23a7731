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

// names checks how schemas and fields are spelled, and the Go names that they get.
func (c *checker) names(reserved []string) {
	c.goNames(reserved)
	irregular := At(c.root, "x-irregular-names")
	for _, names := range Members(irregular) {
		if items(names) == nil {
			return // reported, and without it regular names look irregular
		}
	}
	occurs := map[string]bool{}
	for key, schema := range c.schemas() {
		form, custom, list := snakeCase, "snake_case, as responses are", ""
		if c.roles[key.Value]&inRequest != 0 {
			form, custom, list = camelCase, "camelCase, as requests are", "requests"
		}
		exceptions := slices.Concat(items(At(irregular, key.Value)), items(At(irregular, list)))
		for field := range Members(At(schema, "properties")) {
			role := c.roles[key.Value]
			single := role == inRequest || role == inResponse
			if !single || !form.MatchString(field.Value) {
				occurs[list+"."+field.Value], occurs[key.Value+"."+field.Value] = true, true
			}
			i := slices.IndexFunc(exceptions, func(n *yaml.Node) bool { return goName(n.Value) == goName(field.Value) })
			switch {
			case !single: // reported as unused or used on both sides
			case i >= 0 && exceptions[i].Value != field.Value:
				c.report(field, "write "+exceptions[i].Value+", as the API does", "the field %s.%s", key.Value, field.Value)
			case i < 0 && !form.MatchString(field.Value):
				c.report(field, "write it in "+custom+"; if the API spells it so, list it in x-irregular-names", "the field %s.%s", key.Value, field.Value)
			}
		}
	}
	for list, names := range Members(irregular) {
		for _, name := range items(names) {
			if !occurs[list.Value+"."+name.Value] {
				c.report(name, "correct or remove it", "%s has no field %s with an irregular name", list.Value, name.Value)
			}
		}
	}
}

// goName returns a name as the generator spells it, without regard to case: two
// names that differ in nothing else would be easy to confuse.
func goName(name string) string { return strings.ToLower(codegen.ToCamelCaseWithInitialisms(name)) }

// goNames finds two things that get the same Go name.
func (c *checker) goNames(reserved []string) {
	declared := map[string]string{}
	declare := func(n *yaml.Node, what string, names ...string) {
		for _, name := range names {
			if other, ok := declared[goName(name)]; ok {
				c.report(n, "rename one of the two", "%s and %s get the same Go name", what, other)
			}
			declared[goName(name)] = what
		}
	}
	for _, name := range reserved {
		declared[goName(name)] = "the hand-written " + name
	}
	for _, o := range c.Operations() {
		if id := o.ID; id != "" {
			declare(At(o.node, "operationId"), "operation "+id,
				id, id+"JSONBody", id+"JSONRequestBody", id+"Request", id+"RequestObject", id+"Response", id+"ResponseObject", id+"200JSONResponse")
		}
	}
	for key, schema := range c.schemas() {
		if !pascalCase.MatchString(key.Value) {
			c.report(key, "write it in PascalCase: it names a Go type", "the schema %s", key.Value)
		}
		declare(key, "schema "+key.Value, key.Value, "Decode"+key.Value)
		for _, value := range items(At(schema, "enum")) {
			declare(value, "value "+value.Value+" of "+key.Value, key.Value+"_"+value.Value)
		}
		fields := map[string]string{"check": "the method Check", "string": "the method String"}
		for field := range Members(At(schema, "properties")) {
			if other := fields[goName(field.Value)]; other != "" {
				c.report(field, "rename one of the two", "%s and %s of %s get the same Go name", field.Value, other, key.Value)
			}
			fields[goName(field.Value)] = field.Value
		}
	}
}
