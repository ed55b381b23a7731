package document

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Retry returns x-retry of the operation.
func (o Operation) Retry() string { return text(At(o.node, "x-retry")) }

// Deprecated reports whether the operation is deprecated.
func (o Operation) Deprecated() bool { return text(At(o.node, "deprecated")) == "true" }

// AttemptTimeout returns x-attempt-timeout in seconds, 0 if it is not given.
func (o Operation) AttemptTimeout() int {
	n, _ := strconv.Atoi(text(At(o.node, "x-attempt-timeout")))
	return n
}

// Root returns the document's YAML.
func (d *Document) Root() *yaml.Node { return d.root }

// Server returns the base URL.
func (d *Document) Server() string {
	for _, server := range items(At(d.root, "servers")) {
		return text(At(server, "url"))
	}
	return ""
}

// Tags returns the declared tags.
func (d *Document) Tags() map[string]bool {
	out := map[string]bool{}
	for _, tag := range items(At(d.root, "tags")) {
		out[text(At(tag, "name"))] = true
	}
	return out
}

// Hint is one of the project's extensions of a schema or of one of its fields.
type Hint struct {
	// Where is Schema or Schema.field.
	Where     string
	Extension string
}

// Hints returns the extensions of schemas with their values.
func (d *Document) Hints() map[Hint]string {
	out := map[Hint]string{}
	for schema, node := range d.schemas() {
		if pair := items(At(node, "x-ordered")); len(pair) == 2 {
			out[Hint{schema.Value, "x-ordered"}] = pair[0].Value + ", " + pair[1].Value
		}
		for name, property := range Members(At(node, "properties")) {
			for _, extension := range []string{"x-repeats", "x-accepts"} {
				if value := At(property, extension); value != nil {
					out[Hint{schema.Value + "." + name.Value, extension}] = value.Value
				}
			}
		}
	}
	return out
}

// Has reports whether the document has a schema, or a field written Schema.field.
func (d *Document) Has(where string) bool {
	schema, field, isField := strings.Cut(where, ".")
	n := At(d.root, "components", "schemas", schema)
	if isField {
		n = At(n, "properties", field)
	}
	return n != nil
}

// Move returns the document's text with paths renamed. It does not rename a path
// to one that another operation has.
func (d *Document) Move(to map[string]string) ([]byte, error) {
	root, err := parseYAML(d.source)
	if err != nil {
		return nil, err
	}
	held := map[string]bool{}
	for path := range Members(At(root, "paths")) {
		held[path.Value] = to[path.Value] == ""
	}
	for path := range Members(At(root, "paths")) {
		if target := to[path.Value]; target != "" && !held[target] {
			path.Value = target
			held[target] = true
		}
	}
	return yaml.Marshal(root)
}
