package ugcinc_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// Where the developer's own client goes is nothing to the tests.
	_ = os.Unsetenv("UGC_BASE_URL")
	goleak.VerifyTestMain(m)
}

// testKey is searched for wherever something is printed.
const testKey = "sk_planted_9f3b1c"
