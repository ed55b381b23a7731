package todo_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
	"github.com/ugcinc/ugcinc-go/internal/todo"
)

const base = `
info: { version: 1.0.9 }
paths:
  /post/video: { post: { operationId: createVideo, tags: [Posts] } }
components:
  schemas:
    CreateVideoParams:
      properties:
        caption: { maxLength: 500 }
        imageUrls: { maxItems: 35 }
`

var files = map[string]string{
	"README.md":                    "At most 500 characters, and not 500 images.\n",
	"ugcinc/posts.go":              "package ugcinc\n\n// CreateVideo takes 1 to 35 images.\n//\n// Operation: POST /post/video.\nfunc (s *PostsService) CreateVideo(params CreateVideoParams) error { return send(s, &gen.CreateVideo, params) }\n",
	"ugcinc/types.gen.go":          "package ugcinc\n\n// At most 500 characters.\n",
	"ugcinc/faults_test.go":        "package ugcinc\n\nvar calls = []string{\"createVideo\"}\n",
	"ugcinc/posts_test.go":         "package ugcinc\n",
	"ugcinc/ugcinctest/handler.go": "package ugcinctest\n\nfunc (f *fleet) CreateVideo() {}\n\nfunc (s *Server) Close() {}\n",
}

func TestList(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		old, new string
		changes  []changes.Change
		want     []string
	}{
		"nothing": {},
		"version": {
			old: "imageUrls: {", new: "imageUrls: { description: New.,",
			changes: []changes.Change{{Level: changes.Patch}},
			want:    []string{"info.version of api.yaml is still 1.0.9: change it if a newer version of the API brought the change"},
		},
		"new operation": {
			old: "components:", new: "  /post/pause: { post: { operationId: pausePost, tags: [Posts] } }\ncomponents:",
			want: []string{
				"operation pausePost (POST /post/pause) has no method: write one on PostsService in ugcinc/posts.go",
				"operation pausePost has no handler in the fake: write one in ugcinc/ugcinctest",
				"ugcinc/faults_test.go has a case for every other operation: write one for pausePost",
			},
		},
		"operation moved": {
			old: "/post/video: { post: { operationId: createVideo, tags: [Posts] } }", new: "/post/pause: { post: { operationId: createVideo, tags: [Posts] } }",
			want: []string{"ugcinc/posts.go:6:1: the doc comment of Posts.CreateVideo does not say \"Operation: POST /post/pause.\": correct it"},
		},
		"operation renamed": {
			old: "createVideo", new: "publishVideo",
			want: []string{
				"operation createVideo is now publishVideo: rename it in ugcinc, in the handler of the fake and in the tests",
				"operation publishVideo has no handler in the fake: write one in ugcinc/ugcinctest",
			},
		},
		"new parameter": {
			old: "        caption:", new: "        title: {}\n        caption:",
			changes: []changes.Change{{Level: changes.Minor, Where: "CreateVideoParams.Title", What: "added"}},
			want: []string{
				"CreateVideoParams.Title is new: the doc comment of Posts.CreateVideo may have to mention it, and the fake rejects it until a handler reads it",
				"info.version of api.yaml is still 1.0.9: change it if a newer version of the API brought the change",
			},
		},
		"limit of a length": {
			old: "maxLength: 500", new: "maxLength: 400",
			want: []string{"maxLength of CreateVideoParams.caption was 500, which README.md:1 may quote: At most 500 characters, and not 500 images."},
		},
		"limit of a list": {
			old: "maxItems: 35", new: "maxItems: 30",
			want: []string{"maxItems of CreateVideoParams.imageUrls was 35, which ugcinc/posts.go:3 may quote: // CreateVideo takes 1 to 35 images."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			for name, text := range files {
				name = filepath.Join(root, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			methods, err := facade.Methods(filepath.Join(root, "ugcinc"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := todo.List(root, parse(t, base), parse(t, strings.Replace(base, test.old, test.new, 1)), &changes.Report{Changes: test.changes}, methods)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				got[i] = filepath.ToSlash(strings.ReplaceAll(got[i], root+string(filepath.Separator), ""))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func parse(t *testing.T, source string) *document.Document {
	t.Helper()
	d, err := document.Parse("api.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
