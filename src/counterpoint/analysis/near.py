"""Which spans touch a span, found without looking at all of them: a text may hold thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from counterpoint.types import Span

__all__ = ["merge_spans", "touching"]

_START, _END = attrgetter("start"), attrgetter("end")


def touching(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of some spans, in order and without overlap, that share a character with this one.

    Example:
        >>> touching([Span(0, 2), Span(3, 5), Span(6, 8)], Span(4, 7))
        [Span(start=3, end=5), Span(start=6, end=8)]
    """
    first = bisect_right(spans, span.start, key=_END)
    last = bisect_left(spans, span.end, key=_START)
    return spans[first:last]


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """The same stretches in order, those that overlap or meet as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged
