package document

import "go.yaml.in/yaml/v3"

// nullable checks where null is allowed. In OpenAPI 3.0.3 nullable extends the
// type beside it and has no effect without one.
func (c *checker) nullable(p place) {
	nullable := at(p.node, "nullable")
	named := p.owner != nil && p.node == p.owner.node
	switch {
	case nullable == nil:
	case at(p.node, "type") == nil:
		c.report(nullable, "move it to the schema that allOf refers to, beside its type", "%s is nullable beside an allOf, without a type: that allows no null in OpenAPI 3.0.3", p.name)
	case at(p.node, "enum") != nil:
		c.report(nullable, "remove it, or make the property a nullable string and list the values in its description", "the enum %s is nullable without null among its values: that allows no null in OpenAPI 3.0.3", p.name)
	case named && (text(at(p.node, "type")) != "object" || p.inEnvelope() || c.role(*p.owner)&inRequest != 0):
		c.report(nullable, "write nullable at the property, which may then be null", "%s is nullable, and no object of a response", p.name)
	case !named && !p.property:
		c.report(nullable, "write nullable at the property, which may then be null", "%s is nullable where it is no property", p.name)
	}
	if named {
		return
	}
	if element := at(p.node, "items"); element != nil && c.target(element) != "" && c.mayBeNull(element) {
		c.report(element, "refer to a schema that is not nullable", "the array %s holds %s, which may be null: no decoder reads that", p.name, c.target(element))
	}
}

// mayBeNull says whether a property may be null: by its own word or by that of
// the schema that it refers to.
func (d *Document) mayBeNull(schema *yaml.Node) bool {
	named := at(d.root, "components", "schemas", d.target(schema))
	return text(at(schema, "nullable")) == "true" || text(at(named, "nullable")) == "true"
}
