package document

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// mismatch is a part of a value that its schema does not allow.
type mismatch struct {
	at     *yaml.Node
	reason string
}

// mismatches holds a value against a schema as it stands in the document, with
// its references written out, so that a fault elsewhere does not hide one here.
func (c *checker) mismatches(schema, value *yaml.Node) []mismatch {
	encoded, err := json.Marshal(c.inline(schema, 0))
	if err != nil {
		return nil
	}
	var s openapi3.Schema
	if json.Unmarshal(encoded, &s) != nil {
		// The schema itself is damaged; other rules say how.
		return nil
	}
	return explain(s.VisitJSON(plain(value), openapi3.EnableFormatValidation(), openapi3.MultiErrors()), value)
}

// explain goes down to the parts of the value that a validator complains of.
func explain(err error, value *yaml.Node) []mismatch {
	if err == nil {
		return nil
	}
	var several openapi3.MultiError
	if errors.As(err, &several) {
		var out []mismatch
		for _, one := range several {
			out = append(out, explain(one, value)...)
		}
		return out
	}
	var one *openapi3.SchemaError
	if !errors.As(err, &one) {
		return []mismatch{{value, err.Error()}}
	}
	if one.Origin != nil && errors.As(one.Origin, new(*openapi3.SchemaError)) {
		return explain(one.Origin, value)
	}
	return []mismatch{{follow(value, one.JSONPointer()), one.Reason}}
}

// follow walks a JSON pointer as far as it leads.
func follow(n *yaml.Node, pointer []string) *yaml.Node {
	for _, step := range pointer {
		next := at(n, step)
		if i, err := strconv.Atoi(step); err == nil && i < len(items(n)) {
			next = items(n)[i]
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

// deepest ends the writing out of schemas that hold themselves.
const deepest = 20

func (c *checker) inline(n *yaml.Node, depth int) any {
	if depth > deepest {
		return map[string]any{}
	}
	n = c.resolve(n)
	if n == nil {
		return map[string]any{}
	}
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for key, value := range members(n) {
			out[key.Value] = c.inline(value, depth+1)
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			out = append(out, c.inline(item, depth+1))
		}
		return out
	default:
		return plain(n)
	}
}

// plain is the JSON value of a node.
func plain(n *yaml.Node) any {
	var value any
	if err := n.Decode(&value); err != nil {
		return nil
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	var out any
	if json.Unmarshal(encoded, &out) != nil {
		return nil
	}
	return out
}
