package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

func document(t *testing.T) []byte {
	t.Helper()
	source, err := os.ReadFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// The page fetches nothing: its content security policy forbids that, and it has
// no tag that would.
func TestPageStandsAlone(t *testing.T) {
	t.Parallel()
	got, err := render(document(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(got, []byte(`Content-Security-Policy" content="default-src 'none';`)) {
		t.Error("the page has no policy that keeps it from fetching")
	}
	outside := regexp.MustCompile(`(?s)<script>.*?</script>`).ReplaceAll(got, nil)
	if tag := regexp.MustCompile(`<[^>]* (src|href)=`).Find(outside); tag != nil {
		t.Errorf("the page fetches: %s", tag)
	}
	if bytes.Contains(got, []byte("cdn.redoc.ly")) {
		t.Error("the page names Redoc's logo")
	}
	again, err := render(document(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, again) {
		t.Error("the same document has two pages")
	}
}

func TestPageHoldsEachOperation(t *testing.T) {
	t.Parallel()
	source := document(t)
	got, err := render(source)
	if err != nil {
		t.Fatal(err)
	}
	ids := regexp.MustCompile(`operationId: (\w+)`).FindAllSubmatch(source, -1)
	if len(ids) == 0 {
		t.Fatal("the document has no operation")
	}
	for _, id := range ids {
		if want := fmt.Sprintf(`"operationId":%q`, id[1]); !bytes.Contains(got, []byte(want)) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestToJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ yaml, want string }{
		"order":           {"z: 1\na: 2", `{"z":1,"a":2}`},
		"a date is text":  {"at: 2026-03-01", `{"at":"2026-03-01"}`},
		"a status is key": {"200: {ok: true}", `{"200":{"ok":true}}`},
		"an alias":        {"a: &x [1, null]\nb: *x", `{"a":[1,null],"b":[1,null]}`},
		"a closing tag":   {"a: </script>", `{"a":"\u003c/script\u003e"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := toJSON([]byte(tt.yaml))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if !json.Valid(got) {
				t.Error("not valid JSON")
			}
		})
	}
}

func TestRenderErrors(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"", "a: [", "a: 1", "[]"} {
		if _, err := render([]byte(source)); err == nil {
			t.Errorf("%q has a page", source)
		}
	}
}

// The bundle is the published file: redoc/README.md has its digest.
func TestBundleIsAsPublished(t *testing.T) {
	t.Parallel()
	script, err := unpack()
	if err != nil {
		t.Fatal(err)
	}
	provenance, err := os.ReadFile("redoc/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if digest := fmt.Sprintf("%x", sha256.Sum256(script)); !strings.Contains(string(provenance), digest) {
		t.Errorf("the bundle's digest %s is not in redoc/README.md", digest)
	}
}
