package changes

import (
	"fmt"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// names reports what changes for a program that is compiled against the next
// version: oasdiff finds it harmless that a field may no longer be null, and a
// Go program reads it through a pointer.
func names(before, after []document.GoDeclaration) []Change {
	was, is := byName(before), byName(after)
	var out []Change
	for _, b := range before {
		a, ok := is[b.Name]
		switch {
		case !ok && gone(b, is):
			// The line of its type says so already.
		case !ok:
			out = append(out, Change{Level: Major, Where: b.Name, What: "the " + sort(b) + " is gone" + successor(b, before, after, was)})
		case a.Is != b.Is:
			out = append(out, Change{Level: Major, Where: b.Name, What: fmt.Sprintf("the Go type changed from %s to %s", b.Is, a.Is)})
		}
	}
	for _, a := range after {
		if _, ok := was[a.Name]; !ok && !gone(a, was) {
			parameter := a.Request && sort(a) == "field"
			out = append(out, Change{Level: Minor, Where: a.Name, What: "the " + sort(a) + " is new", Parameter: parameter})
		}
	}
	return out
}

func byName(list []document.GoDeclaration) map[string]document.GoDeclaration {
	out := make(map[string]document.GoDeclaration, len(list))
	for _, g := range list {
		out[g.Name] = g
	}
	return out
}

// gone says that the type which g belongs to is missing on the other side.
func gone(g document.GoDeclaration, other map[string]document.GoDeclaration) bool {
	owner := document.GoName(g.Schema)
	_, ok := other[owner]
	return !ok && g.Name != owner
}

func sort(g document.GoDeclaration) string {
	switch {
	case strings.Contains(g.Is, " = "):
		return "constant"
	case strings.Contains(g.Name, "."):
		return "field"
	}
	return "type"
}

// successor names the new type that has the same members as one that is gone.
func successor(g document.GoDeclaration, before, after []document.GoDeclaration, was map[string]document.GoDeclaration) string {
	if sort(g) != "type" {
		return ""
	}
	old := members(g, before)
	for _, candidate := range after {
		if _, known := was[candidate.Name]; !known && sort(candidate) == "type" && old != "" && members(candidate, after) == old {
			return ": it is now called " + candidate.Name
		}
	}
	return ""
}

// members lists what belongs to a type, without the type's own name.
func members(g document.GoDeclaration, list []document.GoDeclaration) string {
	var out strings.Builder
	for _, m := range list {
		if m.Schema == g.Schema && m.Name != g.Name {
			out.WriteString(strings.TrimPrefix(m.Name, g.Name) + " " + strings.TrimPrefix(m.Is, g.Name) + "\n")
		}
	}
	return out.String()
}
