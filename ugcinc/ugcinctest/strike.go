package ugcinctest

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
)

// act does what the request asks and answers it, as its fault has it.
func (s *Server) act(w http.ResponseWriter, r *http.Request, received *Request) {
	f := received.Fault
	// What is done after the connection has gone is not the connection's to end.
	detached := r.WithContext(context.WithoutCancel(r.Context()))
	answered := newAnswer()
	if f.kind == noFault || f.applies() {
		answered = s.run(detached, received)
	}
	switch f.kind {
	case noFault:
		answered.send(w)
	case cutAfter:
		reset(w)
	case applyLate:
		s.working.Add(1)
		s.running.Go(func() { //nolint:contextcheck // it is done though the client has gone
			defer s.working.Done()
			if s.sleep(context.Background(), f.wait) {
				s.run(detached, received)
			}
		})
		reset(w)
	case delay:
		if !s.sleep(context.Background(), f.wait) { //nolint:contextcheck // it is done though the client has gone
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
		answered.refuse(http.StatusTooManyRequests, "Too many requests")
		if f.text != "" {
			answered.header.Set("Retry-After", f.text)
		}
		answered.send(w)
	case redirect:
		w.Header().Set("Location", f.text)
		w.WriteHeader(http.StatusTemporaryRedirect)
	case truncatedBody:
		truncate(w, answered)
	case garbageBody:
		garbage := newAnswer()
		garbage.header.Set("Content-Type", "application/json")
		garbage.body.WriteString("\x00\xff{]garbage")
		garbage.send(w)
	case slowDrip:
		s.drip(w, r, answered, f.wait)
	case endlessBody:
		endless(w, answered)
	case refuseConnection, cutBefore:
		// These struck before the request was read.
	}
}

// sleep waits in real time, or in the virtual time of a bubble. It reports
// false where the wait was not to its end.
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

// reset ends the connection without an answer: by a reset over a socket, by
// its end over a pipe.
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

func gatewayPage(status int) *answer {
	a := newAnswer()
	a.status = status
	a.header.Set("Content-Type", "text/html")
	a.body.WriteString("<html><body><h1>" + strconv.Itoa(status) + " " + http.StatusText(status) + "</h1></body></html>\n")
	return a
}

// truncate promises the whole answer and sends half of it.
func truncate(w http.ResponseWriter, a *answer) {
	w.Header().Set("Content-Type", a.header.Get("Content-Type"))
	w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes()[:a.body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (s *Server) drip(w http.ResponseWriter, r *http.Request, a *answer, interval time.Duration) {
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

// endless ends when the client closes the connection, or the server does.
func endless(w http.ResponseWriter, a *answer) {
	w.Header().Set("Content-Type", a.header.Get("Content-Type"))
	w.WriteHeader(a.status)
	body := bytes.TrimSpace(a.body.Bytes())
	_, err := w.Write(body[:len(body)-1])
	blanks := bytes.Repeat([]byte{' '}, 32<<10)
	for err == nil {
		_, err = w.Write(blanks)
	}
}
