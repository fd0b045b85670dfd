// Package orgtest has the sample organisation for tests.
package orgtest

import (
	"testing"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/org"
)

// Leeds is the sample organisation. A mistake in it fails the test.
func Leeds(t testing.TB) *org.Organisation {
	t.Helper()
	o, problems := org.Load(fixtures.Organisation)
	for _, p := range problems {
		t.Fatal(p)
	}
	return o
}
