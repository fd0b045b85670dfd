// Package place says where things are, no nearer than is needed: postcodes to
// outward codes, points to cells of a few square kilometres, and how near is
// near.
package place

import (
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/golang/geo/s1"
	"github.com/golang/geo/s2"
)

const (
	// Level of a cell: about five square kilometres, some two across.
	Level = 12
	// Furthest is the longest reach, in kilometres, that Near looks.
	Furthest = 25.0

	earthKm = 6371.0088
)

// Point is a place on the map, in degrees.
type Point struct{ Lat, Lng float64 }

// Cell is the token of the cell that a point lies in, in degrees.
func Cell(lat, lng float64) string {
	return s2.CellIDFromLatLng(s2.LatLngFromDegrees(lat, lng)).Parent(Level).ToToken()
}

// Near are the tokens of every cell that has any part within km of a point,
// nearest first. More than Furthest is taken as Furthest, so that there are
// never more than some six hundred.
func Near(lat, lng, km float64) []string {
	asked := reach{lat, lng, max(0, min(km, Furthest))}
	if known, ok := neighbourhoods.Load(asked); ok {
		return slices.Clone(known.([]string))
	}
	near := asked.cells()
	neighbourhoods.Store(asked, near)
	return slices.Clone(near)
}

// neighbourhoods are the answers that were given before: an organisation asks
// about the centres of its outward codes, over and over.
var neighbourhoods sync.Map // reach → []string

// A reach is a circle on the ground.
type reach struct{ lat, lng, km float64 }

func (r reach) cells() []string {
	centre := s2.PointFromLatLng(s2.LatLngFromDegrees(r.lat, r.lng))
	circle := s2.CapFromCenterAngle(centre, s1.Angle(r.km/earthKm))
	coverer := s2.RegionCoverer{MinLevel: Level, MaxLevel: Level}

	type at struct {
		token string
		far   s1.ChordAngle
	}
	var found []at
	for _, id := range coverer.Covering(circle) {
		found = append(found, at{id.ToToken(), s2.CellFromCellID(id).Distance(centre)})
	}
	slices.SortFunc(found, func(a, b at) int {
		switch {
		case a.far < b.far:
			return -1
		case a.far > b.far:
			return 1
		}
		return strings.Compare(a.token, b.token)
	})
	tokens := make([]string, len(found))
	for i, f := range found {
		tokens[i] = f.token
	}
	return tokens
}

// Kilometres is how far apart two points are, as the crow flies.
func Kilometres(a, b Point) float64 {
	lat1, lat2 := radians(a.Lat), radians(b.Lat)
	dlat, dlng := lat2-lat1, radians(b.Lng-a.Lng)
	h := sq(math.Sin(dlat/2)) + math.Cos(lat1)*math.Cos(lat2)*sq(math.Sin(dlng/2))
	return 2 * earthKm * math.Asin(math.Sqrt(min(1, h)))
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
func sq(x float64) float64            { return x * x }
