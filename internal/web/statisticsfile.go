// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"path"
	"time"

	"github.com/lupaus/lupaus/internal/statistics"
)

// fileTypes are those of the files of a table, by the last part of their names.
var fileTypes = map[string]string{".csv": "text/csv; charset=utf-8", ".json": "application/json", ".html": "text/html; charset=utf-8", ".px": "text/plain; charset=utf-8",
	".jj": "text/plain; charset=utf-8", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// statisticsFile hands a file out.
func (s *Server) statisticsFile(v *visit) error {
	name := v.r.PathValue("name")
	data, err := s.Statistics.File(v.ctx(), v.counter(url.Values{}), v.r.PathValue("table"), name)
	if p, ok := errors.AsType[*statistics.Problem](err); ok {
		return v.showTable(http.StatusConflict, "", formProblem{"", v.countProblem(p)})
	}
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", fileTypes[path.Ext(name)])
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	http.ServeContent(v.w, v.r, "", time.Time{}, bytes.NewReader(data))
	return nil
}
