// Command floor calls the API by hand. It is built for its size: what a
// program weighs that has net/http and encoding/json in it anyway.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "https://api.ugc.inc/post/status", strings.NewReader(`{"postId":"post_1"}`))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+os.Getenv("UGC_API_KEY"))
	req.Header.Set("Content-Type", "application/json")
	if len(os.Args) < 2 {
		return nil // all that is wanted is what it takes to come here
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		Data struct {
			Status string `json:"status"`
		} `json:"data"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return err
	}
	fmt.Println(answer.Data.Status)
	return nil
}
