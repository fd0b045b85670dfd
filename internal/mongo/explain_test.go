package mongo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/x/mongo/driver"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/description"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"
)

// A password that is changed while a store is open is told as at the start. The
// pretend server knows no password, so the driver's finding is made here.
func TestAPasswordThatIsRefusedLater(t *testing.T) {
	s := &Store{name: "db1/goodturn"}
	refused := topology.ConnectionError{Wrapped: driver.Error{Code: authenticationFailed}}
	none := topology.ServerSelectionError{Wrapped: context.DeadlineExceeded, Desc: description.Topology{Servers: []description.Server{{LastError: refused}}}}
	err := s.explain(t.Context(), none)
	if !strings.Contains(err.Error(), "refuses the name or the password") || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("said %q", err)
	}
}

// That a host is not in the DNS is said whatever the address holds, and nothing
// else of it.
func TestAHostThatIsNotLookedUp(t *testing.T) {
	lookup := fmt.Errorf("error parsing uri: %w", &net.DNSError{Err: "no such host", Name: "_mongodb._tcp.db.example", IsNotFound: true})
	err := unreadable("mongodb+srv://pam:s3cr3t@db.example/goodturn", lookup)
	if said := err.Error(); !strings.Contains(said, "_mongodb._tcp.db.example") || !strings.Contains(said, "no such host") || strings.Contains(said, "s3cr3t") {
		t.Errorf("said %q", said)
	}
}
