-- A document: opaque bytes, and beside them the few fields that are asked by.
-- Times are nanoseconds since 1970 in UTC. The long columns stand last, so
-- that a query on the short ones does not read them.
CREATE TABLE documents (
	id       TEXT PRIMARY KEY,
	version  INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	due      INTEGER,           -- NULL is never
	urgent   INTEGER NOT NULL,
	held     INTEGER NOT NULL,  -- the outbox is not empty
	rank     INTEGER NOT NULL,
	keys     TEXT NOT NULL,     -- a JSON array
	summary  TEXT,
	parked   BLOB,
	body     BLOB
) STRICT;

-- What the sweeper asks. It covers its queries, and the one at opening that
-- makes due whatever an earlier process held.
CREATE INDEX documents_due ON documents (urgent, due, id, held) WHERE due IS NOT NULL;

-- What documents are found by, in the order in which they are found. The
-- triggers keep it, so that a commit stays one statement.
CREATE TABLE keys (
	key  TEXT NOT NULL,
	rank INTEGER NOT NULL,
	id   TEXT NOT NULL,
	PRIMARY KEY (key, rank, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER keys_added AFTER INSERT ON documents
WHEN NEW.keys <> '[]'
BEGIN
	INSERT INTO keys SELECT DISTINCT value, NEW.rank, NEW.id FROM json_each(NEW.keys);
END;

CREATE TRIGGER keys_changed AFTER UPDATE OF keys, rank ON documents
WHEN NEW.keys <> OLD.keys OR NEW.rank <> OLD.rank
BEGIN
	DELETE FROM keys WHERE (key, rank, id) IN (SELECT value, OLD.rank, OLD.id FROM json_each(OLD.keys));
	INSERT INTO keys SELECT DISTINCT value, NEW.rank, NEW.id FROM json_each(NEW.keys);
END;

-- What happened, once by id.
CREATE TABLE facts (
	id   TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	at   INTEGER NOT NULL,
	data BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX facts_kind ON facts (kind, at, id);
