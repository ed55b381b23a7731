package ugcinctest

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxRequests bounds what a server remembers of its requests.
const maxRequests = 20_000

// Request is a request as the server received it.
type Request struct {
	// OperationID names the operation, as the document does; it is empty for a
	// path that the document does not know.
	OperationID string
	Method      string
	Path        string
	// Header is without the Authorization header. It is shared: do not change it.
	Header http.Header
	// Body is what was sent, byte for byte; nil where a fault cut the
	// connection before it was read. It is shared: do not change it.
	Body []byte
	// Time is when the request came, by the server's clock.
	Time time.Time
	// Fault is what was injected into the call; its zero value is none.
	Fault Fault
	// Applied says that the operation took effect, be it that its answer was
	// lost. It may become true later, see [ApplyLate].
	Applied bool
}

// journal is the server's record of what it received and did.
type journal struct {
	mu       sync.Mutex
	requests []*Request
	received map[string]int
	applied  map[string]int
}

func newJournal() *journal {
	return &journal{received: map[string]int{}, applied: map[string]int{}}
}

func (j *journal) receive(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.received[r.OperationID]++
	if len(j.requests) == maxRequests {
		// Half goes at a time, so that a full journal does not move on every call.
		j.requests = slices.Delete(j.requests, 0, maxRequests/2)
	}
	j.requests = append(j.requests, r)
}

func (j *journal) apply(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.applied[r.OperationID]++
	r.Applied = true
}

// Requests returns what the server received, in order. It remembers the last
// 10,000 requests at least; [Server.Received] and [Server.Applied] count all.
// A refused connection ([RefuseConnection]) brings no request.
func (s *Server) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	requests := make([]Request, 0, len(s.journal.requests))
	for _, r := range s.journal.requests {
		requests = append(requests, *r)
	}
	return requests
}

// Received returns how many requests of an operation came in.
func (s *Server) Received(operationID string) int {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.received[operationID]
}

// Applied returns how often an operation took effect: answered with success,
// or done although a fault kept the answer back. For a read that is how often
// it was read.
func (s *Server) Applied(operationID string) int {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.applied[operationID]
}
