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

// roles returns the roles of each named schema.
func (d *Document) roles() map[string]role {
	roles := map[string]role{}
	for _, o := range d.Operations() {
		d.mark(At(o.node, "requestBody"), inRequest, roles)
		d.mark(At(o.node, "responses"), inResponse, roles)
	}
	return roles
}

// mark gives a role to each schema that n refers to, directly or not. A request
// that refers to an envelope is reported once, and not for each schema in it.
func (d *Document) mark(n *yaml.Node, r role, roles map[string]role) {
	walk(n, func(n *yaml.Node) {
		name := strings.TrimPrefix(text(At(n, "$ref")), "#/components/schemas/")
		if name != "" && roles[name]&r == 0 && (r != inRequest || !strings.HasSuffix(name, "Envelope")) {
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
		ref := At(n, "$ref")
		if ref != nil && !used[text(ref)] && c.resolve(n) == nil {
			c.lost = true
			c.report(ref, "correct the name, or add the component to this document", "the reference %s names nothing", text(ref))
		}
		used[text(ref)] = true
	})
	for _, section := range []string{"schemas", "responses"} {
		for name := range Members(At(c.root, "components", section)) {
			if !c.lost && !used["#/components/"+section+"/"+name.Value] {
				c.report(name, "refer to it or remove it", "nothing refers to %s", name.Value)
			}
		}
	}
	for name, schema := range c.schemas() {
		inside := map[string]role{}
		if c.mark(schema, inRequest, inside); inside[name.Value] != 0 {
			c.report(name, "break the circle: its Go type would have no size", "%s contains itself", name.Value)
		}
	}
}

// operations checks what belongs together across operations: ids, tags, and the
// schemas of responses.
func (c *checker) operations() {
	tags, ids, used := map[string]int{}, map[string]int{}, map[string]bool{}
	envelopes := map[string]bool{"SuccessEnvelope": true, "ErrorEnvelope": true}
	for _, tag := range items(At(c.root, "tags")) {
		c.once(tags, At(tag, "name"), "tag", "declare each tag once")
	}
	declared := len(c.findings) == 0 // otherwise a declaration may be misspelt
	for _, o := range c.Operations() {
		if c.once(ids, At(o.node, "operationId"), "operationId", "give each operation its own") && camelCase.MatchString(o.ID) {
			envelopes[c.success(o)] = true
		}
		c.apply(o.Name(),
			rule{At(o.node, "tags"), declared && tags[o.Tag] == 0, "has the undeclared tag " + o.Tag, "declare it under tags, or use one of those"},
			rule{At(o.node, "x-stream"), !o.List, "returns no list, so x-stream has no effect", "remove it"},
			rule{At(o.node, "x-if-unknown"), text(At(o.node, "x-retry")) == "safe", "is safe to repeat, so x-if-unknown has no effect", "remove it, or write x-retry: never"})
		used[o.Tag] = true
		tags[o.Tag] = max(tags[o.Tag], 1) // an undeclared tag is reported once
	}
	if len(c.findings) > 0 {
		return // a name that looks unused may be misspelt elsewhere
	}
	for _, tag := range items(At(c.root, "tags")) {
		name := At(tag, "name")
		c.apply("the tag "+text(name), rule{name, !used[text(name)], "has no operation", "give it to an operation or remove it"})
	}
	for name := range c.schemas() {
		c.apply(name.Value, rule{name, strings.HasSuffix(name.Value, "Envelope") && !envelopes[name.Value], "is the envelope of no operation", "rename it: the envelope of a response has the name of its operation"})
	}
}

// once reports whether the name in n is new, and a finding if it is not. Seen has
// the lines of the names so far.
func (c *checker) once(seen map[string]int, n *yaml.Node, what, remedy string) bool {
	line := seen[text(n)]
	if line > 0 {
		c.report(n, remedy, "the %s %s is already on line %d", what, n.Value, line)
	} else if n != nil {
		seen[n.Value] = n.Line
	}
	return line == 0
}

// success checks the successful response of o, and returns the name that its
// schema must have.
func (c *checker) success(o Operation) string {
	want := strings.ToUpper(o.ID[:1]) + o.ID[1:] + "Envelope"
	schema := At(o.node, "responses", "200", "content", "application/json", "schema")
	if name := c.target(schema); name != "" && name != want {
		c.lost = true
		c.report(At(schema, "$ref"), "name it "+want+" under components.schemas: generated code has this name", "the response of %s is %s", o.ID, name)
	}
	record := c.data(o)
	if element := At(record, "items"); element != nil {
		record = element
	}
	switch target := c.named(record); {
	case target == nil: // reported as a reference
	case text(At(target, "type")) != "object":
		c.report(record, "name an object under components.schemas, and make data a $ref to it or an array of them", "the data of %s is not an object", o.ID)
	case text(At(target, "nullable")) == "true":
		c.report(record, "refer to a schema that is not nullable", "the data of %s may be null", o.ID)
	}
	return want
}

// named returns the named schema that n refers to.
func (c *checker) named(n *yaml.Node) *yaml.Node {
	return At(c.root, "components", "schemas", c.target(n))
}

// rule is broken if wrong is true and the document has the node.
type rule struct {
	at              *yaml.Node
	wrong           bool
	problem, remedy string
}

func (c *checker) apply(name string, rules ...rule) {
	for _, r := range rules {
		if r.at != nil && r.wrong {
			c.report(r.at, r.remedy, "%s %s", name, r.problem)
		}
	}
}

// schemaRules checks what depends on several parts of a schema, on the schema
// that it refers to, or on the side of a call that it is used on.
func (c *checker) schemaRules() {
	for key, schema := range c.schemas() {
		role := c.roles[key.Value]
		if role == 0 {
			continue // reported as unused
		}
		request := role&inRequest != 0
		fields, required := At(schema, "properties"), items(At(schema, "required"))
		values, open := At(schema, "enum"), At(schema, "x-extensible-enum")
		least := strconv.Itoa(len(required) + 1)
		same := func(a, b *yaml.Node) bool { return a.Value == b.Value }
		c.apply(key.Value,
			rule{key, role == inRequest|inResponse && fields != nil, "is used in a request and in a response", "make two schemas of it: requests are checked, and responses are decoded"},
			rule{At(schema, "nullable"), request && text(At(schema, "nullable")) == "true", "is nullable in a request", "remove it: leave the field out instead"},
			rule{open, values != nil && !c.found(values) && !slices.EqualFunc(items(values), items(open), same), "has an x-extensible-enum that differs from its enum", "repeat the values of enum, in the same order"},
			rule{At(schema, "x-ordered"), !request, "is no request, so x-ordered has no effect", "remove it"},
			rule{At(schema, "minProperties"), !request, "is no request, so minProperties has no effect", "remove it"},
			rule{At(schema, "minProperties"), text(At(schema, "minProperties")) != least || fields != nil && len(fields.Content)/2 < len(required)+1, "has a minProperties that the client cannot check",
				"write one more than the number of required properties, " + least + ", and have an optional one: at least one of these must then be given"})
		for _, name := range required {
			c.apply(key.Value, rule{name, At(fields, name.Value) == nil, "requires " + name.Value + ", which it does not have", "correct the name or add the property"})
		}
		for _, name := range items(At(schema, "x-ordered")) {
			p := At(fields, name.Value)
			c.apply(key.Value, rule{name, c.target(p) != dateOrTime && text(At(p, "format")) != "date-time", "has no date " + name.Value, "name two of its dates: properties that refer to " + dateOrTime})
		}
		for field, p := range Members(fields) {
			c.property(key.Value+"."+field.Value, p, !request, slices.ContainsFunc(required, func(n *yaml.Node) bool { return n.Value == field.Value }))
		}
	}
}

// dateOrTime is the schema that becomes a time.Time.
const dateOrTime = "DateOrTime"

// property checks one property of a request or a response.
func (c *checker) property(name string, p *yaml.Node, response, required bool) {
	null, format, element := text(At(p, "nullable")) == "true", At(p, "format") != nil, At(p, "items")
	c.apply(name,
		rule{At(p, "$ref"), c.target(p) == dateOrTime, "refers to " + dateOrTime + " directly, which gives it no Go type", "write a description, and the reference in allOf: [{ $ref: ... }]"},
		rule{At(p, "nullable"), null && !response && (!required || element != nil), "is nullable in a request, where null and a field that is left out are the same in Go", "remove it; only a required field that is not an array may be null"},
		rule{At(p, "default"), response || required, "has a default and cannot be left out", "remove it, or make it an optional parameter"},
		rule{At(p, "x-repeats"), !response || !required || format, "cannot repeat", "write x-repeats at a required string of a response without a format, or remove it"},
		rule{At(p, "x-accepts"), !response || !null || format || At(p, "x-repeats") != nil, "cannot accept a list", "write x-accepts at a nullable string of a response without a format and without x-repeats, or remove it"})
	c.limits(name, p)
	if element == nil {
		return
	}
	kind, target := text(At(element, "type")), c.named(element)
	c.limits(name+"[]", element)
	c.apply(name,
		rule{element, c.target(element) == dateOrTime, "holds dates, for which no list is generated", "let it hold strings"},
		rule{element, text(At(target, "nullable")) == "true", "holds " + c.target(element) + ", which may be null", "refer to a schema that is not nullable"},
		rule{element, response && (text(At(element, "format")) == "date-time" || kind != "string" && kind != "" || target != nil && text(At(target, "type")) != "object"), "holds values that no decoder reads",
			"let it hold strings or named objects, or teach api/templates/decoders.tmpl and internal/wire about it"})
}

// limits checks that the lower of two limits is not above the upper one.
func (c *checker) limits(name string, schema *yaml.Node) {
	for _, pair := range [][2]string{{"minimum", "maximum"}, {"minLength", "maxLength"}, {"minItems", "maxItems"}} {
		low, err1 := strconv.ParseFloat(text(At(schema, pair[0])), 64)
		high, err2 := strconv.ParseFloat(text(At(schema, pair[1])), 64)
		c.apply(name, rule{At(schema, pair[0]), err1 == nil && err2 == nil && low > high, "has a " + pair[0] + " above its " + pair[1], "exchange or correct them"})
	}
}
