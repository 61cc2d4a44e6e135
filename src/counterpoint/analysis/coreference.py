"""Who is meant by "he", "I" or "the minister"? Pronouns and nominals to the actors of a document.

Not a general coreference system: each target is given to one actor that the text names, or to
nobody. A linear ranker weighs what speaks for each candidate (distance, grammar, gender,
quotations, marks of speakers, shared offices); ``training/speakers/train_ranker.py`` fits it.
Pronouns are taken in reading order and count as mentions of whom they were given to.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counterpoint.analysis.clues import FEATURES, features
from counterpoint.analysis.entities import Actor
from counterpoint.analysis.scene import Scene, candidates
from counterpoint.analysis.targets import GROUPS, Target, pronouns
from counterpoint.errors import ModelError

__all__ = ["Answer", "Ranker", "by_turns"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is meant, how sure that is, and what spoke for it."""

    actor: Actor
    score: float
    facts: Mapping[str, float]


def by_turns(scene: Scene, target: Target) -> list[Answer] | None:
    """First and second person where marks tell who speaks; nothing where they do not.

    "I" is who speaks. "You" is whom the speaker talks to: who spoke before, or after a question.
    "We" in a conversation is the side that speaks; in a speech of one person it is the people that
    the speech names most ("Americans"), where it names one.
    """
    if target.group not in {"i", "we", "you"} or not scene.marks:
        return None
    speaker = scene.mark(target.start)
    if speaker < 0:
        return None
    before, after = scene.partners(target.start)
    alone = len(scene.turn_takers()) == 1
    if target.group == "you":
        asks = scene.asks(target.start)
        partner = after if after >= 0 and (asks or before < 0) else before
        if partner < 0:
            return None
        return [Answer(scene.actors[partner], 0.8, {"turn partner": 1.0})]
    if target.group == "we" and alone:
        people = [a for a in scene.actors if a.plural or a.kind == "group"]
        known = [a for a in people if len(a.names) > 1]
        if known:
            most = max(known, key=lambda a: len(a.names))
            return [Answer(most, 0.6, {"most people": 1.0})]
    quoted = scene.words.quotation[target.start] >= 0
    return [Answer(scene.actors[speaker], 0.7 if quoted else 0.95, {"speaker": 1.0})]


class Ranker:
    """The linear ranker: one weight a feature, and one a feature and group of targets."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = {
            group: {
                name: weights.get("all", {}).get(name, 0.0) + weights.get(group, {}).get(name, 0.0)
                for name in FEATURES
            }
            for group in GROUPS
        }
        self._nobody = dict(weights.get("nobody", {}))

    @classmethod
    def load(cls, path: Path) -> Ranker:
        """Read the weights.

        Raises:
            ModelError: If the file is missing or damaged.
        """
        try:
            return cls(json.loads(path.read_text(encoding="utf-8"))["weights"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"{path}: the weights cannot be loaded ({error})",
                hint="install Counterpoint again; its wheel holds the folder speakers-en",
            ) from error

    def rank(self, scene: Scene, target: Target) -> list[Answer]:
        """Who may be meant, best first; the scores and that of nobody add up to 1."""
        told = by_turns(scene, target)
        if told is not None:
            return told
        weights = self._weights[target.group]
        found = []
        for rank, actor in candidates(scene, target):
            facts = features(scene, target, actor, rank)
            found.append(
                (sum(weights[name] * value for name, value in facts.items()), actor, facts)
            )
        if not found:
            return []
        nobody = self._nobody.get(target.group, 0.0)
        top = max(nobody, *(value for value, _, _ in found))
        total = math.exp(nobody - top) + sum(math.exp(value - top) for value, _, _ in found)
        answers = [
            Answer(actor, math.exp(value - top) / total, facts) for value, actor, facts in found
        ]
        return sorted(answers, key=lambda answer: -answer.score)

    def follow(self, scene: Scene, *, least: float = 0.5) -> None:
        """Give pronouns to somebody, in reading order, where that is sure enough."""
        for target in pronouns(scene.words):
            answers = self.rank(scene, target)
            if answers and answers[0].score >= least:
                scene.take(target, answers[0].actor.number)
