package document

import (
	"regexp"
	"slices"
)

var (
	camelCase  = regexp.MustCompile(`^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$`)
	snakeCase  = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	pascalCase = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
)

// irregular are the fields that the API spells against its own custom, by the
// schema that they stand in, or for all requests. This is the one list of them;
// an entry that no longer occurs has to go.
var irregular = map[string][]string{
	anyRequest:        {"org_group", "user_group"},
	"EditProfileInfo": {"avatarUrl", "nickName"},
}

const anyRequest = "any request"

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
	for where, fields := range irregular {
		for _, field := range fields {
			if !c.occurs(where, field) {
				c.report(at(c.root, "components", "schemas"), "remove it from the list in internal/document/naming.go", "the naming exception %s in %s no longer occurs", field, where)
			}
		}
	}
}

func (c *checker) occurs(where, field string) bool {
	for _, s := range c.Schemas() {
		if at(s.node, "properties", field) != nil && c.exceptions(s) == where {
			return true
		}
	}
	return false
}

// exceptions is the key of irregular under which the fields of s stand.
func (c *checker) exceptions(s Schema) string {
	if c.role(s)&inRequest != 0 {
		return anyRequest
	}
	return s.Name
}

func (c *checker) fieldNames(s Schema) {
	form, custom := snakeCase, "snake_case, as responses are"
	if c.role(s)&inRequest != 0 {
		form, custom = camelCase, "camelCase, as requests are"
	}
	known := irregular[c.exceptions(s)]
	for field := range members(at(s.node, "properties")) {
		spelled := slices.IndexFunc(known, func(name string) bool { return GoName(name) == GoName(field.Value) })
		switch {
		case spelled >= 0 && known[spelled] != field.Value:
			c.report(field, "write "+known[spelled]+", as the API does", "the field %s.%s", s.Name, field.Value)
		case spelled < 0 && !form.MatchString(field.Value):
			c.report(field, "write it in "+custom+"; if the API spells it so, list it in internal/document/naming.go", "the field %s.%s", s.Name, field.Value)
		}
	}
}
