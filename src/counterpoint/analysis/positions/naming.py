"""Where the entities of a list are named in a text.

A list of entities comes from a user or from the mentions of a document. Names in a list are often
fuller than those in the text ("Republican lawmakers" for "Republicans", "Supreme Court of the
United States" for "the court"), so words are compared by their stems, and the share of a name's
words that are found decides. Persons are also found by their last name and by what stands for them
(see :mod:`counterpoint.analysis.positions.stand_ins`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from counterpoint.analysis.persons import family_first, gender_of_name
from counterpoint.analysis.positions.described import head_of
from counterpoint.analysis.positions.named import Entity, Named
from counterpoint.analysis.positions.stand_ins import DESCRIBED, find_stand_ins
from counterpoint.models.gazetteer import nicknames
from counterpoint.types import Span
from counterpoint.types.gazetteer import surface

__all__ = ["Entity", "Named", "find_named"]

_STEM = 6
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+")
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?")
_SMALL = frozenset("of the and for in on at to a an de la s by with from against over".split())
_TITLES = frozenset(
    "mr mrs ms dr president vice prime minister senator sen rep representative gov governor mayor "
    "secretary judge justice general gen former speaker leader chancellor chairman chairwoman "
    "director attorney congressman congresswoman jr sr ii iii iv".split()
)
_READ_AS = {
    "gop": ("republ",),
    "dems": ("democr",),
    "us": ("united", "state"),
    "usa": ("united", "state"),
    "america": ("united", "state"),
    "american": ("united", "state"),
    "americans": ("united", "state"),
    "uk": ("united", "kingdo"),
    "britain": ("united", "kingdo"),
    "british": ("united", "kingdo"),
    "obamacare": ("afford", "care", "act"),
    "fbi": ("federa", "bureau", "invest"),
    "cia": ("centra", "intell", "agency"),
    "doj": ("united", "state", "depart", "justic"),
    "rnc": ("republ", "nation", "commit"),
    "dnc": ("democr", "nation", "commit"),
    "eu": ("europe", "union"),
    "un": ("united", "nation"),
}
_PARTY = frozenset("republican democratic democrat conservative liberal labour".split())
_GENERIC = frozenset(
    "union council committee commission department ministry government state assembly agency "
    "office party bank court force group organization organisation association administration "
    "national international nation world security service center centre institute university "
    "north south east west northern southern eastern western general central federal global "
    "development human right fund conference summit programme program new".split()
)
_WHENCE = frozenset("central north south east west united states of the".split())
_NATION = ("united", "state")


@dataclass(frozen=True, slots=True)
class _Form:
    entity: int
    stems: tuple[str, ...]
    last: str  # stem of a person's last name
    person: bool
    loose: bool  # whether other words may stand between its words
    words: frozenset[str] = frozenset()  # as they are written, singular
    least: float = 0.5  # share of its words that must be there
    proper: bool = False  # a name: with a capital only
    head: str = ""  # stem of the word that the name of a thing is about
    shared: bool = False  # whether others of the list are about that word too


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    stems: tuple[str, ...]
    upper: bool
    word: str


@dataclass(slots=True)
class _Index:
    forms: list[_Form] = field(default_factory=list)
    by_stem: dict[str, list[int]] = field(default_factory=dict)
    by_acronym: dict[str, int] = field(default_factory=dict)

    def add(self, form: _Form) -> None:
        self.forms.append(form)
        for stem in form.stems:
            self.by_stem.setdefault(stem, []).append(len(self.forms) - 1)


def find_named(
    text: str,
    sentences: Sequence[Span],
    entities: Sequence[Entity],
    nations: Mapping[str, str] | None = None,
    spoken: Mapping[Span, int] | None = None,
) -> list[Named]:
    """Find where entities are named, in text order, names without overlaps.

    Args:
        text: The text.
        sentences: Its sentences.
        entities: What to look for; of two that fit equally well, the first is taken.
        nations: What names a country or its people, and the country: "Kenyan" to "Kenya", "Republic
            of Kenya" to "Kenya".
        spoken: Contents of statements, with the entity that speaks, where that is known.
    """
    index = _index(tuple(entities))
    words = nations or {}
    tokens = [_token(match, words) for match in _WORD.finditer(text)]
    whole = _long_names(text, tokens, words)
    described = {at for match in DESCRIBED.finditer(text) for at in range(*match.span())}
    named = [
        one
        for one in _names(tokens, index, _numbered(whole, entities))
        if one.span.start not in described or entities[one.entity].kind == "person"
    ]
    named = [one for one in named if not _is_modifier(text, one, entities)]
    stand_ins = find_stand_ins(text, sentences, entities, named, spoken or {})
    return sorted([*named, *stand_ins], key=lambda found: found.span)


@lru_cache(maxsize=4)
def _index(entities: tuple[Entity, ...]) -> _Index:
    index = _Index()
    lasts = {_words(one.name)[-1] for one in entities if one.kind == "person" and _words(one.name)}
    heads = [head_of(one.name)[:_STEM] if one.kind == "thing" else "" for one in entities]
    bearers = Counter(heads)
    for number, entity in enumerate(entities):
        words = _words(entity.name)
        if not words:
            continue
        person = entity.kind == "person"
        if entity.kind == "thing" and len(words) > 1:  # "Lee's plan" is the plan; Lee has a name
            words = [word for word in words if word not in lasts] or words
        name = person and len(words) > 1 and entity.name[:1].isupper()
        name = name and entity.name.split()[-1][:1].isupper()
        stems = tuple(dict.fromkeys(stem for word in words for stem in _stems(word)))
        loose = entity.kind == "thing" and len(stems) > 2
        proper = entity.kind != "thing" and entity.name[:1].isupper()
        least = 1.0 if entity.kind == "country" else 0.5
        own = frozenset(word.removesuffix("s") for word in words)
        head = heads[number]
        shared = bearers[head] > 1
        last = stems[-1] if name else ""
        if name and family_first(entity.name):
            stems, last = (*stems[1:], stems[0]), stems[0]
        index.add(_Form(number, stems, last, name, loose, own, least, proper, head, shared))
        bare = tuple(stem for stem in stems if stem not in _NATION)
        if entity.kind == "organisation" and 0 < len(bare) < len(stems):
            index.add(_Form(number, bare, "", False, False, own, least, proper))
        first = "".join(w[0] for w in _folded(entity.name) if w not in _SMALL)
        if len(first) >= 3 and not name:
            index.by_acronym.setdefault(first, len(index.forms) - 1)
    return index


def _words(name: str) -> list[str]:
    """The words of a name that tell it from others."""
    words = [word for word in _folded(name) if word not in _SMALL]
    core = [word for word in words if word not in _TITLES]
    return [word for word in core if len(word) > 1] or core or words


def _long_names(
    text: str, tokens: Sequence[_Token], nations: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """Names of countries in several words: first word, the one behind, country."""
    if not nations:
        return []
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for name, country in nations.items():
        if not name.isalpha():
            words = [surface(match.group()) for match in _WORD.finditer(name)]
            by_first.setdefault(words[0], []).append((words, country))
    plain = [surface(text[one.start : one.end]) for one in tokens]
    found: list[tuple[int, int, str]] = []
    here = 0
    while here < len(plain):
        fit = [
            (len(words), country)
            for words, country in by_first.get(plain[here], ())
            if plain[here : here + len(words)] == words
        ]
        if not fit:
            here += 1
            continue
        size, country = max(fit)
        found.append((here, here + size, country))
        here += size
    return found


def _numbered(
    long: Sequence[tuple[int, int, str]], entities: Sequence[Entity]
) -> list[tuple[int, int, int]]:
    """The same with the number of the country in a list, or -1."""
    numbers = {one.name: number for number, one in reversed(list(enumerate(entities)))}
    return [(first, behind, numbers.get(country, -1)) for first, behind, country in long]


def _candidates(tokens: Sequence[_Token], index: _Index) -> list[tuple[float, int, int, int]]:
    """How surely, first word, the one behind, form: the best first."""
    found: list[tuple[float, int, int, int]] = []
    for here, token in enumerate(tokens):
        if token.upper and len(token.stems) == 1:
            form = index.by_acronym.get(_fold(token.stems[0]))
            if form is not None and token.end - token.start == len(token.stems[0]):
                found.append((1.0, here, here + 1, form))
        for stem in token.stems:
            for form in index.by_stem.get(stem, ()):
                match = _match(tokens, here, index.forms[form])
                if match is not None:
                    found.append((match[0], here, match[1], form))
    return sorted(found, key=lambda one: (-one[0] * (one[2] - one[1]) ** 0.25, one[1], one[3]))


def _names(
    tokens: Sequence[_Token], index: _Index, long: Sequence[tuple[int, int, int]]
) -> list[Named]:
    taken: set[int] = set()
    out = []
    for first, last, entity in long:
        if entity >= 0:
            taken.update(range(first, last))
            out.append(Named(Span(tokens[first].start, tokens[last - 1].end), entity, 1.0))
    others = [(first, last) for first, last, entity in long if entity < 0]
    for sure, first, last, form in _candidates(tokens, index):
        if not taken.isdisjoint(range(first, last)) or _is_part(first, last, others):
            continue
        taken.update(range(first, last))
        span = Span(tokens[first].start, tokens[last - 1].end)
        out.append(Named(span, index.forms[form].entity, min(1.0, sure)))
    return sorted(out, key=lambda one: one.span)


def _is_part(first: int, last: int, long: Sequence[tuple[int, int]]) -> bool:
    """Whether words are but a part of another country's name: "Guinea" in "Papua New Guinea"."""
    return any(
        low <= first and last <= behind and 2 * (last - first) <= max(2, behind - low)
        for low, behind in long
    )


def _match(tokens: Sequence[_Token], first: int, form: _Form) -> tuple[float, int] | None:
    """How well the words from here on fit a name, and past which word."""
    wanted = set(form.stems)
    seen: set[str] = set()
    end, here, upper = first, first, False
    gap = 3 if form.loose else 1
    while here < len(tokens) and here - first < len(form.stems) + 4 and len(seen) < len(wanted):
        stems = tokens[here].stems
        if fresh := wanted.intersection(stems) - seen:
            seen.update(fresh)
            upper = upper or tokens[here].upper
            end = here + 1
        elif here - end > gap or not (form.loose or (len(stems) == 1 and stems[0] in _SMALL)):
            break
        here += 1
    share = len(seen) / len(wanted)
    if form.proper and not upper:
        return None
    if form.person:
        if not tokens[first].upper or form.last not in seen:
            return None
        if share < 1 and _is_namesake(tokens, first, form.stems[0]):
            return None
        return (0.9 if share < 1 else 1.2), end
    if not _is_enough(seen, wanted, form):
        return None
    if form.proper and share < 1 and not _is_short_for(tokens[first:end], form):
        return None
    return 0.4 + 0.7 * share, end


def _is_enough(seen: set[str], wanted: set[str], form: _Form) -> bool:
    """Whether enough words of a name are there; its head and one more will do."""
    if form.shared and len(wanted) > 1 and seen == {form.head}:
        return False
    if form.head in seen and len(seen) > 1:
        return True
    return len(seen) >= form.least * len(wanted) and (len(wanted) < 4 or len(seen) > 1)


def _is_short_for(some: Sequence[_Token], form: _Form) -> bool:
    """Whether some words of a name may stand for all of it."""
    if len(some) == 1:
        return _stands_for(some[0], form)
    return not all(map(_is_whence, some))


def _stands_for(token: _Token, form: _Form) -> bool:
    """Whether one word may stand for a name of several: "Democrats", but not "Africa", "Union"."""
    plain = _fold(token.word).removesuffix("s")
    if plain in _PARTY or token.word == "House":
        return True
    adjective = plain.endswith(("an", "ese", "ish", "ern"))
    return plain in form.words and plain not in _GENERIC and not adjective


def _is_whence(token: _Token) -> bool:
    """Whether a word only tells where something belongs: "Central African", "United States"."""
    plain = _fold(token.word)
    adjective = plain.endswith(("an", "ese", "ish", "ern")) and plain not in _PARTY
    return adjective or plain in _WHENCE or set(token.stems) <= {*_NATION}


def _is_namesake(tokens: Sequence[_Token], here: int, given: str) -> bool:
    """Whether another given name than the person's, or what is short for it, stands before."""
    if here == 0:
        return False
    before = tokens[here - 1]
    near = before.end + 1 == tokens[here].start and before.upper
    word = before.word.casefold()
    if not near or not gender_of_name(before.word) or word in _TITLES:
        return False
    return not any(stem[:_STEM] == given for stem in _forms_of(word))


@lru_cache(maxsize=10_000)
def _forms_of(given: str) -> frozenset[str]:
    """A given name with what it is short for, and with what is short for it."""
    table = nicknames()
    full = table.get(given, frozenset({given}))
    return full | {short for short, longs in table.items() if longs & full}


def _is_modifier(text: str, one: Named, entities: Sequence[Entity]) -> bool:
    """Whether the words only belong to another name: "Republican Sen. Lee", "House Speaker Lee"."""
    words = one.span.of(text)
    after = text[one.span.end : one.span.end + 3]
    if entities[one.entity].kind in ("person", "thing") or len(words.split()) > 1:
        return False
    if words == "House" and text[: one.span.start].endswith("White "):
        return True
    if re.match(r" dollar|\$| \$", after + text[one.span.end + 3 : one.span.end + 7]):
        return True  # a currency
    if words.casefold() in _PARTY:
        return bool(re.match(r" [A-Z]|-", after))
    if words in ("House", "Senate") or one.sure < 1:
        return bool(re.match(r" [A-Z]", after))
    return False


def _token(match: re.Match[str], nations: Mapping[str, str]) -> _Token:
    word = match.group()
    if word.endswith(".") and not _DOTTED.fullmatch(word):
        word = word[:-1]
    plain = word[:-2] if word.endswith(("'s", "’s")) else word
    plain = nations.get(plain, plain)
    return _Token(
        match.start(), match.start() + len(word), _stems_of(plain), word[:1].isupper(), plain
    )


@lru_cache(maxsize=50_000)
def _stems_of(plain: str) -> tuple[str, ...]:
    """Stems of a word of the text; "House" alone is one of representatives."""
    if plain == "House":
        return ("house", "repres")
    return tuple(stem for part in _folded(plain) for stem in _stems(part))


@lru_cache(maxsize=50_000)
def _stems(word: str) -> tuple[str, ...]:
    plural = len(word) > 3 and word.endswith("s") and word[-2] not in "sui"
    return _READ_AS.get(word) or (word.removesuffix("s" if plural else "")[:_STEM],)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char))


def _folded(name: str) -> list[str]:
    plain = re.sub(r"['’]s\b", "", _fold(name)).replace(".", "")
    return re.findall(r"[^\W_]+", plain)
