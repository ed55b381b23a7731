package changes

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// WireChange is one entry of oasdiff's changelog in JSON.
type WireChange struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Level     int    `json:"level"`
	Operation string `json:"operation"`
	Path      string `json:"path"`
	Section   string `json:"section"`
}

// warning is the oasdiff level from which a change counts as breaking: oasdiff
// warns of what may break some client.
const warning = 2

// levels are the changes whose level for this client differs from oasdiff's.
var levels = map[string]Level{
	// Enums are open: a new value is kept, but a removed one has lost its constant.
	"response-property-enum-value-added":   Minor,
	"response-property-enum-value-removed": Major,
	"request-property-enum-value-added":    Minor,
	// Leaving the parameter out now means something else.
	"request-property-default-value-changed": Major,
	"request-property-default-value-removed": Major,
	// The client reads any value of a response. apidiff reports a new enum type.
	"response-property-became-enum": Patch,
	// The client does not read defaults of responses.
	"response-property-default-value-added":   Patch,
	"response-property-default-value-changed": Patch,
	"response-property-default-value-removed": Patch,
}

var (
	// keys matches changes of authentication. The client has one key and one way
	// to send it.
	keys = regexp.MustCompile(`^api-(global-)?security-`)
	// unread matches limits of responses, which the client does not check.
	unread = regexp.MustCompile(`^response-(body|property)-(max|min|exclusive|multiple-of|unique|pattern)`)
	// better matches what this package or apidiff reports in more detail.
	better = regexp.MustCompile(`^(api-path-removed|api-removed|endpoint-added|api-operation-id|api-tag|api-schema-removed|api-version|api-major-version)`)
	// inGo matches changes that usually change a Go name as well.
	inGo = regexp.MustCompile(`property-(added|removed|became|type|list)|new-.*-property|enum-value`)
	// format matches a change of a format alone. If Go reads the field differently
	// then, apidiff reports that.
	format = regexp.MustCompile("^response-.*-type-.* `format` ")
	// success matches how oasdiff names the status of a successful response.
	success = regexp.MustCompile(" (with the `200` status|for (the )?(response )?status `200`)")
	// inData matches how oasdiff begins the path of a field in a response.
	inData = regexp.MustCompile("`(/?(allOf|data|items)[^/`]*/)+")
	// way matches a name with the path to it. Users need only the last part.
	way = regexp.MustCompile("`(?:[^`]*/)?([^`/]+)`")
)

// onWire turns what oasdiff found into changes. oasdiff repeats a change of a
// schema for each operation that uses it, and for each field of that type; onWire
// merges the operations of a change, and the fields in the changelog. names are the
// changes of Go names, and pairs the operations of the two documents.
func onWire(wire []WireChange, names []Change, pairs []Pair) []Change {
	ids := map[string]string{} // by address
	both := 0
	for _, p := range pairs {
		if p.Is != nil {
			ids[address(p.Is)] = code(p.Is.ID)
		}
		if p.Was != nil && p.Is != nil {
			both++
		}
	}
	var out []Change
	places := map[string][]string{}  // where, by what
	entries := map[string][]string{} // operations, by entry
	first := map[string]int{}        // the change with the entry
	for _, w := range wire {
		if better.MatchString(w.ID) {
			continue
		}
		what, where := shorten(w.Text), strings.TrimSpace(w.Operation+" "+w.Path)
		if where == "" {
			where = w.Section
		}
		if places[what] == nil {
			out = append(out, Change{Level: levelOf(w), What: what})
		}
		places[what] = appendNew(places[what], where)
		if levelOf(w) > Patch && !strings.Contains(w.ID, "-status-") && !inNames(w, what, names) {
			entry := what
			if m := way.FindStringSubmatch(what); m != nil {
				entry = strings.Replace(what, m[0], code(m[1]), 1)
			}
			entry = plain.Replace(entry)
			if entries[entry] == nil {
				first[entry] = len(out) - 1
			}
			entries[entry] = appendNew(entries[entry], cmp.Or(ids[where], where))
		}
	}
	list := func(places []string) string {
		if len(places) > 1 && len(places) == both {
			return "every operation"
		}
		return strings.Join(places, ", ")
	}
	for i := range out {
		out[i].Where = list(places[out[i].What])
	}
	for entry, i := range first {
		out[i].Entry = list(entries[entry]) + ": " + entry
	}
	return out
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// plain replaces oasdiff's terms of OpenAPI in the changelog.
var plain = strings.NewReplacer(
	"request property's", "parameter's", "response property's", "field's", "response's property", "field's",
	"request property", "parameter", "response property", "field", "request's body", "parameters'",
	"endpoint deprecated", "the operation is deprecated", "` deprecated", "` is deprecated",
	"endpoint reactivated", "the operation is no longer deprecated", "` reactivated", "` is no longer deprecated",
)

func levelOf(w WireChange) Level {
	if level, ok := levels[w.ID]; ok {
		return level
	}
	switch {
	case unread.MatchString(w.ID), format.MatchString(w.ID + " " + w.Text):
		return Patch
	case w.Level >= warning, keys.MatchString(w.ID):
		return Major
	}
	return Minor
}

// inNames reports whether a change of a Go name covers a change on the wire.
func inNames(w WireChange, what string, names []Change) bool {
	m := way.FindStringSubmatch(what)
	if m == nil || !inGo.MatchString(w.ID) {
		return false
	}
	return slices.ContainsFunc(names, func(c Change) bool {
		if _, name, isField := strings.Cut(c.Where, "."); isField {
			return fold(name) == fold(m[1])
		}
		return strings.Contains(w.ID, "enum-value") && strings.HasSuffix(fold(c.Where), fold(m[1]))
	})
}

// fold makes a name on the wire and its name in Go the same.
func fold(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// shorten removes what users do not need: the way to a field, which then has the
// name that they know, and the status of a successful response.
func shorten(what string) string {
	what, _, _ = strings.Cut(what, "\n")
	return success.ReplaceAllString(inData.ReplaceAllString(what, "`"), "")
}
