"""Tables, once for SQLite and PostgreSQL. Public views are in ``views``.

Tables have singular names and may change with a migration; the views ``documents``,
``statements``, ``actors``, ``edges`` and ``judgements`` are for everybody and only grow.

Findings and judgements are added, never changed. Columns that are derived from them, so that
reading is quick, say so: ``document.live``, ``statement.live``, the table ``ruling``, and the three
actor columns of ``voice``. They can be computed again at any time (``counterpoint status --check``
compares them).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "APPLICATION_ID",
    "REVISIONS",
    "actor",
    "actor_judgement",
    "actor_name",
    "affiliation",
    "chance",
    "coder",
    "document",
    "failure",
    "judgement",
    "link",
    "metadata",
    "pair",
    "position",
    "reading",
    "retraction",
    "ruling",
    "run",
    "statement",
    "step",
    "unattached",
    "voice",
]

APPLICATION_ID = 0x43505430  # "CPT0" in the header of the SQLite file
REVISIONS = ("0001", "0002")  # every migration that this version knows, oldest first

metadata = MetaData()


def _key() -> Column[int]:
    """An integer key: the row number on SQLite, 64 bits on PostgreSQL."""
    return Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _to(name: str, target: str, *, null: bool = False, index: bool = False) -> Column[int]:
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, ForeignKey(f"{target}.key"), nullable=null, index=index)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null, server_default=None if null else "")


coder = Table(
    "coder",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    _text("kind"),
)

run = Table(
    "run",
    metadata,
    _key(),
    _text("kind"),
    _to("coder_key", "coder"),
    _text("digest"),  # of the settings; equal settings continue the same run
    _text("settings"),  # JSON: configuration, versions, digests of models
    _text("started_at"),
    _text("finished_at", null=True),
    _text("counts"),  # JSON
    _text("retracted_at", null=True),
    Index("run_digest", "kind", "digest"),
)

document = Table(
    "document",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("run_key", "run", index=True),
    _to("replaces_key", "document", null=True, index=True),  # the version before
    Column("live", Boolean, nullable=False),  # derived: newest version, run not retracted
    _text("published", null=True),  # ISO 8601 as given, with its zone
    _text("day", null=True),  # YYYY-MM-DD of ``published`` in its own zone
    _text("outlet"),
    _text("language"),
    Column("address", Text, nullable=False, index=True),
    _text("title"),
    _text("authors"),  # JSON list
    _text("url"),
    _text("path"),
    _text("source_credit"),
    _text("extra"),  # JSON
    _text("regions"),  # JSON: [[start, end, kind], …]
    _text("text"),  # last, so that the small columns are read without it
    Index("document_live", "live"),
)

reading = Table(
    "reading",
    metadata,
    _key(),
    _to("document_key", "document"),
    _to("run_key", "run", index=True),
    _text("mentions"),  # JSON: [[start, end, name, type, score], …]
    UniqueConstraint("document_key", "run_key"),
)

actor = Table(
    "actor",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _text("name"),
    _text("type"),
    _text("wikidata_id"),
    _text("description"),
    _text("reason"),  # why these names are one actor
    _to("run_key", "run", null=True, index=True),
    _to("step_key", "step", null=True),  # made by a split
    Column("merged_key", BigInteger, nullable=True),  # derived: the actor it is part of now
)

actor_name = Table(
    "actor_name",
    metadata,
    _to("actor_key", "actor"),
    _text("name"),
    _text("folded"),  # case and marks removed, for finding
    Column("uses", Integer, nullable=False, server_default="0"),
    UniqueConstraint("actor_key", "name"),
    Index("actor_name_folded", "folded"),
)

voice = Table(
    "voice",
    metadata,
    _key(),
    _to("reading_key", "reading", index=True),
    _text("name"),
    _text("type"),
    _text("role"),
    _text("organisation"),
    _text("country"),
    _to("actor_key", "actor", null=True, index=True),  # derived from links and judgements
    _to("organisation_key", "actor", null=True),  # derived
    _to("country_key", "actor", null=True),  # derived
)

link = Table(
    "link",
    metadata,
    _to("voice_key", "voice", index=True),
    _to("run_key", "run", index=True),
    _to("actor_key", "actor", null=True),
    _to("organisation_key", "actor", null=True),
    _to("country_key", "actor", null=True),
    Column("score", Float, nullable=False),
    _text("reason"),
    UniqueConstraint("voice_key", "run_key"),
)

affiliation = Table(
    "affiliation",
    metadata,
    _key(),
    _to("member_key", "actor", index=True),
    _to("whole_key", "actor"),
    _text("role"),
    _text("since", null=True),  # day
    _text("until", null=True),
    _text("evidence"),  # JSON list of statement or document ids
    _text("reason"),
    _to("run_key", "run", index=True),
)

pair = Table(  # two actors that may be one: the queue of reviews
    "pair",
    metadata,
    _key(),
    _to("actor_key", "actor", index=True),
    _to("other_key", "actor"),
    Column("score", Float, nullable=False),
    Column("worth", Float, nullable=False),  # how much a decision would change
    _text("reason"),
    _to("run_key", "run", index=True),
)

statement = Table(
    "statement",
    metadata,
    _key(),
    Column("id", Text, nullable=False, index=True),
    _to("reading_key", "reading", index=True),
    _to("voice_key", "voice", null=True),
    Column("live", Boolean, nullable=False),  # derived: shown
    _text("manner"),
    _text("act"),
    Column("negated", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    Column("start", Integer, nullable=False),  # of the content
    Column("end", Integer, nullable=False),
    _text("source"),  # the words
    _text("cue"),
    _text("content"),
    _text("source_spans"),  # "12-18,40-52"
    _text("cue_spans"),
    _text("content_spans"),
    _text("speaker_reason"),
    Column("speaker_score", Float, nullable=True),
    _text("parent_id", null=True),
    _text("labels", null=True),  # JSON: further variables of a codebook
    Index("statement_voice", "voice_key"),
)

position = Table(
    "position",
    metadata,
    _key(),
    _to("statement_key", "statement", index=True),
    _to("run_key", "run", index=True),
    _text("target"),  # name of a concept, or id of an actor
    _text("target_kind"),  # concept, actor
    Column("stance", Integer, nullable=True),  # -1, 0, 1; null: about it, no side
    Column("score", Float, nullable=False),
)

chance = Table(  # samples: with which probability a run drew each statement for judging
    "chance",
    metadata,
    _to("run_key", "run"),
    Column("statement_id", Text, nullable=False, index=True),
    Column("probability", Float, nullable=False),
    Column("drawn", Boolean, nullable=False),
    UniqueConstraint("run_key", "statement_id"),
)

step = Table(  # one act of a person
    "step",
    metadata,
    _key(),
    _text("kind"),
    _to("coder_key", "coder"),
    _text("made_at"),
    _text("summary"),
    _text("reason"),
    _text("retracted_at", null=True),  # derived: the last row of ``retraction``
)

judgement = Table(
    "judgement",
    metadata,
    _key(),
    _to("step_key", "step", index=True),
    Column("statement_id", Text, nullable=False, index=True),
    _text("verdict"),
    _text("field_name"),
    _text("value"),
)

actor_judgement = Table(
    "actor_judgement",
    metadata,
    _key(),
    _to("step_key", "step", index=True),
    _text("verdict"),  # merge, split, distinct
    Column("actor_id", Text, nullable=False),
    _text("other_id"),  # merge: what goes into it; split: the new actor; distinct: the other
    _text("detail"),  # JSON; split: the names and documents that leave
)

retraction = Table(
    "retraction",
    metadata,
    _key(),
    _text("kind"),  # undo, redo
    _to("step_key", "step", null=True),
    _to("run_key", "run", null=True),
    _to("coder_key", "coder", null=True),
    _text("made_at"),
    Column("last_step", BigInteger, nullable=False),  # the newest step at this moment
)

ruling = Table(  # derived: the fold of the live judgements of a statement
    "ruling",
    metadata,
    Column("statement_id", Text, primary_key=True),
    _text("status"),
    _text("speaker", null=True),
    _text("role", null=True),
    _text("organisation", null=True),
    _text("country", null=True),
    _text("manner", null=True),
    _text("act", null=True),
    Column("negated", Boolean, nullable=True),
    _text("source", null=True),
    _text("cue", null=True),
    _text("content", null=True),
    _text("source_spans", null=True),
    _text("cue_spans", null=True),
    _text("content_spans", null=True),
    Column("start", Integer, nullable=True),
    Column("end", Integer, nullable=True),
    _to("actor_key", "actor", null=True),
    _text("labels", null=True),  # JSON
    _text("coder"),
    _text("judged_at"),
)

failure = Table(
    "failure",
    metadata,
    _key(),
    _to("run_key", "run", index=True),
    _to("document_key", "document", null=True, index=True),
    _text("place"),
    _text("stage"),
    _text("message"),
    _text("made_at"),
)

unattached = Table(  # marks that a corrected article no longer has room for
    "unattached",
    metadata,
    _key(),
    _to("run_key", "run", index=True),
    _to("document_key", "document"),  # the new version
    _text("statement_id"),  # of the old version
    _text("content"),
    _text("reason"),
)
