package main

import (
	"strings"
	"testing"
)

func TestReleaseCheckNeedsAVersion(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"", "1.2.3", "v1.2", "v01.2.3", "v1.2.3-rc.1", "v1.2.3+build"} {
		err := releaseCheck(t.Context(), []string{"-version", version})
		if err == nil || !strings.Contains(err.Error(), "make release-check VERSION=v1.2.3") {
			t.Errorf("%q: %v", version, err)
		}
	}
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	const (
		source    = "package ugcinc\n\nconst Version = \"1.2.3\"\n"
		changelog = "## [Unreleased]\n\n## [1.2.3] - 2026-11-24\n\n- New.\n"
	)
	for name, test := range map[string]struct{ uncommitted, source, changelog, want string }{
		"ready":              {"", source, changelog + "\n## [1.2.2] - 2026-01-01\n", ""},
		"links at the end":   {"", source, "## [1.2.3] - 2026-11-24\n\n- New.\n\n## [Unreleased]\n\n[1.2.3]: https://example.com\n", ""},
		"uncommitted":        {" M go.mod", source, changelog, "uncommitted changes: commit or remove them:\n M go.mod"},
		"another version":    {"", "const Version = \"1.2.3-dev\"\n", changelog, `set Version in ugcinc/version.go to "1.2.3"`},
		"no version":         {"", "package ugcinc\n", changelog, `set Version in ugcinc/version.go to "1.2.3"`},
		"no section":         {"", source, "## [Unreleased]\n\n## [1.2.30] - 2026-11-24\n\n- New.\n", "needs the heading ## [1.2.3] - YYYY-MM-DD"},
		"no date":            {"", source, "## [1.2.3]\n\n- New.\n", "needs the heading ## [1.2.3] - YYYY-MM-DD"},
		"no day of the year": {"", source, "## [1.2.3] - 2026-13-24\n\n- New.\n", "needs the heading ## [1.2.3] - YYYY-MM-DD"},
		"no entries":         {"", source, "## [1.2.3] - 2026-11-24\n\n## [1.2.2] - 2026-01-01\n\n- Old.\n", "has no entries for 1.2.3"},
		"unreleased entries": {"", source, "## [Unreleased]\n\n- Newer.\n\n## [1.2.3] - 2026-11-24\n\n- New.\n", "still has entries under Unreleased"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(notReady("v1.2.3", test.uncommitted, test.source, test.changelog), "\n")
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// The version of this checkout can be read.
func TestVersionConstantIsFound(t *testing.T) {
	t.Parallel()
	if !versionConstant.MatchString(readFile(t, root, versionFile)) {
		t.Errorf("%s has no %s", versionFile, versionConstant)
	}
}
