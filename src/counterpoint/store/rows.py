"""Values to rows and back."""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from counterpoint.types import Document, Mention, Region, RegionKind, Span, SpeakerType

__all__ = [
    "address_of",
    "compact",
    "document_of",
    "document_row",
    "folded",
    "join_pieces",
    "mentions_of",
    "mentions_text",
    "now",
    "parse_spans",
    "spans_text",
    "storable",
    "time_of",
]

_OWN_ID = re.compile("d[0-9a-f]{20}")  # as document_id makes them
_TABLES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".gz", ".warc")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
PIECES = " […] "  # between the pieces of an interrupted content


def now() -> str:
    """This moment, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def time_of(text: str | None) -> datetime | None:
    """A stored time; None where there is none or none that Python can hold."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def storable(text: str) -> str:
    """The text without what no database can hold; as long as before, so that offsets hold.

    NUL and lone surrogates become the replacement character.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def folded(text: str) -> str:
    """Case, marks and invisible characters removed: what two spellings share."""
    parts = unicodedata.normalize("NFKD", text)
    kept = (char for char in parts if unicodedata.category(char) not in ("Mn", "Cf"))
    return " ".join("".join(kept).casefold().split())


def compact(value: Any) -> str:
    """JSON without spaces, keys in order; empty values are an empty text."""
    if not value:
        return ""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def spans_text(spans: Iterable[Span]) -> str:
    """Spans as ``12-18,40-52``."""
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def parse_spans(text: str) -> tuple[Span, ...]:
    """Spans from ``12-18,40-52``.

    Raises:
        ValueError: If it is anything else.
    """
    spans = []
    for part in text.split(",") if text else []:
        start, _, end = part.strip().partition("-")
        spans.append(Span(int(start), int(end)))
    return tuple(spans)


def join_pieces(text: str, spans: Iterable[Span]) -> str:
    """The words of spans; pieces of one content with an ellipsis in brackets between them."""
    return PIECES.join(span.of(text) for span in spans)


def address_of(document: Document) -> str:
    """What makes two texts versions of one article: who it is and where it was, not what it says.

    An id that the input gave counts first (a whole collection may share one URL), then the URL,
    then the path of a file that holds one text. Empty: the text has no versions.
    """
    if not _OWN_ID.fullmatch(document.id):
        return storable(f"id:{document.id}")
    if document.url:
        return storable(document.url)
    path = document.path
    if path in ("", "-") or path.lower().endswith(_TABLES):
        return ""
    return storable(posixpath.normpath(path.replace("\\", "/")))


def document_row(document: Document) -> dict[str, Any]:
    """The columns of a document that it brings itself."""
    published = document.published
    return {
        "id": document.id,
        "published": published.isoformat() if published else None,
        "day": published.date().isoformat() if published else None,
        "outlet": storable(document.outlet),
        "language": storable(document.language),
        "address": address_of(document),
        "title": storable(document.title),
        "authors": compact(list(document.authors)),
        "url": storable(document.url),
        "path": storable(document.path),
        "source_credit": storable(document.source_credit),
        "extra": compact(dict(document.extra)),
        "regions": compact(
            [[region.span.start, region.span.end, region.kind.value] for region in document.regions]
        ),
        "text": storable(document.text),
    }


def document_of(row: Mapping[Any, Any]) -> Document:
    """A document from its row."""
    return Document(
        id=row["id"],
        text=row["text"],
        title=row["title"],
        authors=tuple(json.loads(row["authors"] or "[]")),
        outlet=row["outlet"],
        published=time_of(row["published"]),
        language=row["language"],
        url=row["url"],
        path=row["path"],
        source_credit=row["source_credit"],
        regions=tuple(
            Region(Span(start, end), RegionKind(kind))
            for start, end, kind in json.loads(row["regions"] or "[]")
        ),
        extra=json.loads(row["extra"] or "{}"),
    )


def mentions_text(mentions: Iterable[Mention]) -> str:
    """Mentions of a document, compact."""
    return compact(
        [
            [one.span.start, one.span.end, one.name, one.type.value, round(one.score, 3)]
            for one in mentions
        ]
    )


def mentions_of(text: str) -> tuple[Mention, ...]:
    """Mentions from their stored form."""
    return tuple(
        Mention(Span(start, end), name, SpeakerType(kind), score)
        for start, end, name, kind, score in json.loads(text or "[]")
    )
