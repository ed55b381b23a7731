package ugcinctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// respond runs the operation and responds, as far as the fault allows.
func (s *Server) respond(w http.ResponseWriter, r *http.Request, received *Request) {
	f := received.Fault
	// The work goes on when the connection has ended.
	detached := r.WithContext(context.WithoutCancel(r.Context()))
	resp := newResponse()
	if f.kind == noFault || f.applies {
		resp = s.run(detached, received)
	}
	switch f.kind {
	case noFault:
		resp.send(w)
	case cutAfter:
		reset(w)
	case applyLate:
		s.working.Add(1)
		s.running.Go(func() {
			defer s.working.Done()
			if s.sleep(f.wait, nil) {
				s.run(detached, received)
			}
		})
		reset(w)
	case delay:
		if !s.sleep(f.wait, nil) {
			panic(http.ErrAbortHandler)
		}
		s.run(detached, received).send(w)
	case empty500:
		w.WriteHeader(http.StatusInternalServerError)
	case html502:
		gatewayPage(w, http.StatusBadGateway)
	case html503:
		gatewayPage(w, http.StatusServiceUnavailable)
	case tooManyRequests:
		resp = rejected(&rejection{http.StatusTooManyRequests, "Too many requests"})
		if f.text != "" {
			resp.header.Set("Retry-After", f.text)
		}
		resp.send(w)
	case redirect:
		w.Header().Set("Location", f.text)
		w.WriteHeader(http.StatusTemporaryRedirect)
	case truncatedBody:
		w.Header().Set("Content-Length", strconv.Itoa(resp.body.Len()))
		resp.sendHeader(w)
		_, _ = w.Write(resp.body.Bytes()[:resp.body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case garbageBody:
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "\x00\xff{]garbage")
	case slowDrip:
		s.drip(w, r, resp, f.wait)
	case endlessBody:
		endless(w, resp)
	case refuseConnection, cutBefore:
		// serve has handled these, before it read the body.
	}
}

// sleep waits in real time, or in the virtual time of a bubble. It returns
// false if the client is gone or the server closes.
func (s *Server) sleep(d time.Duration, gone <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-gone:
		return false
	case <-s.closed:
		return false
	}
}

// reset ends the connection without a response. It resets a socket, and closes a
// pipe.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if socket, ok := conn.(*net.TCPConn); ok {
		_ = socket.SetLinger(0)
	}
	_ = conn.Close()
}

func gatewayPage(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<html><body><h1>%d %s</h1></body></html>\n", status, http.StatusText(status))
}

func (s *Server) drip(w http.ResponseWriter, r *http.Request, resp *response, interval time.Duration) {
	resp.sendHeader(w)
	flusher := http.NewResponseController(w)
	for _, b := range resp.body.Bytes() {
		if _, err := w.Write([]byte{b}); err != nil || flusher.Flush() != nil || !s.sleep(interval, r.Context().Done()) {
			return
		}
	}
}

// endless returns when the client or the server closes the connection.
func endless(w http.ResponseWriter, resp *response) {
	resp.sendHeader(w)
	body := bytes.TrimSpace(resp.body.Bytes())
	_, err := w.Write(body[:len(body)-1])
	blanks := bytes.Repeat([]byte{' '}, 32<<10)
	for err == nil {
		_, err = w.Write(blanks)
	}
}

// response is complete before any of it is sent, so that a fault can withhold or
// corrupt it.
type response struct {
	operationID string
	status      int
	header      http.Header
	body        bytes.Buffer
}

func newResponse() *response { return &response{status: http.StatusOK, header: http.Header{}} }

func rejected(err error) *response {
	r := newResponse()
	r.fail(err)
	return r
}

func (r *response) Header() http.Header            { return r.header }
func (r *response) WriteHeader(status int)         { r.status = status }
func (r *response) Write(part []byte) (int, error) { return r.body.Write(part) }

func (r *response) encode(envelope any) {
	r.header.Set("Content-Type", "application/json")
	_ = json.NewEncoder(&r.body).Encode(envelope)
}

// fail makes the response an error envelope.
func (r *response) fail(err error) {
	r.status = http.StatusInternalServerError
	if rejected, ok := errors.AsType[*rejection](err); ok {
		r.status = rejected.status
	}
	if r.status == http.StatusMethodNotAllowed {
		r.header.Set("Allow", http.MethodPost)
	}
	r.encode(gen.ErrorEnvelope{Ok: new(false), Code: int32(r.status), Message: new(err.Error())})
}

func (r *response) sendHeader(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.header)
	w.WriteHeader(r.status)
}

// send sends the response, if the client is still there.
func (r *response) send(w http.ResponseWriter) {
	r.header.Set("Content-Length", strconv.Itoa(r.body.Len()))
	r.sendHeader(w)
	_, _ = w.Write(r.body.Bytes())
}
