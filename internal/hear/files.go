package hear

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// The files by which texts are understood:
//
//	hearing.LANG.yaml    lists of phrases, each with examples
//	concepts.LANG.yaml   groups of words that mean nearly the same
//	heard/LANG/*.tsv     texts that people sent and what they meant: the samples
//	tongues.yaml         languages that are recognised and not spoken
const (
	listFiles = "hearing.*.yaml"
	tonguesIn = "tongues.yaml"
)

// SampleFiles are where samples lie: heard/LANG/*.tsv.
const SampleFiles = "heard/*/*.tsv"

// Read makes ears of the files in a folder, and of an organisation's own samples,
// of which own may be nil. An error names the file and line.
func Read(folder, own fs.FS, foreign Foreign) (*Ears, error) {
	files, err := fs.Glob(folder, listFiles)
	if err != nil {
		return nil, fmt.Errorf("find the lists for hearing: %w", err)
	}
	ears, learnt, errs, spoken := make([]*Ear, len(files)), make([]lessons, len(files)), make([]error, len(files)), make([][]traits, len(files))
	var all sync.WaitGroup
	for i, file := range files {
		all.Go(func() { ears[i], learnt[i], spoken[i], errs[i] = readEar(folder, own, file) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var tongues []Tongue
	source, err := fs.ReadFile(folder, tonguesIn)
	switch {
	case err == nil:
		if tongues, err = LoadTongues(source); err != nil {
			return nil, fmt.Errorf("%s: %w", tonguesIn, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read %s: %w", tonguesIn, err)
	}
	es, err := newEars(ears, tongues, foreign)
	if err != nil {
		return nil, err
	}
	for i, l := range borrowed(learnt) {
		all.Go(func() { ears[i].learn(l) })
	}
	all.Go(func() { es.tellApart(ears, spoken) })
	all.Wait()
	return es, nil
}

// borrowed gives each language that has lessons those too of the language that has the
// most: concepts and lists are the same in all, and people mix their words.
func borrowed(own []lessons) []lessons {
	most := 0
	for i, l := range own {
		if len(l.has) > len(own[most].has) {
			most = i
		}
	}
	all := slices.Clone(own)
	for i, l := range own {
		if i != most && len(l.has) > 0 {
			all[i] = l.with(own[most])
		}
	}
	return all
}

// readEar makes the ear of one file of lists, and of what goes with it. With the ear
// it returns the lessons that it is to learn, and what some of the samples have that
// tells their language.
func readEar(folder, own fs.FS, file string) (*Ear, lessons, []traits, error) {
	language := strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "hearing."), ".yaml")
	lists, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil, lessons{}, nil, fmt.Errorf("read %s: %w", file, err)
	}
	concepts, err := fs.ReadFile(folder, "concepts."+language+".yaml")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, lessons{}, nil, fmt.Errorf("read the concepts: %w", err)
	}
	samples, err := samplesIn(folder, language)
	if err != nil {
		return nil, lessons{}, nil, err
	}
	if own != nil {
		more, err := samplesIn(own, language)
		if err != nil {
			return nil, lessons{}, nil, err
		}
		for _, s := range more {
			s.own = true
			samples = append(samples, s)
		}
	}
	ear, l, err := prepare(Sources{Lists: lists, Concepts: concepts, Samples: samples})
	if err != nil {
		return nil, lessons{}, nil, fmt.Errorf("%s: %w", file, err)
	}
	return ear, l, tongueTraits(samples), nil
}

func samplesIn(folder fs.FS, language string) ([]Sample, error) {
	files, err := fs.Glob(folder, strings.Replace(SampleFiles, "*", language, 1))
	if err != nil {
		return nil, fmt.Errorf("find the samples: %w", err)
	}
	var all []Sample
	for _, file := range files {
		raw, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		some, err := ReadTeaching(bytes.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, some...)
	}
	return all, nil
}
