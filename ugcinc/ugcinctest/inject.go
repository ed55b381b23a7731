package ugcinctest

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/ugcinc/ugcinc-go/gen"
)

// plan decides which calls meet a fault.
type plan struct {
	mu sync.Mutex
	// nths and randoms are in the order in which they were added.
	nths, randoms []rule
	injected      map[string]int
	// drawn lists each fault that was ever chosen. A client of the server draws
	// the fault of a call, and sends the index in this list.
	drawn []Fault
}

// rule counts a call and reports whether it meets a fault.
type rule func(operationID string) (f Fault, hit bool)

// draw chooses the fault of a call and returns its index. Every rule counts every
// call. A FailNth wins over a FailRandomly, and otherwise the first rule wins.
func (p *plan) draw(operationID string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	var chosen Fault
	found := false
	for _, r := range slices.Concat(p.nths, p.randoms) {
		if f, hit := r(operationID); hit && !found {
			chosen, found = f, true
		}
	}
	if chosen != (Fault{}) {
		p.injected[operationID]++
	}
	if i := slices.Index(p.drawn, chosen); i >= 0 {
		return i
	}
	p.drawn = append(p.drawn, chosen)
	return len(p.drawn) - 1
}

// fault returns the fault with an index, or none if the index is invalid.
func (p *plan) fault(index int) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if index < 0 || index >= len(p.drawn) {
		return Fault{}
	}
	return p.drawn[index]
}

// FailNth injects f into the nth call of an operation from now on; the next
// call is the first. An empty operationID counts the calls of all operations. A
// retry counts as a call.
//
// FailNth wins over [Server.FailRandomly], whichever was called first; the zero
// Fault keeps the nth call free of faults. If two FailNth name the same call,
// the first one wins and the second one has no effect.
//
// FailNth panics if the API document does not have the operation or if n is below
// 1, since a test with a fault that is never injected proves nothing.
func (s *Server) FailNth(operationID string, n int, f Fault) {
	mustKnow(operationID)
	if n < 1 {
		panic(fmt.Sprintf("ugcinctest: there is no call number %d", n))
	}
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	s.plan.nths = append(s.plan.nths, func(id string) (Fault, bool) {
		if operationID == "" || operationID == id {
			n--
			return f, n == 0
		}
		return Fault{}, false
	})
}

// FailRandomly injects one of the faults into each call of the operations, or
// of all operations if operations is nil, with probability p. The fault of the
// nth call of an operation depends only on the seed, not on the calls of other
// operations. FailRandomly panics without a fault, if p is not between 0 and 1,
// or if the API document does not have an operation.
func (s *Server) FailRandomly(seed uint64, p float64, operations []string, faults ...Fault) {
	mustKnow(operations...)
	if len(faults) == 0 || p < 0 || p > 1 || math.IsNaN(p) {
		panic(fmt.Sprintf("ugcinctest: %d faults with a probability of %v", len(faults), p))
	}
	all, operations, faults := operations == nil, slices.Clone(operations), slices.Clone(faults)
	numbers := newNumbers(seed)
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	s.plan.randoms = append(s.plan.randoms, func(id string) (Fault, bool) {
		if !all && !slices.Contains(operations, id) {
			return Fault{}, false
		}
		source := numbers.of(id)
		return faults[source.IntN(len(faults))], source.Float64() < p
	})
}

// ClearFaults removes every fault that has not been injected yet.
func (s *Server) ClearFaults() {
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	s.plan.nths, s.plan.randoms = nil, nil
}

// Injected returns how many calls of an operation met a fault, including refused
// connections.
func (s *Server) Injected(operationID string) int {
	s.plan.mu.Lock()
	defer s.plan.mu.Unlock()
	return s.plan.injected[operationID]
}

// mustKnow panics if the document does not have an operation.
func mustKnow(operations ...string) {
	for _, id := range operations {
		if id != "" && !slices.ContainsFunc(gen.Operations(), func(op *gen.Operation) bool { return op.ID == id }) {
			panic("ugcinctest: the API document has no operation " + id)
		}
	}
}
