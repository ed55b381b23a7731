package ugcinctest

import (
	"fmt"
	"math"
	"slices"
	"sync"
)

// plan decides which calls meet a fault, and which.
type plan struct {
	mu sync.Mutex
	// nths and randoms are in the order in which they were added.
	nths     []*nth
	randoms  []*random
	injected map[string]int
	// drawn lists each fault that was ever chosen. A call that was decided on
	// in the client carries its place here to the server.
	drawn []Fault
}

func newPlan() *plan {
	return &plan{injected: map[string]int{}, drawn: []Fault{{}}}
}

// draw decides on a call, and returns the place of its fault. Every rule counts
// every call. A FailNth wins over a FailRandomly, and among their like the one
// that was added first.
func (p *plan) draw(operationID string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	var chosen Fault
	found := false
	choose := func(f Fault, hit bool) {
		if hit && !found {
			chosen, found = f, true
		}
	}
	for _, r := range p.nths {
		choose(r.next(operationID))
	}
	for _, r := range p.randoms {
		choose(r.next(operationID))
	}
	p.nths = slices.DeleteFunc(p.nths, func(r *nth) bool { return r.left == 0 })
	if chosen != (Fault{}) {
		p.injected[operationID]++
	}
	if i := slices.Index(p.drawn, chosen); i >= 0 {
		return i
	}
	p.drawn = append(p.drawn, chosen)
	return len(p.drawn) - 1
}

// fault returns the fault at a place, or none if there is no such place.
func (p *plan) fault(place int) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if place < 0 || place >= len(p.drawn) {
		return Fault{}
	}
	return p.drawn[place]
}

// FailNth injects f into the nth call of an operation from now on; the next
// call is the first. An empty operationID counts the calls of all operations. A
// retry is another call.
//
// FailNth wins over [Server.FailRandomly], whichever was called first; the zero
// Fault keeps the nth call free of faults. If two FailNth name the same call,
// the one that was called first wins, and the other one is spent.
//
// FailNth panics if the document does not know the operation or if n is below
// 1, since a fault that is never injected proves nothing.
func (s *Server) FailNth(operationID string, n int, f Fault) {
	s.mustKnow(operationID)
	if n < 1 {
		panic(fmt.Sprintf("ugcinctest: there is no call number %d", n))
	}
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	s.plan.nths = append(s.plan.nths, &nth{operationID: operationID, left: n, fault: f})
}

// nth chooses its fault for one call.
type nth struct {
	operationID string
	left        int
	fault       Fault
}

// next counts a call and reports whether it meets the fault.
func (r *nth) next(operationID string) (f Fault, hit bool) {
	if r.operationID != "" && r.operationID != operationID {
		return Fault{}, false
	}
	r.left--
	return r.fault, r.left == 0
}

// FailRandomly injects one of the faults into each call of the operations, or
// of all operations if operations is nil, with probability p. What happens to
// the nth call of an operation follows from the seed alone, in whatever order
// the calls of several operations come. It panics without a fault, if p is not
// between 0 and 1, or if the document does not know an operation.
func (s *Server) FailRandomly(seed uint64, p float64, operations []string, faults ...Fault) {
	s.mustKnow(operations...)
	if len(faults) == 0 || p < 0 || p > 1 || math.IsNaN(p) {
		panic(fmt.Sprintf("ugcinctest: %d faults with a probability of %v", len(faults), p))
	}
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	s.plan.randoms = append(s.plan.randoms, &random{
		seed:       seed,
		p:          p,
		operations: slices.Clone(operations),
		faults:     slices.Clone(faults),
		calls:      map[string]int{},
	})
}

// random chooses one of its faults for some of the calls.
type random struct {
	seed       uint64
	p          float64
	operations []string
	faults     []Fault
	calls      map[string]int
}

// next counts a call and reports whether it meets a fault.
func (r *random) next(operationID string) (f Fault, hit bool) {
	if r.operations != nil && !slices.Contains(r.operations, operationID) {
		return Fault{}, false
	}
	r.calls[operationID]++
	call := r.calls[operationID]
	// The upper 53 bits are a fraction in [0, 1).
	if float64(draw(r.seed, "hit "+operationID, call)>>11)/(1<<53) >= r.p {
		return Fault{}, false
	}
	return r.faults[draw(r.seed, "fault "+operationID, call)%uint64(len(r.faults))], true
}

// ClearFaults removes every fault that has not been injected yet.
func (s *Server) ClearFaults() {
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	s.plan.nths, s.plan.randoms = nil, nil
}

// Injected returns how many calls of an operation met a fault, refused
// connections included.
func (s *Server) Injected(operationID string) int {
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	return s.plan.injected[operationID]
}

func (s *Server) mustKnow(operations ...string) {
	for _, id := range operations {
		if id != "" && !s.document.has(id) {
			panic("ugcinctest: the document has no operation " + id)
		}
	}
}
