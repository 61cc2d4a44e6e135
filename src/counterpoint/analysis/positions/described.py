"""Things and bodies that are only described: "the plan", "this treaty", "the committee".

The head of an entity's name ("plan" of "plan to widen the harbour", "declaration" of "Lee's
emergency declaration") stands for it after "the", "this", "his", where no other entity of the list
has such a head, or where this one was named last; for a thing also after "a". Words of one meaning
in the news stand for each other: a bill is called a measure, a treaty a pact.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from counterpoint.analysis.positions.named import Entity, Named
from counterpoint.types import Span

__all__ = ["find_described", "head_of"]

_ALIKE = (
    "bill legislation measure act law statute resolution",
    "plan proposal programme program initiative scheme policy",
    "rule regulation policy order decree directive",
    "deal agreement pact accord treaty",
    "ruling decision verdict judgment judgement order",
    "wall fence barrier",
    "attack shooting strike bombing massacre raid",
    "lawsuit suit case complaint",
    "inquiry investigation probe",
    "protest demonstration rally march",
    "dam project",
    "ban prohibition",
    "tax levy",
    "budget blueprint",
    "claim allegation accusation",
    "election vote referendum",
    "video clip film",
    "war conflict invasion",
)
_BODIES = frozenset(
    "court committee party commission department ministry agency council campaign administration "
    "government company bank group association union panel bureau parliament organisation "
    "organization alliance coalition institute university board tribunal firm foundation authority "
    "movement front mission league guild society club federation network fund trust chamber "
    "assembly regulator watchdog militia brigade junta church synod airline museum corporation "
    "confederation consortium forum service inspectorate directorate secretariat".split()
)
_EMPTY = frozenset(  # heads that say nothing, or that everybody has
    "use number part end lack way kind sort people person man woman country state nation world "
    "work issue thing effort result action member family child day year time week month history "
    "leader official statement comment tweet reason fact idea name side life money".split()
)
_ENDS_HEAD = frozenset(
    "of to for in on at by with from against over into about between among under after before "
    "that which who whose when where as and or than toward towards within without during told "
    "passed made held led run announced issued signed".split()
)
_OPENS = frozenset("a an the his her their its our this that these those some new".split())
_PLAIN = frozenset(
    "new proposed controversial current latest so-called entire whole same original final draft "
    "sweeping landmark historic bipartisan planned existing latter former long-awaited".split()
)
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")
_OPENING = re.compile(  # and up to three words behind it
    r"(?:\b(?i:the|this|that|these|those|his|her|their|its|an?|such an?)|['’]s) "
    r"(?=([\w-]+(?: [\w-]+){0,2}))"
)
_ENDS = re.compile(r"(?! of\b|-|['’]?\w| [A-Z])")


@lru_cache(maxsize=4096)
def head_of(name: str) -> str:
    """The word that a name is about, in lower case and singular; "" where there is none.

    Example:
        >>> head_of("plan to widen the harbour"), head_of("Lee’s emergency declaration")
        ('plan', 'declaration')
    """
    words = _WORD.findall(name.replace("’s", "").replace("'s", ""))
    while words and words[0].casefold() in _OPENS:
        words = words[1:]
    kept: list[str] = []
    for word in words:
        if kept and word.casefold() in _ENDS_HEAD:
            break
        kept.append(word)
    head = _singular(kept[-1].casefold()) if kept else ""
    return "" if head in _EMPTY or not head.isalpha() else head


def find_described(
    text: str, entities: Sequence[Entity], named: Sequence[Named]
) -> Iterator[Named]:
    """Find descriptions that stand for a thing or a body of the list.

    Args:
        text: The text.
        entities: The list.
        named: Where names stand, in text order; of several that fit, the one named last is meant.
    """
    heads = _heads(tuple(entities))
    if not heads:
        return
    stands: dict[int, list[int]] = {}
    for one in named:
        stands.setdefault(one.entity, []).append(one.span.start)
    for match in _OPENING.finditer(text):
        found = _first_head(match.group(1), heads)
        if found is None or not _ENDS.match(text, match.start(1) + found[1]):
            continue
        head, end, before = found
        words = {_singular(word.casefold()) for word in before}
        some = match.group()[:2].strip().casefold() in ("a", "an")  # "a court" is any of them
        own = [
            one
            for one, theirs in heads[head].items()
            if words <= theirs | _PLAIN and not (some and entities[one].kind != "thing")
        ]
        who = _last(own, stands, match.start())
        if who is not None:
            yield Named(Span(match.start(1), match.start(1) + end), who, 0.5, full=False)


def _first_head(
    phrase: str, heads: Mapping[str, Mapping[int, set[str]]]
) -> tuple[str, int, list[str]] | None:
    """The first word that is a head, where it ends, and the words before it."""
    before: list[str] = []
    for match in _WORD.finditer(phrase):
        word = match.group().casefold()
        if word in _ENDS_HEAD or (word in _OPENS and word != "new"):
            return None
        head = _singular(match.group())
        if head in heads:
            return head, match.end(), before
        before.append(match.group())
    return None


def _last(fitting: Sequence[int], stands: Mapping[int, Sequence[int]], place: int) -> int | None:
    """The one named last before a place; where none was, the only one, or the first."""
    best, latest = None, -1
    for one in fitting:
        before = bisect_right(stands.get(one, ()), place)
        if before and stands[one][before - 1] > latest:
            best, latest = one, stands[one][before - 1]
    if best is None and fitting:
        return fitting[0]
    return best


@lru_cache(maxsize=4)
def _heads(entities: tuple[Entity, ...]) -> dict[str, dict[int, set[str]]]:
    """Which entities a head stands for, each with the words of its name."""
    alike = _alike()
    out: dict[str, dict[int, set[str]]] = {}
    for number, one in enumerate(entities):
        head = head_of(one.name)
        if one.kind == "person" or not head:
            continue
        if one.kind != "thing" and head not in _BODIES:
            continue
        words = {_singular(word.casefold()) for word in _WORD.findall(one.name)}
        same = alike.get(head, frozenset()) if one.kind == "thing" else frozenset()
        for word in (head, *sorted(same - {head})):
            out.setdefault(word, {})[number] = words
    return out


@cache
def _alike() -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for line in _ALIKE:
        words = frozenset(line.split())
        for word in words:
            out[word] = out.get(word, frozenset()) | words
    return out


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "sui" else word
