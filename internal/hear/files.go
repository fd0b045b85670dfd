package hear

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
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
	listFiles    = "hearing.*.yaml"
	conceptFiles = "concepts.*.yaml"
	tonguesIn    = "tongues.yaml"
)

// SampleFiles are where samples lie: heard/LANG/*.tsv.
const SampleFiles = "heard/*/*.tsv"

// Read makes ears of the files in a folder, and of an organisation's own samples,
// of which own may be nil. What they learn is kept in the cache, and taken from there
// the next time. An error names the file and line.
func Read(folder, own fs.FS, foreign Foreign, cache Cache) (*Ears, error) {
	files, err := fs.Glob(folder, listFiles)
	if err != nil {
		return nil, fmt.Errorf("find the lists for hearing: %w", err)
	}
	var of fingerprint
	if cache.Folder != "" {
		if of, err = fingerprintOf(folder, own); err != nil {
			return nil, err
		}
	}
	ears, samples, errs := make([]*Ear, len(files)), make([][]Sample, len(files)), make([]error, len(files))
	var before learned
	var known bool
	var all sync.WaitGroup
	all.Go(func() { before, known = cache.load(of) })
	for i, file := range files {
		all.Go(func() { ears[i], samples[i], errs[i] = readEar(folder, own, file) })
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
	if known {
		es.recall(before)
		return es, nil
	}
	es.learn(ears, samples)
	if cache.Folder != "" {
		_ = cache.save(of, es.learned()) // what cannot be kept is learned again
	}
	return es, nil
}

// readEar makes the ear of one file of lists, and of what goes with it, and returns
// the samples that it is to learn from.
func readEar(folder, own fs.FS, file string) (*Ear, []Sample, error) {
	language := strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "hearing."), ".yaml")
	lists, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", file, err)
	}
	concepts, err := fs.ReadFile(folder, strings.Replace(conceptFiles, "*", language, 1))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("read the concepts: %w", err)
	}
	samples, err := samplesIn(folder, language)
	if err != nil {
		return nil, nil, err
	}
	if own != nil {
		more, err := samplesIn(own, language)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range more {
			s.own = true
			samples = append(samples, s)
		}
	}
	ear, samples, err := prepare(Sources{Lists: lists, Concepts: concepts, Samples: samples})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	return ear, samples, nil
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
