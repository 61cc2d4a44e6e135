"""Reasons in words: why a pronoun or a phrase stands for somebody."""

from __future__ import annotations

from collections.abc import Mapping

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.targets import Target

__all__ = ["clip", "why_name", "why_target"]

_LONGEST = 60


def clip(words: str) -> str:
    """Words of the text in quotation marks, on one line and not too long."""
    plain = " ".join(words.split())
    return f"'{plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + '…'}'"


def why_name(words: str, actor: Actor) -> str:
    """Why words with a name stand for an actor."""
    if actor.kind == "person" and actor.name.split()[-1].lower() not in words.lower():
        return f"{clip(words)} = {actor.name}: who is called so in this document"
    if actor.name in words:
        return f"{clip(words)} names {actor.name}"
    return f"{clip(words)} = {actor.name}: the fullest form of the name in this document"


def why_target(words: str, target: Target, actor: Actor, facts: Mapping[str, float]) -> str:
    """Why a pronoun or nominal stands for an actor, by the facts that spoke for it."""
    told = [*_marks(facts), *_office(facts, actor), *_place(facts), *_company(facts, target)]
    return f"{clip(words)} = {actor.name}: {', '.join(told[:3]) or 'the likeliest of those named'}"


def _marks(facts: Mapping[str, float]) -> list[str]:
    if facts.get("speaker"):
        return ["who speaks this sentence, as its mark says"]
    if facts.get("turn partner") or facts.get("speaker before") or facts.get("speaker after"):
        return ["whom the speaker of this sentence talks to"]
    if facts.get("quoted sayer"):
        return ["who is quoted here"]
    return []


def _office(facts: Mapping[str, float], actor: Actor) -> list[str]:
    told = []
    if facts.get("same role") or facts.get("same office"):
        where = next((roles.where for roles in actor.roles if roles.role), actor.role)
        told.append(f"called {clip(where)} in this document" if where else "holds that office")
    if facts.get("same organisation"):
        told.append("of the organisation or country that is named here")
    if facts.get("apposition"):
        told.append("the name stands beside it")
    if facts.get("predicate"):
        told.append("the sentence says so")
    return told


def _place(facts: Mapping[str, float]) -> list[str]:
    subject = "subject of" if facts.get("subject") else "named in"
    if facts.get("same sentence"):
        return [f"{subject} the same sentence"]
    if facts.get("sentence before"):
        return [f"{subject} the sentence before"]
    if facts.get("two or three before"):
        return [f"{subject} a sentence shortly before"]
    if facts.get("only after"):
        return ["named only afterwards"]
    return ["mentioned before"] if facts.get("before") else []


def _company(facts: Mapping[str, float], target: Target) -> list[str]:
    kind = {"m": "man", "f": "woman"}.get(target.gender, "person")
    told = []
    if facts.get("alone"):
        told.append(f"only {kind} named in this paragraph so far")
    if facts.get("main"):
        told.append("the person whom this text names most")
    elif facts.get("gender"):
        told.append(f"the name of a {kind}")
    return told
