package ugcinc_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// anyAccount has no filters.
var anyAccount = ugcinc.ListAccountsParams{}

// video returns the parameters of a create.
func video(account, caption string) ugcinc.CreateVideoParams {
	return ugcinc.CreateVideoParams{AccountID: account, VideoURL: "https://x.example/v.mp4", Caption: &caption}
}

// both reads a list as a whole and as a stream, and checks that they agree.
func both[T any](t *testing.T, list func() ([]T, error), all func(func(T, error) bool)) ([]T, error) {
	t.Helper()
	listed, listErr := list()
	var streamed []T
	var streamErr error
	for record, err := range all {
		if err != nil {
			streamErr = err
			break
		}
		streamed = append(streamed, record)
	}
	if (listErr == nil) != (streamErr == nil) {
		t.Errorf("List ends with %v, All with %v", listErr, streamErr)
	}
	if listErr == nil && len(listed)+len(streamed) > 0 {
		if diff := cmp.Diff(listed, streamed); diff != "" {
			t.Errorf("List and All differ (-list +all):\n%s", diff)
		}
	}
	return listed, listErr
}

// statJSON is the format of a PostStat: a number, the number of its post, its views.
const statJSON = `{"id":"pstat_%07d","post_id":"post_%04d","views":%d,"likes":2,"comments":3,"shares":null,"saves":5,"created_at":"2026-03-02T06:00:00.000Z"}`

// writeStats writes a response with n records, piece by piece.
func writeStats(w io.Writer, n int) error {
	_, err := io.WriteString(w, `{"ok":true,"code":200,"data":[`)
	for i := range n {
		if i > 0 && err == nil {
			_, err = io.WriteString(w, ",")
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, statJSON, i, i%1000, i)
	}
	if err == nil {
		_, err = io.WriteString(w, `],"message":"Success"}`)
	}
	return err
}

// postAnswer is the response to a create.
const postAnswer = `{"ok":true,"code":200,"data":{"id":"p","account_id":"a","type":"video","status":"pending"}}`
