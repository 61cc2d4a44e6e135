"""Cues, sources and contents put together to attributions.

Every known cue of a sentence is looked at once. The words to its left, walked back to the edge of
their clause, are its source; its content is the quotation beside it with the sentences that go on
in quotation marks, the clause behind it, or the clause before it (“..., she said.”).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from counterpoint.analysis.near import merge_spans, touching
from counterpoint.analysis.quotations import Ending, Quotation, find_quotations, manner_of
from counterpoint.analysis.rules.contents import Content, Pattern, find_content, pieces_of
from counterpoint.analysis.rules.cues import Cue, Form, Word, cut_words, find_cues
from counterpoint.analysis.rules.scores import score_of
from counterpoint.analysis.rules.sources import find_source
from counterpoint.analysis.segment import find_paragraphs, find_sentences
from counterpoint.types import Attribution, Span

__all__ = ["RuleFinder", "find_attributions"]


_MOST_WORDS = 500
_LEAST = 0.25  # where the relation F1 on the training articles is highest


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    paragraph: int
    words: list[Word] = field(repr=False)

    @property
    def quoted(self) -> bool:
        """Whether every word of it stands in quotation marks."""
        solid = [word for word in self.words if word.low[0].isalnum()]
        return bool(solid) and all(word.quoted for word in solid)


@dataclass(frozen=True, slots=True)
class _Quotations:
    """The quotations of a text, and the ends of those that go on in the next paragraph."""

    spans: list[Span]
    continued: frozenset[int]

    @classmethod
    def of(cls, found: Iterable[Quotation]) -> _Quotations:
        # One that never closes is read as plain text: its cue may stand behind a forgotten mark.
        quotations = [one for one in found if one.ending is not Ending.UNCLOSED]
        goes_on = (q.span.end for q in quotations if q.ending is Ending.CONTINUED)
        return cls([q.span for q in quotations], frozenset(goes_on))

    def at(self, place: int) -> Span | None:
        """The quotation that a character stands in."""
        found = touching(self.spans, Span(place, place + 1))
        return found[0] if found else None


class RuleFinder:
    """The rules behind the same call as the model."""

    name = "rules"

    def find(
        self,
        texts: Sequence[str],
        *,
        sentences: Sequence[Sequence[Span]] | None = None,
        skip: Sequence[Sequence[Span]] | None = None,
        min_score: float | None = None,
    ) -> list[tuple[Attribution, ...]]:
        """Attributions of each text, in text order.

        Args:
            texts: The texts.
            sentences: Their sentences, where they were found before.
            skip: Parts of them that are not read (page furniture).
            min_score: Least probability of what is given; that of the best F1 if none is given.
        """
        return [
            tuple(
                found
                for found in find_attributions(
                    text,
                    sentences=sentences[number] if sentences else None,
                    skip=skip[number] if skip else (),
                )
                if found.score >= (_LEAST if min_score is None else min_score)
            )
            for number, text in enumerate(texts)
        ]


def find_attributions(
    text: str, *, sentences: Sequence[Span] | None = None, skip: Sequence[Span] = ()
) -> tuple[Attribution, ...]:
    """Attributions of a text by rules.

    Example:
        >>> found = find_attributions("“We will not sign,” said Ann Lee.")
        >>> [span.of("“We will not sign,” said Ann Lee.") for span in found[0].source]
        ['Ann Lee']
    """
    paragraphs = find_paragraphs(text)
    quotations = _Quotations.of(find_quotations(text, paragraphs))
    parts = _sentences(text, paragraphs, sentences, quotations.spans, skip)
    found: list[Attribution] = []
    for number, part in enumerate(parts):
        if not part.quoted:
            found.extend(_of_sentence(text, parts, number, quotations))
    return tuple(sorted(found, key=lambda one: (one.cue[0].start, one.cue[0].end)))


def _sentences(
    text: str,
    paragraphs: Sequence[Span],
    sentences: Sequence[Span] | None,
    quoted: Sequence[Span],
    skip: Sequence[Span],
) -> list[_Sentence]:
    spans = find_sentences(text, paragraphs) if sentences is None else sentences
    gaps = sorted(skip)
    parts: list[_Sentence] = []
    place = 0
    for span in spans:
        if touching(gaps, span):
            continue
        while place + 1 < len(paragraphs) and paragraphs[place].end <= span.start:
            place += 1
        words = cut_words(text, span, touching(quoted, span))
        parts.extend(_Sentence(piece, place, some) for piece, some in _bounded(span, words))
    return parts


def _bounded(span: Span, words: list[Word]) -> Iterator[tuple[Span, list[Word]]]:
    """A sentence, in pieces where it is longer than any that people write."""
    if len(words) <= _MOST_WORDS:
        yield span, words
        return
    for first in range(0, len(words), _MOST_WORDS):
        some = words[first : first + _MOST_WORDS]
        yield Span(some[0].start, some[-1].end), some


def _of_sentence(
    text: str, parts: Sequence[_Sentence], number: int, quotations: _Quotations
) -> Iterator[Attribution]:
    words = parts[number].words
    cues = list(find_cues(words))
    subject: tuple[int, int] | None = None
    inside: set[int] = set()
    for place, cue in enumerate(cues):
        if cue.head in inside:
            continue
        following = cues[place + 1] if place + 1 < len(cues) else None
        source, inverted = find_source(words, cue, subject)
        content = find_content(words, cue, source, following, inverted=inverted)
        if content is None:
            if source and cue.speech and (pieces := _asked_before(parts, number, cue, quotations)):
                here = Content(0, 0, Pattern.BEFORE_QUOTED)
                yield _attribution(text, words, cue, source, pieces, here, quotations)
            continue
        if cue.form is not Form.PARTICIPLE and source:
            subject = source
        if content.first > cue.head:
            # What a content holds is nested: it is read when nested statements are asked for.
            inside.update(range(content.first, content.last))
        pieces = pieces_of(words, content, cue, source)
        if cue.speech or cue.form is Form.PREPOSITION:
            pieces = _extend(pieces, parts, number, quotations)
        if pieces:
            yield _attribution(text, words, cue, source, pieces, content, quotations)


def _asked_before(
    parts: Sequence[_Sentence], number: int, cue: Cue, quotations: _Quotations
) -> tuple[Span, ...]:
    """The quotation that its last mark cut off from the “she asked” behind it."""
    words = parts[number].words
    head = [word for word in words[: cue.first] if word.quoted or word.low in ",:"]
    if head or number == 0 or cue.last - cue.first > 3:
        return ()
    before = parts[number - 1]
    if before.paragraph != parts[number].paragraph or not before.words[-1].quoted:
        return ()
    last = quotations.at(before.span.end - 1)
    if last is None or last.end != before.span.end or before.words[-2].low not in "?!\u2026,":
        return ()
    return _extend((last,), parts, number, quotations)


def _attribution(
    text: str,
    words: Sequence[Word],
    cue: Cue,
    source: tuple[int, int] | None,
    pieces: tuple[Span, ...],
    content: Content,
    quotations: _Quotations,
) -> Attribution:
    return Attribution(
        source=_spans(words, source),
        cue=(Span(words[cue.first].start, words[cue.last - 1].end),),
        content=pieces,
        manner=manner_of(text, pieces, quotations.spans),
        score=score_of(cue, content.pattern, has_source=source is not None),
    )


def _extend(
    pieces: tuple[Span, ...],
    parts: Sequence[_Sentence],
    number: int,
    quotations: _Quotations,
) -> tuple[Span, ...]:
    """Add the sentences before and behind that go on in quotation marks."""
    if not pieces:
        return pieces
    grown = list(pieces)
    begins = quotations.at(grown[0].start)
    if begins is not None:
        grown[0] = Span(begins.start, grown[0].end)
    if begins is not None or any(quotations.at(piece.end - 1) for piece in grown):
        grown.extend(_goes_on(parts, number, quotations))
    return tuple(merge_spans(grown))


def _goes_on(parts: Sequence[_Sentence], number: int, quotations: _Quotations) -> Iterator[Span]:
    """Sentences behind that are wholly quoted, over a paragraph's end where the quotation is."""
    here = number + 1
    while here < len(parts) and parts[here].quoted:
        if parts[here].paragraph != parts[here - 1].paragraph:
            if parts[here - 1].span.end not in quotations.continued:
                return
        yield parts[here].span
        here += 1


def _spans(words: Sequence[Word], source: tuple[int, int] | None) -> tuple[Span, ...]:
    if not source:
        return ()
    return (Span(words[source[0]].start, words[source[1] - 1].end),)
