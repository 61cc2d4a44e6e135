"""Plain traits of a place that tell if a side is taken there, and which.

Each trait is a fact about the words: who speaks, who stands first, what kind of actor the source
is, what stands before a name. What a trait weighs is set in :class:`SideTraits`, found on SEESAW's
train and dev parts and articles of our own (``benchmarks/positions/tune_edges.py``), in round
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from counterpoint.analysis.positions.evidence import Place, Question
from counterpoint.analysis.positions.named import Entity
from counterpoint.types import Act, Span

__all__ = ["SideTraits", "Traits", "chance_of", "read_traits"]

_CLOSING = " \n\"'”’)"
_HEAD = 40  # code points in which a target heads the content: "praised her work"
_BEFORE = 60  # code points before a name that tell how it stands
_BEFORE_HARM = 120  # the same where a harm to somebody is spoken of
_NEAR = 25  # code points between an owner and what it owns
_OWNER = re.compile(r"['’]s?$|s['’]$")
_OURS = re.compile(r"\b(?:my|our)(?: [\w-]+)? $", re.I)
_FROM = re.compile(r"\b(?:in|at|near|across|inside|outside|from|of)(?: the)? $", re.I)
_ACTED_ON = re.compile(
    r"\b(?:assur|thank|congratulat|commend|urg|tell|told|inform|remind|accus|blam|prais|welcom|"
    r"condemn|criticiz|criticis|denounc|invit|support|oppos|attack|against)\w*(?: the| you,)? $",
    re.I,
)
_LISTED = re.compile(
    r"[\s,;&]*(?:(?:and|or|the|of|as|well|also|both|including|with|[^a-z\s,;]\S*)[\s,;&]+)*"
)
_URGED = re.compile(r"\b(?:urg|ask|call(?:ed|ing|s)? (?:up)?on|invit|remind)\w*(?: the)? $", re.I)
_HARM = (
    r"(?:aggression|attack|invasion|brutality|provocation|annexation|occupation|bombardment|"
    r"bombing|missile|war crime|atrocit|assault|shelling|incursion|intimidation|coercion|threat|"
    r"blockade|siege|genocide|massacre)\w*"
)
_HARMS = (
    rf"(?:{_HARM}|(?:wars?|bans?)\b|(?:confrontation|sanction|strike|hostilit|embargo|boycott|tariff|"
    r"smear|violence|poison|murder|killing|assassinat|abduct|kidnap|detention|imprison|jailing|"
    r"arrest|persecut|slander|oppress|discriminat|crackdown|interference|terroris)\w*)"
)
_UPON = (
    r"(?:with|against|on|of|toward|towards|for)(?: the)? (?:(?!in |by |from |with )[\w-]+ ){0,4}$"
)
_OPPOSED = (
    r"(?:end(?:s|ed|ing)?\b|(?:lift|remov|repeal|halt|ceas|oppos|reject|refus|condemn|denounc|"
    r"criticiz|criticis|deplor|decr[iy]|lament|unjust|unlawful|unilateral|illegal|arbitrary|"
    r"unprovoked|inhuman|heinous|senseless)\w*)"
)
_SPARED = re.compile(
    r"\b(?:(?:against|without|no|not|stop(?:s|ped|ping)?|avoid(?:s|ed|ing)?) (?:[\w-]+ ){0,3}|"
    rf"{_OPPOSED} (?:[\w’'-]+,? ){{0,8}}){_HARMS} (?:[\w-]+ )?{_UPON}",
    re.I,
)
_CRUEL = (
    r"(?:brutal|unjust|unjustified|unprovoked|unlawful|illegal|barbaric|barbarous|horrific|cruel|"
    r"bloody|senseless|vicious|cowardly|premeditated|systematic|ongoing|continued|continuing|"
    r"renewed|further|repeated|latest|recent|new|full-scale|large-scale|massive|military|armed|"
    r"air|missile|drone|terrorist|and),? "
)
_HARMER = re.compile(
    rf"^(?:['’]s?)? (?:(?:[\w-]+ )?{_HARM}|(?:{_CRUEL}){{1,5}}(?:{_HARM}|war)\b)", re.I
)
_HARMED = re.compile(
    rf"(?:{_HARM}|\bwar) (?:[\w-]+ )?(?:against|on|of|into|upon)(?: the)? $|"
    r"\b(?:threaten|attack|invad|endanger|destabili[sz]|bomb|terrori[sz]|coerc)"
    r"(?:e?s|ed|ing)?(?: the)? $",
    re.I,
)
_WITH = re.compile(  # whatever they suffer
    r"\b(?:solidarity with|sympath(?:y|ies) (?:to|for|with)|condolences to|st[ao]nds? with|"
    r"standing with)(?: the)? (?:(?!in |by |from |against )[\w-]+ ){0,4}$",
    re.I,
)
_CITIZEN = re.compile(  # of a country, not the country, is hit: "the poisoning of a Kenyan writer"
    r"^ (?:[\w-]+ ){0,2}(?:leader|activist|journalist|reporter|politician|dissident|writer|"
    r"businessman|businesswoman|critic|lawyer|opposition|national|citizen)s?\b"
)
_ONESELF = re.compile(r"\b(?:I|we|our|us)\b", re.I)  # who speaks does the harm
_SCENE = re.compile(r"\b(?:in|at|near|across|inside|outside|from|throughout)(?: the)? $", re.I)
_PLANS = frozenset({Act.PROMISES, Act.WANTS, Act.DECREES})
_ACTS = {Act.SUPPORTS: 1, Act.OPPOSES: -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTraits:
    """What each trait of a place adds to the log-odds that its source takes a side."""

    base: float = -1.45
    model: float = 0.5  # times the model's log-odds of "not neutral"
    turned_back: float = -1.7  # times the model's probability of the other direction
    speaks: float = 1.3
    first: float = 0.5
    person: float = 0.4
    thing: float = -2.8
    toward_thing: float = 0.5
    act: float = 0.7
    owner: float = 0.5
    scene: float = -0.3
    whence: float = -2.2  # the source is where something happens or where somebody is from
    possessor: float = -0.3  # the source only owns what follows: "Kenya's spokesperson"
    spoken_for: float = -1.2  # and what follows is who speaks
    asked: float = -2.0  # somebody else asks if the source does
    urged: float = -0.8
    acted_on: float = -0.7  # the source is whom somebody thanks or blames
    listed: float = -2.0  # nothing but names stands between the two


@dataclass(frozen=True, slots=True)
class Traits:
    """What the words and the model say at a place.

    Attributes:
        side: Values of the traits, by the names of :class:`SideTraits`; what is absent is 0.
        positive: Probability of "for" by the model.
        negative: Probability of "against" by the model.
        act: Sign of the statement's act, if the target heads its content.
        owner: Whether the source owns the target: a plan of somebody.
        spared: Whether what is opposed is a harm to the target.
    """

    side: Mapping[str, float]
    positive: float
    negative: float
    act: int
    owner: bool
    spared: bool


def chance_of(traits: Traits, side: SideTraits) -> float:
    """Chance that the source takes a side."""
    logit = sum(float(getattr(side, name)) * value for name, value in traits.side.items())
    return 1 / (1 + exp(-logit))


def read_traits(
    place: Place, question: Question, row: Sequence[float], entities: Sequence[Entity]
) -> Traits:
    """The traits of a place.

    Args:
        place: Where, in which direction.
        question: What the model was asked there.
        row: What it answered: probabilities as in ``PAIR_LABELS``.
        entities: The list.
    """
    forward, back = (2, 1) if place.turned else (1, 2)
    positive, negative = float(row[forward]), float(row[forward + 2])
    text, source, target = question.text, question.first, question.second
    if place.turned:
        source, target = target, source
    before = text[max(0, target.start - _BEFORE) : target.start]
    act = _ACTS.get(place.said.attribution.act, 0) if place.said and place.lead <= _HEAD else 0
    thing = entities[place.target].kind == "thing"
    near = source.start < target.start and target.start - source.end < _NEAR
    owner = thing and (
        (near and bool(_OWNER.search(source.of(text))))
        or _named_after(entities[place.target].name, entities[place.source].name)
        or (place.said is not None and bool(_OURS.search(before)))
    )
    kind = entities[place.source].kind
    side: dict[str, float] = {
        "base": 1.0,
        "model": log((positive + negative + 0.02) / (float(row[0]) + 0.02)),
        "turned_back": float(row[back] + row[back + 2]),
        "speaks": place.said is not None,
        "first": source.start < target.start,
        "person": kind == "person",
        "thing": kind == "thing",
        "toward_thing": thing,
        "act": act != 0,
        "owner": owner,
        "scene": bool(_SCENE.search(before)),
        "asked": not place.built and text.rstrip(_CLOSING).endswith("?"),
        "urged": bool(_URGED.search(before)),
    }
    if place.said is None and not owner:
        side |= _idle_source(text, source, target, spoken_for=place.other)
    behind = text[target.end : target.end + _BEFORE]
    spared = _is_spared(text, target)
    if place.said and entities[place.target].kind == "country":
        does = kind == "country" and place.lead <= _HEAD and act >= 0  # "wages war on Kenya"
        own = does or place.said.attribution.act in _PLANS or _ONESELF.search(before)
        spared = spared or (bool(_HARMED.search(before)) and not own)
        if _HARMER.search(behind):
            positive, negative = min(positive, negative), max(positive, negative)
            act = min(act, 0)  # "commended the answer to Kenya's invasion"
    return Traits(side, positive, negative, act, owner, spared)


def _is_spared(text: str, target: Span) -> bool:
    """Whether a harm to the target is opposed, or sympathy with it told, before its name."""
    low = max(0, target.start - _BEFORE_HARM)
    if _WITH.search(text, low, target.start):
        return True
    behind = text[target.end : target.end + _BEFORE]
    return bool(_SPARED.search(text, low, target.start)) and not _CITIZEN.match(behind)


@lru_cache(maxsize=10_000)
def _named_after(thing: str, owner: str) -> bool:
    """Whether a thing is called somebody's: "Lee's plan" is Ann Lee's."""
    last = owner.split()[-1] if owner.split() else ""
    return bool(last) and bool(
        re.search(rf"\b{re.escape(last)}(?:['’]s?\b|[ -](?:backed|led|sponsored)\b)", thing, re.I)
    )


def _idle_source(text: str, source: Span, target: Span, *, spoken_for: bool) -> dict[str, float]:
    """Traits of a name that does nothing itself."""
    stands = text[max(0, source.start - _BEFORE) : source.start]
    low, high = sorted((source, target))
    possessor = bool(_OWNER.search(source.of(text)))
    return {
        "whence": bool(_FROM.search(stands)),
        "acted_on": bool(_ACTED_ON.search(stands)),
        "listed": bool(_LISTED.fullmatch(text[low.end : high.start])),
        "possessor": possessor,
        "spoken_for": possessor and spoken_for,
    }
