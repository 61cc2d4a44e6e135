"""The author's own voice: sentences of the article that nobody else says.

They come out only when asked for. A sentence that holds a cue or a part of a content belongs to
whoever is cited in it; a question, a heading or a line without a verb's worth of words is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterpoint.analysis.near import merge_spans, touching
from counterpoint.types import (
    Attribution,
    Document,
    Manner,
    RegionKind,
    Span,
    Speaker,
    SpeakerType,
)

__all__ = ["author_of", "find_author_statements"]

_WORD = re.compile(r"[^\W_]+")
_LEAST_WORDS = 2
_END = re.compile(r"[.!\u2026][\"'\u201d\u2019)\]]*\Z")
_SCORE = 0.6
_MOST_QUOTED = 0.5


def find_author_statements(
    document: Document,
    sentences: Sequence[Span],
    attributions: Sequence[Attribution],
    quotations: Sequence[Span] = (),
) -> tuple[Attribution, ...]:
    """One attribution of manner AUTHOR for each sentence that nobody else says.

    Args:
        document: The document; where its regions are known, only its body is read.
        sentences: Its sentences.
        attributions: What others say in it.
        quotations: Its quotations; a sentence that is mostly quoted is not the author's.
    """
    said = merge_spans(span for one in attributions for span in (*one.cue, *one.content))
    body = document.of_kind(RegionKind.BODY) if document.regions else (Span(0, len(document.text)),)
    text = document.text
    return tuple(
        Attribution(source=(), cue=(), content=(span,), manner=Manner.AUTHOR, score=_SCORE)
        for span in sentences
        if touching(body, span)
        and _says_something(text, span)
        and not touching(said, span)
        and _quoted(text, span, quotations) <= _MOST_QUOTED
    )


def author_of(document: Document) -> Speaker:
    """The author as a speaker: by name where the document tells it."""
    name = " and ".join(document.authors) if document.authors else "the author"
    return Speaker(
        name=name,
        type=SpeakerType.AUTHOR,
        organisation=document.outlet,
        reason="the text's own voice: nobody else is cited for this sentence",
        score=1.0 if document.authors else 0.7,
    )


def _says_something(text: str, span: Span) -> bool:
    words = span.of(text)
    return len(_WORD.findall(words)) >= _LEAST_WORDS and bool(_END.search(words))


def _quoted(text: str, span: Span, quotations: Sequence[Span]) -> float:
    words = [match.start() for match in _WORD.finditer(text, span.start, span.end)]
    near = touching(quotations, span)
    inside = sum(any(q.start <= word < q.end for q in near) for word in words)
    return inside / len(words) if words else 0.0
