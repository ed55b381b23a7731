package ugcinc_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// HTTP/2 frame types (RFC 9113, section 6).
const (
	frameData     = 0
	frameHeaders  = 1
	frameReset    = 3
	frameSettings = 4
	frameGoAway   = 7
)

// writeFrame ends the headers with each frame of them, and the stream with data.
func writeFrame(w io.Writer, kind byte, stream uint32, payload ...byte) error {
	flags := map[byte]byte{frameHeaders: 4, frameData: 1}[kind]
	header := []byte{0, 0, byte(len(payload)), kind, flags, 0, 0, 0, 0}
	binary.BigEndian.PutUint32(header[5:], stream)
	_, err := w.Write(append(header, payload...))
	return err
}

// serveHTTP2 implements just enough HTTP/2 to reset the stream of every request.
func serveHTTP2(t *testing.T, refuse func(w io.Writer, stream uint32) error) (url string, client *http.Client, requests *atomic.Int64) {
	t.Helper()
	secure, client := negotiating(t)
	address, requests := serveFrames(t, func(conn net.Conn) net.Conn { return secure(conn, "h2") }, refuse)
	return "https://" + address, client, requests
}

// negotiating returns a function that makes TLS connections with a protocol, and a
// client for them.
func negotiating(t *testing.T) (secure func(conn net.Conn, protocol string) net.Conn, client *http.Client) {
	t.Helper()
	certificate := httptest.NewTLSServer(nil)
	t.Cleanup(certificate.Close)
	transport := certificate.Client().Transport.(*http.Transport).Clone()
	transport.ForceAttemptHTTP2 = true
	return func(conn net.Conn, protocol string) net.Conn {
		return tls.Server(conn, &tls.Config{Certificates: certificate.TLS.Certificates, NextProtos: []string{protocol}, MinVersion: tls.VersionTLS12})
	}, &http.Client{Transport: transport}
}

// serveFrames reads frames from each connection, and calls respond for every
// request.
func serveFrames(t *testing.T, secure func(net.Conn) net.Conn, respond func(w io.Writer, stream uint32) error) (address string, requests *atomic.Int64) {
	t.Helper()
	requests = new(atomic.Int64)
	var serving sync.WaitGroup
	done, end := context.WithCancel(context.Background())
	t.Cleanup(func() { end(); serving.Wait() })
	address = accept(t, func(raw net.Conn) {
		serving.Go(func() {
			defer func() { _ = raw.Close() }()
			defer context.AfterFunc(done, func() { _ = raw.Close() })()
			conn := secure(raw)
			if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
				return
			}
			err := writeFrame(conn, frameSettings, 0)
			for err == nil {
				header := make([]byte, 9)
				if _, err = io.ReadFull(conn, header); err != nil {
					return
				}
				length := int64(header[0])<<16 | int64(header[1])<<8 | int64(header[2])
				if _, err = io.CopyN(io.Discard, conn, length); err != nil {
					return
				}
				if header[3] == frameHeaders {
					requests.Add(1)
					err = respond(conn, binary.BigEndian.Uint32(header[5:]))
				}
			}
		})
	})
	return address, requests
}

// A server that refuses a stream has not processed the request (RFC 9113, section
// 8.7), so a create is retried, by the policy and not by net/http. After any other
// reset the outcome is unknown.
func TestHTTP2StreamErrors(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		refuse func(w io.Writer, stream uint32) error
		want   ugcinc.Outcome
	}{
		"REFUSED_STREAM": {func(w io.Writer, stream uint32) error { return writeFrame(w, frameReset, stream, 0, 0, 0, 7) }, ugcinc.OutcomeNotSent},
		"GOAWAY before the stream": {func(w io.Writer, _ uint32) error {
			return writeFrame(w, frameGoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0)
		}, ugcinc.OutcomeNotSent},
		"CANCEL": {func(w io.Writer, stream uint32) error { return writeFrame(w, frameReset, stream, 0, 0, 0, 8) }, ugcinc.OutcomeUnknown},
		// net/http resends after this one on its own, although it does not tell
		// whether the server processed the request.
		"PROTOCOL_ERROR": {func(w io.Writer, stream uint32) error { return writeFrame(w, frameReset, stream, 0, 0, 0, 1) }, ugcinc.OutcomeUnknown},
		"INTERNAL_ERROR": {func(w io.Writer, stream uint32) error { return writeFrame(w, frameReset, stream, 0, 0, 0, 2) }, ugcinc.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, client, requests := serveHTTP2(t, tt.refuse)
			c := newClient(t, ugcinc.WithBaseURL(url), ugcinc.WithHTTPClient(client))
			_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
			var failed *ugcinc.Error
			if !errors.As(err, &failed) || failed.Outcome != tt.want {
				t.Errorf("error is %v, want outcome %q", err, tt.want)
			}
			if n := requests.Load(); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

// Over a connection in clear text, only the responses show that it uses HTTP/2.
func TestHTTP2InClearText(t *testing.T) {
	t.Parallel()
	plain := func(conn net.Conn) net.Conn { return conn }
	address, requests := serveFrames(t, plain, func(w io.Writer, stream uint32) error {
		if stream > 1 {
			return writeFrame(w, frameReset, stream, 0, 0, 0, 1) // PROTOCOL_ERROR
		}
		const status200 = 0x88 // RFC 7541, appendix A
		return errors.Join(
			writeFrame(w, frameHeaders, stream, status200),
			writeFrame(w, frameData, stream, []byte(postAnswer)...),
		)
	})
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	c := newClient(t, ugcinc.WithBaseURL("http://"+address), ugcinc.WithHTTPClient(&http.Client{Transport: transport}))
	params := ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"}
	if _, err := c.Posts.CreateVideo(t.Context(), params); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Posts.CreateVideo(t.Context(), params); !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
		t.Errorf("error is %v, want an unknown outcome", err)
	}
	if n := requests.Load(); n != 2 {
		t.Errorf("%d requests for 2 calls", n)
	}
}

// A response over HTTP/1 does not mean that the next one comes over HTTP/1 too.
func TestHTTP2AfterHTTP1(t *testing.T) {
	t.Parallel()
	secure, client := negotiating(t)
	var first atomic.Bool
	address, requests := serveFrames(t, func(raw net.Conn) net.Conn {
		if first.Swap(true) {
			return secure(raw, "h2")
		}
		conn := secure(raw, "http/1.1")
		if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			_, _ = io.Copy(io.Discard, req.Body)
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+postAnswer)
		_ = conn.Close()
		return conn
	}, func(w io.Writer, stream uint32) error {
		return writeFrame(w, frameReset, stream, 0, 0, 0, 1) // PROTOCOL_ERROR
	})
	c := newClient(t, ugcinc.WithBaseURL("https://"+address), ugcinc.WithHTTPClient(client))
	params := ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"}
	if _, err := c.Posts.CreateVideo(t.Context(), params); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Posts.CreateVideo(t.Context(), params); !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
		t.Errorf("error is %v, want an unknown outcome", err)
	}
	if n := requests.Load(); n != 1 {
		t.Errorf("%d requests over HTTP/2, want 1", n)
	}
}

// net/http retries a read on its own, without a limit if the server closes each
// connection.
func TestHTTP2ServerThatClosesConnections(t *testing.T) {
	t.Parallel()
	url, client, requests := serveHTTP2(t, func(w io.Writer, _ uint32) error {
		return writeFrame(w, frameGoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	})
	c := newClient(t, ugcinc.WithBaseURL(url), ugcinc.WithHTTPClient(client))
	if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); err == nil {
		t.Error("the call succeeded")
	}
	if n := requests.Load(); n > 11 {
		t.Errorf("%d requests in one attempt", n)
	}
}
