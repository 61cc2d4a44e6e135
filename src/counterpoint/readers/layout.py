"""Name the lines of a plain text: which are the article, and what the others are.

A text that was scraped from a page still holds the page: breadcrumb, sections, captions, share
lines, related links. Boosted trees over the look of each line and of its neighbours tell the
article from the rest (trained in ``training/layout``); rules then name the rest. No line is cut,
and none is in two regions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from counterpoint.readers.kinds import name_lines
from counterpoint.readers.plain_marks import article_end
from counterpoint.types import Region, RegionKind, Span

__all__ = ["Layout", "label_lines", "split_lines"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"[\r\n\u2028\u2029]+")
_GAP_OF_ONE = re.compile(r"(?:\r\n|\r|\n)")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
LINES_THRESHOLD = 0.6
_MIN_LINES = 3
_MAX_LINES = 5_000
_WRAP_WIDTH = 110
_WRAP_PAIRS = 5
_WRAP_SHARE = 0.4


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
    """Label the lines of a text; each line that is not blank is in exactly one region.

    Args:
        text: The text, one line a block. Lines of a text that is wrapped at a fixed width are
            taken together, paragraph by paragraph.
        title: The title, if it is known.
    """
    spans = split_lines(text)
    lines = [" ".join(map(str.strip, _BREAK.split(span.of(text)))) for span in spans]
    end = article_end(lines)
    chosen = _is_body(lines[:end]) + [False] * (len(lines) - end)
    named = name_lines(lines, chosen, title=title)
    regions = tuple(Region(span, kind) for span, kind in zip(spans, named.kinds, strict=True))
    return Layout(regions, named.title, named.authors, named.published, named.source_credit)


def split_lines(text: str) -> list[Span]:
    """Spans of the lines (or, in a wrapped text, paragraphs) that are not blank, trimmed."""
    spans = []
    for match in _LINE.finditer(text):
        words = match.group()
        kept = words.strip()
        if kept:
            start = match.start() + len(words) - len(words.lstrip())
            spans.append(Span(start, start + len(kept)))
    return _joined(text, spans) if _is_wrapped(text, spans) else spans


def _adjacent(text: str, one: Span, other: Span) -> bool:
    """Whether there is just one line break between two lines."""
    return len(_GAP_OF_ONE.findall(text[one.end : other.start])) == 1


def _is_wrapped(text: str, spans: list[Span]) -> bool:
    if len(spans) <= _WRAP_PAIRS or max(map(len, spans)) > _WRAP_WIDTH:
        return False
    pairs = [pair for pair in pairwise(spans) if _adjacent(text, *pair)]
    running = [
        (one, other)
        for one, other in pairs
        if len(one) >= _WRAP_WIDTH // 2
        and text[other.start].islower()
        and not _SENTENCE_END.search(text, one.start, one.end)
    ]
    return len(running) >= _WRAP_PAIRS and len(running) >= _WRAP_SHARE * len(pairs)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    joined = spans[:1]
    for span in spans[1:]:
        if _adjacent(text, joined[-1], span):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _is_body(lines: list[str]) -> list[bool]:
    """Which lines are the article; all of them if the text is too short or too long to tell."""
    if not _MIN_LINES <= len(lines) <= _MAX_LINES:
        return [True] * len(lines)
    from counterpoint.readers.features import LINE_FEATURES, line_features
    from counterpoint.readers.second_look import SECOND_FEATURES, second_features
    from counterpoint.readers.trees import load_trees

    rows = line_features(lines)
    first = load_trees("lines").probability(rows, LINE_FEATURES)
    look = second_features(first, rows)
    chosen = load_trees("lines-second").probability(look, SECOND_FEATURES) > LINES_THRESHOLD
    return [bool(kept) for kept in chosen] if chosen.any() else [True] * len(lines)
