package ugcinctest_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// fill sets everything that can be reached from v to a distinct value.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 1, 1, 0, *n, 0, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("value %d", *n))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		fill(t, v.Elem(), n)
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("the test cannot fill a %v", v.Type())
	}
}

// scribble overwrites what v points to. v itself, its slices and its pointers
// stay, so that only what is shared with another value changes there.
func scribble(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().CanSet() {
			fill(t, v.Elem(), n)
		}
	case reflect.Slice:
		for i := range v.Len() {
			scribble(t, v.Index(i), n)
			if v.Index(i).Kind() != reflect.Struct {
				fill(t, v.Index(i), n)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			scribble(t, v.MapIndex(key), n)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				scribble(t, v.Field(i), n)
			}
		}
	default:
	}
}

// lists calls each method of a server that takes nothing and returns records.
func lists(s *ugcinctest.Server) map[string]reflect.Value {
	found := map[string]reflect.Value{}
	server := reflect.ValueOf(s)
	for method := range server.Type().Methods() {
		if method.Name != "Requests" && method.Type.NumIn() == 1 && method.Type.NumOut() == 1 && method.Type.Out(0).Kind() == reflect.Slice {
			found[method.Name] = method.Func.Call([]reflect.Value{server})[0]
		}
	}
	return found
}

// snapshot is everything that the server shows: what its methods return, and
// the responses of its lists.
func snapshot(t *testing.T, s *ugcinctest.Server) map[string]string {
	t.Helper()
	shown := map[string]string{}
	for name, list := range lists(s) {
		shown[name] = marshal(t, list.Interface())
	}
	for path, route := range operationsOfDocument(t) {
		for _, op := range gen.Operations() {
			if op.ID == route.Operation.OperationID && op.List {
				shown[op.ID] = send(t, s, path, `{}`).Body
			}
		}
	}
	return shown
}

func TestNothingIsSharedWithTheServer(t *testing.T) {
	t.Parallel()
	server := reflect.TypeFor[*ugcinctest.Server]()
	added := 0
	for method := range server.Methods() {
		if !strings.HasPrefix(method.Name, "Add") {
			continue
		}
		added++
		t.Run(method.Name, func(t *testing.T) {
			t.Parallel()
			s := ugcinctest.NewServer(t, ugcinctest.InMemory())
			n := 0
			in := reflect.New(method.Type.In(1)).Elem()
			fill(t, in, &n)
			empty := snapshot(t, s)
			out := method.Func.Call([]reflect.Value{reflect.ValueOf(s), in})[0]
			want := snapshot(t, s)
			if cmp.Equal(empty, want) {
				t.Fatal("the server does not show what was added")
			}
			for name, record := range map[string]reflect.Value{"what was added": in, "what was returned": out} {
				before := marshal(t, record.Interface())
				scribble(t, record, &n)
				if before == marshal(t, record.Interface()) {
					t.Fatal("the test changes nothing")
				}
				if diff := cmp.Diff(want, snapshot(t, s)); diff != "" {
					t.Errorf("%s is shared with the server (-before +after):\n%s", name, diff)
					want = snapshot(t, s)
				}
			}
			for name, list := range lists(s) {
				scribble(t, list, &n)
				if diff := cmp.Diff(want, snapshot(t, s)); diff != "" {
					t.Errorf("the records of %s are shared with the server (-before +after):\n%s", name, diff)
					want = snapshot(t, s)
				}
			}
		})
	}
	if added < 5 {
		t.Errorf("the server has %d methods that add a record", added)
	}
}

func TestRequestsAreCopies(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	send(t, s, "/accounts", `{"tag":"x"}`)
	want := marshal(t, s.Requests())
	got := s.Requests()
	got[0].Body[0] = '?'
	got[0].Header.Set("Content-Type", "text/plain")
	for _, values := range got[0].Header {
		values[0] = "changed"
	}
	if diff := cmp.Diff(want, marshal(t, s.Requests())); diff != "" {
		t.Errorf("a request is shared with the server (-before +after):\n%s", diff)
	}
}
