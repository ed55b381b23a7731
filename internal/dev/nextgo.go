package main

import (
	"context"
	"fmt"
	"strings"
)

// nextGo is the minor version after that of go.mod. Whoever builds with it
// first is a user.
const nextGo = "go1.27.0"

// testNextGo skips where that Go is neither installed nor to be fetched.
func testNextGo(ctx context.Context, args []string) error {
	if err := flags("test-next-go", args, nil); err != nil {
		return err
	}
	toolchain := []string{"GOTOOLCHAIN=" + nextGo}
	if there := streamIn(ctx, "", toolchain, "version") == nil; !there {
		fmt.Println("SKIPPED:", nextGo, "cannot be had")
		return nil
	}
	run := []string{"test", "-timeout", testTimeout, "./ugcinc/...", "./internal/transport", "./internal/wire"}
	fmt.Println("go", strings.Join(run, " "))
	if err := streamIn(ctx, "", toolchain, run...); err != nil {
		return errFound // go test has said what
	}
	return nil
}
