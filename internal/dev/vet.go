package main

import (
	"context"
	"errors"
	"fmt"
)

// systems are those that users have: a file for one of them can break without
// the others noticing.
var systems = []string{"linux", "darwin", "windows"}

// vet builds and vets every module, its tests and benchmarks too.
func vet(ctx context.Context, args []string) error {
	if err := flags("vet", args, nil); err != nil {
		return err
	}
	return inModules(ctx, func(folder string) error {
		var failed []error
		for _, system := range systems {
			if err := streamIn(ctx, folder, []string{"GOOS=" + system}, "vet", "./..."); err != nil {
				failed = append(failed, fmt.Errorf("go vet for %s: %w", system, err))
			}
		}
		return errors.Join(failed...)
	})
}
