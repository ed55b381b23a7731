package main

import (
	"context"
	"errors"
)

// faults takes some minutes: a thousand seeds, and ten thousand creates of each
// client.
func faults(ctx context.Context, args []string) error {
	if err := flags("faults", args, nil); err != nil {
		return err
	}
	const creates = "10000"
	return errors.Join(
		stream(ctx, "test", "./ugcinc", "-run", "TestFaults|TestEffectivelyOnce", "-count=1", "-v", "-parallel", "64",
			"-timeout", "60m", "-faults.seeds=1000", "-faults.creates="+creates),
		stream(ctx, "run", "-C", "internal/bench", "./faults", "-creates", creates),
	)
}
