package ugcinc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// A value of another type than documented is kept if possible, and reported.
func TestValuesOfAnotherType(t *testing.T) {
	t.Parallel()
	const number = "12345678901234567890.50e-1"
	body := `{"ok":true,"code":200,"data":[
		{"id":` + number + `,"account_id":17,"type":3,"status":true,"social_id":0,"caption":false,"media_urls":"https://a/1.jpg","music_post_id":-1.0},
		{"id":"p","account_id":"a","type":"video","status":"failed","social_id":null,"caption":"","media_urls":["x",7,true,null],"music_post_id":"m"},
		{"id":"q","account_id":"a","type":"video","status":"failed","social_id":null,"caption":null,"media_urls":42,"music_post_id":null},
		{"id":"r","account_id":"a","type":"video","status":"failed","social_id":null,"caption":null,"media_urls":"","music_post_id":null},
		{"id":"s","account_id":"a","type":"video","status":"failed","social_id":null,"caption":null,"media_urls":null,"music_post_id":null}]}`
	want := []ugcinc.Post{
		{ID: number, AccountID: "17", Type: "3", Status: "true", SocialID: new("0"), Caption: new("false"), MediaURLs: []string{"https://a/1.jpg"}, MusicPostID: new("-1.0")},
		{ID: "p", AccountID: "a", Type: "video", Status: "failed", Caption: new(""), MediaURLs: []string{"x", "7", "true", ""}, MusicPostID: new("m")},
		{ID: "q", AccountID: "a", Type: "video", Status: "failed", MediaURLs: []string{"42"}},
		{ID: "r", AccountID: "a", Type: "video", Status: "failed", MediaURLs: []string{""}},
		{ID: "s", AccountID: "a", Type: "video", Status: "failed"},
	}
	s := serve(t, always(200, body))
	var seen []ugcinc.Drift
	c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) { seen = append(seen, d) }))
	got, err := both(t,
		func() ([]ugcinc.Post, error) { return c.Posts.List(t.Context(), ugcinc.ListPostsParams{}) },
		c.Posts.All(t.Context(), ugcinc.ListPostsParams{}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	drift := []ugcinc.Drift{
		{Path: "data[].id", Kind: ugcinc.DriftType, Value: "a number"},
		{Path: "data[].account_id", Kind: ugcinc.DriftType, Value: "a number"},
		{Path: "data[].type", Kind: ugcinc.DriftType, Value: "a number"},
		{Path: "data[].type", Kind: ugcinc.DriftUnknownValue, Value: "3"},
		{Path: "data[].status", Kind: ugcinc.DriftType, Value: "a boolean"},
		{Path: "data[].status", Kind: ugcinc.DriftUnknownValue, Value: "true"},
		{Path: "data[].social_id", Kind: ugcinc.DriftType, Value: "a number"},
		{Path: "data[].caption", Kind: ugcinc.DriftType, Value: "a boolean"},
		{Path: "data[].media_urls", Kind: ugcinc.DriftType, Value: "a string"},
		{Path: "data[].music_post_id", Kind: ugcinc.DriftType, Value: "a number"},
		{Path: "data[].media_urls[]", Kind: ugcinc.DriftType, Value: "a number"},
		{Path: "data[].media_urls[]", Kind: ugcinc.DriftNull, Value: "null"},
	}
	for i := range drift {
		drift[i].Operation = "listPosts"
	}
	if diff := cmp.Diff(drift, seen, cmpopts.IgnoreFields(ugcinc.Drift{}, "First")); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
}

// A create whose response has a number as the id has succeeded.
func TestCreatedWithNumberForID(t *testing.T) {
	t.Parallel()
	c := fixedResponse(t, 200, []byte(`{"ok":true,"code":200,"data":{"id":9007199254740993,"account_id":1,"type":"video","status":"pending"}}`))
	post, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "1", VideoURL: "v"})
	if err != nil || post.ID != "9007199254740993" || post.AccountID != "1" {
		t.Errorf("%+v and %v", post, err)
	}
}

// A value that cannot be kept is an error that names record and field.
func TestValuesThatCannotBeKept(t *testing.T) {
	t.Parallel()
	good := `{"id":"p","account_id":"a","type":"video","status":"failed","media_urls":[]},`
	for field, text := range map[string]string{
		`"id":{}`:                   "data[1].id: got an object, want a string",
		`"id":["p"]`:                "data[1].id: got an array, want a string",
		`"status":{}`:               "data[1].status: got an object, want a string",
		`"caption":[1]`:             "data[1].caption: got an array, want a string",
		`"media_urls":{}`:           "data[1].media_urls: got an object, want an array",
		`"media_urls":["x",["y"]]`:  "data[1].media_urls[1]: got an array, want a string",
		`"media_urls":["x",{"a":1}`: "broken",
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			c := fixedResponse(t, 200, []byte(`{"ok":true,"code":200,"data":[`+good+`{`+field+`}]}`))
			_, err := both(t,
				func() ([]ugcinc.Post, error) { return c.Posts.List(t.Context(), ugcinc.ListPostsParams{}) },
				c.Posts.All(t.Context(), ugcinc.ListPostsParams{}))
			if !errors.Is(err, ugcinc.ErrInvalidResponse) || !strings.Contains(err.Error(), text) {
				t.Errorf("error is %v, want %q in it", err, text)
			}
		})
	}
}

// The posts are deleted, so a response whose errors have another form than an array
// must not fail.
func TestErrorsOfDeleteInAnyForm(t *testing.T) {
	t.Parallel()
	array := ugcinc.Drift{}
	for value, want := range map[string]struct {
		errors []json.RawMessage
		drift  ugcinc.Drift
	}{
		`[]`:                                 {[]json.RawMessage{}, array},
		`["a", {"b":[1]}]`:                   {[]json.RawMessage{[]byte(`"a"`), []byte(`{"b":[1]}`)}, array},
		`null`:                               {nil, ugcinc.Drift{Kind: ugcinc.DriftNull, Value: "null"}},
		`{"p": "not found", "q": [ "why" ]}`: {[]json.RawMessage{[]byte(`{"p": "not found", "q": [ "why" ]}`)}, ugcinc.Drift{Kind: ugcinc.DriftType, Value: "an object"}},
		`"p could not be deleted"`:           {[]json.RawMessage{[]byte(`"p could not be deleted"`)}, ugcinc.Drift{Kind: ugcinc.DriftType, Value: "a string"}},
		`1`:                                  {[]json.RawMessage{[]byte(`1`)}, ugcinc.Drift{Kind: ugcinc.DriftType, Value: "a number"}},
		`false`:                              {[]json.RawMessage{[]byte(`false`)}, ugcinc.Drift{Kind: ugcinc.DriftType, Value: "a boolean"}},
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, `{"ok":true,"code":200,"data":{"errors":`+value+`,"deleted":1,"deleting":0,"deletedIds":["p"],"deletingIds":[]}}`))
			var seen ugcinc.Drift
			c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) { seen = d }))
			got, err := c.Posts.Delete(t.Context(), ugcinc.DeletePostsParams{PostIDs: []string{"p"}})
			if err != nil {
				t.Fatal(err)
			}
			result := &ugcinc.DeletePostsResult{Deleted: 1, DeletedIDs: []string{"p"}, DeletingIDs: []string{}, Errors: want.errors}
			if diff := cmp.Diff(result, got); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			if want.drift != array {
				want.drift.Operation, want.drift.Path = "deletePosts", "data.errors"
			}
			if diff := cmp.Diff(want.drift, seen, cmpopts.IgnoreFields(ugcinc.Drift{}, "First")); diff != "" {
				t.Errorf("drift (-want +got):\n%s", diff)
			}
		})
	}
}

// Counts are exact in every form, or an error.
func TestCountsAreExact(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("0", 1000)
	valid := map[string]int64{
		"0": 0, "-0": 0, "0.0": 0, "-0.0e5": 0, "0e999999999999999999999": 0, "0.000e-400": 0,
		"12": 12, "12.0": 12, "12.000": 12, "1e3": 1000, "1E3": 1000, "1e+3": 1000, "1.5e1": 15, "1500e-2": 15, "-1.25e2": -125, "0.5e1": 5, "0.00012e5": 12,
		"9007199254740993": 9007199254740993, "9007199254740993.0": 9007199254740993, "9.007199254740993e15": 9007199254740993, "90071992547409930e-1": 9007199254740993,
		"9223372036854775807": 9223372036854775807, "9223372036854775807.0": 9223372036854775807, "9.223372036854775807e18": 9223372036854775807, "922337203685477580700e-2": 9223372036854775807,
		"-9223372036854775808": -9223372036854775808, "-9223372036854775808.0": -9223372036854775808, "-9.223372036854775808E18": -9223372036854775808,
		"1e18": 1e18, "9e18": 9e18,
		"12." + zeros: 12, "1" + zeros + "e-1000": 1, "0." + zeros + "7e1001": 7,
	}
	invalid := []string{
		"12.5", "0.1", "1e-1", "-0.5", "9007199254740993.5", "15e-2", "1.25e1", "12." + zeros + "1",
		"9223372036854775808", "9223372036854775808.0", "-9223372036854775809", "9.223372036854775808e18", "1e19", "1e400", "-1e400", "1e-400", "1e99999999999999999999", "1e-99999999999999999999", "1" + zeros,
	}
	asText := []string{"", " ", "-", ".", "e", "1e", "e1", "1e1e1", "1.2.3", "--1", "1-", "0x10", "1_000", "NaN", "Infinity", "1,000", "12 ", "١٢"}
	read := func(t *testing.T, value string) (int64, error) {
		c := fixedResponse(t, 200, []byte(`{"ok":true,"code":200,"data":[{"id":"s","views":`+value+`}]}`))
		stats, err := c.Stats.Posts(t.Context(), ugcinc.PostStatsParams{})
		if err != nil {
			return 0, err
		}
		return *stats[0].Views, nil
	}
	for text, want := range valid {
		for _, value := range []string{text, `"` + text + `"`} {
			if got, err := read(t, value); got != want || err != nil {
				t.Errorf("%.40s is read as %d, %v, want %d", value, got, err, want)
			}
		}
	}
	refuse := func(value string) {
		if got, err := read(t, value); !errors.Is(err, ugcinc.ErrInvalidResponse) || !strings.Contains(fmt.Sprint(err), "data[0].views: ") {
			t.Errorf("%.40s is read as %d, %v, want an error that names the place", value, got, err)
		}
	}
	for _, text := range invalid {
		refuse(text)
		refuse(`"` + text + `"`)
	}
	for _, text := range asText {
		refuse(`"` + text + `"`)
	}
	refuse("true")
}
