"""Who speaks: for each statement its speaker by name, with role, organisation, country, reason.

The source of a statement is words; this stage says whom they stand for. Nobody is invented: where
the text gives no name, the speaker keeps the text's description ("officials") as an unnamed group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from counterpoint.analysis.coreference import Ranker
from counterpoint.analysis.entities import Actor, find_actors
from counterpoint.analysis.known import name_known
from counterpoint.analysis.marks import actors_of_marks
from counterpoint.analysis.mentions import Name, Words, names_at, read_words
from counterpoint.analysis.reasons import why_name
from counterpoint.analysis.scene import Scene
from counterpoint.analysis.sources import SourceReader
from counterpoint.analysis.speeches import own_country, speaker_of_speech
from counterpoint.analysis.tagger import Tagger
from counterpoint.analysis.targets import make_target
from counterpoint.analysis.transcripts import Turn, find_turns
from counterpoint.analysis.turn_speakers import speakers_of_turns
from counterpoint.analysis.turns import with_turns
from counterpoint.models.bundle import bundled
from counterpoint.models.gazetteer import built_in
from counterpoint.types import (
    AnnotatedDocument,
    Manner,
    Mention,
    Span,
    Speaker,
    SpeakerType,
    Statement,
)
from counterpoint.types.gazetteer import Gazetteer

__all__ = ["BUNDLE", "SpeakerResolver"]

BUNDLE = "speakers-en"
_TYPES = {
    "person": SpeakerType.PERSON,
    "organisation": SpeakerType.ORGANISATION,
    "country": SpeakerType.COUNTRY,
    "document": SpeakerType.DOCUMENT,
    "group": SpeakerType.GROUP,
}
_COARSE = {"organisation": "organization", "country": "place", "group": "person"}


class SpeakerResolver:
    """Fills the mentions of a document and the speakers of its statements.

    Example:
        >>> resolver = SpeakerResolver.load()
        >>> names, _ = resolver.resolve_targets("Ann Lee left Paris. She laughed.", [Span(20, 23)])
        >>> [span.of("Ann Lee left Paris. She laughed.") for span, _ in names]
        ['Ann Lee', 'Paris']
    """

    def __init__(self, tagger: Tagger, ranker: Ranker, gazetteer: Gazetteer) -> None:
        self._tagger = tagger
        self._ranker = ranker
        self._gazetteer = gazetteer

    @classmethod
    def load(
        cls, gazetteer: Gazetteer | None = None, *, folder: Path | None = None
    ) -> SpeakerResolver:
        """Load the models that come with Counterpoint.

        Args:
            gazetteer: Known actors; the built-in ones when not given.
            folder: Of another bundle.

        Raises:
            ModelError: If the bundle is missing or damaged.
        """
        place = folder or bundled(BUNDLE)
        ranker = Ranker.load(place / "ranker.json")
        return cls(Tagger(place), ranker, gazetteer or built_in())

    def resolve(self, annotated: AnnotatedDocument) -> AnnotatedDocument:
        """The document with its mentions and with the speaker of each statement."""
        document = annotated.document
        words = self._read(document.text, annotated.paragraphs, annotated.sentences)
        if not len(words):
            return annotated
        actors = find_actors(words, self._gazetteer)
        turns = find_turns(document.text)
        told = {
            label: name_known(speaker, "", self._gazetteer) or speaker
            for label, speaker in speakers_of_turns(
                turns, document, actors, self._gazetteer
            ).items()
        }
        marks = _marks_of_sentences(words, turns, told, actors)
        scene = Scene(words, actors, marks)
        self._ranker.follow(scene)
        annotated = with_turns(annotated, turns, told)
        reader = SourceReader(scene, self._ranker, self._gazetteer)
        statements = self._statements(
            annotated, reader, None if turns else speaker_of_speech(document, self._gazetteer)
        )
        return replace(annotated, mentions=_mentions(words, actors), statements=statements)

    def _statements(
        self, annotated: AnnotatedDocument, reader: SourceReader, speech: Speaker | None
    ) -> tuple[Statement, ...]:
        told: dict[int, Speaker | None] = {}
        statements = annotated.statements
        author = speech or Speaker(
            " and ".join(annotated.document.authors) or "the author", SpeakerType.AUTHOR
        )
        order = sorted(range(len(statements)), key=lambda i: -_extent(statements[i]))
        holders = _holders(statements)
        for index in order:
            statement = statements[index]
            own = statement.attribution.manner is Manner.AUTHOR
            if own and speech is not None:
                told[index] = speech
                continue
            if statement.speaker is not None or own:
                told[index] = statement.speaker or replace(author, reason="the text's own voice")
                continue
            source = statement.attribution.source
            within = next((told[other] for other in holders[index] if told.get(other)), None)
            found = reader.read(source, within=within, author=author) if source else None
            words = annotated.document.text[source[0].start : source[-1].end] if source else ""
            if speech is not None:
                found = own_country(words, speech) or found
            told[index] = name_known(found, words, self._gazetteer)
        return tuple(
            replace(statement, speaker=told[index]) for index, statement in enumerate(statements)
        )

    def resolve_targets(
        self,
        text: str,
        targets: Sequence[Span],
        *,
        sentences: Sequence[Span] = (),
        marks: Sequence[str | None] = (),
    ) -> tuple[list[tuple[Span, str]], list[str | None]]:
        """Names of a text, and for pronouns and nominals in it the name of who is meant.

        Args:
            text: The text.
            targets: Places of the pronouns and nominals.
            sentences: Places of its sentences, where known.
            marks: For each sentence who speaks it, where known.

        Returns:
            The names with their types (person, organization, place, other), and a name or nothing
            for each target, in the order given.
        """
        words = self._read(text, (), sentences)
        names = [(name.span, name.coarse) for name in words.names if name.coarse]
        if not len(words):
            return names, [None] * len(targets)
        actors = find_actors(words, self._gazetteer)
        numbers = actors_of_marks(marks, actors)[0] if any(marks) else []
        scene = Scene(words, actors, numbers)
        self._ranker.follow(scene)
        found: list[str | None] = []
        for span in targets:
            first, last = words.within(span.start, span.end)
            answers = (
                self._ranker.rank(scene, make_target(words, first, last)) if last > first else []
            )
            found.append(answers[0].actor.name if answers else None)
        return names, found

    def actors_at(self, text: str, places: Mapping[tuple[int, int], str]) -> list[Actor]:
        """The actors of a text whose names are known already.

        Args:
            text: The text.
            places: Where each name stands, and its type: person, organisation or place.
        """
        words = self._read(text, (), ())
        words.names = names_at(words, places, self._gazetteer)
        return find_actors(words, self._gazetteer)

    def _read(self, text: str, paragraphs: Sequence[Span], sentences: Sequence[Span]) -> Words:
        return read_words(
            text, self._tagger, self._gazetteer, paragraphs=paragraphs, sentences=sentences
        )


def _marks_of_sentences(
    words: Words, turns: Sequence[Turn], told: Mapping[str, Speaker], actors: list[Actor]
) -> list[int]:
    """For each sentence the number of the actor that speaks it, or -1; nothing without turns."""
    if not turns:
        return []
    numbers: dict[str, int] = {}
    for label, speaker in told.items():
        found = next(
            (a for a in actors if speaker.name in (a.name, *a.forms) and a.kind == "person"), None
        )
        if found is None:
            found = Actor(len(actors), "person", speaker.name, forms=[speaker.name])
            actors.append(found)
        numbers[label] = found.number
    marks = [-1] * len(words.sentence_start)
    for turn in turns:
        for span in turn.content:
            first, last = words.within(span.start, span.end)
            for word in range(first, last):
                marks[words.sentence[word]] = numbers[turn.label]
    return marks


def _extent(statement: Statement) -> int:
    content = statement.attribution.content
    return content[-1].end - content[0].start if content else 0


def _holders(statements: Sequence[Statement]) -> list[list[int]]:
    """For each statement those whose content holds its source, the smallest first."""
    pieces = sorted(
        (piece.start, piece.end, index)
        for index, one in enumerate(statements)
        for piece in one.attribution.content
    )
    sources = sorted(
        (one.attribution.source[0], index)
        for index, one in enumerate(statements)
        if one.attribution.source
    )
    holders: list[list[int]] = [[] for _ in statements]
    open_pieces: list[tuple[int, int, int]] = []
    begun = 0
    for source, index in sources:
        while begun < len(pieces) and pieces[begun][0] <= source.start:
            open_pieces.append(pieces[begun])
            begun += 1
        open_pieces = [piece for piece in open_pieces if piece[1] > source.start]
        around = {other for _, end, other in open_pieces if end >= source.end} - {index}
        holders[index] = sorted(around, key=lambda other: (_extent(statements[other]), other))
    return holders


def _mentions(words: Words, actors: Sequence[Actor]) -> tuple[Mention, ...]:
    found: dict[tuple[int, int], Mention] = {}
    for actor in actors:
        kind = _TYPES.get(actor.kind)
        if kind is None:
            continue
        for name in actor.names:
            place = (name.span.start, name.span.end)
            found[place] = Mention(
                name.span, actor.name, kind, round(_score(name), 4), why_name(name.text, actor)
            )
    return tuple(found[place] for place in sorted(found))


def _score(name: Name) -> float:
    return min(1.0, max(0.0, name.score))
