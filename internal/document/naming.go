package document

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
)

var (
	camelCase  = regexp.MustCompile(`^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$`)
	snakeCase  = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	pascalCase = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
)

// irregularNames lists the fields that the API spells unlike the others of their
// place, by schema; those of all requests are listed under anyRequest.
const irregularNames, anyRequest = "x-irregular-names", "requests"

// naming holds every name against the custom of its place.
func naming(c *checker) {
	for _, o := range c.Operations() {
		if o.ID != "" && !camelCase.MatchString(o.ID) {
			c.report(at(o.node, "operationId"), "write it in camelCase, starting with a verb", "the operationId %s", o.ID)
		}
	}
	for _, tag := range items(at(c.root, "tags")) {
		if name := at(tag, "name"); name != nil && !pascalCase.MatchString(text(name)) {
			c.report(name, "write it in PascalCase: it names a service of the client", "the tag %s", label(name))
		}
	}
	for _, s := range c.Schemas() {
		if !pascalCase.MatchString(s.Name) {
			c.report(s.key, "write it in PascalCase: it names a Go type", "the schema %s", s.Name)
		}
		c.fieldNames(s)
	}
	for where, fields := range members(at(c.root, irregularNames)) {
		for _, field := range items(fields) {
			if !c.occurs(where.Value, field.Value) {
				c.report(field, "remove it from "+irregularNames, "the naming exception %s in %s does not occur", field.Value, where.Value)
			}
		}
	}
}

func (c *checker) occurs(where, field string) bool {
	for _, s := range c.Schemas() {
		here := s.Name == where || where == anyRequest && c.role(s)&inRequest != 0
		if here && at(s.node, "properties", field) != nil {
			return true
		}
	}
	return false
}

// exceptions are the irregular names that a schema may have.
func (c *checker) exceptions(s Schema) []*yaml.Node {
	names := items(at(c.root, irregularNames, s.Name))
	if c.role(s)&inRequest != 0 {
		names = append(slices.Clip(names), items(at(c.root, irregularNames, anyRequest))...)
	}
	return names
}

func (c *checker) fieldNames(s Schema) {
	form, custom := snakeCase, "snake_case, as responses are"
	if c.role(s)&inRequest != 0 {
		form, custom = camelCase, "camelCase, as requests are"
	}
	known := c.exceptions(s)
	for field := range members(at(s.node, "properties")) {
		spelled := slices.IndexFunc(known, func(name *yaml.Node) bool { return fold(name.Value) == fold(field.Value) })
		switch {
		case spelled >= 0 && known[spelled].Value != field.Value:
			c.report(field, "write "+known[spelled].Value+", as the API does", "the field %s.%s", s.Name, field.Value)
		case spelled < 0 && !form.MatchString(field.Value):
			c.report(field, "write it in "+custom+"; if the API spells it so, list it in "+irregularNames, "the field %s.%s", s.Name, field.Value)
		}
	}
}
