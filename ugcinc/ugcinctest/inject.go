package ugcinctest

import (
	"fmt"
	"slices"
	"sync"
)

// plan decides which calls go wrong, and how.
type plan struct {
	mu       sync.Mutex
	rules    []rule
	injected map[string]int
	// drawn lists each fault that was ever chosen; a call that was decided on
	// in the client carries its place here to the server.
	drawn []Fault
}

// rule sees every call of its operations, and may choose a fault for one.
type rule interface {
	// strike counts the call and says whether it goes wrong; spent says that
	// the rule has done all it will.
	strike(operationID string) (f Fault, hit, spent bool)
}

func newPlan() *plan {
	return &plan{injected: map[string]int{}, drawn: []Fault{{}}}
}

// draw decides on a call, and returns its fault's place. Every rule counts
// every call; where several strike at once the oldest wins.
func (p *plan) draw(operationID string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	var chosen Fault
	p.rules = slices.DeleteFunc(p.rules, func(r rule) bool {
		f, hit, spent := r.strike(operationID)
		if hit && chosen == (Fault{}) {
			chosen = f
		}
		return spent
	})
	if chosen != (Fault{}) {
		p.injected[operationID]++
	}
	if i := slices.Index(p.drawn, chosen); i >= 0 {
		return i
	}
	p.drawn = append(p.drawn, chosen)
	return len(p.drawn) - 1
}

// fault returns the fault at a place; none where there is no such place.
func (p *plan) fault(place int) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if place < 0 || place >= len(p.drawn) {
		return Fault{}
	}
	return p.drawn[place]
}

func (p *plan) add(r rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules = append(p.rules, r)
}

// FailNth injects f into the nth call of an operation from now on, the next
// one being the first; an empty operationID counts the calls of all. A call
// that is sent again is another call. An operation that the document does not
// know, or an n below 1, panics: a fault that never strikes proves nothing.
func (s *Server) FailNth(operationID string, n int, f Fault) {
	s.mustKnow(operationID)
	if n < 1 {
		panic(fmt.Sprintf("ugcinctest: there is no call number %d", n))
	}
	s.plan.add(&nth{operationID: operationID, left: n, fault: f})
}

type nth struct {
	operationID string
	left        int
	fault       Fault
}

func (r *nth) strike(operationID string) (f Fault, hit, spent bool) {
	if r.operationID != "" && r.operationID != operationID {
		return Fault{}, false, false
	}
	r.left--
	return r.fault, r.left == 0, r.left <= 0
}

// FailRandomly injects one of the faults into each call of the operations, or
// of all where operations is nil, with probability p. What happens to the nth
// call of an operation follows from the seed alone, however the calls of
// several operations mix.
func (s *Server) FailRandomly(seed uint64, p float64, operations []string, faults ...Fault) {
	s.mustKnow(operations...)
	if len(faults) == 0 || p < 0 || p > 1 {
		panic(fmt.Sprintf("ugcinctest: %d faults with a probability of %v", len(faults), p))
	}
	s.plan.add(&random{
		seed:       seed,
		p:          p,
		operations: slices.Clone(operations),
		faults:     slices.Clone(faults),
		calls:      map[string]int{},
	})
}

type random struct {
	seed       uint64
	p          float64
	operations []string
	faults     []Fault
	calls      map[string]int
}

func (r *random) strike(operationID string) (f Fault, hit, spent bool) {
	if r.operations != nil && !slices.Contains(r.operations, operationID) {
		return Fault{}, false, false
	}
	r.calls[operationID]++
	call := r.calls[operationID]
	// The upper 53 bits are a fraction in [0, 1).
	if float64(draw(r.seed, "hit "+operationID, call)>>11)/(1<<53) >= r.p {
		return Fault{}, false, false
	}
	return r.faults[draw(r.seed, "fault "+operationID, call)%uint64(len(r.faults))], true, false
}

// ClearFaults takes back every fault that has not struck yet.
func (s *Server) ClearFaults() {
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	s.plan.rules = nil
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
