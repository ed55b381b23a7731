package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

// remaining prints what is left to do, the next version and the changelog's entry.
// If a step failed, something to do is often why.
func (c *comparison) remaining(failed []string) error {
	methods, err := facade.Methods("ugcinc")
	if err != nil {
		return err
	}
	entry := c.report.Changelog(names(methods))
	todo, err := c.todo(methods)
	if err != nil {
		return err
	}
	for _, step := range failed {
		todo = append(todo, "fix what made "+step+" fail, and run make regenerate again")
	}
	fmt.Println("== left to do")
	if len(todo) == 0 {
		fmt.Println("only the review")
	}
	for _, line := range todo {
		fmt.Println("-", line)
	}
	fmt.Printf("\n== next version: %s\n", c.report.Level())
	if entry != "" {
		fmt.Printf("\n== entry for CHANGELOG.md, under Unreleased\n\n%s", entry)
	}
	return nil
}

// names returns the method of each operation, by its operationId.
func names(methods []facade.Method) map[string]string {
	out := map[string]string{}
	for _, m := range methods {
		if !m.Stream {
			out[strings.ToLower(m.Endpoint[:1])+m.Endpoint[1:]] = m.Name
		}
	}
	return out
}

// todo lists what a person has to do after a change of the document.
func (c *comparison) todo(methods []facade.Method) ([]string, error) {
	var todo []string
	renamed := changes.Renamed(c.before, c.after)
	for _, was := range slices.Sorted(maps.Keys(renamed)) {
		todo = append(todo, fmt.Sprintf("operation %s is now %s: rename it in ugcinc, in the fake's handler and in the tests", was, renamed[was]))
		for i, m := range methods {
			if strings.EqualFold(m.Endpoint, was) {
				methods[i].Endpoint = renamed[was]
			}
		}
	}
	operations := c.after.Operations()
	todo = append(todo, facade.Gaps(operations, methods)...)
	var known, added []string
	for _, o := range operations {
		switch isNew := slices.ContainsFunc(c.report.Changes, func(change changes.Change) bool { return change.What == o.ID+" is new" }); {
		case isNew:
			added = append(added, o.ID)
		case !slices.Contains(slices.Collect(maps.Values(renamed)), o.ID):
			known = append(known, o.ID)
		}
	}
	handlers, err := facade.Handlers("ugcinc/ugcinctest", operations)
	if err != nil {
		return nil, err
	}
	tests, err := facade.Tests("ugcinc", known, added)
	if err != nil {
		return nil, err
	}
	todo = append(append(todo, handlers...), tests...)
	for _, change := range c.report.At(changes.Minor) {
		params, field, _ := strings.Cut(change.Where, ".")
		for _, m := range methods {
			if m.Params == params && field != "" {
				todo = append(todo, fmt.Sprintf("the parameter %s is new: the doc comment of %s may have to mention it, and the fake rejects it until a handler reads it", change.Where, m.Name))
			}
		}
	}
	quotes, err := c.quotes()
	if err != nil {
		return nil, err
	}
	todo = append(todo, quotes...)
	if c.report.Level() > changes.None && c.before.Version() == c.after.Version() {
		todo = append(todo, fmt.Sprintf("info.version of %s is still %s: change it if a newer version of the API brought the change", documentFile, c.after.Version()))
	}
	for _, change := range c.report.Unacknowledged() {
		todo = append(todo, "acknowledge in "+acknowledgements+", or undo: "+change.Line())
	}
	return todo, nil
}

// quotes lists the texts that may quote a limit that has changed.
func (c *comparison) quotes() ([]string, error) {
	limits, err := changes.Limits(c.before, c.after)
	if err != nil {
		return nil, err
	}
	var todo []string
	for _, l := range limits {
		text := `\b` + strconv.Itoa(l.Was) + `\b`
		if strings.HasSuffix(l.Keyword, "Length") {
			text += `[ -]char`
		}
		lines, err := facade.Quotes([]string{documentFile, "README.md", "ugcinc/*.go", "ugcinc/ugcinctest/*.go"}, regexp.MustCompile(text))
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			todo = append(todo, fmt.Sprintf("%s of %s was %d, which this text may quote: %s", l.Keyword, l.Where, l.Was, line))
		}
	}
	return todo, nil
}
