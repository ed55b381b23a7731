package ugcinctest

import "reflect"

// clone returns a deep copy of a record, so that a test and the server share no
// pointer, slice or map. It follows the fields by reflection: no list of them
// can fall behind the document.
func clone[T any](record T) T {
	unshare(reflect.ValueOf(&record).Elem())
	return record
}

// unshare replaces everything that v refers to with a copy. Unexported fields
// stay as they are: those of a [time.Time] or a [Fault] do not change.
func unshare(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		target := reflect.New(v.Type().Elem())
		target.Elem().Set(v.Elem())
		unshare(target.Elem())
		v.Set(target)
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		items := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(items, v)
		if refers(v.Type().Elem().Kind()) {
			for i := range items.Len() {
				unshare(items.Index(i))
			}
		}
		v.Set(items)
	case reflect.Map:
		if v.IsNil() {
			return
		}
		entries := reflect.MakeMapWithSize(v.Type(), v.Len())
		for key, value := range v.Seq2() {
			own := reflect.New(v.Type().Elem()).Elem()
			own.Set(value)
			unshare(own)
			entries.SetMapIndex(key, own)
		}
		v.Set(entries)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				unshare(v.Field(i))
			}
		}
	default:
	}
}

// refers reports whether a value of this kind can refer to another value.
func refers(kind reflect.Kind) bool {
	switch kind {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Struct:
		return true
	default:
		return false
	}
}
