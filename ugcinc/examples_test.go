package ugcinc_test

import "testing"

// The example of a user's test is run like one. It cannot stand in the
// example's own file, which the package page shows as a whole.
func TestExampleTesting(t *testing.T) {
	t.Parallel()
	testPublishOnce(t)
}
