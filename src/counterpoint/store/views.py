"""The public views, for people who open a corpus with Datasette, R, DuckDB or pandas.

Names of views and columns are a promise: new ones may come, none goes. The same text runs on SQLite
and PostgreSQL.
"""

from __future__ import annotations

__all__ = ["STATEMENT_COLUMNS", "STATEMENT_FROM", "VIEWS"]

# Column of the statements view: expression. The commands read through the same expressions.
STATEMENT_COLUMNS: dict[str, str] = {
    "id": "s.id",
    "document_id": "d.id",
    "published": "d.published",
    "outlet": "d.outlet",
    "title": "d.title",
    "speaker": "COALESCE(ra.name, g.speaker, a.name, v.name, '')",
    "speaker_id": "CASE WHEN g.speaker IS NOT NULL THEN ra.id ELSE a.id END",
    "organisation": "COALESCE(g.organisation, o.name, v.organisation, '')",
    "country": "COALESCE(g.country, c.name, v.country, '')",
    "manner": "COALESCE(g.manner, s.manner)",
    "act": "COALESCE(g.act, s.act)",
    "negated": "COALESCE(g.negated, s.negated)",
    "source": "COALESCE(g.source, s.source)",
    "cue": "COALESCE(g.cue, s.cue)",
    "content": "COALESCE(g.content, s.content)",
    "start": "COALESCE(g.start, s.start)",
    "end": 'COALESCE(g."end", s."end")',
    "score": "s.score",
    "coder": "k.name",
    "status": "COALESCE(g.status, 'open')",
    "speaker_type": "COALESCE(ra.type, a.type, v.type, '')",
    "role": "COALESCE(g.role, v.role, '')",
    "speaker_reason": "s.speaker_reason",
    "parent_id": "s.parent_id",
    "source_spans": "COALESCE(g.source_spans, s.source_spans)",
    "cue_spans": "COALESCE(g.cue_spans, s.cue_spans)",
    "content_spans": "COALESCE(g.content_spans, s.content_spans)",
    "labels": "COALESCE(g.labels, s.labels)",
    "run": "r.run_key",
    "language": "d.language",
    "url": "d.url",
    "coder_kind": "k.kind",
}

STATEMENT_FROM = """
statement s
JOIN reading r ON r.key = s.reading_key
JOIN document d ON d.key = r.document_key
JOIN run n ON n.key = r.run_key
JOIN coder k ON k.key = n.coder_key
LEFT JOIN voice v ON v.key = s.voice_key
LEFT JOIN actor a ON a.key = v.actor_key
LEFT JOIN actor o ON o.key = v.organisation_key
LEFT JOIN actor c ON c.key = v.country_key
LEFT JOIN ruling g ON g.statement_id = s.id
LEFT JOIN actor ra ON ra.key = g.actor_key
"""

_STATEMENTS = (
    "SELECT "  # noqa: S608 - constants of this module
    + ", ".join(f'{expression} AS "{name}"' for name, expression in STATEMENT_COLUMNS.items())
    + " FROM "
    + STATEMENT_FROM
    + " WHERE s.live"
)

VIEWS: dict[str, str] = {
    "documents": """
SELECT d.id AS id, d.title AS title, d.outlet AS outlet, d.published AS published, d.day AS day,
       d.language AS language, d.authors AS authors, d.url AS url, d.path AS path,
       d.source_credit AS source_credit, b.id AS replaces, length(d.text) AS characters,
       d.text AS text
FROM document d LEFT JOIN document b ON b.key = d.replaces_key
WHERE d.live
""",
    "statements": _STATEMENTS,
    "actors": """
SELECT a.id AS id, a.name AS name, a.type AS type, a.wikidata_id AS wikidata_id,
       a.description AS description, a.reason AS reason,
       (SELECT count(*) FROM voice v JOIN statement s ON s.voice_key = v.key
        WHERE v.actor_key = a.key AND s.live) AS statements
FROM actor a
WHERE a.key IN (
  SELECT actor_key FROM voice WHERE actor_key IS NOT NULL
  UNION SELECT organisation_key FROM voice WHERE organisation_key IS NOT NULL
  UNION SELECT country_key FROM voice WHERE country_key IS NOT NULL
)
""",
    "edges": """
SELECT COALESCE(ra.id, a.id) AS source_id, COALESCE(ra.name, g.speaker, a.name, v.name) AS source,
       'position' AS relation, p.target AS target_id, COALESCE(t.name, p.target) AS target,
       p.stance AS value, p.score AS score, s.id AS statement_id, d.id AS document_id,
       d.day AS since, NULL AS until
FROM position p
JOIN statement s ON s.key = p.statement_key
JOIN reading r ON r.key = s.reading_key
JOIN document d ON d.key = r.document_key
JOIN run n ON n.key = p.run_key
LEFT JOIN voice v ON v.key = s.voice_key
LEFT JOIN actor a ON a.key = v.actor_key
LEFT JOIN ruling g ON g.statement_id = s.id
LEFT JOIN actor ra ON ra.key = g.actor_key
LEFT JOIN actor t ON p.target_kind = 'actor' AND t.id = p.target
WHERE s.live AND n.retracted_at IS NULL AND COALESCE(g.status, 'open') <> 'rejected'
UNION ALL
SELECT m.id, m.name, 'member', w.id, w.name, 1, 1.0, NULL, NULL, f.since, f.until
FROM affiliation f
JOIN actor m ON m.key = f.member_key
JOIN actor w ON w.key = f.whole_key
JOIN run n ON n.key = f.run_key
WHERE n.retracted_at IS NULL
""",
    "judgements": """
SELECT j.statement_id AS statement_id, j.verdict AS verdict, j.field_name AS field_name,
       j.value AS value, c.name AS coder, a.made_at AS made_at, a.reason AS reason,
       a.retracted_at AS retracted_at
FROM judgement j JOIN step a ON a.key = j.step_key JOIN coder c ON c.key = a.coder_key
""",
}
