package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	apiKey = "bench-key"
	postID = "post_3f9a1c0be2d4"
	status = `{"ok":true,"code":200,"message":"Success","data":{"post_id":"` + postID + `","status":"scheduled"}}`
)

// blockSize is the number of different records; a longer list repeats them.
const blockSize = 1000

// makeBlock writes statistics like a fleet's history: 150 bytes a record,
// and neighbours with different IDs.
func makeBlock() []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var block []byte
	for i := range blockSize {
		if i > 0 {
			block = append(block, ',')
		}
		block = fmt.Appendf(block, `{"id":"ps_%08x","post_id":"post_%08x","views":%d,"likes":%d,"comments":%d,"shares":%d,"saves":%d,"created_at":"2026-03-%02dT09:30:00.000Z"}`,
			random.Uint32(), random.Uint32(), random.IntN(1e6), random.IntN(1e5), random.IntN(1e3), random.IntN(1e3), random.IntN(1e3), 1+i*28/blockSize)
	}
	return block
}

// writeStats writes a response with n records, a multiple of blockSize.
func writeStats(w io.Writer, block []byte, n int) {
	_, _ = io.WriteString(w, `{"ok":true,"code":200,"message":"Success","data":[`)
	for i := 0; i < n; i += blockSize {
		if i > 0 {
			_, _ = io.WriteString(w, ",")
		}
		if _, err := w.Write(block); err != nil {
			return
		}
	}
	_, _ = io.WriteString(w, `]}`)
}

// serve is the server that all clients call. It sends prepared responses, because
// it shares the cores with the clients. The first part of the path is the number of
// records in a list.
func serve() {
	var opened atomic.Int64
	block := makeBlock()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{n}/post/status", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header()["Content-Type"] = []string{"application/json"}
		_, _ = io.WriteString(w, status)
	})
	mux.HandleFunc("POST /{n}/stats/posts", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header()["Content-Type"] = []string{"application/json"}
		n, _ := strconv.Atoi(r.PathValue("n"))
		writeStats(w, block, n)
	})
	mux.HandleFunc("GET /connections", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, opened.Load())
	})
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute, ConnState: func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}}
	go func() {
		// The parent has the other end open until it exits.
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	panic(server.Serve(listener))
}

// server is a server in a process of its own, so that its memory is not measured.
type server struct{ address string }

func startServer(tb testing.TB) *server {
	tb.Helper()
	_, out := start(tb, role(tb.Context(), "serve"))
	address, err := out.ReadString('\n')
	if err != nil {
		tb.Fatal(err)
	}
	return &server{strings.TrimSpace(address)}
}

// start runs a program that ends when its standard input does.
func start(tb testing.TB, cmd *exec.Cmd) (in io.Writer, out *bufio.Reader) {
	tb.Helper()
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	return stdin, bufio.NewReader(stdout)
}

// base returns the base URL for lists with n records.
func (s *server) base(n int) string { return fmt.Sprintf("http://%s/%d", s.address, n) }

// connections returns the number of connections that the server has accepted so
// far, without the one for this question.
func (s *server) connections(tb testing.TB) int {
	tb.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, "http://"+s.address+"/connections", http.NoBody)
	if err != nil {
		tb.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	n, err := strconv.Atoi(string(body))
	if err != nil {
		tb.Fatal(err)
	}
	return n - 1
}

const roleVariable = "UGCINC_BENCH_ROLE"

// role returns a command that runs this program in another role.
func role(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+name)
	cmd.Stderr = os.Stderr
	return cmd
}

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "serve":
		serve()
	case "read":
		readAndReport(os.Args[1], os.Args[2])
	case "play":
		if err := play(os.Args[1], os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, os.Args[1]+":", err)
			os.Exit(1)
		}
	default:
		os.Exit(m.Run())
	}
}
