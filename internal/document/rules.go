package document

import (
	"cmp"
	"slices"
)

// rules in the order in which a reader wants them: what is broken as a text,
// as an OpenAPI document, and as the source of this client.
var rules = []struct {
	name  string
	check func(*checker)
}{
	{"plain-yaml", plainYAML},
	{"duplicate-key", duplicateKeys},
	{"keyword", keywords},
	{"reference", references},
	{"info", information},
	{"server", servers},
	{"security", security},
	{"tag", tags},
	{"path", paths},
	{"operation", operations},
	{"retry", retries},
	{"request", requests},
	{"response", responses},
	{"envelope", envelopes},
	{"type", types},
	{"format", formats},
	{"required", required},
	{"limit", limits},
	{"default", defaults},
	{"enum", enums},
	{"shape", shapes},
	{"order", ordered},
	{"decoder-hint", decoderHints},
	{"role", unclearRoles},
	{"naming", naming},
	{"go-name", goNames},
	{"description", descriptions},
	{"example", examples},
	{"specification", specification},
}

// Check holds the document against every rule and returns what it finds, by
// line.
func (d *Document) Check() []*Finding {
	c := &checker{Document: d, roles: d.roles()}
	for _, r := range rules {
		c.rule = r.name
		r.check(c)
	}
	slices.SortStableFunc(c.findings, func(a, b *Finding) int { return cmp.Compare(a.Line, b.Line) })
	return c.findings
}
