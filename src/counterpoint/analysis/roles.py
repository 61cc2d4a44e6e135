"""Read who somebody is from the words around a name: office, organisation, country.

Four places tell it: words before the name ("China's Foreign Ministry spokesperson Mao Ning"), an
apposition after it ("Li Haidong, a professor at ..."), an apposition before it ("its president,
Ann Lee, said"), and where somebody is from ("Li Haidong from the Institute of ...").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoint.analysis.mentions import Name, Words
from counterpoint.analysis.persons import KIN, ORGANISATIONS, TITLES, is_role
from counterpoint.types.gazetteer import Gazetteer

__all__ = ["Roles", "parse_role", "read_roles"]

_BEFORE = frozenset("NN NNS NNP NNPS JJ POS HYPH CD VBG VBN AFX IN".split())
_STOP = frozenset("MD VBD VBZ VBP VB WP WDT WRB WP$ . : -LRB- -RRB- CC".split())
_FROM = frozenset("from of at with for in".split())
_LONGEST = 18
_EVENTS = frozenset("forum summit conference meeting congress festival games cup talks".split())
_TIMES = frozenset("former then acting interim senior assistant deputy vice first".split())
_MINDED = frozenset("national homeland economic foreign domestic security policy climate".split())
_EARLIER = _TIMES | frozenset("incoming outgoing late longtime ex".split())
_POLITE = frozenset("mr mr. mrs mrs. ms ms. miss sir dr dr. lord lady".split())


@dataclass(frozen=True, slots=True)
class Roles:
    """What the words around a name tell: as far as this document goes."""

    role: str = ""
    organisation: str = ""
    country: str = ""
    words: tuple[str, ...] = ()  # nouns of the role, lower case
    where: str = ""  # how it stands in the text


def read_roles(words: Words, name: Name, gazetteer: Gazetteer) -> list[Roles]:
    """What the words around one name of a person tell, by each of the four places."""
    found = [
        _before(words, name, gazetteer),
        _after(words, name, gazetteer),
        _in_front(words, name, gazetteer),
        _is_a(words, name, gazetteer),
    ]
    tells = [roles for roles in found if roles is not None]
    if not any(roles.organisation for roles in tells):
        whence = _whence(words, name, gazetteer)
        tells.extend([whence] if whence else [])
    return tells


def parse_role(words: Words, start: int, end: int, gazetteer: Gazetteer) -> Roles:
    """Role, organisation and country in a phrase such as "the group's deputy director for Asia"."""
    country = ""
    organisation = ""
    taken: set[int] = set()
    for name in words.names_from(start, end):
        if name.end > end:
            continue
        if name.kind in {"country", "group"}:
            home = gazetteer.country(name.text) or gazetteer.demonym(name.text)
            if home and not country and not _beside(words, start, name):
                country = home.name
                taken.update(range(name.start, name.end))
        elif (
            name.kind == "organisation"
            and not organisation
            and not _portfolio(words, name, gazetteer)
        ):
            organisation = name.text
            taken.update(range(name.start, name.end))
            known = gazetteer.find(name.text)
            if known and known[0].country and not country:
                country = known[0].country
    for index in range(start, end):
        home = gazetteer.demonym(words.texts[index])
        if home and not country and index not in taken:
            country = home.name
            taken.add(index)
    if not organisation:
        organisation = _plain_organisation(words, start, end, taken)
    role = _role_words(words, start, end, taken)
    nouns = tuple(
        words.texts[i].lower()
        for i in range(start, end)
        if i not in taken and is_role(words.texts[i])
    )
    return Roles(role, organisation, country, nouns, words.phrase(start, end))


def _portfolio(words: Words, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether "Indonesian Trade" before "Minister" is no body, but a country and what is minded.

    Likewise "National Security" before "Advisor".
    """
    head = words.texts[name.end].lower() if name.end < len(words) else ""
    first = words.texts[name.start]
    home = gazetteer.demonym(first) or gazetteer.country(first)
    if gazetteer.find(name.text):
        return False
    if words.texts[name.end - 1].lower() in {"adviser", "advisor", "minister", "secretary"}:
        return True  # the office itself: "National Security Advisor"
    if head in {"adviser", "advisor"}:
        return first.lower() in _MINDED
    return head in {"minister", "secretary"} and bool(home)


def _beside(words: Words, start: int, name: Name) -> bool:
    """Whether a country stands in "ambassador to China": it is not where somebody belongs."""
    before = words.texts[name.start - 1].lower() if name.start > start else ""
    if before == "the" and name.start - 1 > start:
        before = words.texts[name.start - 2].lower()
    return before in {"to", "on", "in", "about", "for", "against", "with"}


def _plain_organisation(words: Words, start: int, end: int, taken: set[int]) -> str:
    """An organisation that is no name: "Foreign Ministry", "the prime minister's office"."""
    for index in range(start, end):
        if index in taken or words.texts[index].lower() not in ORGANISATIONS:
            continue
        begin = index
        while (
            begin > start
            and begin - 1 not in taken
            and words.tags[begin - 1] in {"NN", "NNP", "JJ", "NNS", "NNPS"}
            and not (is_role(words.texts[begin - 1]) and words.texts[begin - 1][:1].islower())
        ):
            begin -= 1
        if index + 1 < end and words.texts[index + 1].lower() == "of":
            last = index + 2
            while last < end and words.tags[last] in {"NN", "NNP", "NNS", "NNPS", "DT", "JJ", "CC"}:
                last += 1
            taken.update(range(begin, last))
            return words.phrase(begin, last)
        taken.update(range(begin, index + 1))
        return words.phrase(begin, index + 1)
    return ""


def _role_words(words: Words, start: int, end: int, taken: set[int]) -> str:
    kept: list[int] = []
    for index in range(start, end):
        low = words.texts[index].lower()
        if index in taken or words.tags[index] in {"DT", "POS", "PRP$"} or low in _POLITE:
            if kept and low in {"the", "a", "an"} and index not in taken:
                kept.append(index)
            continue
        kept.append(index)
    while kept and words.texts[kept[-1]].lower() in _FROM | {"the", "a", "an", ",", "-"}:
        kept.pop()
    while kept and words.texts[kept[0]].lower() in {"the", "a", "an", ",", "-", "of", "and"}:
        kept.pop(0)
    if not any(_office(words.texts[index]) for index in kept):
        return ""
    out = ""
    for before, index in zip([-1, *kept], kept, strict=False):
        glued = (
            before >= 0
            and before == index - 1
            and (words.places[before][1] == words.places[index][0])
        )
        out += ("" if not out or glued else " ") + words.texts[index]
    return out.strip(" ,")


def _office(word: str) -> bool:
    """Whether a word is an office or a trade, not a place in a family, and not only "former"."""
    low = word.lower().rstrip(".")
    return is_role(word) and low not in KIN and low not in _TIMES


def _left(words: Words, stop: int, floor: int) -> int:
    """First word of the noun phrase that ends before a word."""
    begin = stop
    while begin > floor and stop - begin < _LONGEST:
        tag, low = words.tags[begin - 1], words.texts[begin - 1].lower()
        if words.sentence[begin - 1] != words.sentence[stop - 1] or tag in _STOP:
            break
        if words.paragraph[begin - 1] != words.paragraph[stop]:
            break
        if tag == "DT":
            begin -= 1
            break
        if tag == "PRP$":
            begin -= 1
            break
        if tag == "IN" and low not in {"of", "for"}:
            break
        if tag == "IN" and not (begin - 2 >= floor and _offices(words, begin - 2)):
            break
        if tag not in _BEFORE:
            break
        begin -= 1
    while begin < stop and words.tags[begin] in {"VBG", "VBN", "IN", "HYPH", "CD", "POS"}:
        begin += 1
    return begin


def _offices(words: Words, index: int) -> bool:
    return is_role(words.texts[index]) or words.texts[index].lower() in ORGANISATIONS


def _proper(words: Words, name: Name) -> int:
    """First word of the name proper, behind the titles that the tagger took in."""
    start = name.start
    for index in range(name.start, name.end - 1):
        low = words.texts[index].lower()
        if low in TITLES or low.rstrip(".") in TITLES:
            start = index + 1
    inner = [n.end for n in words.names_from(name.start, name.end) if n.inner and n.end < name.end]
    return max([start, *(e for e in inner if e <= name.end - 1 and e > start and e < start)])


def _before(words: Words, name: Name, gazetteer: Gazetteer) -> Roles | None:
    proper = _proper(words, name)
    begin = _left(words, name.start, 0) if name.start else 0
    begin = _behind_small(words, begin, proper)
    if begin >= proper:
        return None
    if not any(is_role(words.texts[index]) for index in range(begin, proper)):
        return None
    roles = parse_role(words, begin, proper, gazetteer)
    if not (roles.role or roles.organisation or roles.country):
        return None
    return roles


def _behind_small(words: Words, begin: int, proper: int) -> int:
    """Where an office in capitals begins that small words stand before: no part of it.

    "the border measures *President* Ann Lee announced"; but "former President", "the group's
    President".
    """
    for at in range(proper - 1, begin - 1, -1):
        text = words.texts[at]
        if not (text[:1].isupper() and is_role(text)):
            continue
        for earlier in range(at - 1, begin - 1, -1):
            word = words.texts[earlier]
            owned = words.tags[earlier + 1] == "POS"
            if word.islower() and words.tags[earlier] in {"NN", "NNS"} and not owned:
                if word not in _EARLIER:
                    return earlier + 1
        break
    return begin


def _after(words: Words, name: Name, gazetteer: Gazetteer) -> Roles | None:
    """An apposition: ", a professor at the university," or ", 42, president of ..."."""
    at = name.end
    count = len(words)
    if at < count and words.texts[at] == "(":
        return None
    if at + 1 >= count or words.texts[at] not in {",", "–", "—"}:
        return None
    begin = at + 1
    if words.tags[begin] == "CD" and begin + 2 < count and words.texts[begin + 1] == ",":
        begin += 2
    return _phrase(words, begin, gazetteer)


def _is_a(words: Words, name: Name, gazetteer: Gazetteer) -> Roles | None:
    """A predicate: "Ann Lee is the president of ..."."""
    at = name.end
    if at + 2 < len(words) and words.texts[at].lower() in {"is", "was", "became"}:
        if words.tags[at + 1] == "DT":
            return _phrase(words, at + 1, gazetteer)
    return None


def _phrase(words: Words, begin: int, gazetteer: Gazetteer) -> Roles | None:
    count = len(words)
    end = begin
    seen = False
    while end < count and end - begin < _LONGEST and words.sentence[end] == words.sentence[begin]:
        tag, text = words.tags[end], words.texts[end]
        if tag in _STOP and not (tag == "CC" and seen and end + 1 < count):
            break
        if text in {",", ".", ";", "–", "—", '"', "“", "”"}:
            break
        if tag == "RB" or (tag in {"PRP", "TO"} and not seen):
            break
        seen = seen or is_role(text)
        end += 1
    if not seen or end == begin:
        return None
    head = _head(words, begin, end)
    if head is None:
        return None
    names = [n for n in words.names_from(begin, end) if n.kind == "person"]
    if any(n.start <= head < n.end for n in names):
        return None  # another person in a list
    return parse_role(words, begin, end, gazetteer)


def _head(words: Words, begin: int, end: int) -> int | None:
    """The last noun before the first preposition, if it is one about persons."""
    last = end
    for index in range(begin, end):
        if words.tags[index] == "IN" and index > begin:
            last = index
            break
    nouns = [i for i in range(begin, last) if words.tags[i].startswith("NN")]
    if not nouns or not is_role(words.texts[nouns[-1]]):
        return None
    return nouns[-1]


def _in_front(words: Words, name: Name, gazetteer: Gazetteer) -> Roles | None:
    """A phrase before a comma: "The group's president, Ann Lee, said"."""
    at = name.start - 1
    if at < 1 or words.texts[at] != "," or words.sentence[at] != words.sentence[name.start]:
        return None
    begin = at
    while begin > 0 and at - begin < _LONGEST and words.sentence[begin - 1] == words.sentence[at]:
        tag = words.tags[begin - 1]
        if tag in _STOP or words.texts[begin - 1] in {",", '"', "“", "”"}:
            break
        begin -= 1
    while begin < at and words.tags[begin] in {"IN", "RB", "TO"}:
        begin += 1
    if begin >= at or words.tags[begin] not in {"DT", "PRP$", "NNP", "NN", "JJ"}:
        return None
    head = _head(words, begin, at)
    near = words.names_from(max(0, begin - _LONGEST), at)
    if head is None or any(n.start <= head < n.end for n in near if n.kind == "person"):
        return None
    closes = name.end < len(words) and words.texts[name.end] in {",", ".", ":"}
    return parse_role(words, begin, at, gazetteer) if closes else None


def _whence(words: Words, name: Name, gazetteer: Gazetteer) -> Roles | None:
    """Where somebody is from: "from the Institute of ... at the University of ..."."""
    at = name.end
    if at >= len(words) or words.texts[at].lower() not in {"from", "of", "at", "with"}:
        return None
    ahead = words.names_from(at, at + 2 * _LONGEST)
    inside = [n for n in ahead if n.kind in {"organisation", "country"} and not n.inner]
    first = next((n for n in inside if at < n.start <= at + 2), None)
    if first is None or words.texts[first.end - 1].lower() in _EVENTS:
        return None
    if first.kind == "country":
        home = gazetteer.country(first.text)
        return Roles(country=home.name, where=words.phrase(at, first.end)) if home else None
    parts = [first.text]
    end = first.end
    following = next((n for n in inside if end < n.start <= end + 2), None)
    if following and words.texts[end].lower() in {"at", "of", "in"}:
        if following.kind == "organisation":
            parts.append(following.text)
            end = following.end
    belongs = _home(parts, gazetteer, words, first.start, end)
    return Roles(organisation=", ".join(parts), country=belongs, where=words.phrase(at, end))


def _home(parts: Sequence[str], gazetteer: Gazetteer, words: Words, start: int, end: int) -> str:
    for part in parts:
        known = gazetteer.find(part)
        if known and known[0].country:
            return known[0].country
    for index in range(start, end):
        home = gazetteer.country(words.texts[index]) or gazetteer.demonym(words.texts[index])
        if home:
            return home.name
    return ""
