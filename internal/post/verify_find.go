package post

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// index notes what the document is to be found by.
func (v *verifier) index(r Record) {
	keys := slices.Compact(slices.Sorted(slices.Values(r.Keys)))
	for _, key := range keys {
		if strings.HasPrefix(key, laneSlack) {
			v.cards = append(v.cards, key)
			continue
		}
		k := v.keys[key]
		if k == nil {
			k = &keyed{}
			v.keys[strings.Clone(key)] = k
		}
		k.count++
		k.sum += hit(r.ID, r.Rank, r.Summary)
	}
}

// hit is a hash of one answer to a query; answers are added up, in any order.
func hit(id string, rank int64, summary []byte) uint64 {
	return said(id, fmt.Sprint(rank), string(summary))
}

// posted asks for the page's Slack messages: each shows one document.
func (v *verifier) posted(ctx context.Context, r Reader) error {
	defer func() { v.cards = v.cards[:0] }()
	if len(v.cards) == 0 {
		return nil
	}
	found, err := r.Find(ctx, Query{Keys: v.cards, Limit: 2})
	if err != nil {
		return err
	}
	times := map[string]int{}
	for _, f := range found {
		if times[f.Key]++; times[f.Key] > 1 {
			v.wrong("shares its Slack message with another", f.ID)
		}
	}
	for _, key := range v.cards {
		if times[key] == 0 {
			v.wrong("a Slack message finds no document", key)
		}
	}
	return nil
}

// found asks for every other key, and compares what comes with what should.
func (v *verifier) found(ctx context.Context, r Reader) error {
	for _, key := range slices.Sorted(maps.Keys(v.keys)) {
		want := v.keys[key]
		answers, err := r.Find(ctx, Query{Keys: []string{key}, Limit: want.count + 1})
		if err != nil {
			return err
		}
		got := keyed{count: len(answers)}
		for _, f := range answers {
			got.sum += hit(f.ID, f.Rank, f.Summary)
		}
		if got != *want {
			v.wrong("a query does not find what it should", key)
		}
		if !slices.IsSortedFunc(answers, func(a, b Found) int { return int(min(1, max(-1, a.Rank-b.Rank))) }) {
			v.wrong("a query does not keep the order of ranks", key)
		}
	}
	return nil
}
