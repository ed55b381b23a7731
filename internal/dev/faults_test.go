package main

import (
	"errors"
	"testing"
)

// A matrix without a call would be green whatever the client does.
func TestFaultsNeedACall(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-calls", "0"}, {"-calls", "-1"}, {"-creates", "0"}, {"-creates", "-1"}} {
		if err := faults(t.Context(), append(args, "-cell", "no/cell")); err == nil || errors.Is(err, errFound) {
			t.Errorf("%v: error is %v, want one about the flag", args, err)
		}
	}
}
