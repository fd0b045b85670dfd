package app

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
)

// A balancer hands each request to the next of several processes in turn, as
// an operator's load balancer does that knows nothing of what it carries.
type balancer struct {
	processes []*App
	next      atomic.Uint64
}

func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	to := b.processes[b.next.Add(1)%uint64(len(b.processes))]
	proxy := httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(&url.URL{Scheme: "http", Host: to.Addr()})
	}}
	proxy.ServeHTTP(w, r)
}
