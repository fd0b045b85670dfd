// Package arrows holds, in its tests, which room of the house may know which.
package arrows
