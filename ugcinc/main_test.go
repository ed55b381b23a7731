package ugcinc_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// The tests do not depend on the developer's environment.
	_ = os.Unsetenv("UGC_BASE_URL")
	goleak.VerifyTestMain(m)
}

// testKey must not appear in anything that is printed.
const testKey = "sk_planted_9f3b1c"
