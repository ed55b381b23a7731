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
	"sync"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

// Programs are the programs that a comparison runs, built by [Build].
type Programs struct {
	root, oasdiff, generate string
	generated               sync.Map // Go models by their document
}

// Build builds oasdiff, which internal/tools pins, and the generator of the
// module at root.
func Build(ctx context.Context, root string) (*Programs, error) {
	p := &Programs{root: root}
	for program, args := range map[*string][]string{
		&p.oasdiff:  {"-modfile=internal/tools/go.mod", "oasdiff"},
		&p.generate: {"generate"},
	} {
		out, err := run(ctx, root, "go", append([]string{"tool", "-n"}, args...)...)
		if err != nil {
			return nil, err
		}
		*program = strings.TrimSpace(string(out))
	}
	return p, nil
}

// Between reports what changed from base to revision.
func (p *Programs) Between(ctx context.Context, base, revision *document.Document) (*Report, error) {
	scratch, err := os.MkdirTemp("", "ugcinc-changes-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	wire, err := p.wire(ctx, scratch, base, revision)
	if err != nil {
		return nil, err
	}
	before, err := p.models(ctx, filepath.Join(scratch, "base"), base)
	if err != nil {
		return nil, err
	}
	after, err := p.models(ctx, filepath.Join(scratch, "revision"), revision)
	if err != nil {
		return nil, err
	}
	names, err := Names(before, after)
	if err != nil {
		return nil, err
	}
	return compare(base, revision, wire, names), nil
}

// wire returns what oasdiff finds.
func (p *Programs) wire(ctx context.Context, scratch string, base, revision *document.Document) ([]WireChange, error) {
	aligned, err := Align(base, revision)
	if err != nil {
		return nil, err
	}
	from, to := filepath.Join(scratch, "base.yaml"), filepath.Join(scratch, "revision.yaml")
	if err := os.WriteFile(from, aligned, 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(to, revision.Source(), 0o600); err != nil {
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
func (p *Programs) models(ctx context.Context, folder string, doc *document.Document) ([]byte, error) {
	const file = "gen/models.gen.go"
	if known, ok := p.generated.Load(string(doc.Source())); ok {
		return known.([]byte), nil
	}
	if err := os.Mkdir(folder, 0o750); err != nil {
		return nil, err
	}
	source := filepath.Join(folder, "openapi.yaml")
	if err := os.WriteFile(source, doc.Source(), 0o600); err != nil {
		return nil, err
	}
	if _, err := run(ctx, p.root, p.generate, "-older", "-document", source, "-out", folder, file); err != nil {
		return nil, err
	}
	models, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(file)))
	if err == nil {
		p.generated.Store(string(doc.Source()), models)
	}
	return models, err
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
