"""Documents: text that never changes, and the labelled regions of its page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

__all__ = ["Document", "Region", "RegionKind", "Span", "document_id"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch ``[start, end)`` of a text, in code points.

    Raises:
        ValueError: If it does not hold that ``0 <= start <= end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words that the span covers in a text."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class RegionKind(Enum):
    """What a line or block of a page is."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"  # photo credits and source lines
    BREADCRUMB = "breadcrumb"
    SECTION = "section"
    SHARE = "share"
    RELATED = "related"
    FURNITURE = "furniture"  # navigation, notices and whatever else is not the article


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled part of a document's text; regions do not overlap."""

    span: Span
    kind: RegionKind


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was read, verbatim, with what is known about it.

    ``text`` never changes and is never cut: page furniture is labelled in ``regions``. All offsets
    anywhere in Counterpoint are code points into ``text``. A text without regions is all body.
    """

    id: str
    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    outlet: str = ""
    published: datetime | None = None
    language: str = "en"
    url: str = ""
    path: str = ""
    source_credit: str = ""  # this text came from another outlet: its last line says so
    regions: tuple[Region, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def of_kind(self, *kinds: RegionKind) -> tuple[Span, ...]:
        """Spans of the regions of these kinds, in text order."""
        return tuple(region.span for region in self.regions if region.kind in kinds)

    @property
    def body(self) -> str:
        """The article alone: body regions joined by blank lines; the whole text without regions."""
        if not self.regions:
            return self.text
        return "\n\n".join(span.of(self.text) for span in self.of_kind(RegionKind.BODY))


def document_id(text: str, address: str = "") -> str:
    """Stable id of a text at an address: equal text at an equal address has an equal id."""
    digest = hashlib.sha256()
    digest.update(address.encode("utf-8", "surrogatepass"))
    digest.update(b"\0")
    digest.update(text.encode("utf-8", "surrogatepass"))
    return "d" + digest.hexdigest()[:20]
