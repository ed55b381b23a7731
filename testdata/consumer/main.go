// Command consumer is a program of a user, which uses only the client. A test
// builds it and counts the modules that it links.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	client, err := ugcinc.New(ugcinc.WithReconcile(30 * time.Second))
	if err != nil {
		return err
	}
	for account, err := range client.Accounts.All(ctx, ugcinc.ListAccountsParams{Tag: new("fitness")}) {
		if err != nil {
			return err
		}
		post, err := client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
			AccountID: account.ID,
			VideoURL:  "https://cdn.example.com/v.mp4",
			Strict:    new(false),
		})
		if errors.Is(err, ugcinc.ErrOutcomeUnknown) {
			continue
		}
		if err != nil {
			return err
		}
		if _, err := client.Posts.Wait(ctx, post.ID, ugcinc.WaitOptions{}); err != nil {
			return err
		}
	}
	return nil
}
