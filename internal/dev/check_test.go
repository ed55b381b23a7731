package main

import "testing"

func TestChecksWithout(t *testing.T) {
	t.Parallel()
	left, err := checksWithout("tests")
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != len(checks)-1 {
		t.Errorf("%d checks of %d are left", len(left), len(checks))
	}
	for _, g := range left {
		if g.name == "tests" {
			t.Error("the check is not left out")
		}
	}
	if _, err := checksWithout("test"); err == nil {
		t.Error("an unknown name is accepted")
	}
	if all, err := checksWithout(""); err != nil || len(all) != len(checks) {
		t.Errorf("without a name %d checks of %d are left: %v", len(all), len(checks), err)
	}
}
