"""Measure what stands beyond the spans: act, negation, nesting, the author's own voice.

Gold lines hold ``text`` and ``statements``, each with ``source``, ``cue`` and ``content``; where
they tell it, ``act``, ``negated`` and ``parent`` (number of the outer statement); and ``author``,
the sentences of the author's own voice. What a line does not tell is not measured on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoint.errors import InputError
from counterpoint.evaluation.attribution import Ratio
from counterpoint.types import Act, Attribution, Manner, Span

__all__ = ["ActScores", "GoldReading", "Reading", "gold_reading", "score_readings"]

_ROLES = ("source", "cue", "content")
_LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class GoldReading:
    """A text and what is true of it; ``None`` where the line does not tell."""

    id: str
    text: str
    statements: tuple[Attribution, ...]
    acts: tuple[Act | None, ...]
    negated: tuple[bool | None, ...]
    nested: bool  # whether it tells about statements within statements
    author: tuple[Span, ...] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in the text of a gold line.

    Attributes:
        acts: For each gold statement the act that was read from its words.
        negated: For each gold statement whether it was read as negated.
        inner: Inner statements that were found within the outer ones of gold.
        author: Sentences found to be the author's.
    """

    acts: tuple[Act, ...]
    negated: tuple[bool, ...]
    inner: tuple[Attribution, ...]
    author: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ActScores:
    """All figures, and what was wrong."""

    counts: Mapping[str, int]
    act: float
    by_act: Mapping[str, Ratio]
    negation: Ratio
    nested: Ratio
    author: Ratio
    wrong: tuple[str, ...]

    def rows(self) -> list[tuple[str, ...]]:
        """Give the figures as a table: a head, then a row a measure, in per cent."""
        rows: list[tuple[str, ...]] = [("measure", "gold", "precision", "recall", "F1")]
        whole = Ratio(self.act, self.act)
        named = [("act", whole), ("negated", self.negation), ("nested", self.nested)]
        named += [("author's voice", self.author)]
        named += [(f"act: {name}", ratio) for name, ratio in self.by_act.items()]
        for name, ratio in named:
            figures = (ratio.precision, ratio.recall, ratio.f1)
            rows.append((name, str(self.counts.get(name, 0)), *(f"{100 * f:.1f}" for f in figures)))
        return rows

    def as_json(self) -> dict[str, Any]:
        """Give the figures as plain values."""
        return {
            "counts": dict(self.counts),
            "act_accuracy": self.act,
            "acts": {name: ratio.as_json() for name, ratio in self.by_act.items()},
            "negated": self.negation.as_json(),
            "nested": self.nested.as_json(),
            "author": self.author.as_json(),
        }


def gold_reading(row: Any, *, where: str) -> GoldReading:
    """Make a gold reading from a row of JSON Lines.

    Args:
        row: What the line holds.
        where: File and line, for the message.

    Raises:
        InputError: If something is missing or does not fit.
    """
    try:
        text = str(row["text"])
        given = row["statements"]
        statements = tuple(_attribution(one, len(text)) for one in given)
        author = row.get("author")
        return GoldReading(
            id=str(row["id"]),
            text=text,
            statements=statements,
            acts=tuple(Act(one["act"]) if one.get("act") else None for one in given),
            negated=tuple(one.get("negated") for one in given),
            nested=any("parent" in one for one in given),
            author=None if author is None else _spans(author, len(text)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"{where}: not a gold reading ({error})",
            hint='each line holds "id", "text" and "statements" with source, cue and content',
        ) from error


def score_readings(pairs: Iterable[tuple[GoldReading, Reading]]) -> ActScores:
    """Compare readings with gold."""
    n: Counter[str] = Counter()
    wrong: list[str] = []
    for gold, read in pairs:
        _count_acts(n, wrong, gold, read)
        if gold.nested:
            _count_nested(n, wrong, gold, read)
        if gold.author is not None:
            _count_author(n, wrong, gold, read)
    acts = [act.value for act in Act if n[f"act: {act.value}"]]
    return ActScores(
        counts={name: count for name, count in n.items() if "/" not in name},
        act=n["act/right"] / n["act"] if n["act"] else 0.0,
        by_act={f"{name}": _ratio(n, f"act: {name}") for name in acts},
        negation=_ratio(n, "negated"),
        nested=_ratio(n, "nested"),
        author=_ratio(n, "author's voice"),
        wrong=tuple(wrong),
    )


def _count_acts(n: Counter[str], wrong: list[str], gold: GoldReading, read: Reading) -> None:
    for number, statement in enumerate(gold.statements):
        words = " ".join(span.of(gold.text) for span in statement.cue)
        act, said = gold.acts[number], read.acts[number]
        if act is not None:
            right = act is said
            n["act"] += 1
            n["act/right"] += right
            _add(n, f"act: {act.value}", gold=1, right=right)
            _add(n, f"act: {said.value}", found=1)
            if not right:
                wrong.append(f"{gold.id}: act of “{words}” is {act.value}, read as {said.value}")
        negated = gold.negated[number]
        if negated is not None:
            found = read.negated[number]
            _add(n, "negated", gold=negated, found=found, right=negated and found)
            if negated != found:
                wrong.append(f"{gold.id}: “{words}” is {'' if negated else 'not '}negated")


def _count_nested(n: Counter[str], wrong: list[str], gold: GoldReading, read: Reading) -> None:
    inner = [one for one in gold.statements if one.parent is not None]
    free = list(read.inner)
    for one in inner:
        match = next((other for other in free if _same(one, other)), None)
        if match is not None:
            free.remove(match)
        else:
            wrong.append(f"{gold.id}: inner statement “{one.cue[0].of(gold.text)}” was not found")
        _add(n, "nested", gold=1, right=match is not None)
    for other in free:
        wrong.append(f"{gold.id}: “{other.cue[0].of(gold.text)}” is no inner statement")
    _add(n, "nested", found=len(read.inner))


def _count_author(n: Counter[str], wrong: list[str], gold: GoldReading, read: Reading) -> None:
    own, found = set(gold.author or ()), set(read.author)
    _add(n, "author's voice", gold=len(own), found=len(found), right=len(own & found))
    for span in sorted(own ^ found):
        is_not = "" if span in own else "not "
        wrong.append(f"{gold.id}: “{span.of(gold.text)}” is {is_not}the author's")


def _add(n: Counter[str], name: str, *, gold: int = 0, found: int = 0, right: int = 0) -> None:
    n[name] += gold
    n[f"{name}/found"] += found
    n[f"{name}/right"] += right


def _ratio(n: Counter[str], name: str) -> Ratio:
    return Ratio.of(n[f"{name}/right"], n[f"{name}/found"], n[name])


def _same(gold: Attribution, found: Attribution) -> bool:
    """Whether cue and source touch and the contents share half of their characters."""
    if not _touch(gold.cue, found.cue) or not _touch(gold.source, found.source):
        return False
    one, two = _places(gold.content), _places(found.content)
    return len(one & two) >= _LEAST_OVERLAP * len(one | two)


def _touch(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _places(spans: Sequence[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _attribution(one: Mapping[str, Any], length: int) -> Attribution:
    source, cue, content = (_spans(one[role], length) for role in _ROLES)
    return Attribution(source, cue, content, Manner.INDIRECT, 1.0, parent=one.get("parent"))


def _spans(pairs: Sequence[Sequence[int]], length: int) -> tuple[Span, ...]:
    spans = tuple(Span(start, end) for start, end in pairs)
    if any(span.end > length for span in spans):
        raise ValueError("a span ends after the text")
    return spans
