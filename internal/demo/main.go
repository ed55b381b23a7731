// Command demo is a first program with package ugcinc: it lists accounts, tags
// one, changes a bio, publishes a slideshow and a video, and reads statistics.
//
// It runs against a fake of the API in its own process, so it needs neither a
// key nor a network. With LIVE=1 and UGC_API_KEY set it runs against the real
// API, and asks before each write.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	// A question on the terminal cannot be interrupted; the second signal ends
	// the program.
	context.AfterFunc(ctx, stop)
	run := rehearse
	if os.Getenv("LIVE") == "1" {
		run = live
	}
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// rehearse runs the demo against the fake, with times short enough to watch.
func rehearse(ctx context.Context) error {
	server, err := ugcinctest.Start(ugcinctest.WithFleet(5), ugcinctest.WithRealTime(), ugcinctest.WithProcessingTime(time.Second))
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Println("UGC Inc demo, against a fake of the API at", server.URL)
	return run(ctx, &demo{operator: rehearsal{}, ahead: time.Second, interval: 100 * time.Millisecond},
		ugcinc.WithBaseURL(server.URL), ugcinc.WithAPIKey(server.APIKey))
}

// live runs the demo against the real API.
func live(ctx context.Context) error {
	if os.Getenv("UGC_API_KEY") == "" {
		return errors.New("LIVE=1 needs a key in UGC_API_KEY")
	}
	fmt.Println("UGC Inc demo, against the real API at", cmp.Or(os.Getenv("UGC_BASE_URL"), ugcinc.DefaultBaseURL))
	fmt.Println("Nothing is written before you say yes.")
	return run(ctx, &demo{operator: newTerminal(os.Stdin, os.Stdout), ahead: 2 * time.Minute, interval: 15 * time.Second})
}

func run(ctx context.Context, d *demo, opts ...ugcinc.Option) error {
	client, err := ugcinc.New(opts...)
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	d.client, d.out = client, os.Stdout
	return d.run(ctx)
}
