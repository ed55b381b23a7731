package document

import "go.yaml.in/yaml/v3"

// shapes refuses what the templates in api/templates make no Go of.
func shapes(c *checker) {
	for _, p := range c.places() {
		if p.owner == nil || p.inEnvelope() {
			continue
		}
		kind := text(at(p.node, "type"))
		switch {
		case kind == "object" && p.node != p.owner.node:
			c.report(p.node, "name it under components.schemas and refer to it", "%s is an object without a name", p.name)
		case kind == "object" && len(items(at(p.node, "properties"))) == 0 && at(p.node, "properties") == nil:
			c.report(p.node, "describe its properties", "%s is an object without properties", p.name)
		case kind == "array" && p.node == p.owner.node:
			c.report(p.node, "write the array where it is used, and name its items", "%s is an array with a name", p.name)
		}
		c.allOf(p)
		if kind == "array" {
			c.elements(p)
		}
	}
}

func (c *checker) allOf(p place) {
	if parts := at(p.node, "allOf"); parts != nil && (len(items(parts)) != 1 || c.target(p.node) == "") {
		c.report(parts, "let allOf hold one $ref, which is how a property adds a description to it", "the allOf of %s", p.name)
	}
}

// anything reports whether a schema is {}: a value whose form is not documented.
func anything(n *yaml.Node) bool {
	return n.Kind == yaml.MappingNode && len(n.Content) == 0
}

// elements: the decoders read lists of texts, of objects, and of values whose
// form is not documented.
func (c *checker) elements(p place) {
	element := at(p.node, "items")
	if element == nil || anything(element) {
		return
	}
	kind := text(at(element, "type"))
	if name := c.target(element); name != "" {
		kind = text(at(c.root, "components", "schemas", name, "type"))
		if at(c.root, "components", "schemas", name, "enum") != nil || name == dateOrTime {
			kind = name
		}
	}
	if kind != "string" && kind != "object" && c.role(*p.owner)&inAnswer != 0 {
		c.report(element, "let it hold texts or named objects, or teach api/templates/decoders.tmpl and internal/wire about it", "the array %s holds values that no decoder reads", p.name)
	}
}

// dateOrTime is the schema that becomes a time.Time.
const dateOrTime = "DateOrTime"

// defaults: what an optional parameter means when it is left out.
func defaults(c *checker) {
	for _, p := range c.places() {
		value := at(p.node, "default")
		if value == nil {
			continue
		}
		switch {
		case p.owner == nil || !p.property || c.role(*p.owner)&inRequest == 0:
			c.report(value, "remove it: only a parameter can be left out", "%s is no parameter and has a default", p.name)
		case c.requires(p):
			c.report(value, "remove it or make the parameter optional", "%s is required and has a default", p.name)
		}
		for _, m := range c.mismatches(p.node, value) {
			c.report(m.at, "write a value that the schema allows", "the default of %s: %s", p.name, m.reason)
		}
	}
}

// requires says whether the owner of a property requires it.
func (c *checker) requires(p place) bool {
	for name, property := range members(at(p.owner.node, "properties")) {
		if property == p.node {
			return listed(at(p.owner.node, "required"), name.Value)
		}
	}
	return false
}

func listed(list *yaml.Node, name string) bool {
	for _, n := range items(list) {
		if n.Value == name {
			return true
		}
	}
	return false
}

// unclearRoles: requests are checked and answers decoded, and the fields of the
// two are spelled differently, so an object is one or the other.
func unclearRoles(c *checker) {
	for _, s := range c.Schemas() {
		if text(at(s.node, "type")) == "object" && c.role(s) == inRequest|inAnswer {
			c.report(s.key, "make two schemas of it", "%s is used in a request and in a response", s.Name)
		}
	}
}
