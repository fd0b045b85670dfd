package post_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/goodturn/goodturn/internal/post/posttest"
)

// A letter that makes a document larger than stores take is a case, and is not
// tried for ever; the letters beside it are handled.
func TestALetterThatMakesADocumentTooLarge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		large := strings.Repeat("x", 16<<20)
		for i, words := range []string{"say a", "say " + large, "say b"} {
			d.says(fmt.Sprintf("sms:%d", i), "person/p", words)
		}
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a", "heard b"})
		same(t, "stuck", d.read("case/stuck").Data.(*posttest.Case).Stuck, []string{"sms:1"})
		same(t, "handled once", len(d.person("person/p").Log), 2)
		d.says("sms:1", "person/p", "say "+large)
		d.rest()
		same(t, "stuck once", d.read("case/stuck").Data.(*posttest.Case).Stuck, []string{"sms:1"})
	})
}
