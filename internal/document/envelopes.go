package document

import "strings"

// envelopeField is a field of an envelope: its type and, where the value tells
// success from failure, the only value that it may have.
type envelopeField struct{ name, kind, value string }

// envelopeFields are those of the two schemas that the client decodes by hand.
var envelopeFields = map[string][]envelopeField{
	"SuccessEnvelope": {{"ok", "boolean", "true"}, {"code", "integer", "200"}, {"message", "string", ""}},
	"ErrorEnvelope":   {{"ok", "boolean", "false"}, {"code", "integer", ""}, {"message", "string", ""}},
}

// envelopes checks the schemas that surround data and errors.
func envelopes(c *checker) {
	envelopeNames(c)
	for _, name := range sortedKeys(envelopeFields) {
		key, envelope := entry(at(c.root, "components", "schemas"), name)
		if key == nil {
			c.report(at(c.root, "components", "schemas"), "add it, with ok, code and message", "there is no schema %s", name)
			continue
		}
		known := map[string]bool{}
		for _, field := range envelopeFields[name] {
			known[field.name] = true
			property := at(envelope, "properties", field.name)
			if text(at(property, "type")) != field.kind {
				c.report(key, "declare it as "+field.kind, "%s has no %s of type %s", name, field.name, field.kind)
				continue
			}
			enum := at(property, "enum")
			values := items(enum)
			switch {
			case field.value == "" && enum != nil:
				c.report(enum, "remove it", "the enum of %s.%s", name, field.name)
			case field.value != "" && (len(values) != 1 || values[0].Value != field.value):
				c.report(property, "write enum: ["+field.value+"], by which generated code and mock servers tell success from failure", "%s.%s does not say its only value", name, field.name)
			}
		}
		if need := items(at(envelope, "required")); len(need) != 1 || need[0].Value != "code" {
			c.report(key, "write required: [code]: responses without ok and without message occur", "%s does not require code alone", name)
		}
		for field := range members(at(envelope, "properties")) {
			if !known[field.Value] {
				c.report(field, "remove it, or teach the decoder of envelopes in internal/wire about it", "%s has the field %s", name, field.Value)
			}
		}
	}
}

// envelopeNames reserves the names that end in Envelope for those of responses:
// the generator gives them no Go type.
func envelopeNames(c *checker) {
	known := map[string]bool{}
	for name := range envelopeFields {
		known[name] = true
	}
	for _, o := range c.Operations() {
		known[successEnvelope(o)] = true
	}
	for _, s := range c.Schemas() {
		if isEnvelope(s.Name) && !known[s.Name] {
			c.report(s.key, "rename it: a name with this ending is that of a response, after its operationId", "%s is the envelope of no operation", s.Name)
		}
	}
}

// successEnvelope is the name of the schema of an operation's successful response.
func successEnvelope(o Operation) string {
	if o.ID == "" {
		return ""
	}
	return strings.ToUpper(o.ID[:1]) + o.ID[1:] + "Envelope"
}

// isEnvelope says whether a named schema surrounds data or an error.
func isEnvelope(schema string) bool { return strings.HasSuffix(schema, "Envelope") }

// inEnvelope says whether p is an envelope or a part of one.
func (p place) inEnvelope() bool { return p.owner != nil && isEnvelope(p.owner.Name) }
