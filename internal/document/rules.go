package document

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// role says on which side of a call a schema is used; a schema may have both.
type role uint8

const (
	inRequest role = 1 << iota
	inResponse
)

// roles marks each named schema with the sides that it is used on.
func (d *Document) roles() map[string]role {
	roles := map[string]role{}
	for _, o := range d.Operations() {
		d.mark(at(o.node, "requestBody"), inRequest, roles)
		d.mark(at(o.node, "responses"), inResponse, roles)
	}
	return roles
}

func (d *Document) mark(n *yaml.Node, r role, roles map[string]role) {
	walk(n, func(n *yaml.Node) {
		name := text(at(n, "$ref"))
		if name == "" {
			return
		}
		name = strings.TrimPrefix(name, "#/components/schemas/")
		if roles[name]&r == 0 {
			roles[name] |= r
			d.mark(d.resolve(n), r, roles)
		}
	})
}

// references finds references that lead nowhere, components that nothing refers
// to, and schemas that contain themselves.
func (c *checker) references() {
	used := map[string]bool{}
	walk(c.root, func(n *yaml.Node) {
		ref := at(n, "$ref")
		if ref != nil && c.resolve(n) == nil {
			c.lost = true
			c.report(ref, "correct the name, or add the component to this document", "the reference %s names nothing", shown(ref))
		}
		used[text(ref)] = true
	})
	for _, section := range []string{"schemas", "responses"} {
		for name := range members(at(c.root, "components", section)) {
			if !c.lost && !used["#/components/"+section+"/"+name.Value] {
				c.report(name, "refer to it or remove it", "nothing refers to %s", name.Value)
			}
		}
	}
	for name, schema := range c.schemas() {
		if c.reaches(schema, name.Value, map[string]bool{}) {
			c.report(name, "break the circle: its Go type would have no size", "%s contains itself", name.Value)
		}
	}
}

func (c *checker) reaches(n *yaml.Node, name string, seen map[string]bool) bool {
	found := false
	walk(n, func(n *yaml.Node) {
		next := c.target(n)
		if found || next == "" || seen[next] {
			return
		}
		seen[next] = true
		found = next == name || c.reaches(at(c.root, "components", "schemas", next), name, seen)
	})
	return found
}

// operations checks what belongs together across operations: ids, tags, and the
// schemas of responses.
func (c *checker) operations() {
	tags, ids := map[string]int{}, map[string]int{}
	known := true // every tag and id is, so what nothing uses can be told
	for _, tag := range items(at(c.root, "tags")) {
		name := at(tag, "name")
		if line, ok := tags[text(name)]; ok {
			known = false
			c.report(name, "declare each tag once", "the tag %s is already on line %d", text(name), line)
		} else if name != nil {
			tags[name.Value] = name.Line
		}
	}
	envelopes, used := map[string]bool{"SuccessEnvelope": true, "ErrorEnvelope": true}, map[string]bool{}
	for _, o := range c.Operations() {
		id := at(o.node, "operationId")
		if line, ok := ids[o.ID]; ok && o.ID != "" {
			known = false
			c.report(id, "give each operation its own", "the operationId %s is already on line %d", o.ID, line)
		} else if camelCase.MatchString(o.ID) {
			ids[o.ID] = id.Line
			envelopes[c.success(o)] = true
		} else {
			known = false
		}
		if used[o.Tag] = true; known && o.Tag != "" && tags[o.Tag] == 0 {
			c.report(at(o.node, "tags"), "declare it under tags, or use one of those", "%s has the undeclared tag %s", o.Name(), o.Tag)
		}
		known = known && tags[o.Tag] > 0
	}
	for _, tag := range items(at(c.root, "tags")) {
		if name := at(tag, "name"); known && !used[text(name)] {
			c.report(name, "give it to an operation or remove it", "no operation has the tag %s", text(name))
		}
	}
	for name := range c.schemas() {
		if known && strings.HasSuffix(name.Value, "Envelope") && !envelopes[name.Value] {
			c.report(name, "rename it: the envelope of a response has the name of its operation", "%s is the envelope of no operation", name.Value)
		}
	}
}

// success checks the successful response of o, and returns the name that its
// schema must have.
func (c *checker) success(o Operation) string {
	want := strings.ToUpper(o.ID[:1]) + o.ID[1:] + "Envelope"
	schema := at(o.node, "responses", "200", "content", "application/json", "schema")
	if name := c.target(schema); name != "" && name != want {
		c.lost = true
		c.report(at(schema, "$ref"), "name it "+want+" under components.schemas: generated code has this name", "the response of %s is %s", o.Name(), name)
	}
	data := c.data(o)
	record := data
	if element := at(data, "items"); element != nil {
		record = element
	}
	target := at(c.root, "components", "schemas", c.target(record))
	switch {
	case target == nil: // reported as a reference
	case text(at(target, "type")) != "object":
		c.report(record, "name the object under components.schemas, and make data a $ref to it or an array of them", "the data of %s is not an object", o.Name())
	case text(at(target, "nullable")) == "true":
		c.report(record, "refer to a schema that is not nullable", "the data of %s may be null", o.Name())
	}
	return want
}

// schemaRules checks what depends on several parts of a schema, on the schema
// that it refers to, or on the side of a call that it is used on.
func (c *checker) schemaRules() {
	for key, schema := range c.schemas() {
		name, role := key.Value, c.roles[key.Value]
		if role == 0 {
			continue // reported as unused
		}
		if role == inRequest|inResponse && text(at(schema, "type")) == "object" {
			c.report(key, "make two schemas of it: requests are checked, and responses are decoded", "%s is used in a request and in a response", name)
		}
		if n := at(schema, "nullable"); role&inRequest != 0 && text(n) == "true" {
			c.report(n, "remove it, and leave the field out instead", "%s is nullable in a request", name)
		}
		for _, required := range items(at(schema, "required")) {
			if at(schema, "properties", required.Value) == nil {
				c.report(required, "correct the name or add the property", "%s requires %s, which it does not have", name, required.Value)
			}
		}
		if list, open := items(at(schema, "enum")), at(schema, "x-extensible-enum"); open != nil && !c.found(at(schema, "enum")) && !slices.EqualFunc(list, items(open), func(a, b *yaml.Node) bool { return a.Value == b.Value }) {
			c.report(open, "repeat the values of enum, in the same order", "x-extensible-enum and enum of %s differ", name)
		}
		c.minProperties(name, schema)
		c.ordered(name, schema)
		for field, property := range members(at(schema, "properties")) {
			c.property(name, schema, field.Value, property)
		}
	}
}

// minProperties: "at least one besides the required ones" is the only rule of
// number that the generated checks know.
func (c *checker) minProperties(name string, schema *yaml.Node) {
	need := at(schema, "minProperties")
	if need == nil {
		return
	}
	required, all := len(items(at(schema, "required"))), 0
	for range members(at(schema, "properties")) {
		all++
	}
	if c.roles[name]&inRequest == 0 {
		c.report(need, "remove it: only requests are checked", "minProperties of %s has no effect", name)
	} else if text(need) != strconv.Itoa(required+1) || all <= required {
		c.report(need, "write one more than the number of required properties, "+strconv.Itoa(required+1)+", and have an optional one: at least one of these must then be given",
			"minProperties of %s is %s with %d required and %d in all", name, shown(need), required, all)
	}
}

// ordered checks x-ordered: of two dates, the first may not be the later one.
func (c *checker) ordered(name string, schema *yaml.Node) {
	pair := at(schema, "x-ordered")
	for _, field := range items(pair) {
		if property := at(schema, "properties", field.Value); property == nil {
			c.report(field, "correct the name", "x-ordered of %s names %s, which it does not have", name, field.Value)
		} else if !c.isDate(property) {
			c.report(field, "name dates: properties of the schema "+dateOrTime, "x-ordered of %s names %s, which is not a date", name, field.Value)
		}
	}
	if pair != nil && c.roles[name]&inRequest == 0 {
		c.report(pair, "remove it: only requests are checked", "x-ordered of %s has no effect", name)
	}
}

// dateOrTime is the schema that becomes a time.Time.
const dateOrTime = "DateOrTime"

func (c *checker) isDate(property *yaml.Node) bool {
	return c.target(property) == dateOrTime || text(at(property, "format")) == "date-time"
}

// property checks one property of a named schema.
func (c *checker) property(owner string, schema *yaml.Node, field string, p *yaml.Node) {
	name := owner + "." + field
	response := c.roles[owner]&inResponse != 0
	required := slices.ContainsFunc(items(at(schema, "required")), func(n *yaml.Node) bool { return n.Value == field })
	null := text(at(p, "nullable")) == "true"
	array := text(at(p, "type")) == "array"
	if ref := at(p, "$ref"); ref != nil && c.target(p) == dateOrTime {
		c.report(ref, "write a description, and allOf: [{ $ref: ... }] with the reference", "%s refers to %s directly, which becomes no Go type", name, dateOrTime)
	}
	if n := at(p, "nullable"); null && !response && (!required || array) {
		c.report(n, "remove it: a field that is left out and null are the same in Go; only a required scalar may be null", "%s of a request is nullable", name)
	}
	if n := at(p, "x-repeats"); n != nil && (!response || !required || null || at(p, "format") != nil) {
		c.report(n, "write it at a required string of a response that is never null and has no format, or remove it", "x-repeats of %s has no effect", name)
	}
	if n := at(p, "x-accepts"); n != nil && (!response || !null || at(p, "format") != nil) {
		c.report(n, "write it at a nullable string of a response without a format, or remove it", "x-accepts of %s has no effect", name)
	}
	if n := at(p, "default"); n != nil && (response || required) {
		c.report(n, "remove it, or make the parameter optional", "%s has a default and cannot be left out", name)
	}
	c.limits(name, p)
	if element := at(p, "items"); element != nil {
		c.limits(name+"[]", element)
		c.element(name, element, response)
	}
}

// limits checks that the lower of two limits is not above the upper one.
func (c *checker) limits(name string, schema *yaml.Node) {
	for _, pair := range [][2]string{{"minimum", "maximum"}, {"minLength", "maxLength"}, {"minItems", "maxItems"}} {
		low, high := at(schema, pair[0]), at(schema, pair[1])
		from, err := strconv.ParseFloat(text(low), 64)
		if to, err2 := strconv.ParseFloat(text(high), 64); err == nil && err2 == nil && from > to {
			c.report(low, "exchange or correct them", "%s has %s %s above %s %s", name, pair[0], low.Value, pair[1], high.Value)
		}
	}
}

// element checks what an array holds: the decoders read strings and objects.
func (c *checker) element(name string, element *yaml.Node, response bool) {
	target := at(c.root, "components", "schemas", c.target(element))
	kind := text(at(element, "type"))
	switch {
	case c.target(element) == dateOrTime:
		c.report(element, "let it hold strings: no list of dates is generated", "the array %s holds dates", name)
	case text(at(target, "nullable")) == "true":
		c.report(element, "refer to a schema that is not nullable", "the array %s holds %s, which may be null", name, c.target(element))
	case !response || target == nil && kind == "":
	case kind != "string" && text(at(target, "type")) != "object", text(at(element, "format")) == "date-time":
		c.report(element, "let it hold strings or named objects, or teach api/templates/decoders.tmpl and internal/wire about it", "the array %s holds values that no decoder reads", name)
	}
}
