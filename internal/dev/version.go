package main

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

// version is a release: a tag as Go modules want it.
type version struct{ major, minor, patch int }

var versionForm = regexp.MustCompile(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$`)

func parseVersion(text string) (version, error) {
	m := versionForm.FindStringSubmatch(text)
	if m == nil {
		return version{}, fmt.Errorf("a version is written v1.2.3, not %q: make release-check VERSION=v1.2.3", text)
	}
	var numbers [3]int
	for i := range numbers {
		n, err := strconv.Atoi(m[i+1])
		if err != nil {
			return version{}, err
		}
		numbers[i] = n
	}
	return version{numbers[0], numbers[1], numbers[2]}, nil
}

func (v version) String() string { return fmt.Sprintf("v%d.%d.%d", v.major, v.minor, v.patch) }

// step is the level of v after last, none where v is not after it. Before v1 the
// second number takes the place of the first.
func (v version) step(last version) changes.Level {
	if cmp.Or(cmp.Compare(v.major, last.major), cmp.Compare(v.minor, last.minor), cmp.Compare(v.patch, last.patch)) <= 0 {
		return changes.None
	}
	switch {
	case v.major != last.major, v.major == 0 && v.minor != last.minor:
		return changes.Major
	case v.minor != last.minor:
		return changes.Minor
	case v.major == 0:
		// There is no number left for what is new: it goes with the patches.
		return changes.Minor
	}
	return changes.Patch
}
