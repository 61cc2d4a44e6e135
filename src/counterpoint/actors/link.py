"""Link voices to actors across documents, with a reason for each, or leave them open.

Names that agree are compared first (blocks of one family name, or of its other spellings); what
joins two names must not be contradicted by office, organisation or country, and a name that fits
two different actors equally joins neither. A family name alone is decided voice by voice, by what
its document tells; where that does not decide, it stays open and a person is asked.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from counterpoint.actors.affiliations import find_affiliations
from counterpoint.actors.descriptions import why_open
from counterpoint.actors.forms import NOBODY, Form, Forms, read_forms
from counterpoint.actors.names import (
    Comparison,
    compare_organisations,
    compare_persons,
    fold,
    is_plain,
    organisation_key,
    person_name,
    skeleton,
)
from counterpoint.types.actor import Actor, Bond, Decision, Doubt, Link, Linked, Voice
from counterpoint.types.attribution import SpeakerType
from counterpoint.types.gazetteer import Gazetteer

__all__ = ["actor_id", "link_voices"]

_JOIN = 0.88
_ASK = 0.55
_WIDEST = 60  # names of one block that are compared with each other
_MOST_DOUBTS = 5000
_TIMES_IN_OFFICE = 4  # the same, for one who holds the office that the document tells
_TIMES = 20  # how much more often an actor must speak to be meant by its family name alone


def actor_id(kind: SpeakerType, name: str) -> str:
    """Id of an actor that no gazetteer knows: from its type and name alone."""
    return "a" + hashlib.sha256(f"{kind.value}|{fold(name)}".encode()).hexdigest()[:16]


def link_voices(
    voices: Iterable[Voice], *, gazetteer: Gazetteer, decisions: Sequence[Decision] = ()
) -> Linked:
    """Give each voice an actor, or leave it open with a reason.

    Args:
        voices: Speakers as their documents know them; read once.
        gazetteer: Known actors with their other names.
        decisions: What people said before: actors that are distinct are not joined again.
    """
    forms = read_forms(voices, gazetteer)
    linker = _Linker(forms, gazetteer, decisions)
    return linker.run()


class _Linker:
    def __init__(self, forms: Forms, gazetteer: Gazetteer, decisions: Sequence[Decision]) -> None:
        self.data = forms
        self.gazetteer = gazetteer
        self.forms = forms.forms
        self.parent = list(range(len(self.forms)))
        self.why: dict[int, str] = {}
        self.doubts: dict[tuple[int, int], tuple[float, str]] = {}
        self.ids = [self._id(form) for form in self.forms]
        self.apart = {
            frozenset((one.actor_id, one.other_id))
            for one in decisions
            if one.bond is Bond.DISTINCT
        }
        named = {id for pair in self.apart for id in pair}  # what a decision speaks of
        self.held: dict[int, set[str]] = defaultdict(set)
        for number, id in enumerate(self.ids):
            self.held[number] = {id} & named
        self.by_family: dict[str, list[int]] = defaultdict(list)

    def _id(self, form: Form) -> str:
        return form.known.id if form.known else actor_id(form.kind, form.name)

    def run(self) -> Linked:
        self._persons()
        self._organisations()
        members: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self.forms)):
            members[self._root(number)].append(number)
        heads = {root: self._head(numbers) for root, numbers in members.items()}
        self.lone = {f.number for f in self.forms if self._is_lone(f) and not f.known}
        links = tuple(self._links(heads))
        used = self._used(links)
        actors = tuple(self._actors(members, heads, used))
        made = {actor.id for actor in actors}
        affiliations = tuple(
            one
            for one in find_affiliations(self.data, links)
            if one.member_id in made and one.whole_id in made
        )
        return Linked(actors, links, affiliations, tuple(self._doubts(heads, made)))

    # ---- joining

    def _root(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def _join(self, one: int, other: int, reason: str) -> None:
        left, right = self._root(one), self._root(other)
        if left == right:
            return
        if self.forms[left].known and self.forms[right].known:
            return
        if any(frozenset((a, b)) in self.apart for a in self.held[left] for b in self.held[right]):
            return
        if self.forms[right].known or (
            not self.forms[left].known and self.forms[right].voices > self.forms[left].voices
        ):
            left, right = right, left
        self.parent[right] = left
        self.held[left] |= self.held.pop(right)
        self.why.setdefault(other, reason)
        self.why.setdefault(one, reason)

    def _is_lone(self, form: Form) -> bool:
        if form.kind is not SpeakerType.PERSON:
            return False
        person = person_name(form.name)
        return person is not None and not person.given

    def _persons(self) -> None:
        blocks: dict[str, list[int]] = defaultdict(list)
        for form in self.forms:
            if form.kind is not SpeakerType.PERSON:
                continue
            person = person_name(form.name)
            if person is None or not person.given:
                continue
            keys = {skeleton(part) for part in person.family.split("-")}
            keys.add(skeleton(person.family))
            keys.add("~" + " ".join(sorted(skeleton(part) for part in person.words)))
            keys.update(skeleton(part) for part in person.given[1:] if len(part) > 2)
            for key in keys:
                blocks[key].append(form.number)
            self.by_family[skeleton(person.family)].append(form.number)
        pairs: dict[tuple[int, int], Comparison] = {}
        for numbers in blocks.values():
            for one, other in self._within(numbers):
                pair = (min(one, other), max(one, other))
                if pair not in pairs:
                    found = compare_persons(self.forms[one].name, self.forms[other].name)
                    if found.score >= _ASK:
                        pairs[pair] = found
        self._settle(pairs)

    def _within(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of a block; of a wide one only those that share an initial."""
        if len(numbers) <= _WIDEST:
            yield from combinations(numbers, 2)
            return
        narrow: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            person = person_name(self.forms[number].name)
            if person is not None:
                for initial in {part[0] for part in person.words}:
                    narrow[initial].append(number)
        for group in narrow.values():
            ranked = sorted(group, key=lambda n: -self.forms[n].voices)[: 4 * _WIDEST]
            yield from combinations(ranked, 2)

    def _settle(self, pairs: dict[tuple[int, int], Comparison]) -> None:
        """Join what is sure; a name that fits two different actors joins neither."""
        rated: list[tuple[float, int, int, str]] = []
        fits: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for (one, other), found in pairs.items():
            score, reason = self._weigh(one, other, found)
            rated.append((score, one, other, reason))
            if score >= _ASK:
                fits[one].append((other, score))
                fits[other].append((one, score))
        rated.sort(key=lambda item: (-item[0], item[1], item[2]))
        for score, one, other, reason in rated:
            if score < _ASK:
                break
            unclear = self._torn(one, other, fits, pairs) or self._torn(other, one, fits, pairs)
            if score >= _JOIN and not unclear:
                self._join(one, other, reason)
            else:
                told = f"{reason}; it also fits {unclear}" if unclear else reason
                self.doubts[one, other] = (min(score, 0.87), told)

    def _torn(
        self,
        one: int,
        other: int,
        fits: dict[int, list[tuple[int, float]]],
        pairs: dict[tuple[int, int], Comparison],
    ) -> str:
        """Another actor that the first name fits as well, and that the second is not."""
        for third, score in fits[one]:
            if third == other or score < _ASK:
                continue
            if (min(other, third), max(other, third)) not in pairs:
                if self.forms[third].voices * _TIMES >= self.forms[other].voices:
                    return self.forms[third].name
        return ""

    def _weigh(self, one: int, other: int, found: Comparison) -> tuple[float, str]:
        """The names' score, moved by what office, organisation and country say."""
        left, right = self.forms[one], self.forms[other]
        reason = f"{left.name} and {right.name}: {found.reason}"
        score = found.score
        shared = left.organisations.keys() & right.organisations.keys()
        homes = left.countries.keys() & right.countries.keys()
        if shared:
            score = min(0.99, score + 0.06)
            reason += f"; both {max(shared, key=len).title()}"
        elif homes:
            score = min(0.98, score + 0.03)
            reason += f"; both of {max(homes, key=len).title()}"
        elif left.countries and right.countries:
            score -= 0.3
            reason += "; of different countries"
        roles = left.roles.keys() & right.roles.keys()
        if roles:
            score = min(0.99, score + 0.04)
            reason += f"; both {max(roles, key=len)}"
        return score, reason

    def _organisations(self) -> None:
        letters: dict[str, list[int]] = defaultdict(list)
        words: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for form in self.forms:
            if form.kind is not SpeakerType.ORGANISATION:
                continue
            parts = organisation_key(form.best_name() if form.spellings else form.name).split()
            content = tuple(sorted(p for p in parts if p not in {"of", "the", "for", "and"}))
            words[content].append(form.number)
            if len(parts) == 1 and form.name.isupper() and 1 < len(form.name) < 9:
                letters[parts[0]].append(form.number)
            elif len(parts) > 1:
                letters["".join(p[0] for p in parts)].append(form.number)
                letters[
                    "".join(p[0] for p in parts if p not in {"of", "the", "for", "and"})
                ].append(form.number)
        for numbers in words.values():
            for one, other in combinations(numbers[:_WIDEST], 2):
                found = compare_organisations(self.forms[one].name, self.forms[other].name)
                if found.score >= _JOIN:
                    self._join(one, other, f"{self.forms[one].name}: {found.reason}")
        for numbers in letters.values():
            self._acronym([self.forms[n] for n in dict.fromkeys(numbers)])

    def _acronym(self, forms: Sequence[Form]) -> None:
        shorts = [f for f in forms if f.name.isupper() and " " not in f.name]
        longs = [f for f in forms if " " in f.name]
        for short in shorts:
            fitting = [f for f in longs if compare_organisations(short.name, f.name).score >= _ASK]
            roots = {self._root(f.number) for f in fitting}
            reason = f"{short.name}: the first letters of "
            if len(roots) == 1 and len(short.name) > 2:
                self._join(fitting[0].number, short.number, reason + fitting[0].name)
            for full in fitting if len(roots) > 1 or len(short.name) <= 2 else ():
                pair = (min(short.number, full.number), max(short.number, full.number))
                self.doubts.setdefault(pair, (0.6, reason + full.name))

    # ---- results

    def _head(self, numbers: Sequence[int]) -> int:
        return max(
            numbers,
            key=lambda n: (
                self.forms[n].known is not None,
                self.forms[n].voices,
                len(self.forms[n].name),
                self.forms[n].name,
            ),
        )

    def _links(self, heads: dict[int, int]) -> Iterator[Link]:
        data = self.data
        told: dict[tuple[int, str], tuple[float, str]] = {}
        untold: dict[tuple[SpeakerType, str], str] = {}
        for row in range(len(data.keys)):
            number = data.of_name[row]
            organisation = self._whole(data.of_organisation[row], heads)
            country = self._whole(data.of_country[row], heads)
            name = data.names[row]
            if number == NOBODY:
                kind = data.kinds[row]
                if (kind, name) not in untold:
                    untold[kind, name] = self._open(kind, name)
                reason = untold[kind, name]
                yield Link(data.keys[row], None, 0.0, reason, organisation, country)
                continue
            if number in self.lone:
                chosen, score, reason = self._by_family_name(row, number)
                if chosen is None:
                    yield Link(data.keys[row], None, score, reason, organisation, country)
                    continue
                head = heads[self._root(chosen)]
            else:
                head = heads[self._root(number)]
                if (number, name) not in told:
                    told[number, name] = self._reason(number, head, name)
                score, reason = told[number, name]
            home = country or self._known_home(head, heads)
            yield Link(data.keys[row], self.ids[head], score, reason, organisation, home)

    def _open(self, kind: SpeakerType, name: str) -> str:
        told = why_open(name, kind, self.gazetteer)
        if told:
            return told
        if kind is SpeakerType.ORGANISATION:
            return f"{name}: many organisations are called so, and no country is told"
        return f"{name}: no name that could be another document's"

    def _whole(self, number: int, heads: dict[int, int]) -> str | None:
        return None if number == NOBODY else self.ids[heads[self._root(number)]]

    def _known_home(self, head: int, heads: dict[int, int]) -> str | None:
        form = self.forms[head]
        if form.kind is SpeakerType.COUNTRY:
            return self.ids[head]
        if form.known is not None and form.known.country:
            return self._country_id(form.known.country)
        return None

    def _country_id(self, name: str) -> str | None:
        if not hasattr(self, "_homes"):
            self._homes = {
                f.known.name: f.known.id
                for f in self.forms
                if f.known and f.kind is SpeakerType.COUNTRY
            }
        return self._homes.get(name)

    def _reason(self, number: int, head: int, name: str) -> tuple[float, str]:
        form, main = self.forms[number], self.forms[head]
        if main.known is not None and form.known is not None:
            return 0.98, f"{name} = {main.name}: known to the gazetteer ({main.known.source})"
        if fold(name) == fold(main.best_name()):
            return 0.97, f"{name}: the same full name in all these documents"
        if number == head:
            return 0.96, f"{name} = {main.best_name()}: the same name but for titles and order"
        return 0.92, self.why.get(number, f"{name} = {main.best_name()}")

    def _by_family_name(self, row: int, number: int) -> tuple[int | None, float, str]:
        """Who is meant by a family name alone, as far as its document tells."""
        form = self.forms[number]
        name = self.data.names[row]
        person = person_name(form.name)
        family = skeleton(person.family) if person else ""
        roots: dict[int, int] = {}
        for other in self.by_family.get(family, ()):
            roots[self._root(other)] = (
                roots.get(self._root(other), 0) + self.forms[other].statements
            )
        if not roots:
            return number, 0.7, f"{name}: no fuller name of it is known"
        whole, home = self.data.of_organisation[row], self.data.of_country[row]
        agree = [root for root in roots if self._agrees(root, whole, home)]
        names = ", ".join(sorted(self.forms[root].best_name() for root in roots)[:3])
        if len(agree) == 1:
            chosen = self.forms[agree[0]].best_name()
            return agree[0], 0.9, f"{name} = {chosen}: the same family name and office, or country"
        against = {root for root in roots if self._contradicts(root, home)}
        left = [root for root in roots if root not in against]
        if len(left) == 1 and len(roots) == 1:
            chosen = self.forms[left[0]].best_name()
            return left[0], 0.85, f"{name} = {chosen}: the only one of this family name here"
        ranked = sorted(left, key=lambda root: -roots[root])
        office = self._office(row)
        holds = bool(ranked) and office in self.forms[ranked[0]].roles
        if len(ranked) > 1 and roots[ranked[0]] >= (_TIMES_IN_OFFICE if holds else _TIMES) * max(
            1, roots[ranked[1]]
        ):
            chosen = self.forms[ranked[0]].best_name()
            why = "speaks far more often than others so named"
            return ranked[0], 0.75, f"{name} = {chosen}: {why}" + f", and is {office}" * holds
        for root in ranked[:3]:
            pair = (min(number, root), max(number, root))
            self.doubts.setdefault(pair, (0.5, f"{name}: may be {names}"))
        return None, 0.3, f"{name}: may be {names}; the document does not say which"

    def _office(self, row: int) -> str:
        """The office that the document of a voice tells, or something that no form holds."""
        return fold(self.data.roles[row]) or "-"

    def _agrees(self, root: int, organisation: int, country: int) -> bool:
        form = self.forms[root]
        if organisation != NOBODY:
            key = organisation_key(self.forms[organisation].best_name())
            if key in form.organisations:
                return True
        if country != NOBODY and organisation == NOBODY:
            return fold(self.forms[country].name) in form.countries
        return False

    def _contradicts(self, root: int, country: int) -> bool:
        form = self.forms[root]
        if country == NOBODY or not form.countries:
            return False
        return fold(self.forms[country].name) not in form.countries

    def _used(self, links: Iterable[Link]) -> set[str]:
        used: set[str] = set()
        for one in links:
            used.update(
                id for id in (one.actor_id, one.organisation_id, one.country_id) if id is not None
            )
        return used

    def _actors(
        self, members: dict[int, list[int]], heads: dict[int, int], used: set[str]
    ) -> Iterator[Actor]:
        seen: set[str] = set()
        for root, numbers in members.items():
            head = self.forms[heads[root]]
            id = self.ids[head.number]
            if id not in used or id in seen:
                continue
            seen.add(id)
            spellings: Counter[str] = Counter()
            for number in numbers:
                spellings.update(self.forms[number].spellings)
            name = head.name if head.known or "(" in head.name else self._called(numbers)
            reason = next((self.why[n] for n in numbers if n in self.why), "one name throughout")
            yield Actor(
                id,
                name,
                head.kind,
                names=tuple(sorted(spellings)),
                wikidata_id=id if id[:1] == "Q" and id[1:].isdigit() else "",
                description=self._description(numbers),
                reason=f"{name}: {reason}" if name not in reason else reason,
            )

    def _called(self, numbers: Sequence[int]) -> str:
        counts: Counter[str] = Counter()
        for number in numbers:
            counts.update(self.forms[number].spellings)
        return max(
            counts,
            key=lambda n: (is_plain(n), counts[n] * min(3, n.count(" ") + 1), len(n), n),
        )

    def _description(self, numbers: Sequence[int]) -> str:
        roles: Counter[str] = Counter()
        for number in numbers:
            roles.update(self.forms[number].roles)
        return roles.most_common(1)[0][0] if roles else ""

    def _doubts(self, heads: dict[int, int], made: set[str]) -> Iterator[Doubt]:
        """Pairs to decide: worth most where most statements hang on an open question."""
        found: list[Doubt] = []
        seen: set[frozenset[str]] = set()
        for (one, other), (score, reason) in self.doubts.items():
            left, right = heads[self._root(one)], heads[self._root(other)]
            pair = frozenset((self.ids[left], self.ids[right]))
            if left == right or pair in seen or pair in self.apart or not pair <= made:
                continue
            seen.add(pair)
            hang = min(self.forms[left].statements, self.forms[right].statements)
            worth = hang * (1 - abs(2 * score - 1))
            found.append(Doubt(self.ids[left], self.ids[right], score, worth, reason))
        found.sort(key=lambda doubt: (-doubt.worth, -doubt.score, doubt.actor_id, doubt.other_id))
        yield from found[:_MOST_DOUBTS]
