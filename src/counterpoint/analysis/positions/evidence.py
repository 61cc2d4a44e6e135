"""Pieces of evidence of one article: places where one entity may be for or against another.

Two kinds are put to the same model:

* a sentence that names two entities, with both of them marked;
* a sentence of somebody's statement, where the speaker stands elsewhere: it is read as
  ``Speaker said: “sentence”``, and so are the pairs within it, all in one run.

Each place tells who speaks of the target there, as far as the statements show it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterpoint.analysis.positions.named import Entity, Named
from counterpoint.analysis.positions.naming import find_named
from counterpoint.analysis.turns import is_turn
from counterpoint.types import AnnotatedDocument, Span, Statement

__all__ = ["Place", "Question", "find_places"]

_MOST_NAMED = 5  # entities of one sentence, those that the article names most
_LONGEST = 1200  # code points of a sentence
_QUOTES = "“”\"' "
_JOINED = 200  # code points between two who speak together
_AND = re.compile(r"(?:,|\band\b|&)(?!.*\b(?:of|for|to|told|by|about)\b)", re.S)


@dataclass(frozen=True, slots=True)
class Question:
    """What the model is asked: a text with two marked names."""

    text: str
    first: Span
    second: Span


@dataclass(frozen=True, slots=True)
class Place:
    """One direction of one question.

    Attributes:
        question: Number of the question.
        turned: Whether the source is the second of the marked names.
        source: Number of the entity.
        target: Number of the entity.
        sentence: Number of the sentence.
        content: The words that it rests on.
        said: The statement in which the source speaks of the target, if there is one.
        other: Whether somebody else speaks of the target here.
        lead: Code points of the statement's content before the target.
        built: Whether the source stands elsewhere.
    """

    question: int
    turned: bool
    source: int
    target: int
    sentence: int
    content: tuple[Span, ...]
    said: Statement | None = None
    other: bool = False
    lead: int = 0
    built: bool = False


def find_places(
    document: AnnotatedDocument,
    entities: Sequence[Entity],
    nations: Mapping[str, str] | None = None,
) -> tuple[list[Question], list[Place]]:
    """Questions, and what each asks in which direction."""
    text = document.document.text
    by_name = {one.id: _by_name(one, entities) for one in document.statements}
    spoken = {
        span: who
        for one in document.statements
        if (who := by_name[one.id]) is not None
        for span in one.attribution.content
    }
    named = find_named(text, document.sentences, entities, nations, spoken)
    longest = max((len(one.span) for one in named), default=0)
    speakers = {}
    for one in document.statements:
        near = _near(named, one.attribution.source, longest)
        speakers[one.id] = _speakers(text, one, by_name[one.id], near, entities)
    counts = Counter(one.entity for one in named)
    reader = _Reader(text, entities, speakers, [], [])
    said = _by_sentence(document)
    inside = _inside(document.sentences, named)
    for number, sentence in enumerate(document.sentences):
        if not inside[number] or len(sentence) > _LONGEST:
            continue
        shown = _without_mark(sentence, said[number])
        chosen = [one for one in inside[number] if one.span.start >= shown.start]
        reader.read(number, shown, _one_each(chosen, counts), said[number])
    return reader.questions, reader.places


@dataclass(frozen=True, slots=True)
class _Shown:
    """A sentence as the model reads it.

    Attributes:
        text: Its words, with who says them before where that stands elsewhere.
        shift: What is added to places of the document.
        name: Length of the speaker's name.
    """

    text: str
    shift: int
    name: int

    @classmethod
    def of(cls, text: str, sentence: Span, speaker: str) -> _Shown:
        """The sentence, said by somebody if a name is given."""
        whole = sentence.of(text)
        if not speaker:
            return cls(whole, -sentence.start, 0)
        head = f"{speaker} said: “"
        bare = whole.lstrip(_QUOTES)
        shift = len(head) - sentence.start - (len(whole) - len(bare))
        return cls(head + bare.rstrip(_QUOTES) + "”", shift, len(speaker))


@dataclass(slots=True)
class _Reader:
    text: str
    entities: Sequence[Entity]
    speakers: Mapping[str, tuple[int, ...]]
    questions: list[Question]
    places: list[Place]

    def read(
        self, number: int, sentence: Span, chosen: Sequence[Named], said: Sequence[Statement]
    ) -> None:
        """Add what one sentence asks."""
        holders = {one.entity: self._holder(one, said) for one in chosen}
        named = {one.entity for one in chosen}
        built = [
            (one, holder, who)
            for one in chosen
            if (holder := holders[one.entity]) is not None
            for who in self.speakers[holder.id]
            if who not in named
        ]
        shown = _Shown.of(self.text, sentence, self.entities[built[0][2]].name if built else "")
        for here, a in enumerate(chosen):
            for b in chosen[here + 1 :]:
                if a.span.overlaps(b.span) or self._idle(a, b, holders):
                    continue
                self.questions.append(
                    Question(shown.text, _moved(a.span, shown.shift), _moved(b.span, shown.shift))
                )
                for turned, (source, target) in enumerate(((a, b), (b, a))):
                    self._add(number, sentence, source.entity, target, holders, bool(turned))
        for one, holder, who in built:
            self._add_statement(number, sentence, who, one, holder)

    def _idle(self, a: Named, b: Named, holders: Mapping[int, Statement | None]) -> bool:
        """Whether neither takes a side: two things, or somebody behind a thing, silent."""
        if self.entities[a.entity].kind != "thing":
            return False
        holder = holders[a.entity]
        return holder is None or b.entity not in self.speakers[holder.id]

    def _holder(self, one: Named, said: Sequence[Statement]) -> Statement | None:
        """The innermost statement that speaks of a name, unless it is the speaker's own."""
        best, least = None, 0
        for statement in said:
            who = self.speakers[statement.id]
            spans = statement.attribution.content
            if not who or one.entity in who or not any(s.covers(one.span) for s in spans):
                continue
            size = sum(map(len, spans))
            if best is None or size < least:
                best, least = statement, size
        return best

    def _add(
        self,
        number: int,
        sentence: Span,
        source: int,
        target: Named,
        holders: Mapping[int, Statement | None],
        turned: bool,
    ) -> None:
        holder = holders[target.entity]
        own = holder is not None and source in self.speakers[holder.id]
        self.places.append(
            Place(
                len(self.questions) - 1,
                turned,
                source,
                target.entity,
                number,
                (sentence,),
                said=holder if own else None,
                other=holder is not None and not own,
                lead=_lead(holder, target) if holder and own else 0,
            )
        )

    def _add_statement(
        self, number: int, sentence: Span, source: int, target: Named, said: Statement
    ) -> None:
        """The speaker, named elsewhere, toward an entity of the sentence."""
        shown = _Shown.of(self.text, sentence, self.entities[source].name)
        marked = _moved(target.span, shown.shift)
        self.questions.append(Question(shown.text, Span(0, shown.name), marked))
        content = said.attribution.content
        self.places.append(
            Place(
                len(self.questions) - 1,
                turned=False,
                source=source,
                target=target.entity,
                sentence=number,
                content=tuple(s for s in content if s.overlaps(sentence)) or content,
                said=said,
                lead=_lead(said, target),
                built=True,
            )
        )


def _without_mark(sentence: Span, said: Sequence[Statement]) -> Span:
    """A sentence without the mark of the turn that it begins: what stands behind "MS. LEE:"."""
    for one in said:
        begin = one.attribution.content[0].start
        if is_turn(one) and one.attribution.source[0].start == sentence.start < begin:
            return Span(begin, sentence.end) if begin < sentence.end else sentence
    return sentence


def _one_each(named: Sequence[Named], counts: Mapping[int, int]) -> list[Named]:
    """One place for each entity, in text order: a name before a pronoun, the first of a kind."""
    out: dict[int, Named] = {}
    for one in sorted(named, key=lambda one: (not one.full, one.span)):
        out.setdefault(one.entity, one)
    kept = sorted(out.values(), key=lambda one: (-counts[one.entity], one.span))[:_MOST_NAMED]
    return sorted(kept, key=lambda one: one.span)


def _by_name(statement: Statement, entities: Sequence[Entity]) -> int | None:
    """Which entity the resolved speaker is."""
    speaker = statement.speaker
    if speaker is None or not speaker.name:
        return None
    found = find_named(speaker.name, (Span(0, len(speaker.name)),), entities)
    return found[0].entity if found else None


def _start(one: Named) -> int:
    return one.span.start


def _near(named: Sequence[Named], spans: Sequence[Span], longest: int) -> list[Named]:
    """Those named that may touch one of some spans, found without looking at all of a long text."""
    places: set[int] = set()
    for span in spans:
        first = bisect_left(named, span.start - longest, key=_start)
        places.update(range(first, bisect_left(named, span.end, key=_start)))
    return [named[at] for at in sorted(places)]


def _speakers(
    text: str,
    statement: Statement,
    by_name: int | None,
    named: Sequence[Named],
    entities: Sequence[Entity],
) -> tuple[int, ...]:
    """Which entities speak: persons named in the source, else whoever the speaker is known to be.

    In "Kenya's spokesperson Ann Lee" it is Ann Lee; Kenya only where nobody else is known. "Ann Lee
    and Bo Wu" are two.
    """
    source = statement.attribution.source
    inside = [one for one in named if any(span.overlaps(one.span) for span in source)]
    persons = [one for one in inside if one.full and entities[one.entity].kind == "person"]
    if persons:
        joined = [persons[0]]
        for one in persons[1:]:
            between = text[joined[-1].span.end : one.span.start]
            if len(between) > _JOINED or not _AND.search(between):
                break
            joined.append(one)
        return tuple(dict.fromkeys(one.entity for one in joined))
    if by_name is not None:
        return (by_name,)
    inside.sort(key=lambda one: not one.full)
    return (inside[0].entity,) if inside else ()


def _by_sentence(document: AnnotatedDocument) -> list[list[Statement]]:
    """For each sentence the statements, made ones, with content in it."""
    starts = [one.start for one in document.sentences]
    ends = [one.end for one in document.sentences]
    out: list[list[Statement]] = [[] for _ in document.sentences]
    for statement in document.statements:
        if statement.attribution.negated:
            continue
        numbers: set[int] = set()
        for span in statement.attribution.content:
            numbers.update(range(bisect_right(ends, span.start), bisect_left(starts, span.end)))
        for number in numbers:
            out[number].append(statement)
    return out


def _inside(sentences: Sequence[Span], named: Sequence[Named]) -> list[list[Named]]:
    out: list[list[Named]] = [[] for _ in sentences]
    number = 0
    for one in named:
        while number < len(sentences) and sentences[number].end <= one.span.start:
            number += 1
        if number < len(sentences) and sentences[number].covers(one.span):
            out[number].append(one)
    return out


def _lead(said: Statement, target: Named) -> int:
    """How far into the content the target stands."""
    spans = [span for span in said.attribution.content if span.covers(target.span)]
    return min((target.span.start - span.start for span in spans), default=0)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
