// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"cmp"
	"go/ast"
	"go/build/constraint"
	"go/types"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// use is one mention, in a room, of something that another package owns: a
// type, function, method, variable or field. An import alone says little: a
// value of a type can be had through a third package without importing the
// type's own, and then its methods called.
type use struct {
	room string // where: "internal/web"
	test bool
	at   string
	of   string // whose: "internal/keys" or a foreign import path
	name string // "New", "Store.Close" (methods), "Config.Keys" (fields, where the owner is known)
}

// checking lets one type check run at a time: the importer fills its packages as they are asked for.
var checking sync.Mutex

// usesOf collects what the files of one room use of other packages. Errors of
// the type check are let through: the compiler reports those better, and what
// was understood is still judged.
func (m *module) usesOf(room string, files []*source) []use {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	conf := types.Config{Importer: m.imp, Error: func(error) {}, FakeImportC: true}
	trees := make([]*ast.File, len(files))
	for i, f := range files {
		trees[i] = f.ast
	}
	checking.Lock()
	defer checking.Unlock()
	pkg, _ := conf.Check(modulePath+"/"+room, m.fset, trees, info)
	owner := map[*ast.Ident]string{}
	for sel, s := range info.Selections {
		owner[sel.Sel] = typeName(s.Recv())
	}
	var out []use
	for id, obj := range info.Uses {
		if obj.Pkg() == nil || obj.Pkg() == pkg {
			continue
		}
		if _, isName := obj.(*types.PkgName); isName {
			continue
		}
		u := use{room: room, at: m.at(id.Pos()), of: strings.TrimPrefix(obj.Pkg().Path(), modulePath+"/"), name: objectName(obj, owner[id])}
		u.test = strings.Contains(u.at, "_test.go:")
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b use) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.name, b.name)) })
	return out
}

// objectName gives methods and fields the name of their type in front. A
// method belongs to the type that declares it, whatever it was called through.
func objectName(obj types.Object, through string) string {
	switch o := obj.(type) {
	case *types.Func:
		if recv := o.Signature().Recv(); recv != nil {
			return typeName(recv.Type()) + "." + o.Name()
		}
	case *types.Var:
		if o.IsField() && through != "" {
			return through + "." + o.Name()
		}
	}
	return obj.Name()
}

func typeName(t types.Type) string {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

var allUses = sync.OnceValue(func() []use {
	m, err := load()
	if err != nil {
		return nil
	}
	rooms := map[string][]*source{}
	for _, f := range m.files {
		if !builtHere(f) {
			continue
		}
		key := f.room
		if strings.HasSuffix(f.ast.Name.Name, "_test") {
			key += " outside" // the package's tests from outside it
		}
		rooms[key] = append(rooms[key], f)
	}
	var out []use
	for key, files := range rooms {
		room := strings.TrimSuffix(key, " outside")
		out = append(out, m.usesOf(room, files)...)
	}
	return out
})

// uses gives every use in the module; no use at all means the module could not be read.
func uses(t testing.TB) []use {
	t.Helper()
	all := allUses()
	if len(all) < 1000 {
		t.Fatalf("only %d uses understood: the module does not type-check", len(all))
	}
	return all
}

// snippet type-checks a few lines as if they stood in a room.
func snippet(t *testing.T, rel, text string) ([]*source, []use) {
	t.Helper()
	m := house(t)
	s, err := m.source(rel, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return []*source{s}, m.usesOf(s.room, []*source{s})
}

// builtHere leaves out files of other systems, which would declare things twice.
func builtHere(f *source) bool {
	for _, g := range f.ast.Comments {
		if g.Pos() > f.ast.Package {
			return true
		}
		for _, c := range g.List {
			if constraint.IsGoBuild(c.Text) {
				x, err := constraint.Parse(c.Text)
				return err == nil && x.Eval(func(tag string) bool {
					return tag == runtime.GOOS || tag == runtime.GOARCH || tag == "unix" || strings.HasPrefix(tag, "go1")
				})
			}
		}
	}
	return true
}
