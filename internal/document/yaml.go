package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// unreadable returns why the source is not one YAML document, or nil. The parser
// often names the line on which a block began, so unreadable looks for the first
// line that makes the text above it unreadable.
func unreadable(source []byte) *Finding {
	lines := bytes.SplitAfter(source, []byte("\n"))
	for i, line := range lines {
		if at := bytes.IndexFunc(line, invisible); at >= 0 {
			r, _ := utf8.DecodeRune(line[at:])
			return &Finding{
				Line: i + 1, Problem: fmt.Sprintf("the character %U, which cannot be seen", r),
				Remedy: "remove it, or write a blank; save the file as UTF-8 without a byte order mark, with a line feed alone at the end of each line",
			}
		}
	}
	var first, second yaml.Node
	documents := yaml.NewDecoder(bytes.NewReader(source))
	err := documents.Decode(&first)
	switch {
	case err == nil && first.Content[0].Kind == yaml.MappingNode:
		if err = documents.Decode(&second); err == nil {
			return &Finding{Line: second.Line, Problem: "a second YAML document begins here", Remedy: "keep one document in the file"}
		} else if errors.Is(err, io.EOF) {
			return nil
		}
	case err == nil, errors.Is(err, io.EOF):
		return &Finding{Line: 1, Problem: "the document has no keys", Remedy: "begin with the line openapi: 3.0.3"}
	}
	n := sort.Search(len(lines)-1, func(n int) bool {
		return yaml.Unmarshal(bytes.Join(lines[:n+1], nil), new(yaml.Node)) != nil
	})
	return &Finding{
		Line: n + 1, Problem: parserLine.ReplaceAllString(err.Error(), ""),
		Remedy: "indent with blanks, close quotes and brackets, and quote a text with a colon and a blank in it, or a special character at its beginning",
	}
}

// invisible reports whether a character cannot be seen, or looks like a blank
// that YAML does not know.
func invisible(r rune) bool {
	return r == utf8.RuneError || r != ' ' && unicode.Is(unicode.Zs, r) || r != '\n' && r != '\t' && !unicode.IsGraphic(r)
}

var parserLine = regexp.MustCompile(`^yaml: (line \d+: )?`)

// ambiguous matches plain scalars that YAML 1.1, YAML 1.2 and JSON read
// differently: flags such as yes and TRUE, and numbers with a plus sign or an
// underscore, in base 8 or 60, with an exponent, with an empty fraction, or
// infinite.
var ambiguous = regexp.MustCompile(`^(?i:y|yes|n|no|on|off|[-+]?(\d[\d_]*_[\d_]*|\d+(:[0-5]?\d)+|0[0-7]+|0[ox][0-9a-f]+|\d+\.0*|[\d.]+e[-+]?\d+|\.inf)|\.nan)$|^(True|TRUE|False|FALSE|\+\d+)$`)

// yaml reports YAML that other readers of the document do not understand, or
// understand differently.
func (c *checker) yaml() {
	walk(c.root, func(n *yaml.Node) {
		switch {
		case n.Kind == yaml.AliasNode:
			c.report(n, "write the value out, or name it under components and refer to it with $ref", "the alias *%s", n.Value)
		case n.Anchor != "":
			c.report(n, "remove it", "the anchor &%s", n.Anchor)
		case n.Style&yaml.TaggedStyle != 0:
			c.report(n, "remove the tag, and quote the value if it is a text", "the tag %s", n.Tag)
		case n.Kind == yaml.ScalarNode && strings.ContainsFunc(n.Value, invisible):
			c.report(n, "remove the escape", "%q holds a character that cannot be seen", n.Value)
		case n.Tag == "!!timestamp", n.Kind == yaml.ScalarNode && n.Style == 0 && ambiguous.MatchString(n.Value):
			c.report(n, "quote it if it is a text; otherwise write true or false, or a plain decimal number", "%s does not mean the same to all readers of YAML", n.Value)
		}
		first := map[string]int{}
		for key := range Members(n) {
			if key.Tag != "!!str" {
				c.report(key, "quote it", "the key %s is not a text", key.Value)
			}
			c.once(first, key, "key", "keep one of the two: readers of YAML keep one, and not all the same")
		}
	})
}

// walk visits n and the nodes below it. It does not follow aliases.
func walk(n *yaml.Node, visit func(*yaml.Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, child := range n.Content {
		walk(child, visit)
	}
}

// value returns n as JSON decodes it. What JSON cannot express is a string.
func value(n *yaml.Node) any {
	if n.Kind == yaml.MappingNode {
		out := map[string]any{}
		for key, member := range Members(n) {
			out[key.Value] = value(member)
		}
		return out
	}
	if n.Kind == yaml.SequenceNode {
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			out[i] = value(item)
		}
		return out
	}
	var out any
	if n.Tag == "!!timestamp" || n.Style == 0 && ambiguous.MatchString(n.Value) || n.Decode(&out) != nil {
		return n.Value
	}
	return out
}
