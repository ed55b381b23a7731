// Command ugcinc makes the call of its neighbour floor with package ugcinc. It
// is built for its size, and run for what its packages do before main.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func main() {
	if len(os.Args) < 2 {
		return // all that is wanted is what it takes to come here
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
