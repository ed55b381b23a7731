package document

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// place is a schema where it stands, and how a finding speaks of it.
type place struct {
	name string
	node *yaml.Node
	// owner is the named schema that it is part of; nil inside an operation.
	owner *Schema
	// property says that it is a member of properties.
	property bool
}

// places lists every schema of the document, named or not, references aside.
func (c *checker) places() []place {
	var out []place
	for _, s := range c.Schemas() {
		out = c.collect(out, place{name: s.Name, node: s.node, owner: &s})
	}
	for _, o := range c.Operations() {
		walk(o.node, func(n *yaml.Node) {
			if schema := at(n, "schema"); schema != nil && at(n, "examples") != nil || at(n, "schema", "allOf") != nil {
				out = c.collect(out, place{name: o.Name(), node: schema})
			}
		})
	}
	return out
}

func (c *checker) collect(out []place, p place) []place {
	if p.node == nil || p.node.Kind != yaml.MappingNode || at(p.node, "$ref") != nil {
		return out
	}
	out = append(out, p)
	for name, property := range members(at(p.node, "properties")) {
		out = c.collect(out, place{name: p.name + "." + name.Value, node: property, owner: p.owner, property: true})
	}
	for _, part := range items(at(p.node, "allOf")) {
		out = c.collect(out, place{name: p.name, node: part, owner: p.owner})
	}
	return c.collect(out, place{name: p.name + "[]", node: at(p.node, "items"), owner: p.owner})
}

// fitting says which keywords have a meaning for which type.
var fitting = map[string][]string{
	"string":  {"format", "pattern", "minLength", "maxLength", "enum", "x-extensible-enum", "x-repeats", "x-accepts"},
	"integer": {"format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
	"number":  {"format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
	"boolean": {},
	"array":   {"items", "minItems", "maxItems", "uniqueItems"},
	"object":  {"properties", "required", "minProperties", "maxProperties", "x-ordered"},
}

// general keywords have a meaning for every type.
var general = []string{"type", "description", "nullable", "deprecated", "default", "example"}

// types checks that each schema has a type, and only the keywords of that type.
func types(c *checker) {
	for _, p := range c.places() {
		kind, allOf := at(p.node, "type"), at(p.node, "allOf")
		switch {
		case anything(p.node):
		case kind == nil && allOf == nil:
			c.report(p.node, "add type", "%s has no type", p.name)
		case kind == nil:
			for key := range members(p.node) {
				if key.Value != "allOf" && key.Value != "description" && key.Value != "nullable" && key.Value != "deprecated" && key.Value != "default" && key.Value != "example" {
					c.report(key, "move it into the schema that allOf refers to", "%s has %s beside its allOf", p.name, key.Value)
				}
			}
		case fitting[text(kind)] == nil:
			c.report(kind, "write string, integer, number, boolean, array or object", "the type of %s is %s", p.name, label(kind))
		default:
			for key := range members(p.node) {
				if key.Value == "enum" && p.inEnvelope() {
					continue
				}
				if !slices.Contains(general, key.Value) && !slices.Contains(fitting[kind.Value], key.Value) && (key.Value == "allOf" || knownAnywhere(key.Value)) {
					c.report(key, "remove it or correct the type", "%s is of type %s, for which %s means nothing", p.name, kind.Value, key.Value)
				}
			}
		}
		if text(kind) == "array" && at(p.node, "items") == nil {
			c.report(p.node, "say with items what it holds", "the array %s has no items", p.name)
		}
		c.nullable(p)
	}
}

func knownAnywhere(keyword string) bool {
	for _, keywords := range fitting {
		if slices.Contains(keywords, keyword) {
			return true
		}
	}
	return false
}

// understood are the formats that become a Go type or a check.
var understood = map[string][]string{
	"string":  {"date-time", "uri"},
	"integer": {"int64"},
	"number":  {"double"},
}

// formats: a number without its format becomes a Go type that the decoders do
// not read; the envelope's code alone is read by hand.
func formats(c *checker) {
	for _, p := range c.places() {
		kind, format := text(at(p.node, "type")), at(p.node, "format")
		known := understood[kind]
		if p.inEnvelope() {
			known = append(slices.Clone(known), "int32")
		}
		switch {
		case format != nil && known != nil && !slices.Contains(known, text(format)):
			c.report(format, "write "+strings.Join(known, " or ")+", or remove it where the type is string", "%s has the format %s, which nothing here understands", p.name, label(format))
		case format == nil && (kind == "integer" || kind == "number"):
			c.report(p.node, "write format: "+known[0], "the %s %s has no format", kind, p.name)
		}
		if pattern := at(p.node, "pattern"); pattern != nil {
			if _, err := regexp.Compile(text(pattern)); err != nil {
				c.report(pattern, "write a regular expression that Go reads", "the pattern of %s: %v", p.name, err)
			}
		}
	}
}

// required checks the lists of required properties.
func required(c *checker) {
	for _, p := range c.places() {
		first := map[string]bool{}
		for _, name := range items(at(p.node, "required")) {
			if at(p.node, "properties", name.Value) == nil {
				c.report(name, "correct the name or add the property", "%s requires %s, which it does not have", p.name, name.Value)
			}
			if first[name.Value] {
				c.report(name, "name it once", "%s requires %s twice", p.name, name.Value)
			}
			first[name.Value] = true
		}
	}
}
