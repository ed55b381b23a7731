package main

import (
	"strings"
	"testing"
)

// A matrix without a call would always pass.
func TestFaultsNeedACall(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-calls", "0"}, {"-calls", "-1"}, {"-creates", "0"}, {"-creates", "-1"}} {
		if err := faults(t.Context(), append(args, "-cell", "no/cell")); err == nil || !strings.Contains(err.Error(), "at least 1") {
			t.Errorf("%v: error is %v, want one about the flag", args, err)
		}
	}
}
