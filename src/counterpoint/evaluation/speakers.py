"""Score names and resolved pronouns and nominals on gold with chains of coreference.

The measure is that of the GUM scorer: a name is right with exactly its span (and its
coarse type); a target is right with the longest proper name of its chain. Case, punctuation, a
possessive ending and leading titles do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoint.errors import InputError

__all__ = ["GoldText", "SpeakerScores", "gold_text", "score_speakers", "targets_of"]

_HINT = 'each line holds {"id", "text", "mentions": [...], "chains": {...}}, as GUM converted'
_COARSE = ("person", "organization", "place", "other")
_HE = frozenset("he she him her his hers himself herself".split())
_YOU = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves".split()
)
_THEY = frozenset("they them their theirs themselves themself".split())
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor president vice prime minister senator sen rep
    representative congressman congresswoman governor gov mayor chancellor secretary king queen
    prince princess lord lady sir dame pope bishop archbishop cardinal saint st judge justice chief
    general gen colonel col captain capt major lieutenant lt sergeant sgt ambassador director
    chairman chairwoman speaker leader madam foreign attorney former emperor empress duke duchess
    count countess baron officer inspector detective commissioner deputy premier treasurer
    councillor councilman father sister brother rev reverend rabbi imam sheikh ayatollah""".split()
)
_GROUPS = ("total", "he_she", "i_you", "they", "other_pronoun", "nominal", "says", "named_before")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldText:
    """A gold text: its names with coarse types, its targets with what is right for them."""

    id: str
    text: str
    names: Mapping[Place, str]
    targets: Mapping[Place, tuple[str, tuple[str, ...]]]  # the longest name, and the groups
    sentences: tuple[Place, ...]
    speakers: tuple[str | None, ...]


@dataclass(slots=True)
class SpeakerScores:
    """Figures of names and of resolved targets."""

    texts: int = 0
    names: dict[str, dict[str, float]] = field(default_factory=dict)
    resolved: dict[str, dict[str, float]] = field(default_factory=dict)

    def rows(self) -> list[list[str]]:
        """A table to print."""
        table = [["", "precision", "recall", "F1"]]
        for name, scores in self.names.items():
            figures = (scores["precision"], scores["recall"], scores["f1"])
            table.append([f"names, {name}", *(f"{value:.3f}" for value in figures)])
        table.append(["", "accuracy", "answered", "targets"])
        for name, scores in self.resolved.items():
            table.append(
                [
                    name,
                    f"{scores['accuracy']:.3f}",
                    f"{scores['coverage']:.3f}",
                    f"{scores['targets']:.0f}",
                ]
            )
        return table

    def as_json(self) -> dict[str, Any]:
        """The same as one object."""
        return {"texts": self.texts, "names": self.names, "resolved": self.resolved}


def gold_text(row: object, *, where: str) -> GoldText:
    """Make a gold text from a row of JSON Lines.

    Raises:
        InputError: If something is missing or does not fit.
    """
    if not isinstance(row, dict):
        raise InputError(f"{where}: expected an object", hint=_HINT)
    text, mentions, chains = row.get("text"), row.get("mentions"), row.get("chains")
    if not isinstance(text, str) or not isinstance(mentions, list) or not isinstance(chains, dict):
        raise InputError(f"{where}: 'text', 'mentions' or 'chains' is missing", hint=_HINT)
    try:
        return GoldText(
            str(row["id"]),
            text,
            _names(mentions),
            targets_of(row),
            tuple((start, end) for start, end in row.get("sentences") or ()),
            tuple(row.get("speakers") or ()),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{where}: a mention or chain is damaged ({error!r})", hint=_HINT
        ) from None


def _names(mentions: Iterable[Mapping[str, Any]]) -> dict[Place, str]:
    best: dict[Place, tuple[int, str]] = {}
    for one in mentions:
        if one.get("form") == "name" and one.get("name") and one["type"] != "time":
            place = (one["name"][0], one["name"][1])
            size = one["end"] - one["start"]
            if place not in best or size < best[place][0]:
                best[place] = (size, one["type"] if one["type"] in _COARSE else "other")
    return {place: kind for place, (_, kind) in best.items()}


def targets_of(row: Mapping[str, Any]) -> dict[Place, tuple[str, tuple[str, ...]]]:
    """Pronouns and nominals for a person whom the text names: what is right, and their groups."""
    first: dict[str, int] = {}
    for one in row["mentions"]:
        if one.get("name"):
            first[one["chain"]] = min(first.get(one["chain"], one["start"]), one["start"])
    out: dict[Place, tuple[str, tuple[str, ...]]] = {}
    for one in row["mentions"]:
        chain = row["chains"].get(one["chain"])
        place = (one["start"], one["end"])
        if chain is None or not chain.get("name") or chain["type"] != "person":
            continue
        if one.get("form") == "name" or place in out:
            continue
        word = row["text"][one["start"] : one["end"]].lower()
        group = (
            "nominal" if one["form"] == "nominal"
            else "he_she" if word in _HE
            else "i_you" if word in _YOU
            else "they" if word in _THEY
            else "other_pronoun"
        )  # fmt: skip
        groups = [group]
        if one.get("says"):
            groups.append("says")
        if first[one["chain"]] < one["start"]:
            groups.append("named_before")
        out[place] = (chain["name"], tuple(groups))
    return out


def score_speakers(
    gold: Sequence[GoldText],
    names: Mapping[str, Mapping[Place, str]],
    resolved: Mapping[str, Mapping[Place, str | None]],
) -> SpeakerScores:
    """Score what was found in gold texts.

    Args:
        gold: The texts.
        names: By text, the names that were found with their types.
        resolved: By text, the name that each target was given.
    """
    counts: Counter[str] = Counter()
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for text in gold:
        found = names.get(text.id, {})
        counts["gold"] += len(text.names)
        counts["found"] += len(found)
        counts["exact"] += sum(place in text.names for place in found)
        counts["typed"] += sum(text.names.get(place) == kind for place, kind in found.items())
        answers = resolved.get(text.id, {})
        for place, (right, its) in text.targets.items():
            said = _plain(answers.get(place) or "")
            for group in ("total", *its):
                groups[group]["targets"] += 1
                groups[group]["answered"] += bool(said)
                groups[group]["right"] += bool(said) and said == _plain(right)
    scores = SpeakerScores(texts=len(gold))
    for kind in ("exact", "typed"):
        scores.names[kind] = _f1(counts[kind], counts["found"], counts["gold"])
    for group in _GROUPS:
        held = groups[group]
        if held["targets"]:
            scores.resolved[group] = {
                "accuracy": held["right"] / held["targets"],
                "coverage": held["answered"] / held["targets"],
                "targets": held["targets"],
            }
    return scores


def _f1(right: int, found: int, gold: int) -> dict[str, float]:
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
    }


def _plain(name: str) -> str:
    low = unicodedata.normalize("NFKC", name).casefold().replace("\u2019", "'")
    words = re.findall(r"\w+", re.sub(r"'s?(?=\s|$)", "", low))
    begin = 0
    while begin < len(words) - 1 and words[begin] in _TITLES:
        begin += 1
    return " ".join(words[begin:])
