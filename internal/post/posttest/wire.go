package posttest

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"testing"
)

// Wire serves the handler through memory and returns the only way to it,
// whatever host is asked for. Connections hang and are cut off as on a network,
// and in a bubble of testing/synctest time goes on meanwhile.
func Wire(t *testing.T, h http.Handler) *http.Transport {
	t.Helper()
	l := &wire{calls: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0)} //nolint:gosec // its only client is the test
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(l) })
	client := &http.Transport{DialContext: l.dial}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		_ = server.Close()
		serving.Wait()
	})
	return client
}

// A wire is a listener in memory.
type wire struct {
	calls  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (w *wire) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case w.calls <- there:
		return here, nil
	case <-w.closed:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: ctx.Err()}
	}
}

// Accept implements net.Listener.
func (w *wire) Accept() (net.Conn, error) {
	select {
	case c := <-w.calls:
		return c, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (w *wire) Close() error { w.once.Do(func() { close(w.closed) }); return nil }

// Addr implements net.Listener.
func (w *wire) Addr() net.Addr { here, _ := net.Pipe(); return here.LocalAddr() }
