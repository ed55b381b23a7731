package transport

import "sync"

// budget limits retries: if most calls of a client fail, retrying each of them
// makes it worse. It is a token bucket like that of the AWS SDKs: a retry takes
// 5 of 500 tokens; a call that succeeds gives back what its retries took, or 1 if
// it needed none.
type budget struct {
	mu     sync.Mutex
	tokens int
}

const (
	budgetSize = 500
	retryCost  = 5
)

func newBudget() *budget { return &budget{tokens: budgetSize} }

// take pays for one retry, if it can.
func (b *budget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tokens < retryCost {
		return false
	}
	b.tokens -= retryCost
	return true
}

// success refills the bucket after a call that succeeded with so many retries.
func (b *budget) success(retries int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tokens = min(budgetSize, b.tokens+max(1, retries*retryCost))
}
