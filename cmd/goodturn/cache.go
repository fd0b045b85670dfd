package main

import (
	"os"
	"path/filepath"
)

// noCache is said for a cache that is not wanted.
const noCache = "off"

// cache is where what was learned to hear is kept, so that the next start takes
// less than a second.
type cache struct {
	Cache string `env:"GOODTURN_CACHE" placeholder:"FOLDER" help:"Where what was learned to hear is kept for the next start; this user's folder for caches when it is left out, off for nowhere."`
}

// folder is the cache's, or "" for none.
func (c cache) folder() string {
	switch c.Cache {
	case noCache:
		return ""
	case "":
		own, err := os.UserCacheDir()
		if err != nil {
			return "" // this user has no home
		}
		return filepath.Join(own, "goodturn")
	}
	return c.Cache
}
