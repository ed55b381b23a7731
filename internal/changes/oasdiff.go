package changes

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// Oasdiff builds the oasdiff that internal/tools below root pins, and returns
// where its program is.
func Oasdiff(ctx context.Context, root string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "tool", "-n", "-modfile=internal/tools/go.mod", "oasdiff")
	cmd.Dir = root
	out, err := output(cmd)
	return strings.TrimSpace(string(out)), err
}

// Between runs oasdiff on two documents and reports what changed.
func Between(ctx context.Context, oasdiff string, base, revision *document.Document) (*Report, error) {
	aligned, err := Align(base, revision)
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "ugcinc-changes-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	from, to := filepath.Join(scratch, "base.yaml"), filepath.Join(scratch, "revision.yaml")
	if err := os.WriteFile(from, aligned, 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(to, revision.Source(), 0o600); err != nil {
		return nil, err
	}
	out, err := output(exec.CommandContext(ctx, oasdiff, "changelog", from, to, //nolint:gosec // a program of the Go distribution, or one of this repository
		"--flatten-allof", "--format", "json", "--allow-external-refs=false"))
	if err != nil || len(bytes.TrimSpace(out)) == 0 {
		return Compare(base, revision, nil), err
	}
	var wire []WireChange
	if err := json.Unmarshal(out, &wire); err != nil {
		return nil, fmt.Errorf("oasdiff printed no JSON: %w", err)
	}
	return Compare(base, revision, wire), nil
}

// output is what a program prints; its complaints become the error.
func output(cmd *exec.Cmd) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}
