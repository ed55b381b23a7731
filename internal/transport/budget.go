package transport

import "sync"

// budget limits the retries of a client, so that they do not add load to a server
// on which most calls fail. It is a token bucket as in the AWS SDKs: a
// retry takes 5 of 500 tokens; a call that succeeds gives back what its retries
// took, or 1 if it needed none.
type budget struct {
	mu     sync.Mutex
	tokens int
}

const (
	budgetSize = 500
	retryCost  = 5
)

func newBudget() *budget { return &budget{tokens: budgetSize} }

// take takes the tokens of one retry. It returns false if there are too few.
func (b *budget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tokens < retryCost {
		return false
	}
	b.tokens -= retryCost
	return true
}

// success gives back tokens after a call that succeeded after some retries.
func (b *budget) success(retries int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tokens = min(budgetSize, b.tokens+max(1, retries*retryCost))
}
