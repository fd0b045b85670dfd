package mongotest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// set is the replica set's name.
const set = "goodturn"

// Server is a pretend MongoDB server.
type Server struct {
	addr string

	mu       sync.Mutex // held for the whole of a command
	shelves  map[string]*collection
	sessions map[string]*session
	cursors  map[int64]*cursor
	last     int64 // the number of the cursor made last
	faults   map[string][]Fault
	choose   func(Command) Fault
	offset   time.Duration
	follower bool // it is no primary
	heard    map[string]int

	net      sync.Mutex
	listener net.Listener
	conns    map[net.Conn]bool
	closed   bool
	serving  sync.WaitGroup
}

// Listen starts a server on an address such as "127.0.0.1:0". It serves until
// Close, with nothing stored to begin with.
func Listen(addr string) (*Server, error) {
	s := &Server{
		addr: addr, shelves: map[string]*collection{}, sessions: map[string]*session{}, cursors: map[int64]*cursor{},
		faults: map[string][]Fault{}, heard: map[string]int{}, conns: map[net.Conn]bool{},
	}
	if err := s.Start(); err != nil {
		return nil, err
	}
	return s, nil
}

// URI is the address of a database on the server, as an operator would give it.
func (s *Server) URI(database string) string {
	return fmt.Sprintf("mongodb://%s/%s?replicaSet=%s", s.addr, database, set)
}

// Addr is where the server listens.
func (s *Server) Addr() string { return s.addr }

// Stop closes every connection and refuses new ones, until Start: the server
// is down. What is stored stays.
func (s *Server) Stop() {
	s.net.Lock()
	if s.listener != nil {
		_ = s.listener.Close()
		s.listener = nil
	}
	for c := range s.conns {
		_ = c.Close()
	}
	s.net.Unlock()
	s.serving.Wait()
}

// Start has a stopped server listen again, on the same address.
func (s *Server) Start() error {
	s.net.Lock()
	defer s.net.Unlock()
	if s.closed || s.listener != nil {
		return errors.New("start the pretend MongoDB: it runs, or is closed for good")
	}
	l, err := listen(s.addr)
	if err != nil {
		return fmt.Errorf("start the pretend MongoDB: %w", err)
	}
	s.addr, s.listener = l.Addr().String(), l
	s.serving.Go(func() { s.accept(l) })
	return nil
}

// listen listens on an address. For port 0 it takes one that systems give to no client:
// while the server is stopped, somebody who dials it, or anything else, would get it.
func listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port != "0" {
		return net.Listen("tcp", addr)
	}
	const lowest, below, tries = 10_000, 30_000, 100
	var l net.Listener
	for range tries {
		port := lowest + rand.IntN(below-lowest)
		if l, err = net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port))); err == nil {
			return l, nil
		}
	}
	return nil, err
}

// Close ends the server for good.
func (s *Server) Close() {
	s.net.Lock()
	s.closed = true
	s.net.Unlock()
	s.Stop()
}

func (s *Server) accept(l net.Listener) {
	for id := int32(1); ; id++ {
		c, err := l.Accept()
		if err != nil {
			return
		}
		s.net.Lock()
		if s.listener != l {
			_ = c.Close()
			s.net.Unlock()
			return
		}
		s.conns[c] = true
		s.net.Unlock()
		s.serving.Go(func() {
			s.serve(c, id)
			_ = c.Close()
			s.net.Lock()
			delete(s.conns, c)
			s.net.Unlock()
		})
	}
}

// serve answers what comes over one connection, until it ends.
func (s *Server) serve(c net.Conn, id int32) {
	for {
		m, err := readMessage(c)
		if err != nil {
			return
		}
		reply, cut := s.handle(m.command, id)
		if cut {
			return
		}
		if m.quiet {
			continue
		}
		if err := m.answer(c, reply); err != nil {
			return
		}
	}
}

// handle runs one command, with whatever fault it meets.
func (s *Server) handle(c Command, connection int32) (reply bsoncore.Document, cut bool) {
	f := s.fault(c)
	if f.Delay > 0 {
		time.Sleep(f.Delay)
	}
	var answer *response
	var err error
	if f.Lost {
		answer = &response{}
	} else {
		s.mu.Lock()
		answer, err = s.run(c, connection, f.Held)
		s.mu.Unlock()
	}
	switch {
	case f.Cut:
		return nil, true
	case err != nil:
		return failed(err, c), false
	case f.Code != 0:
		return failed(&Failure{Code: f.Code, Message: "it was told to fail"}, c), false
	case f.Concern != 0:
		answer.concern = f.Concern
	}
	return answer.document(c), false
}

// SetClock has the server's clock go ahead by as much (or, below zero, behind).
func (s *Server) SetClock(ahead time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset = ahead
}

// StepDown has the server be no primary until StepUp: it answers, and refuses
// to write and to read. Connections stay, as they do on servers since 4.2.
func (s *Server) StepDown() { s.role(true) }

// StepUp has it be the primary again.
func (s *Server) StepUp() { s.role(false) }

func (s *Server) role(follower bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.follower = follower
}

// Heard is how many commands of that name have come.
func (s *Server) Heard(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard[name]
}

// Replicate has all that was written with Fault.Held reach a majority.
func (s *Server) Replicate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, shelf := range s.shelves {
		for _, d := range shelf.docs {
			d.majority = d.local
		}
	}
	for _, in := range s.sessions {
		clear(in.held)
	}
}

// RollBack undoes all that was written with Fault.Held, as when the member
// that took it comes back to a set that went on without it.
func (s *Server) RollBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, shelf := range s.shelves {
		for id, d := range shelf.docs {
			if shelf.write(d, d.majority, false); d.local == nil {
				delete(shelf.docs, id)
			}
		}
	}
	for _, in := range s.sessions {
		for statement := range in.held {
			delete(in.done, statement)
		}
		clear(in.held)
	}
}

// Indexes are the names of a collection's indexes, besides the one on _id.
func (s *Server) Indexes(database, name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, ix := range s.shelf(database, name).indexes {
		names = append(names, ix.name)
	}
	return names
}

func (s *Server) shelf(database, name string) *collection {
	full := database + "." + name
	shelf := s.shelves[full]
	if shelf == nil {
		shelf = &collection{docs: map[string]*stored{}}
		s.shelves[full] = shelf
	}
	return shelf
}
