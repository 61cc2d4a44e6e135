"""The first tables and views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make everything."""
    _tables_1()
    _tables_2()
    _tables_3()
    _tables_4()
    _tables_5()
    _search()
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def _search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE document_text USING fts5(title, text, content='document', "
            "content_rowid='key', tokenize='unicode61 remove_diacritics 2')"
        )
        return
    op.execute(
        "CREATE TABLE document_text (document_key BIGINT PRIMARY KEY REFERENCES document(key), "
        "words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX document_text_words ON document_text USING gin (words)")


def _tables_1() -> None:
    op.create_table(
        "coder",
        sa.Column("key", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "run",
        sa.Column("key", KEY, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("coder_key", KEY, nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("settings", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("counts", sa.Text(), server_default="", nullable=False),
        sa.Column("retracted_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coder_key"],
            ["coder.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("run_digest", "run", ["kind", "digest"], unique=False)
    op.create_table(
        "step",
        sa.Column("key", KEY, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("coder_key", KEY, nullable=False),
        sa.Column("made_at", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("retracted_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coder_key"],
            ["coder.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "actor",
        sa.Column("key", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("wikidata_id", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("run_key", KEY, nullable=True),
        sa.Column("step_key", KEY, nullable=True),
        sa.Column("merged_key", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.ForeignKeyConstraint(
            ["step_key"],
            ["step.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(op.f("ix_actor_run_key"), "actor", ["run_key"], unique=False)


def _tables_2() -> None:
    op.create_table(
        "actor_judgement",
        sa.Column("key", KEY, nullable=False),
        sa.Column("step_key", KEY, nullable=False),
        sa.Column("verdict", sa.Text(), server_default="", nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["step_key"],
            ["step.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(
        op.f("ix_actor_judgement_step_key"), "actor_judgement", ["step_key"], unique=False
    )
    op.create_table(
        "document",
        sa.Column("key", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.Column("replaces_key", KEY, nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("authors", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("path", sa.Text(), server_default="", nullable=False),
        sa.Column("source_credit", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="", nullable=False),
        sa.Column("regions", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["replaces_key"],
            ["document.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("document_live", "document", ["live"], unique=False)
    op.create_index(op.f("ix_document_address"), "document", ["address"], unique=False)
    op.create_index(op.f("ix_document_replaces_key"), "document", ["replaces_key"], unique=False)
    op.create_index(op.f("ix_document_run_key"), "document", ["run_key"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("key", KEY, nullable=False),
        sa.Column("step_key", KEY, nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), server_default="", nullable=False),
        sa.Column("field_name", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["step_key"],
            ["step.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_judgement_statement_id"), "judgement", ["statement_id"], unique=False)
    op.create_index(op.f("ix_judgement_step_key"), "judgement", ["step_key"], unique=False)
    op.create_table(
        "retraction",
        sa.Column("key", KEY, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("step_key", KEY, nullable=True),
        sa.Column("run_key", KEY, nullable=True),
        sa.Column("coder_key", KEY, nullable=True),
        sa.Column("made_at", sa.Text(), server_default="", nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_key"],
            ["coder.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.ForeignKeyConstraint(
            ["step_key"],
            ["step.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )


def _tables_3() -> None:
    op.create_table(
        "actor_name",
        sa.Column("actor_key", KEY, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("uses", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_key"],
            ["actor.key"],
        ),
        sa.UniqueConstraint("actor_key", "name"),
    )
    op.create_index("actor_name_folded", "actor_name", ["folded"], unique=False)
    op.create_table(
        "affiliation",
        sa.Column("key", KEY, nullable=False),
        sa.Column("member_key", KEY, nullable=False),
        sa.Column("whole_key", KEY, nullable=False),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.ForeignKeyConstraint(
            ["whole_key"],
            ["actor.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_affiliation_member_key"), "affiliation", ["member_key"], unique=False)
    op.create_index(op.f("ix_affiliation_run_key"), "affiliation", ["run_key"], unique=False)
    op.create_table(
        "failure",
        sa.Column("key", KEY, nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.Column("document_key", KEY, nullable=True),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"],
            ["document.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_failure_document_key"), "failure", ["document_key"], unique=False)
    op.create_index(op.f("ix_failure_run_key"), "failure", ["run_key"], unique=False)
    op.create_table(
        "pair",
        sa.Column("key", KEY, nullable=False),
        sa.Column("actor_key", KEY, nullable=False),
        sa.Column("other_key", KEY, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["other_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_pair_actor_key"), "pair", ["actor_key"], unique=False)
    op.create_index(op.f("ix_pair_run_key"), "pair", ["run_key"], unique=False)


def _tables_4() -> None:
    op.create_table(
        "reading",
        sa.Column("key", KEY, nullable=False),
        sa.Column("document_key", KEY, nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.Column("mentions", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"],
            ["document.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("document_key", "run_key"),
    )
    op.create_index(op.f("ix_reading_run_key"), "reading", ["run_key"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("manner", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("negated", sa.Boolean(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("source_spans", sa.Text(), nullable=True),
        sa.Column("cue_spans", sa.Text(), nullable=True),
        sa.Column("content_spans", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("actor_key", KEY, nullable=True),
        sa.Column("labels", sa.Text(), nullable=True),
        sa.Column("coder", sa.Text(), server_default="", nullable=False),
        sa.Column("judged_at", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_key"],
            ["actor.key"],
        ),
        sa.PrimaryKeyConstraint("statement_id"),
    )
    op.create_table(
        "unattached",
        sa.Column("key", KEY, nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.Column("document_key", KEY, nullable=False),
        sa.Column("statement_id", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"],
            ["document.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_unattached_run_key"), "unattached", ["run_key"], unique=False)
    op.create_table(
        "voice",
        sa.Column("key", KEY, nullable=False),
        sa.Column("reading_key", KEY, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("organisation", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("actor_key", KEY, nullable=True),
        sa.Column("organisation_key", KEY, nullable=True),
        sa.Column("country_key", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["country_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["reading_key"],
            ["reading.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_voice_actor_key"), "voice", ["actor_key"], unique=False)
    op.create_index(op.f("ix_voice_reading_key"), "voice", ["reading_key"], unique=False)


def _tables_5() -> None:
    op.create_table(
        "link",
        sa.Column("voice_key", KEY, nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.Column("actor_key", KEY, nullable=True),
        sa.Column("organisation_key", KEY, nullable=True),
        sa.Column("country_key", KEY, nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["country_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["organisation_key"],
            ["actor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.ForeignKeyConstraint(
            ["voice_key"],
            ["voice.key"],
        ),
        sa.UniqueConstraint("voice_key", "run_key"),
    )
    op.create_index(op.f("ix_link_run_key"), "link", ["run_key"], unique=False)
    op.create_index(op.f("ix_link_voice_key"), "link", ["voice_key"], unique=False)
    op.create_table(
        "statement",
        sa.Column("key", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reading_key", KEY, nullable=False),
        sa.Column("voice_key", KEY, nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("manner", sa.Text(), server_default="", nullable=False),
        sa.Column("act", sa.Text(), server_default="", nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("cue", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("source_spans", sa.Text(), server_default="", nullable=False),
        sa.Column("cue_spans", sa.Text(), server_default="", nullable=False),
        sa.Column("content_spans", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker_score", sa.Float(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("labels", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reading_key"],
            ["reading.key"],
        ),
        sa.ForeignKeyConstraint(
            ["voice_key"],
            ["voice.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_statement_id"), "statement", ["id"], unique=False)
    op.create_index(op.f("ix_statement_reading_key"), "statement", ["reading_key"], unique=False)
    op.create_index("statement_voice", "statement", ["voice_key"], unique=False)
    op.create_table(
        "position",
        sa.Column("key", KEY, nullable=False),
        sa.Column("statement_key", KEY, nullable=False),
        sa.Column("run_key", KEY, nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("target_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("stance", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_key"],
            ["run.key"],
        ),
        sa.ForeignKeyConstraint(
            ["statement_key"],
            ["statement.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_position_run_key"), "position", ["run_key"], unique=False)
    op.create_index(op.f("ix_position_statement_key"), "position", ["statement_key"], unique=False)


VIEWS = {
    "documents": """
SELECT d.id AS id, d.title AS title, d.outlet AS outlet, d.published AS published, d.day AS day,
       d.language AS language, d.authors AS authors, d.url AS url, d.path AS path,
       d.source_credit AS source_credit, b.id AS replaces, length(d.text) AS characters,
       d.text AS text
FROM document d LEFT JOIN document b ON b.key = d.replaces_key
WHERE d.live
""",
    "statements": """
SELECT s.id AS "id",
  d.id AS "document_id",
  d.published AS "published",
  d.outlet AS "outlet",
  d.title AS "title",
  COALESCE(ra.name, g.speaker, a.name, v.name, '') AS "speaker",
  CASE WHEN g.speaker IS NOT NULL THEN ra.id ELSE a.id END AS "speaker_id",
  COALESCE(g.organisation, o.name, v.organisation, '') AS "organisation",
  COALESCE(g.country, c.name, v.country, '') AS "country",
  COALESCE(g.manner, s.manner) AS "manner",
  COALESCE(g.act, s.act) AS "act",
  COALESCE(g.negated, s.negated) AS "negated",
  COALESCE(g.source, s.source) AS "source",
  COALESCE(g.cue, s.cue) AS "cue",
  COALESCE(g.content, s.content) AS "content",
  COALESCE(g.start, s.start) AS "start",
  COALESCE(g."end", s."end") AS "end",
  s.score AS "score",
  k.name AS "coder",
  COALESCE(g.status, 'open') AS "status",
  COALESCE(ra.type, a.type, v.type, '') AS "speaker_type",
  COALESCE(g.role, v.role, '') AS "role",
  s.speaker_reason AS "speaker_reason",
  s.parent_id AS "parent_id",
  COALESCE(g.source_spans, s.source_spans) AS "source_spans",
  COALESCE(g.cue_spans, s.cue_spans) AS "cue_spans",
  COALESCE(g.content_spans, s.content_spans) AS "content_spans",
  COALESCE(g.labels, s.labels) AS "labels",
  r.run_key AS "run",
  d.language AS "language",
  d.url AS "url",
  k.kind AS "coder_kind"
FROM statement s
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
WHERE s.live
""",
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
