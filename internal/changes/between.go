package changes

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/generate"
)

// Programs is what a comparison needs, made by [Build].
type Programs struct {
	root, oasdiff string
	generated     sync.Map // Go models by their document
}

// Build builds oasdiff, which internal/tools of the module at root pins.
func Build(ctx context.Context, root string) (*Programs, error) {
	path, err := run(ctx, root, "go", "tool", "-modfile=internal/tools/go.mod", "-n", "oasdiff")
	return &Programs{root: root, oasdiff: strings.TrimSpace(string(path))}, err
}

// Between reports what changed from base to revision.
func (p *Programs) Between(ctx context.Context, base, revision *document.Document) (*Report, error) {
	var wire []WireChange
	var wireErr error
	var group sync.WaitGroup
	group.Go(func() { wire, wireErr = p.wire(ctx, base, revision) })
	before, beforeErr := p.models(base)
	after, afterErr := p.models(revision)
	group.Wait()
	if err := errors.Join(wireErr, beforeErr, afterErr); err != nil {
		return nil, err
	}
	names, err := Names(before, after)
	if err != nil {
		return nil, err
	}
	return compare(base, revision, wire, names), nil
}

// wire returns what oasdiff finds.
func (p *Programs) wire(ctx context.Context, base, revision *document.Document) ([]WireChange, error) {
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
	if err := errors.Join(os.WriteFile(from, aligned, 0o600), os.WriteFile(to, revision.Source(), 0o600)); err != nil {
		return nil, err
	}
	out, err := run(ctx, p.root, p.oasdiff, "changelog", from, to, "--flatten-allof", "--format", "json", "--allow-external-refs=false")
	if err != nil || len(bytes.TrimSpace(out)) == 0 {
		return nil, err
	}
	var wire []WireChange
	if err := json.Unmarshal(out, &wire); err != nil {
		return nil, fmt.Errorf("oasdiff printed no JSON: %w", err)
	}
	return wire, nil
}

// models generates the Go models of a document.
func (p *Programs) models(doc *document.Document) ([]byte, error) {
	const file = "gen/models.gen.go"
	if known, ok := p.generated.Load(string(doc.Source())); ok {
		return known.([]byte), nil
	}
	files, err := generate.Files(p.root, doc.Source(), true, file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doc.File, err)
	}
	models := []byte(files[file])
	p.generated.Store(string(doc.Source()), models)
	return models, nil
}

// run returns the output of a program. Its error holds what the program printed
// to standard error.
func run(ctx context.Context, folder, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = folder
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", filepath.Base(program), err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}
