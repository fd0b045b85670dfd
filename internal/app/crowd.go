package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/post"
)

// crowdPage is how many people are written at once.
const crowdPage = 500

// Crowd fills a store that nobody serves with people: n copies of one who is in
// it, each with a number of their own. It is for measuring.
func Crowd(ctx context.Context, uri, phone string, n int, progress func(done int)) (err error) {
	store, err := openStore(ctx, "GOODTURN_STORE", uri, wallClock{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	key, err := personKey(ctx, store)
	if err != nil {
		return err
	}
	one, err := store.Load(ctx, bot.PersonID(key, phone))
	if err != nil {
		return fmt.Errorf("load the person to copy: %w", err)
	}
	page := make([]post.Record, 0, crowdPage)
	for i := range n {
		number := fmt.Sprintf("+44771%07d", i)
		r := one
		r.ID = bot.PersonID(key, number)
		r.Body = bytes.ReplaceAll(one.Body, []byte(phone), []byte(number))
		page = append(page, r)
		if len(page) == crowdPage || i == n-1 {
			if err := store.Restore(ctx, page...); err != nil {
				return fmt.Errorf("write people: %w", err)
			}
			page = page[:0]
			progress(i + 1)
		}
	}
	return nil
}
