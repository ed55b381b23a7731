package document

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Retry is x-retry of the operation.
func (o Operation) Retry() string { return text(at(o.node, "x-retry")) }

// Deprecated reports whether the operation is deprecated.
func (o Operation) Deprecated() bool { return text(at(o.node, "deprecated")) == "true" }

// AttemptTimeout is x-attempt-timeout in seconds, 0 where it is not given.
func (o Operation) AttemptTimeout() int {
	n, _ := strconv.Atoi(text(at(o.node, "x-attempt-timeout")))
	return n
}

// Root returns the document's YAML.
func (d *Document) Root() *yaml.Node { return d.root }

// Server is the base URL.
func (d *Document) Server() string {
	for _, server := range items(at(d.root, "servers")) {
		return text(at(server, "url"))
	}
	return ""
}

// Tags are the declared tags.
func (d *Document) Tags() map[string]bool {
	out := map[string]bool{}
	for _, tag := range items(at(d.root, "tags")) {
		out[text(at(tag, "name"))] = true
	}
	return out
}

// Hint is one of the project's extensions at a schema or at one of its fields.
type Hint struct {
	// Where is Schema or Schema.field.
	Where     string
	Extension string
}

// Hints are the extensions of schemas and what they say.
func (d *Document) Hints() map[Hint]string {
	out := map[Hint]string{}
	for _, s := range d.Schemas() {
		if pair := items(at(s.node, "x-ordered")); len(pair) > 0 {
			names := make([]string, len(pair))
			for i, n := range pair {
				names[i] = n.Value
			}
			out[Hint{s.Name, "x-ordered"}] = strings.Join(names, ", ")
		}
		for name, property := range members(at(s.node, "properties")) {
			for _, extension := range []string{"x-repeats", "x-accepts"} {
				if value := at(property, extension); value != nil {
					out[Hint{s.Name + "." + name.Value, extension}] = value.Value
				}
			}
		}
	}
	return out
}

// Has says whether the document has a schema, or a field written Schema.field.
func (d *Document) Has(where string) bool {
	schema, field, isField := strings.Cut(where, ".")
	n := at(d.root, "components", "schemas", schema)
	if isField {
		n = at(n, "properties", field)
	}
	return n != nil
}

// Move returns the document's text with paths renamed. A path that another
// operation holds already keeps it.
func (d *Document) Move(to map[string]string) ([]byte, error) {
	root, err := parseYAML(d.source)
	if err != nil {
		return nil, err
	}
	held := map[string]bool{}
	for path := range members(at(root, "paths")) {
		held[path.Value] = to[path.Value] == ""
	}
	for path := range members(at(root, "paths")) {
		if target := to[path.Value]; target != "" && !held[target] {
			path.Value = target
			held[target] = true
		}
	}
	return yaml.Marshal(root)
}
