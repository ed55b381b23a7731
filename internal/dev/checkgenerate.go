package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// checkGenerate generates into an empty folder and compares with what is
// committed, byte by byte.
func checkGenerate(ctx context.Context, args []string) error {
	if err := flags("check-generate", args, nil); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp("", "ugcinc-check-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(fresh) }()
	if err := stream(ctx, "run", "./internal/generate", "-out", fresh); err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	differences, err := compareTrees(fresh, ".")
	if err != nil {
		return err
	}
	for _, d := range differences {
		fmt.Fprintln(os.Stderr, d)
	}
	if len(differences) > 0 {
		fmt.Fprintln(os.Stderr, "Generated files are never edited: change api/ and run: make generate")
		return errFound
	}
	fmt.Println("the generated files are what the document gives")
	return nil
}

// compareTrees holds the generated files below tree against those below fresh.
func compareTrees(fresh, tree string) ([]string, error) {
	want, err := generatedFiles(fresh)
	if err != nil {
		return nil, err
	}
	got, err := generatedFiles(tree)
	if err != nil {
		return nil, err
	}
	var differences []string
	for _, name := range sorted(want) {
		switch have, ok := got[name]; {
		case !ok:
			differences = append(differences, name+" is missing: run make generate")
		case !bytes.Equal(have, want[name]):
			differences = append(differences, name+" differs from what the document gives: run make generate")
		}
	}
	for _, name := range sorted(got) {
		if _, ok := want[name]; !ok {
			differences = append(differences, name+" is not generated from the document: remove it")
		}
	}
	return differences, nil
}

// generatedFiles reads every file named .gen.go, and all that gen/ holds.
func generatedFiles(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	tree := os.DirFS(root)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || isModule(tree, name)):
			return fs.SkipDir
		case entry.IsDir(), !strings.HasPrefix(name, "gen/") && !strings.HasSuffix(name, ".gen.go"):
			return nil
		}
		files[name], err = fs.ReadFile(tree, name)
		return err
	})
	return files, err
}

// isModule: a nested module generates what it likes.
func isModule(tree fs.FS, folder string) bool {
	_, err := fs.Stat(tree, path.Join(folder, "go.mod"))
	return err == nil
}
