package posttest_test

import (
	"context"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

func TestProvider(t *testing.T) {
	posttest.Sender(t, func(*testing.T) posttest.Rig {
		p := &posttest.Provider{Limit: post.Pace{Key: "p", Rate: 10, Burst: 1}}
		return posttest.Rig{
			Sender: p,
			Entry: func(id, words string, at time.Time) post.Outgoing {
				return post.Outgoing{Entry: post.Entry{ID: id, Lane: post.LaneText, Kind: "text", Body: []byte(`"` + words + `"`), At: at}}
			},
			Next: func(trouble posttest.Trouble) {
				p.Answer = func(ctx context.Context, _ post.Outgoing) posttest.Answer {
					p.Answer = nil
					switch trouble {
					case posttest.Refuses:
						return posttest.Answer{Lost: true, Err: &post.Refused{Code: "30006"}}
					case posttest.TooMany:
						return posttest.Answer{Lost: true, Err: &post.Wait{After: time.Second}}
					case posttest.CutOffBefore:
						return posttest.Answer{Lost: true, Err: posttest.ErrCutOff}
					case posttest.CutOffAfter:
						return posttest.Answer{Err: posttest.ErrCutOff}
					}
					<-ctx.Done()
					return posttest.Answer{Err: ctx.Err()}
				}
			},
			Taken: func() int { return len(p.Taken()) },
		}
	})
}
