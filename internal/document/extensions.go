package document

// ordered checks x-ordered: of two moments, the first may not be the later one.
func ordered(c *checker) {
	for _, s := range c.Schemas() {
		pair := at(s.node, "x-ordered")
		if pair == nil {
			continue
		}
		names := items(pair)
		if len(names) != 2 || names[0].Value == names[1].Value {
			c.report(pair, "write two of its properties: [from, to]", "x-ordered of %s", s.Name)
			continue
		}
		for _, name := range names {
			property := at(s.node, "properties", name.Value)
			switch {
			case property == nil:
				c.report(name, "correct the name", "x-ordered of %s names %s, which it does not have", s.Name, name.Value)
			case c.target(property) != dateOrTime:
				c.report(name, "name properties of the schema "+dateOrTime, "x-ordered of %s names %s, which cannot be compared", s.Name, name.Value)
			}
		}
		if c.role(s)&inRequest == 0 {
			c.report(pair, "remove it: only requests are checked", "x-ordered of %s", s.Name)
		}
	}
}

// decoderHints checks x-repeats and x-accepts, which pick the decoder of a
// field, and mean nothing where there is no such decoder.
func decoderHints(c *checker) {
	for _, p := range c.places() {
		repeats, accepts := at(p.node, "x-repeats"), at(p.node, "x-accepts")
		plain := p.property && p.owner != nil && c.role(*p.owner)&inAnswer != 0 && text(at(p.node, "type")) == "string" && at(p.node, "format") == nil
		null := text(at(p.node, "nullable")) == "true"
		if repeats != nil && (text(repeats) != "true" || !plain || !c.requires(p)) {
			c.report(repeats, "write true, at a required string of a response, or remove it", "x-repeats of %s has no effect", p.name)
		}
		if accepts != nil && (text(accepts) != "list" || !plain || !null) {
			c.report(accepts, "write list, at a nullable string of a response, or remove it", "x-accepts of %s has no effect", p.name)
		}
	}
}
