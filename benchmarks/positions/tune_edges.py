"""What should the traits of a place weigh? Crosswise on SEESAW and on articles of our own.

    python benchmarks/positions/tune_edges.py ../shared/data [--rounds 2] [--strong 0.33]

The train and dev parts of SEESAW and ``articles.jsonl`` beside this file may be measured with, not
trained on: nothing is fitted here but the few weights and thresholds of
``counterpoint.analysis.positions``, in steps of a tenth, and what is chosen on two of the three is
told with what it reaches on the third; at last, what all three together choose. The model's answers
are kept in a folder (--kept), by the bundle's digest, so that a second run costs seconds; delete
them when the reading changes.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import baselines
import numpy as np

from counterpoint.analysis.positions.edges import EdgeOptions
from counterpoint.analysis.positions.evidence import find_places
from counterpoint.analysis.positions.named import Entity
from counterpoint.analysis.positions.traits import chance_of, read_traits
from counterpoint.errors import CounterpointError
from counterpoint.types import Document
from counterpoint.workflow.annotate import annotate
from counterpoint.workflow.edges import nations
from counterpoint.workflow.stance import load_positions

STEPS = (0.3, -0.3, 0.1, -0.1)
OWN = Path(__file__).parent / "articles.jsonl"
NOBODY = frozenset({"None", "Not in the list"})


def read_documents(rows):
    """Read the articles of some gold rows."""
    return annotate(
        Document(str(row["id"]), " ".join(s["text"] for s in row["sentences"])) for row in rows
    )


def answers(rows, documents, model, options):
    """Every place with its traits, what it says beside, and its pair."""
    made = []
    for number, (row, document) in enumerate(zip(rows, documents, strict=True)):
        entities = [Entity(one["name"], one["type"] or "") for one in row["entities"]]
        questions, places = find_places(document, entities, nations())
        items = [(one.text, one.first, one.second) for one in questions]
        labels = model.pairs(items, [number] * len(items)).labels  # as the product reads them
        read = [
            read_traits(one, questions[one.question], labels[one.question].tolist(), entities)
            for one in places
        ]
        likely = [n for n, one in enumerate(read) if chance_of(one, options.side) > 0.07]
        stance = model.toward(
            [
                (
                    document.sentences[places[n].sentence].of(document.document.text),
                    entities[places[n].source].name,
                    entities[places[n].target].name,
                )
                for n in likely
            ]
        ).stance
        beside = dict(zip(likely, stance.tolist(), strict=True))
        for n, (place, traits) in enumerate(zip(places, read, strict=True)):
            against, _, favour = beside.get(n, (0.0, 1.0, 0.0))
            names = entities[place.source].name, entities[place.target].name
            made.append(
                (number, *names, asdict(traits), math.log((favour + 0.05) / (against + 0.05)))
            )
    return made


class Part:
    """A part as arrays."""

    def __init__(self, rows, made, names):
        self.names = names
        pairs, index = {}, []
        for number, source, target, *_ in made:
            index.append(pairs.setdefault((number, source, target), len(pairs)))
        self.pairs, self.index = list(pairs), np.array(index)
        self.side = np.array([[float(one[3]["side"].get(k, 0)) for k in names] for one in made])
        self.positive, self.negative, self.act, self.owner, self.spared = (
            np.array([float(one[3][key]) for one in made])
            for key in ("positive", "negative", "act", "owner", "spared")
        )
        self.beside = np.array([one[4] for one in made])
        self.gold, self.strong = Counter(), Counter()
        self.wanted = 0
        for number, row in enumerate(rows):
            known = {one["name"] for one in row["entities"]}
            own = Counter()
            for one in row["stances"]:
                if NOBODY.isdisjoint((one["source"], one["target"])):
                    self.strong[one["source"], one["target"]] += one["label"]
                    own[one["source"], one["target"]] += one["label"]
            for (source, target), weight in own.items():
                self.wanted += 1
                if source in known and target in known:
                    self.gold[number, source, target] = weight
        self.label = np.array([np.sign(self.gold.get(pair, 0)) for pair in self.pairs])
        self.strong = {key: value for key, value in self.strong.items() if abs(value) >= 2}

    def score(self, weights):
        """F1 of signed edges and the share of right signs on strong pairs."""
        side = np.array([weights[f"side.{name}"] for name in self.names])
        chance = 1 / (1 + np.exp(-(self.side @ side)))
        surest = np.zeros(len(self.pairs))
        np.maximum.at(surest, self.index, chance)
        found = surest >= weights["least"]
        odds = np.log((self.positive + 0.02) / (self.negative + 0.02))
        odds *= weights["sign.pair"] * np.minimum(1, self.positive + self.negative + 0.3)
        extra = weights["sign.act"] * self.act + weights["sign.owner"] * self.owner
        odds = np.where(self.spared > 0, np.abs(odds), odds + extra)
        odds += weights["sign.beside"] * self.beside
        total = np.full(len(self.pairs), weights["sign.base"])
        kept = chance >= weights["further"]
        np.add.at(total, self.index[kept], (chance * odds)[kept])
        sign = np.where(total > 0, 1, -1)
        right = np.sum(found & (self.label == sign))
        pieces = np.bincount(self.index[kept], minlength=len(self.pairs))
        said = Counter()
        for number in np.flatnonzero(found):
            said[self.pairs[number][1:]] += int(sign[number] * max(1, pieces[number]))
        self.said = said
        strong = sum(np.sign(said[key]) == np.sign(value) for key, value in self.strong.items())
        f1 = 2 * right / (found.sum() + self.wanted)
        return 100 * float(f1), 100 * float(strong) / max(1, len(self.strong))


def strong_pairs(part):
    """What became of the strong pairs at the last score: for and against, found and right."""
    told = []
    for word, side in (("for", 1), ("against", -1)):
        gold = [key for key, value in part.strong.items() if np.sign(value) == side]
        found = [key for key in gold if key in part.said]
        right = sum(np.sign(part.said[key]) == side for key in found)
        told.append(f"{len(gold)} {word}, {len(found)} found, {right} with the right sign")
    return "; ".join(told)


def value(parts, weights, share):
    """What is aimed at: the F1, and the strong pairs with a share of its weight."""
    scores = [part.score(weights) for part in parts]
    return sum(f1 + share * strong for f1, strong in scores) / len(scores)


def search(parts, weights, rounds, share):
    """Steps of one weight at a time, as long as they help."""
    best = value(parts, weights, share)
    for _ in range(rounds):
        for name in weights:
            scale = 0.1 if name in ("least", "further") else 1.0
            for step in STEPS:
                trial = {**weights, name: round(weights[name] + scale * step, 3)}
                reached = value(parts, trial, share)
                if reached > best + 0.02:
                    weights, best = trial, reached
    return weights


def main():
    """Tune and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default="")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--strong", type=float, default=0.33, help="weight of the strong pairs")
    parser.add_argument("--kept", type=Path, default=Path(".cache/positions/tune"))
    given = parser.parse_args()
    given.kept.mkdir(parents=True, exist_ok=True)
    model, options = load_positions(given.model), EdgeOptions()
    names = list(asdict(options.side))
    parts = {}
    places = {name: given.data / "seesaw" / f"docs_{name}.jsonl.gz" for name in ("train", "dev")}
    for name, gold in {**places, "own": OWN}.items():
        rows = baselines.read(gold)
        place = given.kept / f"answers-{name}-{model.digest[:12]}.json"
        if not place.exists():
            made = answers(rows, read_documents(rows), model, options)
            place.write_text(json.dumps(made), encoding="utf-8")
        parts[name] = Part(rows, json.loads(place.read_text(encoding="utf-8")), names)
    start = {f"side.{name}": weight for name, weight in asdict(options.side).items()}
    start |= {f"sign.{name}": weight for name, weight in asdict(options.sign).items()}
    start |= {"least": options.least, "further": options.further}
    del start["sign.doubtful"], start["sign.worth"]
    print(
        "as it is:",
        {name: [round(x, 1) for x in part.score(start)] for name, part in parts.items()},
    )
    for name, part in parts.items():
        print(f"strong pairs of {name}: {strong_pairs(part)}")
    for other in (*parts, None):
        chosen = [name for name in parts if name != other]
        found = search([parts[name] for name in chosen], dict(start), given.rounds, given.strong)
        told = {name: [round(x, 1) for x in part.score(found)] for name, part in parts.items()}
        changed = {key: weight for key, weight in found.items() if weight != start[key]}
        print(f"chosen on {', '.join(chosen)}:", told)
        print("   ", json.dumps(changed), flush=True)


if __name__ == "__main__":
    try:
        main()
    except (CounterpointError, OSError, ValueError, KeyError) as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
