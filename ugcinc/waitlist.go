package ugcinc

import (
	"context"

	"github.com/ugcinc/ugcinc-go/gen"
)

// accountsPerPoll is how many accounts one list call names: some 40 KB of
// request with ids of usual length. The API documents no limit.
const accountsPerPoll = 1000

// once makes a poll a single request: the loop has its own rules for the next.
var once = []CallOption{WithMaxRetries(0)}

// pollList reads the lists of these accounts, of all where accounts is nil, and
// keeps what is wanted as it reads: a list holds all that the accounts ever did.
func pollList[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], accounts []string, filter func(accounts []string) P, wanted func(*T) bool) ([]T, error) {
	var found []T
	for {
		n := min(len(accounts), accountsPerPoll)
		before := len(found)
		err := send(ctx, core, e, filter(accounts[:n:n]), once, func(a *answer) {
			found = found[:before]
			for a.Next() {
				var record T
				if e.Decode(a.decoder, &record); a.decoder.Err() == nil && wanted(&record) {
					found = append(found, record)
				}
			}
		})
		if err != nil {
			return nil, err
		}
		if accounts = accounts[n:]; len(accounts) == 0 {
			return found, nil
		}
	}
}

// follow makes given the work of a wait. Each record must name itself and its
// account.
func (w *wait[T]) follow(field string, given []T, account func(*T) string) error {
	for i := range given {
		if id, _ := w.key(&given[i]); id == "" || account(&given[i]) == "" {
			return &ParamError{Operation: w.operation, Field: field, Reason: "each must have its id and its account_id"}
		}
		w.add(given[i])
	}
	return nil
}

// accounts are those that have work left, each once.
func (w *work[T]) accounts(account func(*T) string) []string {
	var accounts []string
	named := map[string]bool{}
	for _, it := range w.items {
		if a := account(&it.record); w.open(&it.record) && !named[a] {
			named[a] = true
			accounts = append(accounts, a)
		}
	}
	return accounts
}

// follows says whether a record is one of the work.
func (w *work[T]) follows(record *T) bool {
	id, _ := w.key(record)
	return w.byID[id] != nil
}
