// Command ugcinc makes the same call as program floor with package ugcinc. It is
// built to compare its size and its initialization.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func main() {
	if len(os.Args) < 2 {
		return // only the initialization is measured
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(id string) error {
	client, err := ugcinc.New()
	if err != nil {
		return err
	}
	post, err := client.Posts.Status(context.Background(), ugcinc.PostStatusParams{PostID: id})
	if err != nil {
		return err
	}
	fmt.Println(post.Status)
	return nil
}
