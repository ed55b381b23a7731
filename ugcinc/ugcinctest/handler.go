package ugcinctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
)

// maxBody bounds a request body: 8 MiB hold more than 200,000 ids of 36
// characters.
const maxBody = 8 << 20

// serve handles every request: it decides on a fault, records the request,
// does what it asks and responds, unless the fault says otherwise.
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
		unread := newResponse()
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			unread.error(http.StatusRequestEntityTooLarge, fmt.Sprintf("The request body is larger than %d MiB", maxBody>>20))
		} else {
			unread.error(http.StatusBadRequest, "The request body does not arrive in full")
		}
		unread.send(w)
		return
	}
	s.respond(w, r, received)
}

// decide returns the fault of a call. The server's own clients have drawn it
// already; for any other client it is drawn now.
func (s *Server) decide(operationID string, r *http.Request) Fault {
	if place, err := strconv.Atoi(r.Header.Get(placeHeader)); err == nil {
		return s.plan.fault(place)
	}
	return s.plan.fault(s.plan.draw(operationID))
}

// run does what a request asks and returns the response.
func (s *Server) run(r *http.Request, received *Request) *response {
	resp := newResponse()
	op, known := s.document[r.URL.Path]
	switch {
	case !s.authorized(r):
		resp.error(http.StatusUnauthorized, "Unauthorized")
		return resp
	case !known:
		resp.error(http.StatusNotFound, "No such path")
		return resp
	case r.Method != http.MethodPost:
		resp.header.Set("Allow", http.MethodPost)
		resp.error(http.StatusMethodNotAllowed, "Method not allowed")
		return resp
	}
	body, err := op.check(r.Header, received.Body, s.strictFields)
	if err != nil {
		resp.fail(err)
		return resp
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.operations.ServeHTTP(resp, r)
	if resp.status == http.StatusOK {
		s.journal.apply(received)
	}
	return resp
}

// authorized compares the key. The name of the scheme may be in any case, as
// RFC 9110 says.
func (s *Server) authorized(r *http.Request) bool {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && strings.TrimLeft(key, " ") == s.APIKey
}

// operations is the generated server on top of the fleet.
func operations(f *fleet) http.Handler {
	return fakeapi.Handler(fakeapi.NewStrictHandlerWithOptions(f, nil, fakeapi.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: func(w http.ResponseWriter, _ *http.Request, _ error) {
			// The body has passed the document, so the fake is at fault. The
			// error would name Go's types.
			w.(*response).error(http.StatusInternalServerError, "The fake cannot decode a request that matches the document")
		},
		ResponseErrorHandlerFunc: func(w http.ResponseWriter, _ *http.Request, err error) {
			w.(*response).fail(err)
		},
	}))
}

// response is written in full before any of it is sent, so that a fault can
// withhold or corrupt it.
type response struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func newResponse() *response { return &response{status: http.StatusOK, header: http.Header{}} }

func (r *response) Header() http.Header    { return r.header }
func (r *response) WriteHeader(status int) { r.status = status }

// Write writes the account of a draft, which is empty in Go, as null. Text in the
// JSON cannot look like it, since its quotes are escaped.
func (r *response) Write(part []byte) (int, error) {
	r.body.Write(bytes.ReplaceAll(part, []byte(`"account_id":""`), []byte(`"account_id":null`)))
	return len(part), nil
}

// error makes the response an error envelope.
func (r *response) error(status int, message string) {
	r.status = status
	r.header.Set("Content-Type", "application/json")
	// An envelope of strings and numbers cannot fail to encode.
	_ = json.NewEncoder(&r.body).Encode(gen.ErrorEnvelope{Ok: new(false), Code: int32(status), Message: &message}) //nolint:gosec // an HTTP status has three digits
}

func (r *response) fail(err error) {
	if rejected, ok := errors.AsType[*rejection](err); ok {
		r.error(rejected.status, rejected.message)
		return
	}
	r.error(http.StatusInternalServerError, err.Error())
}

// send sends the response. A client that has gone does not receive it.
func (r *response) send(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(r.body.Len()))
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body.Bytes())
}
