package torture

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
)

// provider is the pretend Twilio as the processes reach it. Its list of what
// came in leaves out what was acknowledged already: an acknowledged text must
// not need it.
func (w *world) provider(rw http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/Messages.json") {
		if to := r.URL.Query().Get("To"); strings.HasSuffix(to, ourNumber) {
			w.unacknowledged(rw, r)
			return
		}
		w.asked.Add(1)
	}
	w.twilio.ServeHTTP(rw, r)
}

func (w *world) unacknowledged(rw http.ResponseWriter, r *http.Request) {
	whole := httptest.NewRecorder()
	w.twilio.ServeHTTP(whole, r)
	var page map[string]any
	if whole.Code != http.StatusOK || json.NewDecoder(bytes.NewReader(whole.Body.Bytes())).Decode(&page) != nil {
		rw.WriteHeader(whole.Code)
		_, _ = rw.Write(whole.Body.Bytes())
		return
	}
	messages, _ := page["messages"].([]any)
	page["messages"] = slices.DeleteFunc(messages, func(m any) bool {
		fields, _ := m.(map[string]any)
		sid, _ := fields["sid"].(string)
		known := w.ledger.acked(sid)
		if known {
			w.withheld.Add(1)
		}
		return known
	})
	rw.Header().Set("Content-Type", "application/json;charset=utf-8")
	_ = json.NewEncoder(rw).Encode(page)
}

// workspace is the pretend Slack as the processes reach it.
func (w *world) workspace(rw http.ResponseWriter, r *http.Request) {
	w.slack.ServeHTTP(rw, r)
	if strings.HasSuffix(r.URL.Path, "/chat.postMessage") || strings.HasSuffix(r.URL.Path, "/chat.update") {
		w.trigger.pull(whenPosted)
	}
}
