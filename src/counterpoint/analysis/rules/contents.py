"""Find the content of a cue within its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from counterpoint.analysis.lexicon import VERBS, lemma_of
from counterpoint.analysis.rules.cues import BE, HAVE, MODALS, TIMES, Cue, Form, Word
from counterpoint.types import Span

__all__ = ["Content", "Pattern", "find_content", "pieces_of"]

_QUOTE_MARKS = frozenset(["''", "``", *"\"\u201c\u201d\u201e\u201f\u00ab\u00bb'\u2018\u2019"])
_LEADS = frozenset("that whether if how why what to".split())
_ADJUNCT = frozenset(
    "in on at during to from after before via through of about with for as into against "
    "over".split()
)
_RECIPIENT = frozenset(
    "tell inform remind assure warn notify advise ask urge order instruct encourage convince "
    "press command implore beg recommend exhort direct require compel allow forbid permit".split()
)
_PRONOUNS = frozenset("he she it they we i you who him her them me us".split())
_APPOSITION = frozenset("a an the who which whose one".split())
_NEW_CLAUSE = frozenset("despite while whereas although though".split())
_TAIL = frozenset("which who as after but when because with".split())
_REACH = 14  # words within which a recipient, a time or a place ends
_SHORT_FRONT = 12

_OPENING = frozenset("$£€¥([#@'’")

Range = tuple[int, int]


class Pattern(Enum):
    """How a content stands to its cue; each is right with its own probability."""

    QUOTE = "quote"
    THAT = "that"
    LEAD = "lead"  # whether, to, how
    CLAUSE = "clause"
    OBJECT = "object"
    BEFORE = "before"
    AROUND = "around"
    BEFORE_QUOTED = "before-quoted"
    BEFORE_MIXED = "before-mixed"
    ACCORDING = "according"


@dataclass(frozen=True, slots=True)
class Content:
    """Words ``[first, last)`` of a sentence; source and cue may stand among them."""

    first: int
    last: int
    pattern: Pattern


def find_content(
    words: Sequence[Word],
    cue: Cue,
    source: Range | None,
    following: Cue | None,
    *,
    inverted: bool,
) -> Content | None:
    """Words of the content within the sentence.

    Args:
        words: Words of the sentence.
        cue: Its cue.
        source: Words of its source.
        following: The next cue of the sentence.
        inverted: Whether the source stands behind the cue.
    """
    end = _sentence_end(words)
    behind = max(cue.last, source[1] if source and inverted else 0)
    if cue.form is Form.PREPOSITION:
        return _beside_according(words, cue, behind, end)
    if cue.speech and cue.form is Form.FINITE:
        start = cue.first if inverted or source is None else source[0]
        if found := _standing_before(words, start, behind, end):
            return found
    if not inverted and not source and cue.form is Form.FINITE:
        return None
    return _standing_behind(words, cue, behind, end, following)


def pieces_of(
    words: Sequence[Word], content: Content, cue: Cue, source: Range | None
) -> tuple[Span, ...]:
    """The content without the cue and the source where these stand in its midst."""
    holes = [range(cue.first, cue.last)]
    if source:
        holes.append(range(*source))
        low, high = min(cue.first, source[0]), max(cue.last, source[1])
        if high - low <= (cue.last - cue.first) + (source[1] - source[0]) + 1:
            holes = [range(low, high)]
    pieces: list[Span] = []
    start: int | None = None
    for here in range(content.first, content.last + 1):
        inside = here < content.last and not any(here in hole for hole in holes)
        if inside and start is None:
            start = here
        elif not inside and start is not None:
            pieces.extend(_solid(words, start, here))
            start = None
    return tuple(pieces)


def _solid(words: Sequence[Word], start: int, end: int) -> list[Span]:
    """The stretch without marks at its edges; nothing when it has no word."""
    while start < end and not words[start].quoted and _is_mark(words[start]):
        start += 1
    while end > start and words[end - 1].low == "," and not words[end - 1].quoted:
        end -= 1
    if not any(word.low[0].isalnum() for word in words[start:end]):
        return []
    return [Span(words[start].start, words[end - 1].end)]


def _is_mark(word: Word) -> bool:
    return not word.low[0].isalnum() and word.text not in _OPENING


def _standing_before(words: Sequence[Word], start: int, behind: int, end: int) -> Content | None:
    """The content where it stands before source and cue: “..., she said”, ..., said Ann Lee."""
    if start < 2:
        return None
    before = words[start - 1]
    rest = words[behind:end]
    first = 1 if words[0].low in ("but", "and", "yet") and start > 3 else 0
    if before.quoted and before.text in _QUOTE_MARKS:
        return _before_quoted(words, first, start, behind, end)
    if before.low != "," or any(word.low == "that" or word.quoted for word in rest[:_REACH]):
        return None
    if start - 1 <= _SHORT_FRONT and not _has_verb(words[: start - 1]) and len(rest) > 2:
        return None
    if not rest or rest[0].low in ".;" or rest[0].low in _ADJUNCT or rest[0].low in TIMES:
        return Content(first, start - 1, Pattern.BEFORE)
    if rest[0].low == ",":
        goes_on = len(rest) > 3 and not _is_aside(rest[1])
        return Content(first, end if goes_on else start - 1, Pattern.AROUND)
    return None


def _before_quoted(
    words: Sequence[Word], first: int, start: int, behind: int, end: int
) -> Content | None:
    rest = words[behind:end]
    pattern = Pattern.BEFORE_QUOTED if words[first].quoted else Pattern.BEFORE_MIXED
    opens = next((n for n, word in enumerate(rest) if word.quoted), None)
    if opens is None:
        return Content(first, start, pattern)
    ended = words[start - 2].low in ",?!.\u2014-" or (start > 2 and words[start - 1].low == ",")
    if not ended:
        return None
    lead = [word.low for word in rest[:opens]]
    if not lead or lead[-1] in (",", ":", "that") or len(lead) < 4:
        return Content(first, end, pattern)
    return Content(first, start, pattern)


def _is_aside(word: Word) -> bool:
    """Whether what begins here tells about the speaker or adds another act."""
    return word.low in _APPOSITION or word.low.endswith("ing") or word.low in _ADJUNCT


def _has_verb(words: Sequence[Word]) -> bool:
    return any(
        word.low in BE
        or word.low in HAVE
        or (word.low in MODALS and word.low != "to")
        or (word.low.endswith("ed") and len(word.low) > 4)
        or (lemma_of(word.low) in VERBS and word.low != lemma_of(word.low))
        for word in words
    )


def _beside_according(words: Sequence[Word], cue: Cue, behind: int, end: int) -> Content | None:
    if cue.first <= 1:
        while behind < end and words[behind].low != ",":
            behind += 1
        return Content(behind + 1, end, Pattern.ACCORDING) if behind + 1 < end else None
    last = cue.first
    while last > 0 and words[last - 1].low == "," and not words[last - 1].quoted:
        last -= 1
    first = 1 if words[0].low in ("but", "and", "yet") and last > 2 else 0
    goes_on = behind + 3 < end and words[behind].low == "," and not _is_aside(words[behind + 1])
    if last <= first:
        return None
    return Content(first, end if goes_on else last, Pattern.ACCORDING)


def _sentence_end(words: Sequence[Word]) -> int:
    end = len(words)
    while end > 0 and words[end - 1].low in ".!?" and not words[end - 1].quoted:
        end -= 1
    return end


def _standing_behind(
    words: Sequence[Word], cue: Cue, behind: int, end: int, following: Cue | None
) -> Content | None:
    first = _skip_to_content(words, cue, behind, end)
    if first is None or first >= end:
        return None
    if cue.speech and words[first].low in _ADJUNCT - {"to"} and not _has_verb(words[first:end]):
        if cue.lemma in ("say", "tell", "add", "write") and cue.last == cue.head + 1:
            return None
    last = _clause_end(words, cue, first, end, following)
    return Content(first, last, _pattern(words, cue, first)) if last > first else None


def _pattern(words: Sequence[Word], cue: Cue, first: int) -> Pattern:
    if words[first].quoted:
        return Pattern.QUOTE
    if words[first].low == "that":
        return Pattern.THAT
    if words[first].low in _LEADS:
        return Pattern.LEAD
    return Pattern.CLAUSE if cue.speech else Pattern.OBJECT


def _skip_to_content(words: Sequence[Word], cue: Cue, first: int, end: int) -> int | None:
    """Where the content begins behind the cue: after a recipient, a time or a place."""
    here = first
    if here < end and words[here].low in (",", ":"):
        return _after_comma(words, cue, here, end)
    if here >= end or words[here].low in _LEADS or words[here].quoted:
        return here
    if cue.last != cue.head + 1:
        return here
    word = words[here]
    if cue.lemma in _RECIPIENT or word.low in _ADJUNCT or word.low in TIMES:
        there = _behind_adjunct(words, cue, here, end)
        if there is not None:
            return there
        if word.low in TIMES:
            return here + 1 if here + 2 < end and words[here + 1].low != "," else None
    if cue.lemma in _RECIPIENT:
        return _after_recipient(words, here, end)
    return here


def _after_comma(words: Sequence[Word], cue: Cue, here: int, end: int) -> int | None:
    behind = here + 1
    if behind < end and (words[behind].quoted or words[here].low == ":"):
        return behind
    if cue.form is Form.PARTICIPLE or not cue.speech or behind + 2 >= end:
        return None
    return None if _is_aside(words[behind]) else behind


def _behind_adjunct(words: Sequence[Word], cue: Cue, here: int, end: int) -> int | None:
    for there in range(here, min(end, here + _REACH)):
        word = words[there]
        if word.low in ("that", "whether", "if") or word.quoted:
            return there
        if word.low == "to" and there > here and cue.lemma in _RECIPIENT:
            return there
        if word.low == ":":
            return there + 1
        if word.low in ".;":
            return None
    return None


def _after_recipient(words: Sequence[Word], here: int, end: int) -> int:
    """Behind one noun phrase: "told reporters the deal was dead"."""
    if words[here].low in _PRONOUNS or words[here].low.endswith("s"):
        return here + 1
    there = here
    while there < end and (words[there].text[0].isupper() or words[there].low in ("the", "a")):
        there += 1
    return there if here < there < end else here


def _clause_end(
    words: Sequence[Word], cue: Cue, first: int, end: int, following: Cue | None
) -> int:
    for here in range(first + 1, end):
        word = words[here]
        if word.quoted:
            continue
        if word.low == ";":
            return here
        if word.low == "," and here + 1 < end and _breaks(words, here + 1, cue, following):
            return here
    return end


def _breaks(words: Sequence[Word], here: int, cue: Cue, following: Cue | None) -> bool:
    """Whether another clause begins after this comma."""
    low = words[here].low
    if low == "according" or low in _NEW_CLAUSE:
        return True
    if following is not None:
        if low.endswith("ing") and following.head == here:
            return True
        if low in ("but", "and", "yet") and here < following.first <= here + 6:
            return not words[following.first].quoted
    return not cue.speech and low in _TAIL
