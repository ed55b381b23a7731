package ugcinctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/ugcinc/ugcinc-go/gen"
)

// maxBody limits a request body. 8 MiB hold more than 200,000 ids of 36 characters.
const maxBody = 8 << 20

// serve handles every request: it draws a fault, records the request, runs the
// operation and responds, as far as the fault allows.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	// The request counts until it ends, even if its connection is hijacked.
	s.running.Add(1)
	defer s.running.Done()
	s.working.Add(1)
	defer s.working.Done()
	id := s.document[r.URL.Path].id
	received := &Request{
		OperationID: id,
		Method:      r.Method,
		Path:        r.URL.Path,
		Header:      r.Header.Clone(),
		Time:        s.clock.Now(),
		Fault:       s.fault(id, r),
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
	if err == nil {
		s.respond(w, r, received)
		return
	}
	unread := badRequest("The request body does not arrive in full")
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		unread = &rejection{http.StatusRequestEntityTooLarge, fmt.Sprintf("The request body is larger than %d MiB", maxBody>>20)}
	}
	rejected(unread).send(w)
}

// fault returns the fault of a call. A client of the server has already drawn it;
// for any other client it is drawn now.
func (s *Server) fault(operationID string, r *http.Request) Fault {
	place, err := strconv.Atoi(r.Header.Get(placeHeader))
	if err != nil {
		place = s.plan.draw(operationID)
	}
	return s.plan.fault(place)
}

// run runs the operation of a request and returns its response.
func (s *Server) run(r *http.Request, received *Request) *response {
	body, err := s.check(r, received.Body)
	if err != nil {
		return rejected(err)
	}
	resp := newResponse()
	resp.operationID = received.OperationID
	r.Body = io.NopCloser(bytes.NewReader(body))
	defer s.fleet.acquire()()
	s.operations.ServeHTTP(resp, r)
	if resp.status == http.StatusOK {
		s.journal.apply(received)
	}
	return resp
}

// check rejects an invalid request. It returns the body in the form that the
// generated server decodes.
func (s *Server) check(r *http.Request, body []byte) ([]byte, error) {
	op, known := s.document[r.URL.Path]
	// The scheme may be in any case, as RFC 9110 says.
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case !strings.EqualFold(scheme, "Bearer") || strings.TrimLeft(key, " ") != s.APIKey:
		return nil, &rejection{http.StatusUnauthorized, "Unauthorized"}
	case !known:
		return nil, &rejection{http.StatusNotFound, "No such path"}
	case r.Method != http.MethodPost:
		return nil, &rejection{http.StatusMethodNotAllowed, "Method not allowed"}
	case err != nil || mediaType != "application/json":
		return nil, badRequest("Content-Type must be application/json")
	case len(body) == 0:
		return nil, badRequest("The request has no body")
	}
	return op.check(body, s.strictFields)
}

// finish writes the response of an operation. It fails if the request has a
// parameter that the fake does not handle; the operation may have taken effect.
func finish(w http.ResponseWriter, params, data any, err error) {
	resp := w.(*response)
	if name := unhandled(reflect.ValueOf(params).Elem()); err == nil && name != "" {
		err = fmt.Errorf("ugcinctest does not handle the parameter %s of %s", name, resp.operationID)
	}
	if err != nil {
		resp.fail(err)
		return
	}
	// The records of the API cannot fail to encode.
	text, _ := json.Marshal(data)
	switch data.(type) {
	case gen.Post, []gen.Post:
		// A draft has no account: an empty string in Go, null on the wire. No text
		// contains this sequence, since quotes in it are escaped.
		text = bytes.ReplaceAll(text, []byte(`"account_id":""`), []byte(`"account_id":null`))
	}
	resp.encode(struct {
		gen.SuccessEnvelope
		Data json.RawMessage `json:"data"`
	}{gen.SuccessEnvelope{Ok: new(true), Code: http.StatusOK, Message: new("Success")}, text})
}
