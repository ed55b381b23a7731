package ugcinctest

import (
	"net/http"
	"sync"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
)

// fleet is everything that the organisation of the key owns. Its operations run
// one at a time.
type fleet struct {
	mu sync.Mutex
	// now is the time of the operation that holds the lock.
	now        time.Time
	clock      *Clock
	agenda     agenda
	numbers    numbers
	processing time.Duration
	fails      func(gen.Post) bool

	accounts     table[*account]
	tasks        table[*task]
	posts        table[*post]
	accountStats series[gen.AccountStat]
	postStats    series[gen.PostStat]
}

var _ fakeapi.Server = (*fleet)(nil)

func newFleet(cfg *config, clock *Clock) *fleet {
	return &fleet{
		clock:        clock,
		numbers:      newNumbers(cfg.seed),
		processing:   cfg.processing,
		fails:        cfg.fails,
		accounts:     newTable[*account]("Account"),
		tasks:        newTable[*task]("Task"),
		posts:        newTable[*post]("Post"),
		accountStats: newSeries(func(s gen.AccountStat) time.Time { return s.CreatedAt }),
		postStats:    newSeries(func(s gen.PostStat) time.Time { return s.CreatedAt }),
	}
}

// acquire takes the lock, does the work that is due, and returns the function
// that releases the lock.
func (f *fleet) acquire() (release func()) {
	f.mu.Lock()
	f.now = f.clock.Now()
	f.agenda.settle(f.now)
	return f.mu.Unlock
}

// rejection is an error that the API reports with a status of its own.
type rejection struct {
	status  int
	message string
}

func (r *rejection) Error() string { return r.message }

func badRequest(message string) error { return &rejection{http.StatusBadRequest, message} }
