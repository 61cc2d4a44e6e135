"""The stages of the reading path, each a thin wrapper that fills one layer of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from counterpoint.analysis.acts import read_cue
from counterpoint.analysis.author import author_of, find_author_statements
from counterpoint.analysis.nesting import arrange, find_nested
from counterpoint.analysis.quotations import find_quotations, manner_of
from counterpoint.analysis.segment import find_paragraphs, find_sentences
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    RegionKind,
    Span,
    Statement,
    statement_id,
)

__all__ = [
    "ActStage",
    "AttributionStage",
    "AuthorStage",
    "Finder",
    "NestingStage",
    "QuotationStage",
    "Resolver",
    "ScoreStage",
    "SegmentStage",
    "SpeakerStage",
    "is_read",
    "unread_parts",
]

_READ = frozenset({RegionKind.TITLE, RegionKind.BODY})
_SURE = 0.5  # where a title names no source and quotes nobody


class Finder(Protocol):
    """Finds attributions: the model or the rules."""

    def find(
        self,
        texts: Sequence[str],
        *,
        sentences: Sequence[Sequence[Span]] | None = None,
        skip: Sequence[Sequence[Span]] | None = None,
        min_score: float | None = None,
    ) -> Sequence[Sequence[Attribution]]:
        """Attributions of each text."""


class Resolver(Protocol):
    """Resolves who speaks."""

    def resolve(self, annotated: AnnotatedDocument) -> AnnotatedDocument:
        """The document with its mentions and the speaker of each statement."""


def is_read(document: Document) -> bool:
    """Whether statements are looked for in it: they are found in English only."""
    return document.language.casefold()[:2] in ("en", "")


def unread_parts(document: Document) -> tuple[Span, ...]:
    """Parts of a document that hold no statements: everything but its title and its body."""
    return tuple(region.span for region in document.regions if region.kind not in _READ)


@dataclass(frozen=True, slots=True)
class SegmentStage:
    """Paragraphs and sentences."""

    name: str = "segment"
    requires: frozenset[str] = frozenset()
    provides: frozenset[str] = frozenset({"paragraphs", "sentences"})

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Fill ``paragraphs`` and ``sentences``."""
        return [self._one(one) for one in batch]

    def _one(self, one: AnnotatedDocument) -> AnnotatedDocument:
        paragraphs = find_paragraphs(one.document.text)
        sentences = find_sentences(one.document.text, paragraphs)
        return replace(one, paragraphs=paragraphs, sentences=sentences)


@dataclass(frozen=True, slots=True)
class QuotationStage:
    """Quotations, the outer ones."""

    name: str = "quotations"
    requires: frozenset[str] = frozenset({"paragraphs"})
    provides: frozenset[str] = frozenset({"quotations"})

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Fill ``quotations``."""
        return [
            replace(one, quotations=_quotations(one.document.text, one.paragraphs)) for one in batch
        ]


@dataclass(frozen=True, slots=True)
class AttributionStage:
    """Source, cue and content, by the model or by the rules."""

    finder: Finder
    min_score: float | None = None
    name: str = "attribution"
    requires: frozenset[str] = frozenset({"sentences", "quotations"})
    provides: frozenset[str] = frozenset({"statements"})

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Fill ``statements``, without speakers; none in a text that is not English."""
        readable = [one for one in batch if is_read(one.document)]
        found = iter(
            self.finder.find(
                [one.document.text for one in readable],
                sentences=[one.sentences for one in readable],
                skip=[unread_parts(one.document) for one in readable],
                min_score=self.min_score,
            )
            if readable
            else []
        )
        return [
            _with_attributions(one, _told(one, _manners(one, next(found))))
            if is_read(one.document)
            else one
            for one in batch
        ]


@dataclass(frozen=True, slots=True)
class NestingStage:
    """Statements within statements; with ``deep`` the contents are read once more for them."""

    deep: bool = True
    name: str = "nesting"
    requires: frozenset[str] = frozenset({"statements", "sentences"})
    provides: frozenset[str] = frozenset({"nesting"})

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Add inner statements and tell each its parent."""
        return [self._one(one) for one in batch]

    def _one(self, one: AnnotatedDocument) -> AnnotatedDocument:
        outer = [statement.attribution for statement in one.statements]
        inner = find_nested(one.document.text, outer, one.sentences) if self.deep else ()
        return _with_attributions(one, [*outer, *_manners(one, inner)])


@dataclass(frozen=True, slots=True)
class ActStage:
    """Class of act and negation, from the cue."""

    name: str = "acts"
    requires: frozenset[str] = frozenset({"statements", "sentences"})
    provides: frozenset[str] = frozenset({"acts"})

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Set ``act`` and ``negated`` of each attribution."""
        return [self._one(one) for one in batch]

    def _one(self, one: AnnotatedDocument) -> AnnotatedDocument:
        read = []
        for statement in one.statements:
            attribution = statement.attribution
            if attribution.cue:
                sentence = _sentence_of(one.sentences, attribution.cue[0])
                who = statement.speaker.name if statement.speaker else ""
                reading = read_cue(one.document.text, attribution, sentence, speaker=who)
                attribution = replace(attribution, act=reading.act, negated=reading.negated)
            read.append(replace(statement, attribution=attribution))
        return replace(one, statements=tuple(read))


@dataclass(frozen=True, slots=True)
class AuthorStage:
    """The author's own sentences, as statements of manner AUTHOR."""

    name: str = "author"
    requires: frozenset[str] = frozenset({"statements", "sentences", "quotations"})
    provides: frozenset[str] = frozenset({"author"})

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Add them, in text order."""
        return [self._one(one) if is_read(one.document) else one for one in batch]

    def _one(self, one: AnnotatedDocument) -> AnnotatedDocument:
        others = [statement.attribution for statement in one.statements]
        own = find_author_statements(one.document, one.sentences, others, one.quotations)
        speaker = author_of(one.document)
        spoken = {statement.id: statement.speaker for statement in one.statements}
        filled = _with_attributions(one, [*others, *own])
        return replace(
            filled,
            statements=tuple(
                replace(
                    statement,
                    speaker=speaker
                    if statement.attribution.manner is Manner.AUTHOR
                    else spoken.get(statement.id),
                )
                for statement in filled.statements
            ),
        )


@dataclass(frozen=True, slots=True)
class SpeakerStage:
    """Who speaks, as far as the document tells."""

    resolver: Resolver
    name: str = "speakers"
    requires: frozenset[str] = frozenset({"statements", "nesting"})
    provides: frozenset[str] = frozenset({"mentions", "speakers"})

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Fill ``mentions`` and the speaker of each statement."""
        return [self.resolver.resolve(one) if is_read(one.document) else one for one in batch]


@dataclass(frozen=True, slots=True)
class ScoreStage:
    """Only statements that are at least this likely to be right."""

    least: float
    name: str = "score"
    requires: frozenset[str] = frozenset({"statements"})
    provides: frozenset[str] = frozenset()

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """Leave the others out; what lay within one of them has no parent then."""
        return [self._one(one) for one in batch]

    def _one(self, one: AnnotatedDocument) -> AnnotatedDocument:
        kept = [s.attribution for s in one.statements if s.attribution.score >= self.least]
        return _with_attributions(one, kept)


def _quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(found.span for found in find_quotations(text, paragraphs))


def _with_attributions(
    one: AnnotatedDocument, attributions: Sequence[Attribution]
) -> AnnotatedDocument:
    """The document with these statements, in text order, each linked to its parent."""
    identifier = one.document.id
    statements = [
        Statement(statement_id(identifier, found), identifier, found) for found in attributions
    ]
    return replace(one, statements=arrange(statements))


def _manners(one: AnnotatedDocument, attributions: Sequence[Attribution]) -> list[Attribution]:
    text = one.document.text
    return [
        replace(found, manner=manner_of(text, found.content, one.quotations))
        if found.manner is not Manner.AUTHOR
        else found
        for found in attributions
    ]


def _told(one: AnnotatedDocument, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Without what is hardly more than a title: no source, no quotation, a low score."""
    titles = one.document.of_kind(RegionKind.TITLE)
    return [
        found
        for found in attributions
        if found.source
        or found.score >= _SURE
        or found.manner is not Manner.INDIRECT
        or not any(title.covers(span) for title in titles for span in found.content)
    ]


def _sentence_of(sentences: Sequence[Span], span: Span) -> Span:
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].end <= span.start:
            low = middle + 1
        else:
            high = middle
    if low < len(sentences) and sentences[low].overlaps(span):
        return sentences[low]
    return span
