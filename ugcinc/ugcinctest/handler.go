package ugcinctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
)

// maxBody bounds what is read of a request.
const maxBody = 1 << 20

// serve is the way of every request: decide its fault, record it, do it, and
// answer, unless the fault has it otherwise.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	id := s.document.id(r.URL.Path)
	received := &Request{
		OperationID: id,
		Method:      r.Method,
		Path:        r.URL.Path,
		Header:      r.Header.Clone(),
		Time:        s.clock.Now(),
		Fault:       s.decide(id, r),
	}
	received.Header.Del("Authorization")
	received.Header.Del(placeHeader)

	if k := received.Fault.kind; k == cutBefore || k == refuseConnection {
		s.journal.receive(received)
		reset(w)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	received.Body = body
	s.journal.receive(received)
	if err != nil {
		tooLarge := newAnswer()
		tooLarge.refuse(http.StatusRequestEntityTooLarge, "The body cannot be read: "+err.Error())
		tooLarge.send(w)
		return
	}
	s.act(w, r, received)
}

// decide returns the fault of a call: the one that the server's own client has
// drawn for it already, else a new draw.
func (s *Server) decide(operationID string, r *http.Request) Fault {
	if place, err := strconv.Atoi(r.Header.Get(placeHeader)); err == nil {
		return s.plan.fault(place)
	}
	return s.plan.fault(s.plan.draw(operationID))
}

// run does what a request asks and returns the answer to it.
func (s *Server) run(r *http.Request, received *Request) *answer {
	a := newAnswer()
	op, known := s.document[r.URL.Path]
	switch {
	case r.Header.Get("Authorization") != "Bearer "+s.APIKey:
		a.refuse(http.StatusUnauthorized, "Unauthorized")
		return a
	case !known:
		a.refuse(http.StatusNotFound, "No such path")
		return a
	case r.Method != http.MethodPost:
		a.refuse(http.StatusMethodNotAllowed, "Method not allowed")
		return a
	}
	body, err := op.check(r, received.Body)
	if err != nil {
		a.fail(err)
		return a
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.operations.ServeHTTP(a, r)
	if a.status == http.StatusOK {
		s.journal.apply(received)
	}
	return a
}

// operations is the generated server on top of the fleet.
func operations(f *fleet) http.Handler {
	return fakeapi.Handler(fakeapi.NewStrictHandlerWithOptions(f, nil, fakeapi.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: func(w http.ResponseWriter, _ *http.Request, err error) {
			w.(*answer).refuse(http.StatusBadRequest, err.Error())
		},
		ResponseErrorHandlerFunc: func(w http.ResponseWriter, _ *http.Request, err error) {
			w.(*answer).fail(err)
		},
	}))
}

// answer is a response that is written in full before any of it is sent, so
// that a fault can keep it back or spoil it.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func newAnswer() *answer { return &answer{status: http.StatusOK, header: http.Header{}} }

func (a *answer) Header() http.Header            { return a.header }
func (a *answer) WriteHeader(status int)         { a.status = status }
func (a *answer) Write(part []byte) (int, error) { return a.body.Write(part) }

// refuse makes the answer an error envelope.
func (a *answer) refuse(status int, message string) {
	a.status = status
	a.header.Set("Content-Type", "application/json")
	// An envelope of plain texts cannot fail to encode.
	_ = json.NewEncoder(&a.body).Encode(gen.ErrorEnvelope{Ok: new(false), Code: int32(status), Message: &message}) //nolint:gosec // an HTTP status has three digits
}

func (a *answer) fail(err error) {
	if refused, ok := errors.AsType[*refusal](err); ok {
		a.refuse(refused.status, refused.message)
		return
	}
	a.refuse(http.StatusInternalServerError, err.Error())
}

// send answers. A client that has gone does not hear it.
func (a *answer) send(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes())
}
