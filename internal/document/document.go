// Package document reads the API document and holds the project's own rules
// for it: what the generator, the fake API and the change reports rely on and
// no general validator knows.
//
// The rules work on the YAML tree rather than on a decoded document, because a
// finding names its line, and because a decoder hides what is damaged: of a
// doubled key it keeps one, of an unknown keyword nothing.
package document

import (
	"fmt"
	"iter"
	"os"

	"go.yaml.in/yaml/v3"
)

// Document is one OpenAPI document.
type Document struct {
	// File is the name that findings carry.
	File   string
	source []byte
	root   *yaml.Node
}

// Read reads the document in a file.
func Read(file string) (*Document, error) {
	source, err := os.ReadFile(file) //nolint:gosec // a file of the checkout, or one that the developer names
	if err != nil {
		return nil, err
	}
	return Parse(file, source)
}

// Parse reads a document. Its error is a [Finding] where the text is no YAML.
func Parse(file string, source []byte) (*Document, error) {
	d := &Document{File: file, source: source}
	root, err := parseYAML(source)
	if err != nil {
		return nil, notYAML(file, err)
	}
	d.root = root
	return d, nil
}

// Version is the version of the API that the document describes.
func (d *Document) Version() string { return text(at(d.root, "info", "version")) }

// Source is the text of the document.
func (d *Document) Source() []byte { return d.source }

// Operation is one operation of a document.
type Operation struct {
	// ID is the operationId, Path and Method say where it is called, and Tag is
	// the group that it belongs to; each is empty where the document lacks it.
	ID, Path, Method, Tag string
	// List says that the data of the response is an array, and Stream that it may
	// be long, so that a streaming method serves it too.
	List, Stream bool
	node *yaml.Node
	key  *yaml.Node
}

// Name is how reports speak of the operation.
func (o Operation) Name() string {
	if o.ID == "" {
		return o.Method + " " + o.Path
	}
	return o.ID
}

// Operations lists the operations in the order of the document.
func (d *Document) Operations() []Operation {
	var out []Operation
	for path, item := range members(at(d.root, "paths")) {
		for method, operation := range members(item) {
			if !methods[method.Value] {
				continue
			}
			o := Operation{
				ID:     text(at(operation, "operationId")),
				Path:   path.Value,
				Method: upper(method.Value),
				node:   operation,
				key:    method,
			}
			if tags := at(operation, "tags"); tags != nil && len(tags.Content) > 0 {
				o.Tag = tags.Content[0].Value
			}
			o.List = text(at(d.data(operation), "type")) == "array"
			o.Stream = o.List && text(at(operation, "x-stream")) != "false"
			out = append(out, o)
		}
	}
	return out
}

// Schema is one of the document's named schemas.
type Schema struct {
	Name string
	node *yaml.Node
	key  *yaml.Node
}

// Schemas lists the named schemas in the order of the document.
func (d *Document) Schemas() []Schema {
	var out []Schema
	for name, schema := range members(at(d.root, "components", "schemas")) {
		out = append(out, Schema{Name: name.Value, node: schema, key: name})
	}
	return out
}

// data is the schema of what a successful answer carries.
func (d *Document) data(operation *yaml.Node) *yaml.Node {
	schema := d.resolve(at(operation, "responses", "200", "content", "application/json", "schema"))
	for _, part := range items(at(schema, "allOf")) {
		if data := at(part, "properties", "data"); data != nil {
			return data
		}
	}
	return nil
}

// at walks down mappings; it is nil where the way ends early.
func at(n *yaml.Node, way ...string) *yaml.Node {
	for _, step := range way {
		_, n = entry(n, step)
	}
	return n
}

func entry(n *yaml.Node, name string) (key, value *yaml.Node) {
	for k, v := range members(n) {
		if k.Value == name {
			return k, v
		}
	}
	return nil, nil
}

// members yields the keys and values of a mapping, and nothing of another node.
func members(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(*yaml.Node, *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// items are the elements of a sequence, and nothing of another node.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// text is the value of a scalar.
func text(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

func parseYAML(source []byte) (*yaml.Node, error) {
	var file yaml.Node
	if err := yaml.Unmarshal(source, &file); err != nil {
		return nil, err
	}
	if len(file.Content) == 0 {
		return nil, fmt.Errorf("yaml: line 1: the document is empty")
	}
	return file.Content[0], nil
}
