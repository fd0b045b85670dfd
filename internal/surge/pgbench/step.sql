-- One durable step: the text is noted once, the document locked, read and
-- written, and what is to be said stands beside it, all or nothing.
\set document random(1, 100000)
BEGIN;
INSERT INTO inbox VALUES (gen_random_uuid()::text, :document, decode(repeat('62', 400), 'hex'));
SELECT version, body FROM documents WHERE id = :document FOR UPDATE;
UPDATE documents SET version = version + 1, body = decode(repeat('63', 2000), 'hex') WHERE id = :document;
INSERT INTO outbox (document, body) VALUES (:document, decode(repeat('64', 400), 'hex'));
COMMIT;
