package place_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/place"
)

func TestOutward(t *testing.T) {
	for postcode, want := range map[string]string{
		"LS6 3HN": "LS6", "ls63hn": "LS6", "Ls6  3hn.": "LS6", "LS6": "LS6", "(ls6)": "LS6", "LS 6 ": "LS6",
		"LS 63HN": "LS6", "LS6 3": "LS6", "LS1 6": "LS1", "LS16": "LS16", "LS16 6AA": "LS16", "LS166AA": "LS16",
		"M1 1AE": "M1", "B33 8TH": "B33", "CR2 6XH": "CR2", "DN55 1PT": "DN55", "W1A 0AX": "W1A", "EC1A1BB": "EC1A",
		"": "", "six": "", "LS": "", "6": "", "LS6 3HNX": "", "LS6 3H": "", "LS6 3CI": "", "LS6 my house": "", "L S 6": "",
		"07700 900801": "", "LS6, LS7": "", "LSS6": "", "L\xff6": "",
	} {
		got, ok := place.Outward(postcode)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v", postcode, got, ok)
		}
	}
}

func TestOutwardNeverInvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		code, ok := place.Outward(text)
		if ok != place.IsOutward(code) {
			t.Fatalf("%q: %q %v", text, code, ok)
		}
	})
}

var (
	headingley = place.Point{Lat: 53.82, Lng: -1.57}
	roundhay   = place.Point{Lat: 53.83, Lng: -1.50}
	london     = place.Point{Lat: 51.50, Lng: -0.12}
)

func TestKilometres(t *testing.T) {
	for _, c := range []struct {
		a, b place.Point
		km   float64
	}{
		{headingley, headingley, 0},
		{headingley, roundhay, 4.73},
		{headingley, london, 275.1},
		{place.Point{Lat: 0, Lng: 0}, place.Point{Lat: 0, Lng: 180}, 20015.1},
	} {
		if got := place.Kilometres(c.a, c.b); math.Abs(got-c.km) > c.km/200 {
			t.Errorf("%v to %v: %.2f km", c.a, c.b, got)
		}
		if place.Kilometres(c.a, c.b) != place.Kilometres(c.b, c.a) {
			t.Errorf("%v to %v is not as far as back", c.a, c.b)
		}
	}
}

func TestNear(t *testing.T) {
	home := place.Cell(headingley.Lat, headingley.Lng)
	none := place.Near(headingley.Lat, headingley.Lng, 0)
	if len(none) == 0 || none[0] != home {
		t.Errorf("nothing is near itself: %v", none)
	}
	near := place.Near(headingley.Lat, headingley.Lng, 8)
	if near[0] != home {
		t.Errorf("first is %s, home is %s", near[0], home)
	}
	if !slices.Contains(near, place.Cell(roundhay.Lat, roundhay.Lng)) {
		t.Error("Roundhay is not near Headingley")
	}
	if slices.Contains(near, place.Cell(london.Lat, london.Lng)) {
		t.Error("London is near Headingley")
	}
	if far := place.Near(headingley.Lat, headingley.Lng, 1000); len(far) > 1000 {
		t.Errorf("%d cells", len(far))
	}
	if negative := place.Near(headingley.Lat, headingley.Lng, -1); len(negative) == 0 || negative[0] != home {
		t.Errorf("behind itself: %v", negative)
	}
}

// A point within reach always lies in a cell that Near names, once.
func TestNearMissesNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := place.Point{Lat: rapid.Float64Range(50, 60).Draw(t, "lat"), Lng: rapid.Float64Range(-8, 1.7).Draw(t, "lng")}
		to := place.Point{
			Lat: from.Lat + rapid.Float64Range(-0.2, 0.2).Draw(t, "north"),
			Lng: from.Lng + rapid.Float64Range(-0.3, 0.3).Draw(t, "east"),
		}
		km := rapid.Float64Range(0, place.Furthest).Draw(t, "km")
		near := place.Near(from.Lat, from.Lng, km)
		if place.Kilometres(from, to) < km*0.999 && !slices.Contains(near, place.Cell(to.Lat, to.Lng)) {
			t.Fatalf("%v is %.2f km from %v and not near it", to, place.Kilometres(from, to), from)
		}
		slices.Sort(near)
		if len(slices.Compact(near)) != len(near) {
			t.Fatal("a cell twice")
		}
	})
}
