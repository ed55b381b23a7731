package facade_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

const service = `package ugcinc

// List lists.
//
// Operation: POST /tasks.
func (s *TasksService) List(p int) ([]Task, error) { return list(s.core, &gen.ListTasks, p) }

// All lists.
//
// Operation: POST /tasks.
func (s *TasksService) All(p int) iter.Seq2[Task, error] { return stream(s.core, &gen.ListTasks, p) }

// Wait polls and serves nothing.
func (s *TasksService) Wait() error {
	if err := poll(&gen.ListTasks); err != nil {
		return err
	}
	return nil
}
`

func TestMethodsReadsWhatServesAnOperation(t *testing.T) {
	t.Parallel()
	var got []string
	for _, m := range methods(t, service) {
		got = append(got, m.Name+" "+m.Endpoint)
	}
	if diff := cmp.Diff([]string{"Tasks.List ListTasks", "Tasks.All ListTasks"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestGapsNamesEachAbsence(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		old, new, want string
	}{
		"covered":         {"", "", ""},
		"stream missing":  {"func (s *TasksService) All", "func (s *TasksService) all", "operation listTasks (POST /tasks) has no streaming method: write one on TasksService in ugcinc/tasks.go"},
		"method missing":  {"func (s *TasksService) List", "func (s *TasksService) list", "operation listTasks (POST /tasks) has no method"},
		"operation gone":  {"&gen.ListTasks, p) }\n\n// All", "&gen.FindTasks, p) }\n\n// All", "Tasks.List serves gen.FindTasks, which the document no longer has"},
		"another service": {"func (s *TasksService) List", "func (s *PostsService) List", "Posts.List serves operation listTasks of the tag Tasks"},
		"another path":    {"POST /tasks", "POST /task", `the doc comment of Tasks.List does not say "Operation: POST /tasks."`},
		"served twice":    {"// Wait", "// Find finds.\n//\n// Operation: POST /tasks.\nfunc (s *TasksService) Find(p int) ([]Task, error) { return list(s.core, &gen.ListTasks, p) }\n\n// Wait", "which Tasks.List serves already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(facade.Gaps(tasks(t), methods(t, strings.Replace(service, test.old, test.new, 1))), "\n")
			if (test.want == "") != (got == "") || !strings.Contains(got, test.want) {
				t.Errorf("gaps are %q, want %q", got, test.want)
			}
		})
	}
}

func methods(t *testing.T, source string) []facade.Method {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "tasks.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := facade.Methods(folder)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// tasks are the operations of today's document with the tag Tasks.
func tasks(t *testing.T) []document.Operation {
	t.Helper()
	d, err := document.Parse("openapi.yaml", api.Document)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range d.Operations() {
		if o.Tag == "Tasks" {
			return []document.Operation{o}
		}
	}
	t.Fatal("no operation has the tag Tasks")
	return nil
}
