package document

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// GoDeclaration is an exported Go name that users meet and what it stands for.
type GoDeclaration struct {
	// Name is a type, a field as Type.Field, or a constant.
	Name string
	// Is is the type of a field, the value of a constant, "struct" or "enum".
	Is string
	// Schema says which named schema it comes from, and Line where.
	Schema string
	Line   int
	// Request says that callers fill it in, rather than read it.
	Request bool
}

// GoDeclarations lists the Go names that the generator makes of the document's
// schemas. It is what the change reports compare: two documents can be compared
// without generating anything from either.
func (d *Document) GoDeclarations() []GoDeclaration {
	roles := d.roles()
	var out []GoDeclaration
	for _, s := range d.Schemas() {
		role := roles["schemas/"+s.Name]
		if role == 0 || isEnvelope(s.Name) || s.Name == dateOrTime {
			continue
		}
		name := GoName(s.Name)
		add := func(n *yaml.Node, name, is string) {
			out = append(out, GoDeclaration{Name: name, Is: is, Schema: s.Name, Line: n.Line, Request: role&inRequest != 0})
		}
		if enum := at(s.node, "enum"); enum != nil {
			add(s.key, name, "enum")
			for _, value := range items(enum) {
				add(value, name+GoName(value.Value), name+" = "+value.Value)
			}
			continue
		}
		add(s.key, name, "struct")
		for property, schema := range members(at(s.node, "properties")) {
			must := listed(at(s.node, "required"), property.Value)
			add(property, name+"."+GoName(property.Value), d.fieldType(schema, must))
		}
	}
	return out
}

// fieldType is the Go type of a property: a pointer where it may be null or
// left out, except for a slice, which is nil then.
func (d *Document) fieldType(schema *yaml.Node, must bool) string {
	goType := d.goType(schema)
	if strings.HasPrefix(goType, "[]") || must && !d.mayBeNull(schema) {
		return goType
	}
	return "*" + goType
}

func (d *Document) goType(schema *yaml.Node) string {
	if name := d.target(schema); name == dateOrTime {
		return "time.Time"
	} else if name != "" {
		return GoName(name)
	}
	format := text(at(schema, "format"))
	switch text(at(schema, "type")) {
	case "string":
		if format == "date-time" {
			return "time.Time"
		}
		return "string"
	case "integer":
		if format != "" {
			return format
		}
		return "int"
	case "number":
		if format == "double" {
			return "float64"
		}
		return "float32"
	case "boolean":
		return "bool"
	case "array":
		return "[]" + d.goType(at(schema, "items"))
	}
	return "any"
}

// taken are the names that the templates declare beside what the document names.
var taken = []string{"Client", "HttpRequestDoer", "Operation", "Operations", "Endpoint", "Retry", "RetrySafe", "RetryNever"}

// goNames finds what would be declared twice in the generated code.
func goNames(c *checker) {
	first := map[string]string{}
	declare := func(n *yaml.Node, name, what string) {
		if other, ok := first[name]; ok {
			c.report(n, "rename one of the two", "%s and %s both become the Go name %s", other, what, name)
			return
		}
		first[name] = what
	}
	for _, name := range taken {
		first[name] = "a name of the generated client"
	}
	seen := map[string]bool{}
	for _, o := range c.Operations() {
		if o.ID == "" || seen[o.ID] {
			continue
		}
		seen[o.ID] = true
		for _, suffix := range []string{"", "JSONBody", "JSONRequestBody", "Request", "RequestObject", "Response", "ResponseObject", "200JSONResponse"} {
			declare(at(o.node, "operationId"), GoName(o.ID)+suffix, "operation "+o.ID)
		}
	}
	for _, s := range c.Schemas() {
		declare(s.key, GoName(s.Name), "schema "+s.Name)
		declare(s.key, "Decode"+GoName(s.Name), "the decoder of "+s.Name)
		for _, value := range items(at(s.node, "enum")) {
			if duplicate := first[GoName(s.Name)+GoName(value.Value)]; duplicate == "value "+s.Name+" "+value.Value {
				continue
			}
			declare(value, GoName(s.Name)+GoName(value.Value), "value "+s.Name+" "+value.Value)
		}
		fields := map[string]string{"Check": "the method Check"}
		for property := range members(at(s.node, "properties")) {
			name := GoName(property.Value)
			if other, ok := fields[name]; ok && other != property.Value {
				c.report(property, "rename one of the two", "%s and %s of %s both become the Go field %s", other, property.Value, s.Name, name)
			}
			fields[name] = property.Value
		}
	}
}
