package ugcinctest

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
)

// respond does what the request asks and responds, both as the fault has it.
func (s *Server) respond(w http.ResponseWriter, r *http.Request, received *Request) {
	f := received.Fault
	// The work goes on when the connection has ended.
	detached := r.WithContext(context.WithoutCancel(r.Context()))
	resp := newResponse()
	if f.kind == noFault || f.applies() {
		resp = s.run(detached, received)
	}
	switch f.kind {
	case noFault:
		resp.send(w)
	case cutAfter:
		reset(w)
	case applyLate:
		s.working.Add(1)
		s.running.Go(func() { //nolint:contextcheck // it is done even if the client has gone
			defer s.working.Done()
			if s.sleep(context.Background(), f.wait) {
				s.run(detached, received)
			}
		})
		reset(w)
	case delay:
		if !s.sleep(context.Background(), f.wait) { //nolint:contextcheck // it is done even if the client has gone
			panic(http.ErrAbortHandler)
		}
		s.run(detached, received).send(w)
	case empty500:
		w.WriteHeader(http.StatusInternalServerError)
	case html502:
		gatewayPage(http.StatusBadGateway).send(w)
	case html503:
		gatewayPage(http.StatusServiceUnavailable).send(w)
	case tooManyRequests:
		resp.error(http.StatusTooManyRequests, "Too many requests")
		if f.text != "" {
			resp.header.Set("Retry-After", f.text)
		}
		resp.send(w)
	case redirect:
		w.Header().Set("Location", f.text)
		w.WriteHeader(http.StatusTemporaryRedirect)
	case truncatedBody:
		truncate(w, resp)
	case garbageBody:
		garbage := newResponse()
		garbage.header.Set("Content-Type", "application/json")
		garbage.body.WriteString("\x00\xff{]garbage")
		garbage.send(w)
	case slowDrip:
		s.drip(w, r, resp, f.wait)
	case endlessBody:
		endless(w, resp)
	case refuseConnection, cutBefore:
		// serve has handled these, before it read the request.
	}
}

// sleep waits in real time, or in the virtual time of a bubble. It returns
// false if the wait ended early.
func (s *Server) sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.closed:
		return false
	}
}

// reset ends the connection without a response: a socket is reset, a pipe is
// closed.
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

func gatewayPage(status int) *response {
	a := newResponse()
	a.status = status
	a.header.Set("Content-Type", "text/html")
	a.body.WriteString("<html><body><h1>" + strconv.Itoa(status) + " " + http.StatusText(status) + "</h1></body></html>\n")
	return a
}

// truncate announces the length of the whole response and sends half of it.
func truncate(w http.ResponseWriter, a *response) {
	w.Header().Set("Content-Type", a.header.Get("Content-Type"))
	w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes()[:a.body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (s *Server) drip(w http.ResponseWriter, r *http.Request, a *response, interval time.Duration) {
	flusher := http.NewResponseController(w)
	w.Header().Set("Content-Type", a.header.Get("Content-Type"))
	w.WriteHeader(a.status)
	for _, b := range a.body.Bytes() {
		if _, err := w.Write([]byte{b}); err != nil || flusher.Flush() != nil {
			return
		}
		if !s.sleep(r.Context(), interval) {
			return
		}
	}
}

// endless returns when the client or the server closes the connection.
func endless(w http.ResponseWriter, a *response) {
	w.Header().Set("Content-Type", a.header.Get("Content-Type"))
	w.WriteHeader(a.status)
	body := bytes.TrimSpace(a.body.Bytes())
	_, err := w.Write(body[:len(body)-1])
	blanks := bytes.Repeat([]byte{' '}, 32<<10)
	for err == nil {
		_, err = w.Write(blanks)
	}
}
