// SPDX-License-Identifier: EUPL-1.2

package promise

// memory is what the reading of one document asks memory from. What stays is cut from
// larger pieces, because a large promise is a million small lists; what is needed for a
// moment is used again. A nil memory works and saves nothing.
type memory struct {
	strings pieces[string]
	refs    pieces[Ref]
	clauses pieces[Clause]
	free    []*object
}

// pieces hands out parts of larger pieces.
type pieces[T any] struct{ left []T }

// take returns an empty list with room for n.
func (p *pieces[T]) take(n int) []T {
	if n > len(p.left) {
		p.left = make([]T, max(n, 128))
	}
	out := p.left[:0:n]
	p.left = p.left[n:]
	return out
}

func (r *reading) stringList(n int) []string {
	if n == 0 || r.memory == nil {
		return nil
	}
	return r.memory.strings.take(n)
}

func (r *reading) refList(n int) []Ref {
	if n == 0 || r.memory == nil {
		return nil
	}
	return r.memory.refs.take(n)
}

// newClause returns a clause that nothing is said of yet.
func (r *reading) newClause() *Clause {
	if r.memory == nil {
		return new(Clause)
	}
	return &r.memory.clauses.take(1)[:1][0]
}

// newObject returns an object for a map; put gives it back when the map was read.
func (r *reading) newObject(path string) *object {
	if r.memory == nil || len(r.memory.free) == 0 {
		return &object{reading: r, path: path}
	}
	last := len(r.memory.free) - 1
	o := r.memory.free[last]
	r.memory.free = r.memory.free[:last]
	*o = object{reading: r, path: path, asked: o.asked[:0]}
	return o
}

func (r *reading) put(o *object) {
	if r.memory != nil {
		r.memory.free = append(r.memory.free, o)
	}
}
