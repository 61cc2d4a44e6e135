"""Many copies of what a corpus holds, under other ids, by SQL alone: large files quickly."""

from __future__ import annotations

import sqlite3

_COPIES = """
INSERT INTO document (key, id, run_key, live, published, day, outlet, language, address, title,
    authors, url, path, source_credit, extra, regions, text)
  SELECT key + :n * {documents}, substr(id, 1, 17) || printf('x%03d', :n), run_key, live, published,
    day, outlet, language, address || :n, title, authors, url || :n, path, source_credit, extra,
    regions, text FROM document WHERE key <= {documents};
INSERT INTO document_text (rowid, title, text)
  SELECT key + :n * {documents}, title, text FROM document WHERE key <= {documents};
INSERT INTO reading (key, document_key, run_key, mentions)
  SELECT key + :n * {readings}, document_key + :n * {documents}, run_key, mentions
  FROM reading WHERE key <= {readings};
INSERT INTO voice (key, reading_key, name, type, role, organisation, country)
  SELECT key + :n * {voices}, reading_key + :n * {readings}, name, type, role, organisation, country
  FROM voice WHERE key <= {voices};
INSERT INTO statement (key, id, reading_key, voice_key, live, manner, act, negated, score, start,
    "end", source, cue, content, source_spans, cue_spans, content_spans, speaker_reason,
    speaker_score)
  SELECT key + :n * {statements}, substr(id, 1, 17) || printf('x%03d', :n),
    reading_key + :n * {readings}, voice_key + :n * {voices}, live, manner, act, negated, score,
    start, "end", source, cue, content, source_spans, cue_spans, content_spans, speaker_reason,
    speaker_score FROM statement WHERE key <= {statements};
"""


def multiply(path: str, times: int) -> None:
    """Make a corpus ``times`` as large."""
    connection = sqlite3.connect(path, isolation_level=None)
    tables = ("document", "reading", "voice", "statement")
    counts = {
        f"{table}s": connection.execute(f"SELECT max(key) FROM {table}").fetchone()[0] or 0
        for table in tables
    }
    connection.execute("PRAGMA synchronous = OFF")
    for number in range(1, times):
        connection.execute("BEGIN")
        for query in _COPIES.format(**counts).split(";"):
            if query.strip():
                connection.execute(query, {"n": number})
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("ANALYZE")
    connection.close()
