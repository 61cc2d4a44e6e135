"""Measure found attributions against gold.

The headline is the *relation* F1: a prediction is right when its content shares at least half its
tokens (intersection over union) with that of a gold attribution and its source shares a word with
the gold source; where gold has no source, none may be predicted. Pairs are one to one, the best
overlap first. Around it:

found      as relation, whatever the source
strict     content and source exact; strict-w: exact in words, whatever the punctuation
exact      a role's tokens equal those of a gold span of that role; words: without punctuation
partial    overlap-proportional, each span credited once
fragment   exact match of single unbroken stretches, each distinct stretch of a text once
token      distinct tokens of a role

By kind, a right prediction counts under the kind of its gold attribution, a wrong one under its
own.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from counterpoint.evaluation.ruler import DIRECT, INDIRECT, MIXED, Ruler, stretches
from counterpoint.types import Attribution

__all__ = [
    "KINDS",
    "RELATIONS",
    "ROLES",
    "AttributionScores",
    "GoldDocument",
    "Ratio",
    "Roles",
    "bare",
    "matched",
    "score_attributions",
]

ROLES = ("source", "cue", "content")
KINDS = (DIRECT, MIXED, INDIRECT)
RELATIONS = ("found", "relation", "strict", "strict-w")
MEASURES = ("exact", "words", "partial", "fragment", "token")

Roles: TypeAlias = Mapping[str, Sequence[Sequence[int]]]
"""The spans of an attribution by role, each `[start, end)`."""

_Tokens: TypeAlias = frozenset[int]
_Pair: TypeAlias = tuple[int, int]
_Candidate: TypeAlias = tuple[tuple[float, float, int, int], int, int]
_LEAST_OVERLAP = 0.5
_SEED = 20161108


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with its true attributions.

    Attributes:
        id: Its name.
        text: The text that all spans point into.
        attributions: What annotators marked.
        discard: What they marked as no part of the article; attributions there are not counted.
    """

    id: str
    text: str
    attributions: tuple[Roles, ...]
    discard: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @classmethod
    def of(
        cls, right: float, predicted: float, gold: float, recalled: float | None = None
    ) -> Ratio:
        """Make it from counts; nothing expected and nothing found is right."""
        recalled = right if recalled is None else recalled
        precision = right / predicted if predicted else float(not gold)
        return cls(precision, recalled / gold if gold else float(not predicted))

    def as_json(self) -> dict[str, float]:
        """Give it as the scorer writes it."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1}


@dataclass(frozen=True, slots=True)
class AttributionScores:
    """All figures of one comparison.

    Attributes:
        articles: Texts compared.
        gold: True attributions counted.
        predicted: Predicted ones counted.
        left_out: Gold and predicted ones in discarded text, or empty.
        spans: By role and measure.
        relations: By measure.
        kinds: By kind of speech and measure.
        kind_counts: By kind, true and predicted ones.
        source_right: Share of right sources where the content was found.
        interval: 95 % interval of the relation F1 over texts, if it was asked for.
    """

    articles: int
    gold: int
    predicted: int
    left_out: tuple[int, int]
    spans: Mapping[str, Mapping[str, Ratio]]
    relations: Mapping[str, Ratio]
    kinds: Mapping[str, Mapping[str, Ratio]]
    kind_counts: Mapping[str, tuple[int, int]]
    source_right: float
    interval: tuple[float, float] | None = None

    def rows(self) -> list[tuple[str, ...]]:
        """Give the figures as a table: a head, then a row a measure, in per cent."""
        head = ("measure", "precision", "recall", "F1")
        named = [(f"{name}, all", self.relations[name]) for name in RELATIONS]
        named += [(f"relation, {kind}", self.kinds[kind]["relation"]) for kind in KINDS]
        named += [(f"found, {kind}", self.kinds[kind]["found"]) for kind in KINDS]
        named += [
            (f"{role}, {measure}", self.spans[role][measure])
            for measure in MEASURES
            for role in ROLES
        ]
        return [head, *((name, *_per_cent(ratio)) for name, ratio in named)]

    def as_json(self) -> dict[str, Any]:
        """Give the figures in the form of the reference scorer."""
        relations: dict[str, Any] = {n: ratio.as_json() for n, ratio in self.relations.items()}
        if self.interval is not None:
            relations["relation"]["f1_95"] = list(self.interval)
        return {
            "articles": self.articles,
            "gold": self.gold,
            "predicted": self.predicted,
            "left_out": {"gold": self.left_out[0], "predicted": self.left_out[1]},
            "spans": {
                role: {measure: ratio.as_json() for measure, ratio in measures.items()}
                for role, measures in self.spans.items()
            },
            "relations": relations,
            "source_right_given_found": self.source_right,
            "kinds": {
                kind: {
                    "gold": self.kind_counts[kind][0],
                    "predicted": self.kind_counts[kind][1],
                    **{name: ratio.as_json() for name, ratio in ratios.items()},
                }
                for kind, ratios in self.kinds.items()
            },
        }


def bare(attribution: Attribution) -> dict[str, list[list[int]]]:
    """Give an attribution's spans by role."""
    roles = {
        "source": attribution.source,
        "cue": attribution.cue,
        "content": attribution.content,
    }
    return {role: [[span.start, span.end] for span in spans] for role, spans in roles.items()}


def score_attributions(
    gold: Iterable[GoldDocument],
    predicted: Mapping[str, Sequence[Roles]],
    *,
    bootstrap: int = 0,
) -> AttributionScores:
    """Compare predicted attributions with gold.

    Args:
        gold: Texts with their true attributions.
        predicted: By a text's id, what was found; a text that lacks counts as "nothing found".
        bootstrap: Resamples of the texts for the interval of the relation F1; 0 for none.
    """
    counts = [_count(document, predicted.get(document.id, ())) for document in gold]
    total: Counter[tuple[str, ...]] = Counter()
    for count in counts:
        total.update(count)
    return _scores(total, counts, bootstrap)


def matched(document: GoldDocument, predicted: Sequence[Roles]) -> list[bool]:
    """Tell for each predicted attribution whether its whole relation is right."""
    ruler = Ruler(document.text)
    gold = [_item(ruler, roles) for roles in document.attributions]
    found = [_item(ruler, roles) for roles in predicted]
    right = {pair[1] for pair in _greedy(_candidates(gold, found)["relation"])}
    return [number in right for number in range(len(found))]


# ------------------------------------------------------------------ one text


@dataclass(frozen=True, slots=True)
class _Item:
    """An attribution in tokens."""

    roles: Mapping[str, _Tokens]
    words: Mapping[str, _Tokens]
    kind: str


def _item(ruler: Ruler, spans: Roles) -> _Item:
    roles = {role: ruler.tokens(spans.get(role) or ()) for role in ROLES}
    words = {role: tokens & ruler.solid for role, tokens in roles.items()}
    return _Item(roles, words, ruler.kind(roles["content"]))


def _kept(ruler: Ruler, some: Sequence[Roles], discard: _Tokens) -> list[_Item]:
    items = [_item(ruler, spans) for spans in some]
    return [
        item
        for item in items
        if any(item.roles.values())
        and not 2 * len(item.roles["content"] & discard) > len(item.roles["content"])
    ]


def _count(document: GoldDocument, predicted: Sequence[Roles]) -> Counter[tuple[str, ...]]:
    ruler = Ruler(document.text)
    discard = ruler.tokens(document.discard)
    gold = _kept(ruler, document.attributions, discard)
    found = _kept(ruler, predicted, discard)
    n: Counter[tuple[str, ...]] = Counter()
    n["gold",] = len(gold)
    n["predicted",] = len(found)
    n["gold left out",] = len(document.attributions) - len(gold)
    n["predicted left out",] = len(predicted) - len(found)
    for role in ROLES:
        _count_role(n, role, gold, found)
    for name, candidates in _candidates(gold, found).items():
        _count_relation(n, name, gold, found, _greedy(candidates))
    for item in gold:
        n["gold", item.kind] += 1
    for item in found:
        n["predicted", item.kind] += 1
    return n


def _count_role(
    n: Counter[tuple[str, ...]], role: str, gold: Sequence[_Item], found: Sequence[_Item]
) -> None:
    true, said = [i.roles[role] for i in gold], [i.roles[role] for i in found]
    spans = {
        "exact": (Counter(filter(None, true)), Counter(filter(None, said))),
        "words": (
            Counter(filter(None, (i.words[role] for i in gold))),
            Counter(filter(None, (i.words[role] for i in found))),
        ),
    }
    for measure, (have, got) in spans.items():
        _add(n, role, measure, (have & got).total(), got.total(), have.total())
    fragments = [{run for some in side for run in stretches(some)} for side in (true, said)]
    tokens = [{token for some in side for token in some} for side in (true, said)]
    for measure, (one, two) in (("fragment", fragments), ("token", tokens)):
        _add(n, role, measure, len(one & two), len(two), len(one))
    pairs = _greedy(
        ((-_overlap(true[g], said[p]), 0.0, g, p), g, p) for g, p in _touching(true, said)
    )
    shared = [(len(true[g] & said[p]), len(true[g]), len(said[p])) for g, p in pairs]
    n[role, "partial", "right"] += sum(common / size for common, _, size in shared)  # type: ignore[assignment]
    n[role, "partial", "recalled"] += sum(common / size for common, size, _ in shared)  # type: ignore[assignment]
    n[role, "partial", "predicted"] += sum(map(bool, said))
    n[role, "partial", "gold"] += sum(map(bool, true))


def _add(
    n: Counter[tuple[str, ...]], role: str, measure: str, right: int, predicted: int, gold: int
) -> None:
    n[role, measure, "right"] += right
    n[role, measure, "predicted"] += predicted
    n[role, measure, "gold"] += gold


def _count_relation(
    n: Counter[tuple[str, ...]],
    name: str,
    gold: Sequence[_Item],
    found: Sequence[_Item],
    pairs: Sequence[_Pair],
) -> None:
    n[name, "right"] += len(pairs)
    right = {p for _, p in pairs}
    for g, _ in pairs:
        n[name, "right", gold[g].kind] += 1
    for p, item in enumerate(found):
        if p not in right:
            n[name, "wrong", item.kind] += 1
    if name == "found":
        n["source right",] += sum(_same_source(gold[g], found[p]) for g, p in pairs)


def _candidates(gold: Sequence[_Item], found: Sequence[_Item]) -> dict[str, list[_Candidate]]:
    out: dict[str, list[_Candidate]] = {name: [] for name in RELATIONS}
    true, said = [i.roles["content"] for i in gold], [i.roles["content"] for i in found]
    near = set(_touching(true, said))
    near |= {(g, p) for g, x in enumerate(true) if not x for p, y in enumerate(said) if not y}
    for g, p in near:
        x, y = gold[g], found[p]
        overlap = _overlap(true[g], said[p])
        entry = ((-overlap, -_overlap(x.roles["source"], y.roles["source"]), g, p), g, p)
        if overlap >= _LEAST_OVERLAP:
            out["found"].append(entry)
            if _same_source(x, y):
                out["relation"].append(entry)
        for name, one, two in (("strict", x.roles, y.roles), ("strict-w", x.words, y.words)):
            if one["content"] == two["content"] and one["source"] == two["source"]:
                out[name].append(entry)
    return out


def _same_source(gold: _Item, found: _Item) -> bool:
    true, said = gold.roles["source"], found.roles["source"]
    if not true:
        return not said
    return true == said or bool(gold.words["source"] & found.words["source"])


def _overlap(one: _Tokens, two: _Tokens) -> float:
    union = len(one | two)
    return len(one & two) / union if union else 1.0


def _touching(true: Sequence[_Tokens], said: Sequence[_Tokens]) -> Iterator[_Pair]:
    owners = defaultdict(list)
    for g, tokens in enumerate(true):
        for token in tokens:
            owners[token].append(g)
    for p, tokens in enumerate(said):
        for g in sorted({g for token in tokens for g in owners.get(token, ())}):
            yield g, p


def _greedy(candidates: Iterable[_Candidate]) -> list[_Pair]:
    """Pair one to one, the smallest key first."""
    golds: set[int] = set()
    founds: set[int] = set()
    pairs = []
    for _, g, p in sorted(candidates):
        if g not in golds and p not in founds:
            golds.add(g)
            founds.add(p)
            pairs.append((g, p))
    return pairs


# ------------------------------------------------------------------ all texts


def _scores(
    n: Counter[tuple[str, ...]], counts: Sequence[Counter[tuple[str, ...]]], bootstrap: int
) -> AttributionScores:
    predicted, gold = n["predicted",], n["gold",]
    return AttributionScores(
        articles=len(counts),
        gold=gold,
        predicted=predicted,
        left_out=(n["gold left out",], n["predicted left out",]),
        spans={role: {m: _span_ratio(n, role, m) for m in MEASURES} for role in ROLES},
        relations={name: Ratio.of(n[name, "right"], predicted, gold) for name in RELATIONS},
        kinds={
            kind: {
                name: Ratio.of(
                    n[name, "right", kind],
                    n[name, "right", kind] + n[name, "wrong", kind],
                    n["gold", kind],
                )
                for name in RELATIONS
            }
            for kind in KINDS
        },
        kind_counts={kind: (n["gold", kind], n["predicted", kind]) for kind in KINDS},
        source_right=n["source right",] / n["found", "right"] if n["found", "right"] else 0.0,
        interval=_interval(counts, bootstrap) if bootstrap else None,
    )


def _span_ratio(n: Counter[tuple[str, ...]], role: str, measure: str) -> Ratio:
    recalled = n[role, measure, "recalled"] if measure == "partial" else None
    return Ratio.of(
        n[role, measure, "right"], n[role, measure, "predicted"], n[role, measure, "gold"], recalled
    )


def _interval(counts: Sequence[Counter[tuple[str, ...]]], rounds: int) -> tuple[float, float]:
    """Resample texts; the seed is fixed, so that the same figures give the same interval."""
    chance = random.Random(_SEED)  # noqa: S311
    rows = [(c["relation", "right"], c["predicted",], c["gold",]) for c in counts]
    values = []
    for _ in range(rounds):
        some = chance.choices(rows, k=len(rows))
        right, predicted, gold = (sum(column) for column in zip(*some, strict=True))
        values.append(Ratio.of(right, predicted, gold).f1)
    values.sort()
    return values[int(0.025 * (rounds - 1))], values[int(0.975 * (rounds - 1))]


def _per_cent(ratio: Ratio) -> tuple[str, str, str]:
    return tuple(f"{100 * value:.1f}" for value in (ratio.precision, ratio.recall, ratio.f1))  # type: ignore[return-value]
