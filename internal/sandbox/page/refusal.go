package page

import (
	"context"
	"errors"
	"net/http"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// explain finds the sentence for what went wrong.
func explain(err error) refusal {
	var no refusal
	switch {
	case errors.As(err, &no):
		return no
	case errors.Is(err, sandbox.ErrUnknown):
		return refusal{"refused-gone", http.StatusConflict}
	case errors.Is(err, sandbox.ErrNoTarget):
		return refusal{"refused-starting", http.StatusServiceUnavailable}
	case errors.Is(err, sandbox.ErrTrouble):
		return refusal{"refused-trouble", http.StatusBadGateway}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return refusal{"refused-slow", http.StatusGatewayTimeout}
	}
	return refusal{"refused", http.StatusInternalServerError}
}
