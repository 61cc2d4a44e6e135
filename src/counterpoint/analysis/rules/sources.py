"""Find the source of a cue: the noun phrase beside it."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoint.analysis.rules.cues import BE, HAVE, MODALS, TIMES, Cue, Form, Word

__all__ = ["find_source"]

_CLAUSE_ENDS = frozenset(
    "but when while because if after before although though since unless until so yet where "
    "whereas despite as or nor then than".split()
)
_RELATIVES = frozenset("who which that".split())
_PRONOUNS = frozenset("he she it they we i you".split())
_QUOTE_MARKS = frozenset(["''", "``", *"\"\u201c\u201d\u201e\u201f\u00ab\u00bb'\u2018\u2019"])
_DASHES = frozenset("\u2014\u2013-")
_ENDS_RIGHT = frozenset("who in on during at told said that by after".split())
_LONGEST_SOURCE = 25

Range = tuple[int, int]


def find_source(
    words: Sequence[Word], cue: Cue, subject: Range | None
) -> tuple[Range | None, bool]:
    """Words of the source, and whether they stand behind the cue.

    Args:
        words: Words of the sentence.
        cue: The cue.
        subject: Words of the source of the cue before, which a participle shares.
    """
    if cue.form is Form.PREPOSITION:
        return _phrase_right(words, cue.last, closed=cue.first <= 1), True
    if cue.form is Form.PARTICIPLE:
        return subject or _sentence_subject(words, cue), False
    if cue.form is Form.PASSIVE:
        for here in range(cue.last, min(cue.last + 3, len(words) - 1)):
            if words[here].low == "by":
                return _phrase_right(words, here + 1), True
        return None, False
    if _is_inverted(words, cue):
        return _phrase_right(words, cue.last), True
    return _phrase_left(words, cue.first), False


def _is_inverted(words: Sequence[Word], cue: Cue) -> bool:
    """Whether the subject follows: “...,” said Ann Lee."""
    if not cue.speech or cue.last >= len(words) or cue.first != cue.head:
        return False
    before = words[cue.first - 1] if cue.first else None
    if before is not None and before.low != "," and before.text not in _QUOTE_MARKS:
        return False
    after = words[cue.last]
    if after.quoted or after.low in TIMES:
        return False
    if before is not None and before.low == "," and _before_apposition(words, cue.first - 1):
        return False
    return after.text[0].isupper() or after.low in ("the", "a", "an", "one", "his", "her", "its")


def _phrase_right(words: Sequence[Word], first: int, *, closed: bool = False) -> Range | None:
    """From here to the end of the noun phrase, with an apposition.

    Args:
        words: Words of the sentence.
        first: Where the phrase begins.
        closed: Whether an apposition must end with a comma, since a clause follows.
    """
    last = first
    while last < len(words) and last - first < _LONGEST_SOURCE:
        word = words[last]
        if word.quoted or word.low in ";:!?)(" or word.low in _DASHES:
            break
        if word.low == "." and not _abbreviates(words, last):
            break
        if word.low == ",":
            if not _is_apposition(words, last, closed=closed):
                break
        elif last > first and _ends_phrase(word):
            break
        last += 1
    while last > first and words[last - 1].low == ",":
        last -= 1
    return (first, last) if last > first else None


def _ends_phrase(word: Word) -> bool:
    return (
        word.low in _CLAUSE_ENDS
        or word.low in BE
        or word.low in HAVE
        or word.low in _ENDS_RIGHT
        or word.low in TIMES
    )


def _is_apposition(words: Sequence[Word], comma: int, *, closed: bool) -> bool:
    if comma + 1 >= len(words):
        return False
    after = words[comma + 1]
    if after.low not in ("a", "an", "the", "one") or not after.text[0].islower():
        return False
    rest = words[comma + 2 : comma + _LONGEST_SOURCE]
    if not closed:
        return True
    ends = next((n for n, word in enumerate(rest) if word.low == ","), None)
    return ends is not None and not any(word.low in BE or word.low in HAVE for word in rest[:ends])


def _phrase_left(words: Sequence[Word], end: int) -> Range | None:
    """The noun phrase that ends here, walked back to the edge of its clause."""
    if end <= 0:
        return None
    if words[end - 1].low in _RELATIVES or words[end - 1].low in _PRONOUNS:
        return end - 1, end
    if words[end - 1].low == ",":
        return _before_apposition(words, end - 1)
    first = end
    while first > 0 and end - first < _LONGEST_SOURCE and not _is_edge(words, first - 1, end):
        first -= 1
    while first < end and words[first].low in ("in", "on", "at", "by", "from", "for", "and"):
        skipped = _after_adjunct(words, first, end)
        if skipped is None:
            break
        first = skipped
    return (first, end) if first < end else None


def _is_edge(words: Sequence[Word], here: int, end: int) -> bool:
    """Whether a noun phrase that ends at ``end`` cannot hold this word."""
    word = words[here]
    if word.quoted or word.low in ",;:!?" or word.low in _DASHES or word.text in _QUOTE_MARKS:
        return True
    if word.low == "." and not _abbreviates(words, here):
        return True
    if word.low in _CLAUSE_ENDS or word.low in _RELATIVES or word.low in BE or word.low in HAVE:
        return True
    if word.low in MODALS and word.low != "to":
        return True
    return word.low == "and" and not _joins_names(words, here, end)


def _abbreviates(words: Sequence[Word], here: int) -> bool:
    """Whether a full stop within a sentence belongs to the word before it."""
    return 0 < here < len(words) - 1 and words[here - 1].low[0].isalpha()


def _after_adjunct(words: Sequence[Word], first: int, end: int) -> int | None:
    """Where the subject begins after "In Seoul" without a comma; unknown in most cases."""
    if words[first].low == "and":
        return first + 1
    for here in range(first + 1, end):
        if words[here].low in ("the", "a", "he", "she", "they", "it"):
            return here if here > first + 1 else None
    return None


def _before_apposition(words: Sequence[Word], comma: int) -> Range | None:
    """“Ann Lee, who heads the ministry, said”: from the name to the comma."""
    for here in range(comma - 1, max(-1, comma - 40), -1):
        if words[here].low == ",":
            found = _phrase_left(words, here) if _can_be_aside(words, here, comma) else None
            if found is None or found[1] - found[0] > 12:
                break
            if words[found[0]].text[0].isupper() or words[found[0]].low in ("the", "a", "an"):
                return found[0], comma
            break
        if words[here].quoted or words[here].low in ";:":
            break
    return None


def _can_be_aside(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words between two commas tell about the name before them."""
    inner = words[start + 1 : end]
    if start == 0 or not inner or inner[0].low in ("but", "and", "while"):
        return False
    if inner[0].low in ("who", "whose", "which"):
        return True
    verbs = any(w.low in BE or w.low in HAVE or (w.low in MODALS and w.low != "to") for w in inner)
    return not verbs


def _joins_names(words: Sequence[Word], place: int, end: int) -> bool:
    if place == 0 or place + 1 >= end:
        return False
    one, two = words[place - 1], words[place + 1]
    if one.low == ",":
        return False
    if two.low in ("the", "a", "his", "her", "other"):
        return True
    return one.text[0].isupper() == two.text[0].isupper()


def _sentence_subject(words: Sequence[Word], cue: Cue) -> Range | None:
    """First noun phrase of the sentence, up to its first verb."""
    for here in range(1, min(cue.first, 15)):
        low = words[here].low
        is_past = low.endswith("ed") and words[here - 1].low not in ("a", "the", ",")
        if low in BE or low in HAVE or low in MODALS or is_past:
            return _phrase_left(words, here)
    return None
