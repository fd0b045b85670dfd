package hear

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Cache keeps what ears have learned from one start to the next, for to learn takes
// seconds: a file in a folder for each program and the files that it learned from, the
// last few of them.
// The zero Cache keeps nothing.
type Cache struct {
	Folder string
	// Program tells this program from any other, which might learn otherwise of
	// the same files.
	Program string
}

const (
	// cachedAs is how the file's name begins; what it was learned of follows.
	cachedAs = "heard-"
	// cachedAtMost is how many are kept: an organisation's, the sample one's, and as
	// many of the program before.
	cachedAtMost = 4
)

// learned is what judges learn, in the form in which it is kept.
type learned struct {
	Ears    map[string]learnedEar // by language
	Tongues learnedEar
}

// learnedEar is a vocabulary, its features in the order of their rows, and what the
// judges that share it learned.
type learnedEar struct {
	Features []byte
	Judges   []learnedJudge
}

type learnedJudge struct {
	Classes []learnedClass
	Weights []byte
	Unit    float32
}

type learnedClass struct {
	Meaning Meaning
	Kind    string
}

// load returns what was learned of the same files before, or false.
func (c Cache) load(of fingerprint) (l learned, ok bool) {
	if c.Folder == "" {
		return l, false
	}
	raw, err := os.ReadFile(c.file(of))
	if err != nil || len(raw) < crc32.Size {
		return l, false
	}
	body := raw[crc32.Size:]
	if binary.LittleEndian.Uint32(raw) != crc32.Checksum(body, castagnoli) {
		return l, false
	}
	return l, gob.NewDecoder(bytes.NewReader(body)).Decode(&l) == nil
}

// save keeps what was learned, in place of what was kept longest ago.
func (c Cache) save(of fingerprint, l learned) error {
	b := bytes.NewBuffer(make([]byte, crc32.Size))
	if err := gob.NewEncoder(b).Encode(l); err != nil {
		return fmt.Errorf("keep what was learned: %w", err)
	}
	raw := b.Bytes()
	binary.LittleEndian.PutUint32(raw, crc32.Checksum(raw[crc32.Size:], castagnoli))
	if err := os.MkdirAll(c.Folder, 0o700); err != nil {
		return fmt.Errorf("keep what was learned: %w", err)
	}
	written, err := os.CreateTemp(c.Folder, cachedAs+"*.part")
	if err != nil {
		return fmt.Errorf("keep what was learned: %w", err)
	}
	_, err = written.Write(raw)
	if err = errors.Join(err, written.Close()); err == nil {
		err = os.Rename(written.Name(), c.file(of))
	}
	if err != nil {
		return fmt.Errorf("keep what was learned: %w", errors.Join(err, os.Remove(written.Name())))
	}
	return c.forget()
}

// forget removes what was kept longest ago.
func (c Cache) forget() error {
	files, err := os.ReadDir(c.Folder)
	if err != nil {
		return fmt.Errorf("look through what was learned: %w", err)
	}
	files = slices.DeleteFunc(files, func(f fs.DirEntry) bool { return !strings.HasPrefix(f.Name(), cachedAs) })
	written := make(map[string]time.Time, len(files))
	for _, f := range files {
		if about, err := f.Info(); err == nil { // or another has removed it
			written[f.Name()] = about.ModTime()
		}
	}
	slices.SortFunc(files, func(a, b fs.DirEntry) int { return written[b.Name()].Compare(written[a.Name()]) })
	for _, f := range files[min(cachedAtMost, len(files)):] {
		_ = os.Remove(filepath.Join(c.Folder, f.Name())) // or another has
	}
	return nil
}

func (c Cache) file(of fingerprint) string {
	h := sha256.New()
	h.Write(of[:])
	h.Write([]byte(c.Program))
	return filepath.Join(c.Folder, cachedAs+hex.EncodeToString(h.Sum(nil)[:16]))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// fingerprint tells files, and what is in them, from others.
type fingerprint [sha256.Size]byte

// fingerprintOf is that of the files of the folders by which texts are understood.
func fingerprintOf(folders ...fs.FS) (f fingerprint, err error) {
	h := sha256.New()
	for i, folder := range folders {
		if folder == nil {
			continue
		}
		for _, pattern := range []string{listFiles, conceptFiles, SampleFiles} {
			files, err := fs.Glob(folder, pattern)
			if err != nil {
				return f, fmt.Errorf("find what to learn from: %w", err)
			}
			for _, file := range files {
				raw, err := fs.ReadFile(folder, file)
				if err != nil {
					return f, fmt.Errorf("read what to learn from: %w", err)
				}
				fmt.Fprintf(h, "%d %s %d\n", i, file, len(raw))
				h.Write(raw)
			}
		}
	}
	return fingerprint(h.Sum(nil)), nil
}

// keeps puts a vocabulary and its judges into the form in which they are kept.
func keeps(v *vocabulary, judges ...*judge) learnedEar {
	features := make([]uint32, v.size())
	for _, s := range v.rows.slots {
		if s.key != 0 {
			features[s.value] = s.key
		}
	}
	e := learnedEar{Features: packed(features)}
	for _, j := range judges {
		k := learnedJudge{Weights: packed(j.weights), Unit: j.unit}
		for _, c := range j.classes {
			k.Classes = append(k.Classes, learnedClass{c.meaning, c.kind})
		}
		e.Judges = append(e.Judges, k)
	}
	return e
}

// gives makes a vocabulary and judges of what was kept.
func (e learnedEar) gives() (*vocabulary, []*judge) {
	features := unpacked[uint32](e.Features)
	v := &vocabulary{rows: newTable[uint32](len(features))}
	for row, f := range features {
		v.rows.put(f, int32(row))
	}
	var judges []*judge
	for _, k := range e.Judges {
		j := &judge{weights: unpacked[int16](k.Weights), unit: k.Unit}
		for _, c := range k.Classes {
			j.classes = append(j.classes, class{c.Meaning, c.Kind})
		}
		judges = append(judges, j)
	}
	return v, judges
}

func packed[N uint32 | int16](all []N) []byte {
	raw, err := binary.Append(nil, binary.LittleEndian, all)
	if err != nil {
		panic(err) // numbers of one size can be written
	}
	return raw
}

func unpacked[N uint32 | int16](raw []byte) []N {
	var one N
	all := make([]N, len(raw)/binary.Size(one))
	if _, err := binary.Decode(raw, binary.LittleEndian, all); err != nil {
		panic(err) // there are as many
	}
	return all
}
