package document

import (
	"iter"

	"go.yaml.in/yaml/v3"
)

// At returns the value at the end of a path of keys, or nil if a key is missing.
func At(n *yaml.Node, keys ...string) *yaml.Node { return at(n, keys...) }

// Members iterates over the keys and values of a mapping.
func Members(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] { return members(n) }
