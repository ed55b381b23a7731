package ugcinctest

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// These bound what a server remembers of its requests.
const (
	maxRequests = 20_000
	maxBodies   = 64 << 20
)

// Request is a request as the server received it.
type Request struct {
	// OperationID names the operation, as the document does; it is empty for a
	// path that the document does not know.
	OperationID string
	Method      string
	Path        string
	// Header is without the Authorization header.
	Header http.Header
	// Body is what was sent, byte for byte. It is nil if a fault cut the
	// connection before it was read.
	Body []byte
	// Time is when the request arrived, by the server's clock.
	Time time.Time
	// Fault is what was injected into the call; its zero value is none.
	Fault Fault
	// Applied means that the operation took effect, even if its response was
	// lost. It may become true later, see [ApplyLate].
	Applied bool
}

// journal is the server's record of what it received and did.
type journal struct {
	mu       sync.Mutex
	requests []*Request
	bodies   int // bytes in the bodies of requests
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
	j.requests = append(j.requests, r)
	j.bodies += len(r.Body)
	for len(j.requests) > maxRequests || j.bodies > maxBodies {
		// Half goes at a time, so that a full journal does not move on every call.
		oldest := len(j.requests) / 2
		for _, old := range j.requests[:oldest] {
			j.bodies -= len(old.Body)
		}
		j.requests = slices.Delete(j.requests, 0, oldest)
	}
}

func (j *journal) apply(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.applied[r.OperationID]++
	r.Applied = true
}

// Requests returns a copy of what the server received, in order. It remembers
// at least the last 10,000 requests, or fewer if their bodies exceed 64 MiB;
// [Server.Received] and [Server.Applied] count all requests. A refused
// connection ([RefuseConnection]) brings no request.
func (s *Server) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	requests := make([]Request, 0, len(s.journal.requests))
	for _, r := range s.journal.requests {
		requests = append(requests, clone(*r))
	}
	return requests
}

// Received returns how many requests of an operation came in.
func (s *Server) Received(operationID string) int {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.received[operationID]
}

// Applied returns how often an operation took effect, including the times when
// a fault kept the response back. For a read that is how often it was read.
func (s *Server) Applied(operationID string) int {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.applied[operationID]
}
