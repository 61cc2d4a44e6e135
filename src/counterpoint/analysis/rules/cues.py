"""Find the cues of a sentence by rules: known verbs and phrases in a place where they attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from counterpoint.analysis.lexicon import PHRASES_BY_FIRST, SPEECH, VERBS, lemma_of
from counterpoint.types import Span

__all__ = ["BE", "HAVE", "MODALS", "TIMES", "Cue", "Form", "Word", "cut_words", "find_cues"]

_WORD = re.compile(r"[^\W_]+(?:['\u2019\-][^\W_]+)*|''|\S")
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had having hasn't haven't hadn't".split())
MODALS = frozenset(
    "will would could can may might must should shall do does did don't doesn't didn't won't "
    "wouldn't couldn't can't cannot shouldn't to".split()
)
_CONTROL = frozenset(
    "refuse decline fail continue begin start go want plan seem appear try hesitate need stop "
    "refused declined failed continued began started went wanted planned seemed appeared tried "
    "hesitated refuses declines fails continues begins starts goes wants plans seems appears "
    "tries".split()
)
_ADVERBS = frozenset(
    "also then later now once even still not never just only ever often again soon long twice "
    "already always first further thus sometimes instead rather quickly simply".split()
)
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december today yesterday tonight earlier late "
    "last this".split()
)
_NO_ADVERBS = frozenset(
    "family ally reply supply assembly italy july only apply rally early daily".split()
)
_BEFORE_NOUNS = frozenset(
    "the a an this that these those his her its their our my your no any some every each of for "
    "with in on by at from under about into over against 's \u2019s such another more most many "
    "few several all new".split()
)
_SUBJECTS = frozenset("i he she it they we you who which that some many others one both".split())
_PASSIVE_OK = frozenset(
    "expect believe know report say think understand consider ask convince".split()
)
_NOUN_LIKE = frozenset(
    "need view report plan support call question request comment remark claim promise pledge vow "
    "attack order demand fear hope wish doubt concern note post blog text message tweet rule ban "
    "sign pass show display judge figure fault second bless back praise veto lobby object state "
    "sentence detail brief signal hint document project quote voice estimate forecast offer aim "
    "press point address commit answer reply worry guess trust desire like love favor favour "
    "protest challenge petition command approach stress notice speculate dispute dislike "
    "champion decree reason account guarantee threat rebuke appeal muse rail".split()
)


class Form(Enum):
    """How a cue stands in its clause."""

    FINITE = "finite"
    PASSIVE = "passive"
    PARTICIPLE = "participle"  # ", saying that"
    PREPOSITION = "preposition"  # "according to"


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place and whether it stands in quotation marks."""

    text: str
    low: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """Words ``[first, last)`` of a sentence, the head among them."""

    first: int
    last: int
    head: int
    lemma: str
    form: Form

    @property
    def speech(self) -> bool:
        """Whether it can stand beside quoted words or after what was said."""
        return self.lemma in SPEECH


def cut_words(text: str, sentence: Span, quotations: Sequence[Span]) -> list[Word]:
    """Words of a sentence; quotations in text order tell which are quoted."""
    words = []
    near = iter(quotations)
    quotation = next(near, None)
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        while quotation is not None and quotation.end <= start:
            quotation = next(near, None)
        quoted = quotation is not None and quotation.start <= start
        low = match.group().casefold().replace("\u2019", "'")
        words.append(Word(match.group(), low, start, end, quoted))
    return words


def find_cues(words: Sequence[Word]) -> Iterator[Cue]:
    """Yield the cues of a sentence from left to right; those in quotation marks are left out."""
    last = 0
    for here, word in enumerate(words):
        if here < last or word.quoted or not word.low[0].isalpha():
            continue
        cue = _according(words, here) or _verb(words, here)
        if cue is not None:
            last = cue.last
            yield cue


def _according(words: Sequence[Word], here: int) -> Cue | None:
    if words[here].low != "according" or here + 1 >= len(words) or words[here + 1].low != "to":
        return None
    return Cue(here, here + 2, here, "according", Form.PREPOSITION)


def _verb(words: Sequence[Word], here: int) -> Cue | None:
    lemma = lemma_of(words[here].low)
    last = _phrase_end(words, here, lemma)
    if last is None:
        if lemma not in VERBS:
            return None
        last = here + 1
    if words[here].text[0].isupper() and here and not _title_case(words):
        return None
    first, helpers = _walk_back(words, here)
    form = _form(words, here, first, lemma, helpers)
    if form is None:
        return None
    return Cue(first, last, here, lemma, form)


def _phrase_end(words: Sequence[Word], here: int, lemma: str) -> int | None:
    best: int | None = None
    for phrase in PHRASES_BY_FIRST.get(lemma, ()):
        parts = phrase.split()
        if len(parts) < 2 or here + len(parts) > len(words):
            continue
        if all(
            words[here + n].low == part or lemma_of(words[here + n].low) == part
            for n, part in enumerate(parts[1:], 1)
        ):
            best = max(best or 0, here + len(parts) - (parts[-1] == "that"))
    return best


def _walk_back(words: Sequence[Word], here: int) -> tuple[int, list[str]]:
    """Where the cue begins with its auxiliaries, and which they are."""
    first = here
    helpers: list[str] = []
    while first > 0:
        low = words[first - 1].low
        if low in BE or low in HAVE or low in MODALS:
            helpers.append(low)
        elif low in _CONTROL and helpers[-1:] == ["to"]:
            helpers.append("control")
        elif not _is_adverb(low):
            break
        first -= 1
    while (
        first < here and _is_adverb(words[first].low) and words[first].low not in ("not", "never")
    ):
        if first == 0 or words[first - 1].low == ",":
            first += 1
        else:
            break
    return first, helpers


def _is_adverb(low: str) -> bool:
    return low in _ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in _NO_ADVERBS)


def _form(
    words: Sequence[Word], here: int, first: int, lemma: str, helpers: Sequence[str]
) -> Form | None:
    low = words[here].low
    before = words[first - 1].low if first else ""
    after = words[here + 1].low if here + 1 < len(words) else ""
    be = next((helper for helper in helpers if helper in BE), None)
    if low.endswith("ing") and low != lemma:
        if be:
            return Form.FINITE
        if before in (",", "\u2014", "\u2013") or (first and words[first - 1].quoted):
            return Form.PARTICIPLE
        return Form.PARTICIPLE if lemma in SPEECH and after in ("that", "\u201c", '"') else None
    if be and lemma != "be" and low not in (lemma, lemma + "s"):
        return Form.PASSIVE if lemma in _PASSIVE_OK and "control" not in helpers else None
    if helpers and helpers[-1] == "to":
        return None
    if not helpers and not _follows_subject(words, here, first, lemma):
        return None
    return Form.FINITE


def _follows_subject(words: Sequence[Word], here: int, first: int, lemma: str) -> bool:
    """Whether a verb without auxiliary can be the verb of its clause here."""
    low = words[here].low
    before = words[first - 1].low if first else ""
    if before in _SUBJECTS:
        return True
    if before in _BEFORE_NOUNS:
        return False
    past = low not in (lemma, lemma + "s", lemma + "es") and not low.endswith("ies")
    after = words[here + 1].low if here + 1 < len(words) else ""
    if past:
        return after != "by"
    if lemma in _NOUN_LIKE:
        return after in (
            "that",
            "the",
            "a",
            "an",
            "to",
            "he",
            "she",
            "it",
            "they",
            "his",
            "\u201c",
            '"',
            ",",
            ":",
        )
    return before != "" or lemma in SPEECH


def _title_case(words: Sequence[Word]) -> bool:
    """Whether a sentence writes most of its words large, as headlines do."""
    letters = [word for word in words if word.low[0].isalpha() and len(word.low) > 3]
    return len(letters) > 2 and sum(word.text[0].isupper() for word in letters) > 0.7 * len(letters)
