package ugcinctest

import (
	"bytes"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Limits of the recorded requests.
const (
	maxRequests = 20_000
	maxBodies   = 64 << 20
)

// Request is a request as the server received it.
type Request struct {
	// OperationID is the operation's id in the API document, or empty for a path
	// that the document does not have.
	OperationID string
	Method      string
	Path        string
	// Header is without the Authorization header.
	Header http.Header
	// Body is the exact body. It is nil if a fault cut the connection before the
	// body was read.
	Body []byte
	// Time is when the request arrived, by the server's clock.
	Time time.Time
	// Fault is the fault that was injected, or the zero Fault.
	Fault Fault
	// Applied reports whether the operation took effect, even if its response was
	// lost. It may become true later, as with [ApplyLate].
	Applied bool
}

// journal records what the server received and applied.
type journal struct {
	mu       sync.Mutex
	requests []*Request
	bodies   int // bytes in the bodies of requests
	received map[string]int
	applied  map[string]int
}

func (j *journal) receive(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.received[r.OperationID]++
	j.requests = append(j.requests, r)
	j.bodies += len(r.Body)
	for len(j.requests) > maxRequests || j.bodies > maxBodies {
		// Dropping half at a time avoids moving a full journal on every call.
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

// Requests returns a copy of the requests that the server received, in order. The
// server keeps at least the last 10,000 requests, or fewer if their bodies exceed
// 64 MiB; [Server.Received] and [Server.Applied] count all requests. A connection
// refused by [RefuseConnection] is not a request.
func (s *Server) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	requests := make([]Request, len(s.journal.requests))
	for i, r := range s.journal.requests {
		requests[i] = *r
		requests[i].Header, requests[i].Body = r.Header.Clone(), bytes.Clone(r.Body)
	}
	return requests
}

// Received returns how many requests for an operation arrived.
func (s *Server) Received(operationID string) int {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.received[operationID]
}

// Applied returns how often an operation took effect, including the calls whose
// response a fault withheld. For a read, it counts the successful reads.
func (s *Server) Applied(operationID string) int {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.applied[operationID]
}
