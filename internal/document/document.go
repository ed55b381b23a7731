// Package document reads the API document and checks it: against
// api/profile.schema.json, against OpenAPI, and against the few rules that
// neither can express.
//
// It works on the YAML tree instead of a decoded document, because a finding
// names its line, and because a decoder hides mistakes: it keeps one of two
// duplicate keys, and drops an unknown keyword.
package document

import (
	"iter"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Document is one OpenAPI document.
type Document struct {
	// File is the file name in findings.
	File   string
	source []byte
	root   *yaml.Node
}

// Read reads the document in a file.
func Read(file string) (*Document, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(file, source)
}

// Parse reads a document. Its error is a [Finding] if the source is not YAML.
func Parse(file string, source []byte) (*Document, error) {
	if finding := unreadable(source); finding != nil {
		finding.File, finding.Rule = file, "yaml"
		return nil, finding
	}
	root, err := parseYAML(source)
	return &Document{File: file, source: source, root: root}, err
}

func parseYAML(source []byte) (*yaml.Node, error) {
	var file yaml.Node
	if err := yaml.Unmarshal(source, &file); err != nil {
		return nil, err
	}
	return file.Content[0], nil
}

// Version is the version of the API that the document describes.
func (d *Document) Version() string { return text(At(d.root, "info", "version")) }

// Source is the text of the document.
func (d *Document) Source() []byte { return d.source }

// Operation is one operation of a document.
type Operation struct {
	// ID is the operationId, Path and Method are its address, and Tag is the group
	// that it belongs to; each is empty if the document lacks it.
	ID, Path, Method, Tag string
	// List says that the data of the response is an array, and Stream that it may
	// be long, so that a streaming method serves it too.
	List, Stream bool
	node         *yaml.Node
}

// Name is the operationId, or the address if there is none.
func (o Operation) Name() string {
	if o.ID == "" {
		return o.Method + " " + o.Path
	}
	return o.ID
}

// Operations returns the operations in the order of the document.
func (d *Document) Operations() []Operation {
	var out []Operation
	for path, item := range Members(At(d.root, "paths")) {
		for method, node := range Members(item) {
			o := Operation{ID: text(At(node, "operationId")), Path: path.Value, Method: strings.ToUpper(method.Value), node: node}
			if tags := items(At(node, "tags")); len(tags) > 0 {
				o.Tag = text(tags[0])
			}
			o.List = text(At(d.data(o), "type")) == "array"
			o.Stream = o.List && text(At(node, "x-stream")) != "false"
			out = append(out, o)
		}
	}
	return out
}

// data is the schema of what a successful response carries.
func (d *Document) data(o Operation) *yaml.Node {
	schema := d.resolve(At(o.node, "responses", "200", "content", "application/json", "schema"))
	for _, part := range items(At(schema, "allOf")) {
		if data := At(part, "properties", "data"); data != nil {
			return data
		}
	}
	return nil
}

// schemas iterates over the keys and values of components.schemas.
func (d *Document) schemas() iter.Seq2[*yaml.Node, *yaml.Node] {
	return Members(At(d.root, "components", "schemas"))
}

// resolve follows a $ref by one step; it returns any other node itself.
func (d *Document) resolve(n *yaml.Node) *yaml.Node {
	ref := At(n, "$ref")
	if ref == nil {
		return n
	}
	path, ok := strings.CutPrefix(text(ref), "#/")
	if !ok {
		return nil
	}
	return At(d.root, strings.Split(path, "/")...)
}

// target returns the name of the schema that n refers to: by $ref, or by an
// allOf that holds one.
func (d *Document) target(n *yaml.Node) string {
	if parts := items(At(n, "allOf")); len(parts) == 1 {
		n = parts[0]
	}
	name, _ := strings.CutPrefix(text(At(n, "$ref")), "#/components/schemas/")
	return name
}

// At returns the value at the end of a path of keys, or nil if a key is missing.
func At(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		_, n = entry(n, key)
	}
	return n
}

func entry(n *yaml.Node, name string) (key, value *yaml.Node) {
	for k, v := range Members(n) {
		if k.Value == name {
			return k, v
		}
	}
	return nil, nil
}

// Members iterates over the keys and values of a mapping, and over nothing of
// another node.
func Members(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(*yaml.Node, *yaml.Node) bool) {
		for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// items returns the elements of a sequence, and nothing for another node.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// text returns the value of a scalar.
func text(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}
