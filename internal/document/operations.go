package document

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// operations checks what names an operation.
func operations(c *checker) {
	first := map[string]int{}
	for _, o := range c.Operations() {
		id := at(o.node, "operationId")
		if id == nil {
			continue
		}
		if o.ID == "" {
			c.report(id, "name what it does: the name becomes that of the Go code", "an empty operationId")
			continue
		}
		if line, ok := first[o.ID]; ok {
			c.report(id, "give each operation its own", "the operationId %s stands on line %d already", o.ID, line)
		}
		first[o.ID] = id.Line
	}
	if len(c.Operations()) == 0 {
		c.report(at(c.root, "paths"), "describe at least one operation", "the document has no operation")
	}
}

// retries checks what the document says about sending an operation again. The
// client sends a lost call again on this word alone.
func retries(c *checker) {
	for _, o := range c.Operations() {
		if retry := at(o.node, "x-retry"); retry != nil && text(retry) != "safe" && text(retry) != "never" {
			c.report(retry, "write safe where a second call leaves the server as the first one did, never where it may do the work twice",
				"x-retry of %s is %q", o.Name(), text(retry))
		}
		timeout := at(o.node, "x-attempt-timeout")
		if timeout == nil {
			continue
		}
		if seconds, err := strconv.Atoi(text(timeout)); err != nil || seconds <= 0 || seconds > maxAttemptSeconds {
			c.report(timeout, "write whole seconds, from 1 to "+strconv.Itoa(maxAttemptSeconds), "x-attempt-timeout of %s is %s", o.Name(), label(timeout))
		}
	}
}

// One attempt of an hour is a mistake in the unit, not a slow server.
const maxAttemptSeconds = 3600

var (
	pathForm    = regexp.MustCompile(`^(/[a-z0-9]+(-[a-z0-9]+)*)+$`)
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
)

// paths checks the addresses.
func paths(c *checker) {
	first := map[string]string{}
	for path := range members(at(c.root, "paths")) {
		if !pathForm.MatchString(path.Value) {
			c.report(path, "start with a slash, end without one, and use small letters, digits and dashes between: ids travel in the body",
				"the path %s", path.Value)
		}
		same := strings.Trim(strings.ToLower(path.Value), "/")
		if other, ok := first[same]; ok && other != path.Value {
			c.report(path, "keep one of the two", "the paths %s and %s are the same to most servers", other, path.Value)
		}
		first[same] = path.Value
	}
}

// tags checks that each operation belongs to one group that exists: a tag is a
// service of the client.
func tags(c *checker) {
	declared := map[string]*yaml.Node{}
	for _, tag := range items(at(c.root, "tags")) {
		name := text(at(tag, "name"))
		if declared[name] != nil {
			c.report(tag, "declare each tag once", "the tag %s is declared on line %d already", name, declared[name].Line)
		}
		declared[name] = tag
	}
	used := map[string]bool{}
	for _, o := range c.Operations() {
		list := at(o.node, "tags")
		if list == nil {
			continue
		}
		if len(list.Content) != 1 {
			c.report(list, "give it exactly one: the tag is the service that its method belongs to", "%s has %d tags", o.Name(), len(list.Content))
		}
		for _, tag := range list.Content {
			used[tag.Value] = true
			if declared[tag.Value] == nil {
				c.report(tag, "declare it under tags, or use one of "+strings.Join(sortedKeys(declared), ", "), "%s has the undeclared tag %s", o.Name(), tag.Value)
			}
		}
	}
	for name, tag := range declared {
		if !used[name] {
			c.report(tag, "give it to an operation or remove it", "no operation has the tag %s", name)
		}
	}
}

// requests checks that each operation takes one JSON object with a name.
func requests(c *checker) {
	for _, o := range c.Operations() {
		body := at(o.node, "requestBody")
		if body == nil {
			continue
		}
		if need := at(body, "required"); need != nil && text(need) != "true" {
			c.report(need, "write required: true: an operation without parameters takes {}", "the request body of %s is optional", o.Name())
		}
		c.onlyJSON(at(body, "content"))
		schema := at(body, "content", "application/json", "schema")
		if schema == nil {
			continue
		}
		name := c.target(schema)
		if at(schema, "$ref") == nil || !strings.HasSuffix(name, "Params") {
			c.report(schema, "name it under components.schemas, ending in Params, and refer to it with $ref", "the request of %s has no schema of its own", o.Name())
		} else if target := c.resolve(schema); target != nil && text(at(target, "type")) != "object" {
			c.report(schema, "make it type: object", "the request of %s is no object", o.Name())
		}
	}
}

func (c *checker) onlyJSON(content *yaml.Node) {
	for mediaType := range members(content) {
		if mediaType.Value != "application/json" {
			c.report(mediaType, "keep application/json alone: the client speaks nothing else", "the media type %s", mediaType.Value)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func upper(method string) string { return strings.ToUpper(method) }
