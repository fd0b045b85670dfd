package app

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/org"
)

// Check names every mistake in an organisation's folder: in its settings, its
// handbook and its own sentences. The error is something that the folder's
// owner cannot mend.
func Check(folder fs.FS) (*org.Organisation, []org.Problem, error) {
	o, problems := org.Load(folder)
	if len(problems) > 0 {
		return o, problems, nil
	}
	problems, err := wording.Check(o)
	if err != nil {
		return nil, nil, fmt.Errorf("check the wording: %w", err)
	}
	if len(problems) > 0 {
		return o, problems, nil
	}
	if _, _, _, err := Read(folder); err != nil {
		return nil, nil, err
	}
	return o, nil, nil
}

// Summary is a folder's contents in a few lines, for whoever has checked it.
func Summary(o *org.Organisation) string {
	var b strings.Builder
	var hubs, covered []string
	for _, h := range o.Hubs {
		hubs = append(hubs, fmt.Sprintf("%s (%s)", h.Name, strings.Join(h.Outward, ", ")))
		covered = append(covered, h.Outward...)
	}
	fmt.Fprintf(&b, "%s, signed %q\n", o.Name, o.Signature)
	fmt.Fprintf(&b, "  %s for %s: %s\n", count(len(o.Hubs), "hub"), count(len(covered), "outward code"), strings.Join(hubs, "; "))
	fmt.Fprintf(&b, "  %s, %s on call, %s leads safeguarding\n", count(len(o.Coordinators), "coordinator"), people(len(o.OnCall.People)), o.Safeguarding.Name)
	fmt.Fprintf(&b, "  %s of task, %s in the handbook, %s\n", count(len(o.Kinds), "kind"), count(len(o.Handbook.Lessons), "lesson"), count(len(o.Partners), "partner"))
	return b.String()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}
