package post

import (
	"math"
	"time"
)

// The times that fit into nanoseconds since 1970.
var (
	earliest = time.Unix(0, math.MinInt64)
	latest   = time.Unix(0, math.MaxInt64)
)

// Nanos is a time as stores keep it, in nanoseconds since 1970. Times outside
// the years 1678 to 2262 are kept as the nearest that fits; the zero time is
// one of them.
func Nanos(t time.Time) int64 {
	switch {
	case t.Before(earliest):
		return math.MinInt64
	case t.After(latest):
		return math.MaxInt64
	}
	return t.UnixNano()
}

// FromNanos is the time that Nanos kept, in UTC.
func FromNanos(n int64) time.Time {
	if n == math.MinInt64 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
