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

// The level from which oasdiff's own verdict is taken as breaking: a warning is
// what may break some client, and this one cannot know whose.
const warning = 2

// levels are those in which this client differs from oasdiff.
var levels = map[string]Level{
	// Enums are open: a new value is kept as it came, a lost one loses its constant.
	"response-property-enum-value-added":   Minor,
	"response-property-enum-value-removed": Major,
	"request-property-enum-value-added":    Minor,
	// A parameter that was left out now means something else.
	"request-property-default-value-changed": Major,
	"request-property-default-value-removed": Major,
	// The client reads any value of an answer; a new named enum shows as a change of Go names.
	"response-property-became-enum": Patch,
	// What an answer defaults to is never read.
	"response-property-default-value-added":   Patch,
	"response-property-default-value-changed": Patch,
	"response-property-default-value-removed": Patch,
}

// keys: the client sends the one key that it has, the one way it knows.
var keys = regexp.MustCompile(`^api-(global-)?security-`)

// unread are limits of answers, which the client does not check.
var unread = regexp.MustCompile(`^response-(body|property)-(max|min|exclusive|multiple-of|unique|pattern)`)

// better are found with more to say by this package: operations, tags, names.
var better = regexp.MustCompile(`^(api-path-removed|api-removed|endpoint-added|api-operation-id|api-tag|api-schema-removed|api-version|api-major-version)`)

// onWire levels what oasdiff found, and says once what it says for each
// operation that a schema takes part in.
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

// inData is how oasdiff calls a field of what an answer carries.
var inData = regexp.MustCompile("`(/?(allOf|data|items)[^/`]*/)+")

// shorten leaves the name of a field as users know it.
func shorten(what string) string {
	what, _, _ = strings.Cut(what, "\n")
	return inData.ReplaceAllString(what, "`")
}
