package changes

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Acknowledge marks the breaking changes that a file says are intended. Each of
// its lines is a change as the report prints it, " because " and the reason; lines
// that start with # are comments. It returns the lines that match no change.
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
			return nil, fmt.Errorf("line %d has no reason: write the change, \" because \" and the reason", n)
		}
		reasons[change] = because
	}
	for i, c := range r.Changes {
		if because, ok := reasons[c.Line()]; ok {
			r.Changes[i].Because = because
			delete(reasons, c.Line())
		}
	}
	return slices.Sorted(maps.Keys(reasons)), lines.Err()
}
