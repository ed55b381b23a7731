package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

// refuses checks that an error says part, or that there is none where part is
// empty.
func refuses(t *testing.T, err error, part string) {
	t.Helper()
	switch {
	case part == "" && err != nil:
		t.Errorf("refused: %v", err)
	case part != "" && (err == nil || !strings.Contains(err.Error(), part)):
		t.Errorf("got %v, want an error that says %q", err, part)
	}
}

func TestReleaseCheckAsksForTheVersion(t *testing.T) {
	t.Parallel()
	refuses(t, releaseCheck(t.Context(), []string{"-version", ""}), "make release-check VERSION=v1.2.3")
	refuses(t, releaseCheck(t.Context(), []string{"-version", "1.2"}), `not "1.2"`)
}

func TestMajorFits(t *testing.T) {
	t.Parallel()
	refuses(t, majorFits(version{0, 9, 0}), "")
	refuses(t, majorFits(version{1, 9, 9}), "")
	refuses(t, majorFits(version{2, 0, 0}), "needs the module path github.com/ugcinc/ugcinc-go/v2")
}

func TestStepFits(t *testing.T) {
	t.Parallel()
	last := version{1, 2, 3}
	refuses(t, stepFits(last, version{1, 3, 0}, changes.Minor), "")
	refuses(t, stepFits(last, version{1, 2, 3}, changes.None), "v1.2.3 is not after v1.2.3")
	refuses(t, stepFits(last, version{1, 2, 4}, changes.Minor), "v1.2.4 is only a patch step")
}

func TestSourceSays(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"dev.go":     "package ugcinc\n\nconst Version = \"0.1.0-dev\"\n",
		"release.go": "package ugcinc\n\nconst Version = \"0.1.0\"\n",
		"none.go":    "package ugcinc\n",
	})
	next := version{0, 1, 0}
	refuses(t, sourceSays(filepath.Join(dir, "release.go"), next), "")
	refuses(t, sourceSays(filepath.Join(dir, "dev.go"), next), `says Version = "0.1.0-dev": set it to "0.1.0"`)
	refuses(t, sourceSays(filepath.Join(dir, "none.go"), next), `set it to "0.1.0"`)
}

// The constant of this checkout is found, whatever it says.
func TestSourceSaysReadsThePackage(t *testing.T) {
	t.Parallel()
	err := sourceSays(filepath.Join(root, versionFile), version{999, 0, 0})
	refuses(t, err, `set it to "999.0.0"`)
	if err != nil && strings.Contains(err.Error(), `Version = ""`) {
		t.Error(err)
	}
}

func TestAnnounced(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ changelog, want string }{
		"as it should be":    {"## [Unreleased]\n\n## [1.2.3] - 2026-11-24\n\n- New.\n\n## [1.2.2] - 2026-01-01\n", ""},
		"links at the end":   {"## [1.2.3] - 2026-11-24\n\n- New.\n\n## [Unreleased]\n\n[1.2.3]: https://example.com\n", ""},
		"no section":         {"## [Unreleased]\n\n## [1.2.30] - 2026-11-24\n\n- New.\n", "has no ## [1.2.3] - YYYY-MM-DD"},
		"no date":            {"## [1.2.3]\n\n- New.\n", "write the day of the release"},
		"no day of the year": {"## [1.2.3] - 2026-13-24\n\n- New.\n", "write the day of the release"},
		"nothing said":       {"## [1.2.3] - 2026-11-24\n\n## [1.2.2] - 2026-01-01\n\n- Old.\n", "says nothing of 1.2.3"},
		"entries left":       {"## [Unreleased]\n\n- Newer.\n\n## [1.2.3] - 2026-11-24\n\n- New.\n", "still has entries under Unreleased"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(folder(t, map[string]string{"CHANGELOG.md": test.changelog}), "CHANGELOG.md")
			refuses(t, announced(file, version{1, 2, 3}), test.want)
		})
	}
}

func TestSection(t *testing.T) {
	t.Parallel()
	const changelog = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-24\n\n### Added\n\n- New.\n\n## [1.2.2] - 2026-01-01\n\n- Old.\n"
	_, body, ok := section(changelog, "1.2.3")
	if diff := cmp.Diff("### Added\n\n- New.", body); !ok || diff != "" {
		t.Errorf("%v %s", ok, diff)
	}
}

func TestNestedModules(t *testing.T) {
	t.Parallel()
	untagged, err := nestedModules([]string{".", "internal/bench", "testdata/consumer"})
	refuses(t, err, "")
	if len(untagged) != 2 || !strings.HasPrefix(untagged[0], "internal/bench: ") || !strings.HasPrefix(untagged[1], "testdata/consumer: ") {
		t.Errorf("no tag gets %q", untagged)
	}
	_, err = nestedModules([]string{".", "internals"})
	refuses(t, err, "the module internals is not below internal or testdata")
}
