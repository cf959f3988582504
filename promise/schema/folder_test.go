// SPDX-License-Identifier: EUPL-1.2

package schema_test

import "testing/fstest"

// fstestOf is a folder of files: name and text, in turn.
func fstestOf(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return files
}
