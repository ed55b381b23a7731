// Command floor calls the API with net/http and encoding/json, with a timeout for
// the call. It is built to compare its size.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
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
		return nil // only the initialization is measured
	}
	client := http.Client{Timeout: 30 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	var response struct {
		Data struct {
			Status string `json:"status"`
		} `json:"data"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
		return err
	}
	fmt.Println(response.Data.Status)
	return nil
}
