package ugcinctest

// table keeps records by id, in the order they were added.
type table[T any] struct {
	rows  []*T
	index map[string]int
}

// put adds a record, or replaces the one that has its id.
func (t *table[T]) put(id string, row *T) {
	if i, known := t.index[id]; known {
		t.rows[i] = row
		return
	}
	if t.index == nil {
		t.index = map[string]int{}
	}
	t.index[id] = len(t.rows)
	t.rows = append(t.rows, row)
}

// get returns the record with this id, or nil.
func (t *table[T]) get(id string) *T {
	i, known := t.index[id]
	if !known {
		return nil
	}
	return t.rows[i]
}
