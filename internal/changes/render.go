package changes

import (
	"fmt"
	"strings"
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
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s -> %s: %s\n", r.Subject, r.From, r.To, r.summary())
	for _, s := range sections {
		r.section(&out, s.level, "\n"+s.title+"\n", "  ")
	}
	return out.String()
}

// Markdown returns the report for a pull request.
func (r *Report) Markdown() string {
	var out strings.Builder
	fmt.Fprintf(&out, "## %s %s → %s\n\nThis change is **%s**.\n", r.Subject, r.From, r.To, r.summary())
	for _, s := range sections {
		r.section(&out, s.level, "\n### "+s.title+"\n\n", "- ")
	}
	return out.String()
}

func (r *Report) section(out *strings.Builder, level Level, title, bullet string) {
	list := r.At(level)
	if len(list) == 0 {
		return
	}
	out.WriteString(title)
	for _, c := range list {
		out.WriteString(bullet + c.Line())
		if c.Because != "" {
			out.WriteString(" (acknowledged: " + c.Because + ")")
		}
		out.WriteString("\n")
	}
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

// Changelog returns the report's entry for CHANGELOG.md.
func (r *Report) Changelog() string {
	var out strings.Builder
	for _, s := range []struct {
		level Level
		title string
	}{{Minor, "Added"}, {Major, "Changed"}} {
		list := r.At(s.level)
		if len(list) == 0 {
			continue
		}
		out.WriteString("### " + s.title + "\n\n")
		for _, c := range list {
			mark := ""
			if s.level == Major {
				mark = "**Breaking:** "
			}
			out.WriteString("- " + mark + c.Line() + ".\n")
		}
		out.WriteString("\n")
	}
	if out.Len() == 0 && r.Level() == Patch {
		return "### Changed\n\n- The doc comments follow API " + r.To + ".\n\n"
	}
	return out.String()
}
