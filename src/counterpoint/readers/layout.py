"""Name the lines of a scraped page (thin for now: everything is body)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from counterpoint.types import Region, RegionKind, Span

__all__ = ["Layout", "label_lines"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """Labelled regions of a text, and what they tell about it."""

    regions: tuple[Region, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    source_credit: str = ""

    @property
    def body(self) -> tuple[Region, ...]:
        """The regions of the article itself."""
        return tuple(region for region in self.regions if region.kind is RegionKind.BODY)


def label_lines(text: str, *, title: str = "") -> Layout:
    """Label the lines of a text."""
    regions = []
    for match in _LINE.finditer(text):
        words = match.group()
        if words.strip():
            start = match.start() + len(words) - len(words.lstrip())
            regions.append(Region(Span(start, start + len(words.strip())), RegionKind.BODY))
    return Layout(tuple(regions))
