-- The rows that one durable step reads and writes, as an application on
-- PostgreSQL would keep them.
CREATE TABLE documents (id bigint PRIMARY KEY, version bigint NOT NULL, body bytea NOT NULL);
CREATE TABLE inbox (sid text PRIMARY KEY, document bigint NOT NULL, body bytea NOT NULL);
CREATE TABLE outbox (id bigserial PRIMARY KEY, document bigint NOT NULL, body bytea NOT NULL);
INSERT INTO documents SELECT n, 1, decode(repeat('61', 2000), 'hex') FROM generate_series(1, 100000) AS n;
