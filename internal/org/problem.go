package org

import "github.com/goodturn/goodturn/internal/handbook"

// Problem is one mistake in an organisation's folder and what to do about it.
type Problem = handbook.Problem
