package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// untouched refuses a tree that differs from its commit, which is what a tag
// names, and a tag that is there: the module proxy keeps what it has seen.
func untouched(ctx context.Context, folder string, next version) error {
	changed, complaint, err := capture(ctx, folder, "git", "status", "--porcelain")
	if err != nil {
		return fmt.Errorf("git status: %w: %s", err, complaint)
	}
	tag, complaint, err := capture(ctx, folder, "git", "tag", "--list", next.String())
	if err != nil {
		return fmt.Errorf("git tag: %w: %s", err, complaint)
	}
	var refusals []error
	if changed != "" {
		refusals = append(refusals, fmt.Errorf("the tree has changes that no commit holds: commit or remove them:\n%s", changed))
	}
	if tag != "" {
		refusals = append(refusals, fmt.Errorf("the tag %s exists: take the next version", tag))
	}
	return errors.Join(refusals...)
}

// lastTag holds the version that the released document and surface stand for
// against the last tag. Where there is no tag the clone may lack them.
func lastTag(ctx context.Context, folder string) error {
	tags, complaint, err := capture(ctx, folder, "git", "tag", "--list", "v*", "--sort=-version:refname")
	if err != nil {
		return fmt.Errorf("git tag: %w: %s", err, complaint)
	}
	for tag := range strings.Lines(tags) {
		tagged, err := parseVersion(strings.TrimSpace(tag))
		if err != nil {
			continue // not a release
		}
		last, err := released(filepath.Join(folder, filepath.FromSlash(releasedVersion)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s is tagged, and %s is missing: what is released is not known", tagged, releasedVersion)
		case err != nil:
			return err
		case last != tagged:
			return fmt.Errorf("%s says %s, and the last tag is %s: tag the commit of that release, or take its changes of testdata/released back", releasedVersion, last, tagged)
		}
		return nil
	}
	return nil
}
