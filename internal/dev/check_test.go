package main

import "testing"

func TestGatesWithout(t *testing.T) {
	t.Parallel()
	left, err := gatesWithout("tests")
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != len(gates)-1 {
		t.Errorf("%d gates of %d are left", len(left), len(gates))
	}
	for _, g := range left {
		if g.name == "tests" {
			t.Error("the gate is not left out")
		}
	}
	if _, err := gatesWithout("test"); err == nil {
		t.Error("the name of no gate is accepted")
	}
	if all, err := gatesWithout(""); err != nil || len(all) != len(gates) {
		t.Errorf("without a name %d gates of %d are left: %v", len(all), len(gates), err)
	}
}
