package main

import (
	"bytes"
	"encoding/json"
	"errors"

	"go.yaml.in/yaml/v3"
)

// toJSON converts a YAML document to JSON. It keeps the order of the fields, in
// which the page shows them, and turns dates into strings.
func toJSON(source []byte) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(source, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		return nil, errors.New("the document is empty")
	}
	var b bytes.Buffer
	err := writeNode(&b, document.Content[0])
	return b.Bytes(), err
}

func writeNode(b *bytes.Buffer, n *yaml.Node) error {
	switch n.Kind {
	case yaml.AliasNode:
		return writeNode(b, n.Alias)
	case yaml.MappingNode, yaml.SequenceNode:
		open, closing := byte('['), byte(']')
		if n.Kind == yaml.MappingNode {
			open, closing = '{', '}'
		}
		b.WriteByte(open)
		for i, c := range n.Content {
			key := n.Kind == yaml.MappingNode && i%2 == 0
			if i > 0 && (key || n.Kind == yaml.SequenceNode) {
				b.WriteByte(',')
			}
			if !key {
				if err := writeNode(b, c); err != nil {
					return err
				}
				continue
			}
			// The key of a response is a number in YAML and a string in JSON.
			if err := writeValue(b, c.Value); err != nil {
				return err
			}
			b.WriteByte(':')
		}
		b.WriteByte(closing)
		return nil
	}
	var v any = n.Value
	if n.Tag != "!!timestamp" {
		if err := n.Decode(&v); err != nil {
			return err
		}
	}
	return writeValue(b, v)
}

func writeValue(b *bytes.Buffer, v any) error {
	text, err := json.Marshal(v)
	b.Write(text)
	return err
}
