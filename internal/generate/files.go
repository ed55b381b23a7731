package generate

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Run generates the files of the module at root from the document in a file, and
// passes them to [Write] or [Compare].
func Run(root, file string, use func(files map[string]string, root string) error) error {
	source, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		return err
	}
	files, err := Files(root, source, false)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return use(files, root)
}

// Write writes generated files below a folder.
func Write(files map[string]string, folder string) error {
	for name, content := range files {
		name = filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Compare compares generated files with those below a folder.
func Compare(files map[string]string, folder string) error {
	have, err := read(os.DirFS(folder))
	if err != nil {
		return err
	}
	var differences []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if content, ok := have[name]; !ok {
			differences = append(differences, fmt.Errorf("%s is missing: run make generate", name))
		} else if content != files[name] {
			differences = append(differences, fmt.Errorf("%s differs from what the document generates: change api/ instead of the file, and run make generate", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, ok := files[name]; !ok {
			differences = append(differences, fmt.Errorf("%s is not generated from the document: remove it", name))
		}
	}
	return errors.Join(differences...)
}

// read reads every file in gen and every file named .gen.go, except in nested
// modules, which have generated files of their own.
func read(tree fs.FS) (map[string]string, error) {
	files := map[string]string{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || isModule(tree, name)):
			return fs.SkipDir
		case entry.IsDir(), !strings.HasPrefix(name, "gen/") && !strings.HasSuffix(name, ".gen.go"):
			return nil
		}
		content, err := fs.ReadFile(tree, name)
		files[name] = string(content)
		return err
	})
	return files, err
}

func isModule(tree fs.FS, folder string) bool {
	_, err := fs.Stat(tree, path.Join(folder, "go.mod"))
	return err == nil
}
