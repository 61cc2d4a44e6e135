"""What is to be resolved: a pronoun or a nominal, its kind and head, and who it may mean at all."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.mentions import Words
from counterpoint.analysis.persons import COLLECTIVE, FEMALE, MALE, is_person_word

__all__ = ["GROUPS", "Target", "make_target", "may_be", "pronouns"]

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_I = frozenset("i me my mine myself".split())
_WE = frozenset("we us our ours ourselves".split())
_YOU = frozenset("you your yours yourself yourselves".split())
_THEY = frozenset("they them their theirs themselves themself".split())
GROUPS = ("he", "i", "we", "you", "they", "nominal", "plural")


@dataclass(frozen=True, slots=True)
class Target:
    """A pronoun or nominal to resolve, by its words."""

    start: int
    end: int
    group: str
    head: str  # lower case
    gender: str = ""

    @property
    def pronoun(self) -> bool:
        """Whether it is a pronoun."""
        return self.group not in {"nominal", "plural"}


def make_target(words: Words, start: int, end: int) -> Target:
    """The target that covers some words."""
    low = words.texts[start].lower()
    if end - start == 1 or (end - start == 2 and words.texts[start + 1].startswith(("'", "’"))):
        for group, gender, forms in (
            ("he", "m", _HE), ("he", "f", _SHE), ("i", "", _I), ("we", "", _WE),
            ("you", "", _YOU), ("they", "", _THEY),
        ):  # fmt: skip
            if low in forms:
                return Target(start, end, group, low, gender)
    head = _head(words, start, end)
    word = words.texts[head].lower()
    many = words.tags[head] in {"NNS", "NNPS"} or word in COLLECTIVE or word == "people"
    gender = "m" if word in MALE else "f" if word in FEMALE else ""
    return Target(start, end, "plural" if many else "nominal", word, gender)


def _head(words: Words, start: int, end: int) -> int:
    stop = end
    for index in range(start + 1, end):
        if words.tags[index] in {"IN", "WDT", "WP", ",", "TO", "VBG", "VBN", "WRB"} or (
            words.tags[index] == "CC"
        ):
            stop = index
            break
    nouns = [i for i in range(start, stop) if words.tags[i].startswith("NN")]
    last = nouns[-1] if nouns else stop - 1
    people = [i for i in nouns if is_person_word(words.texts[i])]
    return last if last in people or not people else people[-1]


def pronouns(words: Words) -> list[Target]:
    """Every pronoun of a person in the text, in order."""
    found = []
    for index, text in enumerate(words.texts):
        low = text.lower()
        if low in _HE or low in _SHE or (low in _I and text != "i"):
            found.append(make_target(words, index, index + 1))
    return found


def may_be(target: Target, actor: Actor) -> bool:
    """Whether an actor is of the kind that a target can mean."""
    if target.group == "he":
        wrong = actor.gender and target.gender and actor.gender != target.gender
        return actor.kind == "person" and not actor.plural and not wrong
    if target.group in {"i", "you"}:
        return actor.kind == "person" and not actor.plural
    if target.group == "nominal":
        wrong = actor.gender and target.gender and actor.gender != target.gender
        return actor.kind == "person" and not wrong
    if target.group == "they":
        return actor.many
    return actor.kind in {"person", "group"}
