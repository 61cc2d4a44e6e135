"""Where the entities of a list are named in a text.

A list of entities comes from a user or from the mentions of a document. Names in a list are often
fuller than those in the text ("Republican lawmakers" for "Republicans", "Supreme Court of the
United States" for "the court"), so words are compared by their stems, and the share of a name's
words that are found decides. Persons are also found by their last name, by a title that stood with
it before ("the president") and by pronouns.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from counterpoint.types import Span

__all__ = ["Entity", "Named", "find_named"]

_STEM = 6
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?")
_SMALL = frozenset("of the and for in on at to a an de la s by with from against over".split())
_TITLES = frozenset(
    "mr mrs ms dr president vice prime minister senator sen rep representative gov governor mayor "
    "secretary judge justice general gen former speaker leader chancellor chairman chairwoman "
    "director attorney congressman congresswoman jr sr".split()
)
_ROLES = (
    "president|vice president|prime minister|chancellor|senator|governor|mayor|secretary|judge|"
    "justice|general|speaker|congressman|congresswoman|chairman|chairwoman|director|"
    "attorney general|minority leader|majority leader|secretary of state|foreign minister"
)
_ROLE = re.compile(rf"\b[Tt]he ({_ROLES})\b(?! of\b| [A-Z])")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|[Hh]imself|[Hh]erself)\b")
_FEMALE = frozenset("she her herself".split())
_READ_AS = {
    "gop": ("republ",),
    "dems": ("democr",),
    "us": ("united", "states"),
    "usa": ("united", "states"),
    "america": ("united", "states"),
    "american": ("united", "states"),
    "americans": ("united", "states"),
    "uk": ("united", "kingdo"),
    "britain": ("united", "kingdo"),
    "british": ("united", "kingdo"),
    "obamacare": ("afford", "care", "act"),
    "fbi": ("federa", "bureau", "invest"),
    "cia": ("centra", "intell", "agency"),
    "doj": ("united", "states", "depart", "justic"),
    "rnc": ("republ", "nation", "commit"),
    "dnc": ("democr", "nation", "commit"),
    "eu": ("europe", "union"),
    "un": ("united", "nation"),
}
_KINDS = {
    "people": "person",
    "person": "person",
    "organization": "organisation",
    "organisation": "organisation",
    "gpe": "country",
    "country": "country",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity of a list: its name and what it is (People, GPE, Topic ...; may be empty)."""

    name: str
    type: str = ""

    @property
    def kind(self) -> str:
        """Person, organisation, country or thing."""
        return _KINDS.get(self.type.casefold(), "thing" if self.type else "")


@dataclass(frozen=True, slots=True)
class Named:
    """A place where an entity is named.

    Attributes:
        span: The words.
        entity: Number of the entity in the list.
        sure: How surely it is meant, 0 to 1.
        full: Whether it is a name, not a pronoun or a role.
    """

    span: Span
    entity: int
    sure: float
    full: bool = True


@dataclass(frozen=True, slots=True)
class _Form:
    entity: int
    stems: tuple[str, ...]
    last: str  # stem of a person's last name
    acronym: str
    person: bool


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    stems: tuple[str, ...]
    upper: bool


@dataclass(slots=True)
class _Index:
    forms: list[_Form]
    by_stem: dict[str, list[int]] = field(default_factory=dict)
    by_acronym: dict[str, int] = field(default_factory=dict)


def find_named(
    text: str,
    sentences: Sequence[Span],
    entities: Sequence[Entity],
    demonyms: Mapping[str, str] | None = None,
) -> list[Named]:
    """Find where entities are named, in text order, without overlaps.

    Args:
        text: The text.
        sentences: Its sentences.
        entities: What to look for; of two that fit equally well, the first is taken.
        demonyms: "Kenyan" to "Kenya", for names of countries.
    """
    index = _index(entities)
    tokens = [_token(match, demonyms or {}) for match in _WORD.finditer(text)]
    named = _names(tokens, index)
    return sorted(
        [*named, *_stand_ins(text, sentences, entities, named)], key=lambda found: found.span
    )


def _index(entities: Sequence[Entity]) -> _Index:
    index = _Index([])
    for number, entity in enumerate(entities):
        words = [word for word in _folded(entity.name) if word not in _SMALL]
        person = entity.kind == "person"
        core = [word for word in words if word not in _TITLES] or words
        stems = tuple(dict.fromkeys(stem for word in core for stem in _stems(word)))
        if not stems:
            continue
        capital = entity.name[:1].isupper() and len(core) > 1
        is_name = person and capital and all(p[:1].isupper() for p in entity.name.split()[-1:])
        first = "".join(w[0] for w in _folded(entity.name) if w not in _SMALL)
        form = _Form(number, stems, stems[-1] if is_name else "", first, is_name)
        index.forms.append(form)
        for stem in stems:
            index.by_stem.setdefault(stem, []).append(len(index.forms) - 1)
        if len(first) >= 3 and not is_name:
            index.by_acronym.setdefault(first, len(index.forms) - 1)
    return index


def _names(tokens: Sequence[_Token], index: _Index) -> list[Named]:
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
    found.sort(key=lambda one: (-one[0] * (one[2] - one[1]) ** 0.25, one[1], one[3]))
    taken: set[int] = set()
    out = []
    for sure, first, last, form in found:
        if not taken.isdisjoint(range(first, last)):
            continue
        taken.update(range(first, last))
        span = Span(tokens[first].start, tokens[last - 1].end)
        out.append(Named(span, index.forms[form].entity, min(1.0, sure)))
    return sorted(out, key=lambda one: one.span)


def _match(tokens: Sequence[_Token], first: int, form: _Form) -> tuple[float, int] | None:
    """How well the words from here on fit a name, and past which word."""
    wanted = set(form.stems)
    seen: set[str] = set()
    end, here = first, first
    while here < len(tokens) and here - first < len(form.stems) + 4:
        stems = tokens[here].stems
        if wanted.intersection(stems):
            seen.update(wanted.intersection(stems))
            end = here + 1
        elif not (len(stems) == 1 and stems[0] in _SMALL) or here - end > 1:
            break
        here += 1
    share = len(seen) / len(wanted)
    if form.person:
        capital = tokens[first].upper
        if not capital or form.last not in seen:
            return None
        return (0.9 if share < 1 else 1.2), end
    if share < 0.5 or (len(wanted) > 3 and len(seen) < 2):
        return None
    return 0.4 + 0.7 * share, end


def _stand_ins(
    text: str, sentences: Sequence[Span], entities: Sequence[Entity], named: Sequence[Named]
) -> list[Named]:
    """Roles ("the president") and pronouns, for the person named last before them."""
    persons = [
        one for one in named if entities[one.entity].kind == "person" and _is_name(text, one)
    ]
    starts = [one.span.start for one in persons]
    roles: dict[str, int] = {}
    for one in persons:
        before = text[max(0, one.span.start - 40) : one.span.start].rstrip()
        for role in _ROLES.split("|"):
            if before.casefold().endswith(role) or text[one.span.start :].casefold().startswith(
                role + " "
            ):
                roles.setdefault(role, one.entity)
    out = []
    for match in _ROLE.finditer(text):
        entity = roles.get(match.group(1).casefold())
        span = Span(*match.span())
        if entity is not None and not any(span.overlaps(one.span) for one in named):
            out.append(Named(span, entity, 0.7, full=False))
    opening = [sentence.start for sentence in sentences]
    for match in _PRONOUN.finditer(text):
        number = bisect_right(opening, match.start()) - 1
        last = bisect_right(starts, match.start()) - 1
        if last < 0 or number < 0:
            continue
        floor = opening[max(0, number - 2)]
        chosen = _antecedent(persons[: last + 1], opening[number], floor)
        if chosen is not None:
            out.append(Named(Span(*match.span()), chosen.entity, 0.5, full=False))
    return out


def _antecedent(before: Sequence[Named], sentence: int, floor: int) -> Named | None:
    """The first person of this sentence, or of the last sentence that names one."""
    near = [one for one in before if one.span.start >= sentence]
    if near:
        return near[0]
    far = [one for one in before if one.span.start >= floor]
    return far[-1] if far else None


def _is_name(text: str, one: Named) -> bool:
    return one.full and text[one.span.start].isupper()


def _token(match: re.Match[str], demonyms: Mapping[str, str]) -> _Token:
    word = match.group()
    if word.endswith(".") and not re.fullmatch(r"(?:[A-Za-z]\.)+", word):
        word = word[:-1]
    plain = re.sub(r"['’]s$", "", word)
    plain = demonyms.get(plain, plain)
    stems = tuple(stem for part in _folded(plain) for stem in _stems(part))
    return _Token(match.start(), match.start() + len(word), stems, word[:1].isupper())


@lru_cache(maxsize=50_000)
def _stems(word: str) -> tuple[str, ...]:
    return _READ_AS.get(word, (word[:_STEM],))


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char))


def _folded(name: str) -> list[str]:
    plain = re.sub(r"['’]s\b", "", _fold(name)).replace(".", "")
    return re.findall(r"[^\W_]+", plain)
