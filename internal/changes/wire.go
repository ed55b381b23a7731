package changes

import (
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

// levels lists the changes that this client judges differently than oasdiff.
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

// keys matches changes of authentication. The client has one key and one way to
// send it.
var keys = regexp.MustCompile(`^api-(global-)?security-`)

// unread matches limits of responses, which the client does not check.
var unread = regexp.MustCompile(`^response-(body|property)-(max|min|exclusive|multiple-of|unique|pattern)`)

// better matches what this package or apidiff reports in more detail.
var better = regexp.MustCompile(`^(api-path-removed|api-removed|endpoint-added|api-operation-id|api-tag|api-schema-removed|api-version|api-major-version)`)

// onWire turns what oasdiff found into changes. oasdiff repeats a change of a
// schema for each operation that uses it; onWire merges them.
func onWire(wire []WireChange, operations int) []Change {
	var out []Change
	wheres := map[string][]string{}
	for _, w := range wire {
		if better.MatchString(w.ID) {
			continue
		}
		what := shorten(w.Text)
		where := strings.TrimSpace(w.Operation + " " + w.Path)
		if where == "" {
			where = w.Section
		}
		if wheres[what] == nil {
			out = append(out, Change{Level: levelOf(w), What: what})
		}
		if !slices.Contains(wheres[what], where) {
			wheres[what] = append(wheres[what], where)
		}
	}
	for i := range out {
		where := wheres[out[i].What]
		out[i].Where = strings.Join(where, ", ")
		if len(where) > 1 && len(where) == operations {
			out[i].Where = "every operation"
		}
	}
	return out
}

func levelOf(w WireChange) Level {
	if level, ok := levels[w.ID]; ok {
		return level
	}
	switch {
	case unread.MatchString(w.ID):
		return Patch
	case w.Level >= warning, keys.MatchString(w.ID):
		return Major
	}
	return Minor
}

// inData matches how oasdiff begins the path of a field in a response.
var inData = regexp.MustCompile("`(/?(allOf|data|items)[^/`]*/)+")

// shorten removes that beginning, so that the field has the name that users know.
func shorten(what string) string {
	what, _, _ = strings.Cut(what, "\n")
	return inData.ReplaceAllString(what, "`")
}
