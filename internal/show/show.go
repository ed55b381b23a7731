// Package show prints models with their values instead of addresses, and texts of
// the API in one line.
package show

import (
	"fmt"
	"reflect"
	"strconv"
	"time"
)

// Struct prints a struct in one line, as Post{ID: "p", Caption: nil}: pointers
// as what they point to, text quoted, times as in RFC 3339.
func Struct(v any) string {
	return string(value(nil, reflect.ValueOf(v)))
}

func value(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(b, "nil"...)
		}
		return value(b, v.Elem())
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			return at.AppendFormat(b, time.RFC3339Nano)
		}
		return fields(b, v)
	case reflect.Slice:
		switch {
		case v.IsNil():
			return append(b, "nil"...)
		case v.Type().Elem().Kind() == reflect.Uint8: // JSON
			return strconv.AppendQuote(b, string(v.Bytes()))
		}
		return items(b, v)
	case reflect.String:
		return strconv.AppendQuote(b, v.String())
	default:
		return fmt.Append(b, v.Interface())
	}
}

func fields(b []byte, v reflect.Value) []byte {
	b = append(append(b, v.Type().Name()...), '{')
	separator := ""
	for field, content := range v.Fields() {
		b = append(b, separator+field.Name+": "...)
		b = value(b, content)
		separator = ", "
	}
	return append(b, '}')
}

func items(b []byte, v reflect.Value) []byte {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = value(b, v.Index(i))
	}
	return append(b, ']')
}
