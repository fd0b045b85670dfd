package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
)

// Check names every mistake in an organisation's folder: in its settings, its
// handbook and its own sentences. The error is something that the folder's
// owner cannot mend. Cache is the folder in which what is learned to hear is kept;
// empty for none.
func Check(folder fs.FS, cache string) (*org.Organisation, []org.Problem, error) {
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
	samples, problems, err := ownSamples(o)
	if err != nil || len(problems) > 0 {
		return o, problems, err
	}
	_, _, b, err := Read(folder, cache)
	if err != nil {
		return nil, nil, err
	}
	return o, checkSamples(samples, b.Ears, b.Context(hear.SampleNow(o.Location), "")), nil
}

// ownSamples are the texts and meanings that an organisation's coordinators have
// added, by file.
func ownSamples(o *org.Organisation) (map[string][]hear.Sample, []org.Problem, error) {
	if o.Wording == nil {
		return nil, nil, nil
	}
	files, err := fs.Glob(o.Wording, hear.SampleFiles)
	if err != nil {
		return nil, nil, fmt.Errorf("find the organisation's samples: %w", err)
	}
	all := map[string][]hear.Sample{}
	problems, err := strayFiles(o.Wording)
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		raw, err := fs.ReadFile(o.Wording, file)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", file, err)
		}
		at := path.Join("wording", file)
		all[at], err = hear.ReadTeaching(bytes.NewReader(raw))
		if wrong, ok := errors.AsType[*hear.SampleError](err); ok {
			problems = append(problems, org.Problem{File: at, Line: wrong.Line, What: wrong.What, Remedy: "write what was asked (any, offer, name...), the text, its meaning, and perhaps its facts, with one tab between"})
		} else if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", file, err)
		}
	}
	return all, problems, nil
}

// strayFiles names the files among an organisation's samples that nothing reads.
func strayFiles(folder fs.FS) (problems []org.Problem, err error) {
	err = fs.WalkDir(folder, "heard", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case entry.IsDir():
			return nil
		}
		language := path.Base(path.Dir(file))
		known, err := path.Match(hear.SampleFiles, file)
		if err != nil {
			return err
		}
		if _, missing := fs.Stat(wording.Files, "hearing."+language+".yaml"); !known || missing != nil {
			problems = append(problems, org.Problem{File: path.Join("wording", file), What: "nothing reads this file", Remedy: "texts that were misheard go into wording/heard/en/ours.tsv, or cy for Welsh"})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look through the organisation's samples: %w", err)
	}
	return problems, nil
}

// checkSamples names the samples that are not heard as they say.
func checkSamples(samples map[string][]hear.Sample, ears *hear.Ears, base hear.Context) []org.Problem {
	var problems []org.Problem
	for _, file := range slices.Sorted(maps.Keys(samples)) {
		for _, s := range samples[file] {
			c, err := base.Answering(s.Asked)
			if err != nil {
				continue // ReadSamples has refused it
			}
			if h := ears.Hear(s.Text, c); s.Means != "" && s.Judge(h) != hear.Right {
				problems = append(problems, org.Problem{
					File: file, Line: s.Line, What: fmt.Sprintf("%q is heard as %s, not as %s", s.Text, h.Meaning, s.Means),
					Remedy: "another line may have the same text with another meaning; if none has, tell Goodturn's makers",
				})
			}
		}
	}
	return problems
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
