package changes

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
)

// Acknowledge marks the breaking changes that a file says to be meant. Each line
// of it repeats a change as the report prints it, and goes on with " because "
// and the reason; lines that start with # are comments. It returns the lines
// that acknowledge nothing.
func (r *Report) Acknowledge(file []byte) (stale []string, err error) {
	reasons := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(file))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		change, because, ok := strings.Cut(line, " because ")
		if !ok || strings.TrimSpace(because) == "" {
			return nil, fmt.Errorf("line %d acknowledges without a reason: write the change, then \" because \" and why", n)
		}
		reasons[change] = because
	}
	for i, c := range r.Changes {
		if because, ok := reasons[c.Line()]; ok {
			r.Changes[i].Because = because
			delete(reasons, c.Line())
		}
	}
	for change := range reasons {
		stale = append(stale, change)
	}
	return stale, lines.Err()
}
