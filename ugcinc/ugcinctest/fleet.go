package ugcinctest

import (
	"net/http"
	"sync"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
)

// fleet is everything that the organisation of the key owns. It implements the
// operations of the generated strict server.
//
// A record's pointers are replaced, and what they point to is never changed: a
// response that is still being encoded shares it with the next call.
type fleet struct {
	mu         sync.Mutex
	clock      *Clock
	agenda     agenda
	ids        sequence
	processing time.Duration
	fails      func(gen.Post) bool

	accounts     table[account]
	tasks        table[gen.Task]
	posts        table[post]
	accountStats series[gen.AccountStat]
	postStats    series[gen.PostStat]
}

var _ fakeapi.StrictServerInterface = (*fleet)(nil)

func newFleet(cfg *config, clock *Clock) *fleet {
	return &fleet{
		clock:        clock,
		ids:          newSequence(cfg.seed),
		processing:   cfg.processing,
		fails:        cfg.fails,
		accountStats: newSeries(func(s gen.AccountStat) time.Time { return s.CreatedAt }),
		postStats:    newSeries(func(s gen.PostStat) time.Time { return s.CreatedAt }),
	}
}

// enter takes the lock and brings the fleet up to the present. Each operation
// begins with it and ends by calling what it returns.
func (f *fleet) enter() (now time.Time, leave func()) {
	f.mu.Lock()
	now = f.clock.Now()
	f.agenda.settle(now)
	return now, f.mu.Unlock
}

// rejection is a response other than success.
type rejection struct {
	status  int
	message string
}

func (r *rejection) Error() string { return r.message }

func reject(status int, message string) error {
	return &rejection{status: status, message: message}
}

func notFound(what string) error {
	return reject(http.StatusNotFound, what+" not found")
}

// success is the message of a response that has nothing else to say.
func success() *string { return new("Success") }
