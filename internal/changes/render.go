package changes

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// sections are the parts of a report, the most important first.
var sections = []struct {
	level Level
	title string
}{
	{Major, "Breaking"},
	{Minor, "New"},
	{Patch, "Unnoticed"},
}

// Text returns the report for a terminal.
func (r *Report) Text() string {
	return fmt.Sprintf("%s %s -> %s: %s\n", r.Subject, r.From, r.To, r.summary()) + r.list("\n%s\n", "  ")
}

// Markdown returns the report for a pull request.
func (r *Report) Markdown() string {
	return fmt.Sprintf("## %s %s → %s\n\nThis change is **%s**.\n", r.Subject, r.From, r.To, r.summary()) + r.list("\n### %s\n\n", "- ")
}

func (r *Report) list(title, bullet string) string {
	var out strings.Builder
	for _, s := range sections {
		list := r.At(s.level)
		if len(list) > 0 {
			fmt.Fprintf(&out, title, s.title)
		}
		for _, c := range list {
			out.WriteString(bullet + c.Line())
			if c.Because != "" {
				out.WriteString(" (acknowledged: " + c.Because + ")")
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}

func (r *Report) summary() string {
	if r.Level() == None {
		return "no change"
	}
	summary := fmt.Sprintf("%s, with %d breaking, %d new", r.Level(), len(r.At(Major)), len(r.At(Minor)))
	if meant := len(r.At(Major)) - len(r.Unacknowledged()); meant > 0 {
		summary += fmt.Sprintf(", %d acknowledged", meant)
	}
	return summary
}

// Changelog returns the report's entry for CHANGELOG.md: for users, one line for
// each change. methods holds the method of each operation, by its operationId.
func (r *Report) Changelog(methods map[string]string) string {
	entries := map[string]string{}
	for _, c := range r.Changes {
		if c.Entry == "" {
			continue
		}
		section, entry := "Changed", operationID.ReplaceAllStringFunc(c.Entry, func(id string) string {
			if method, ok := methods[strings.Trim(id, "`")]; ok {
				return code(method)
			}
			return id
		})
		for ending, title := range map[string]string{" is new": "Added", " is deprecated": "Deprecated", " is gone": "Removed"} {
			if strings.HasSuffix(entry, ending) {
				section = title
			}
		}
		if c.Level == Major {
			entry = "**Breaking:** " + entry
		}
		entries[section] += "- " + entry + ".\n"
	}
	if len(entries) == 0 && r.Level() != None {
		entries["Changed"] = "- The doc comments follow API " + r.To + ".\n"
	}
	var out strings.Builder
	for _, section := range []string{"Added", "Changed", "Deprecated", "Removed"} {
		if entries[section] != "" {
			out.WriteString("### " + section + "\n\n" + entries[section] + "\n")
		}
	}
	return out.String()
}

var operationID = regexp.MustCompile("`[a-z][A-Za-z0-9]*`")

var fromTo = regexp.MustCompile(`^(.*changed from) (.+) to (.+)$`)

// entry returns the changelog's entry of a changed Go name. A type and its constants
// come and go with an operation or a field, which has one.
func entry(c Change, base, revision *document.Document) string {
	verb, comesOrGoes := map[string]string{nameAdded: " is new", nameRemoved: " is gone"}[c.What]
	switch {
	case c.What == notComparable, comesOrGoes && (c.Where == c.of || !base.Has(c.of) || !revision.Has(c.of)):
		return ""
	case comesOrGoes:
		return code(c.Where) + verb
	}
	return code(c.Where) + " " + fromTo.ReplaceAllString(c.What, "$1 `$2` to `$3`")
}
