"""Training rows of all tasks, fresh for every epoch.

Four kinds of rows share one encoder:

* ``marked``: a sentence with one or two actors between marker pieces (NewsMTSC, DSE, our own frames);
* ``crossed``: a text and a topic, claim or name, as a pair (Perspectrum, Claim stance, our own frames,
  and NewsMTSC and DSE with the name as the topic);
* ``plain``: a text alone, for the sentence vector that proposes concepts.

SEESAW, VAST and PLV are never read here: their licences allow measuring, not shipping.
"""

# ruff: noqa: E501 - word lists and tables read better unbroken
from __future__ import annotations

import gzip
import json
import os
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import sentences
import written

from counterpoint.analysis.positions.concept import is_claim
from counterpoint.analysis.positions.inputs import LONGEST, encode_names
from counterpoint.analysis.positions.inputs import encode_marked as marked
from counterpoint.analysis.positions.inputs import encode_plain as plain
from counterpoint.analysis.positions.inputs import encode_topic as crossed
from counterpoint.analysis.positions.inputs import encode_toward as toward
from counterpoint.models.tokens import WordPieces

SHARED = Path(os.environ.get("COUNTERPOINT_SHARED", "../shared"))
__all__ = [
    "LONGEST",
    "NO",
    "PAIR",
    "SHARED",
    "Row",
    "Rows",
    "crossed",
    "encode_names",
    "marked",
    "names",
    "plain",
    "read",
    "toward",
]

PAIR = ("neutral", "a_pos_b", "b_pos_a", "a_neg_b", "b_neg_a")
NO = -100


@dataclass
class Row:
    """One training or test row, as numbers."""

    pieces: list[int]
    at: tuple[int, int] = (0, 0)  # places of the opening markers
    split: int = 0  # where the topic begins, for crossed rows
    target: int = NO  # 0 negative, 1 neutral, 2 positive
    pair: int = NO
    quad: int = NO  # of the first toward the second; 4 = the second toward the first is not asked
    side: int = NO  # 0 con, 1 pro
    stance: int = NO  # 0 con, 1 neutral, 2 pro
    about: int = NO
    weight: float = 1.0
    vector: int = NO  # row of the teacher's vectors
    extra: dict = field(default_factory=dict)


def read(name: str) -> list[dict]:
    """Rows of one of the data sets."""
    with gzip.open(SHARED / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


# --- names -------------------------------------------------------------------------------------------

_NAME = re.compile(r"\b[A-Z][\w.'’-]*[\w](?:\s(?:of\s(?:the\s)?)?[A-Z][\w.'’-]*[\w])*")
_NO_NAMES = frozenset(
    "The This That These Those There Then When While What Which Who Why How And But For From With After Before Since If In On At By As Of To It Its He She They We You His Her Their Our I An A So Or Not No Yes Now Today Mr Mrs Ms Dr Also Still Even Just Some Many Most All Both Each One Two".split()
)


def names(sentence: str) -> list[tuple[int, int]]:
    """Places of what looks like names."""
    out = []
    for match in _NAME.finditer(sentence):
        words = match.group().split()
        start = match.start()
        while words and words[0] in _NO_NAMES:
            start += len(words[0]) + 1
            words = words[1:]
        if words and 2 < match.end() - start < 50:
            out.append((start, match.end()))
    return out


def others(draw: random.Random, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Up to three further names of a sentence, which overlap none of those given."""
    free = [
        (start, end)
        for start, end in names(text)
        if all(end <= low or high <= start for low, high in spans)
    ]
    return draw.sample(free, min(len(free), draw.choice((1, 2, 3))))


# --- names that are exchanged, so that no country, party or person has a sign of its own -------------

_POLITICIANS = """Trump|Clinton|Obama|Sanders|Cruz|Rubio|Biden|Pelosi|McConnell|Ryan|Pence|Romney|Comey|Mueller|Putin|Bush|Warren|Kavanaugh
Sessions|Schumer|Kerry|Christie|Kasich|McCain|Flynn|Bannon|Giuliani|Assad|Netanyahu|Merkel|Erdogan|Cameron|Johnson|Corbyn"""
_POLITICIANS = [name for line in _POLITICIANS.splitlines() for name in line.split("|")]
_FIRSTS = "Donald|Hillary|Barack|Bernie|Ted|Marco|Joe|Nancy|Mitch|Paul|Mike|Mitt|James|Robert|Vladimir|George|Bill|Jeb|Elizabeth|Brett|Jeff|Chuck|John|Chris|Michael|Steve|Rudy|Bashar al|Benjamin|Angela|Recep Tayyip|David|Boris|Jeremy"
_COUNTRY = [name.removeprefix("the ") for name in written.NAMES["country"]]
_KINDS = {
    **{name: "country" for name in _COUNTRY},
    **{name: "demonym" for name in written.NAMES["demonym"]},
    **{name: "party" for name in ("Republicans", "Democrats", "Conservatives", "Liberals")},
    **{
        name: "partyadj"
        for name in ("Republican", "Democratic", "Conservative", "Liberal", "Socialist", "Green")
    },
}
_SWAP = re.compile(
    r"\b(?:(?:"
    + _FIRSTS
    + r") )?(?:"
    + "|".join(_POLITICIANS)
    + r")\b|\b(?:"
    + "|".join(sorted(_KINDS, key=len, reverse=True))
    + r")\b"
)


def swap_names(
    draw: random.Random, text: str, spans: list[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """Exchange countries, parties and well-known persons, the same name always for the same."""
    choice: dict[str, str] = {}
    persons: dict[str, tuple[str, str]] = {}
    out, done, shifts = [], 0, [(0, 0)]
    for match in _SWAP.finditer(text):
        name = match.group()
        if name in _KINDS:
            kind = _KINDS[name]
            if name not in choice:
                pool = {
                    "country": _COUNTRY,
                    "demonym": written.NAMES["demonym"],
                    "party": written.NAMES["party"],
                    "partyadj": [k for k, v in _KINDS.items() if v == "partyadj"],
                }[kind]
                choice[name] = draw.choice(pool)
            new = choice[name]
        else:
            last = name.split()[-1]
            if last not in persons:
                persons[last] = (
                    draw.choice(written._FIRST),
                    draw.choice(written._LAST + _POLITICIANS),
                )
            first, new = persons[last]
            new = f"{first} {new}" if " " in name else new
        out += [text[done : match.start()], new]
        done = match.end()
        shifts.append((match.end(), sum(map(len, out))))
    new_text = "".join([*out, text[done:]])

    def move(place: int) -> int:
        at, to = max((s for s in shifts if s[0] <= place), default=(0, 0))
        return to + place - at

    moved = []
    for start, end in spans:
        inside = [
            m
            for m in _SWAP.finditer(text)
            if m.start() < start < m.end() or m.start() < end < m.end()
        ]
        if inside:
            return text, spans
        moved.append((move(start), move(end)))
    return new_text, moved


# --- claims turned round ------------------------------------------------------------------------------

_AUX = re.compile(
    r"\b(should|would|must|can|could|will|is|are|was|were|has|have|does|do|did)\b( not\b)?(?!n['’]t)",
    re.IGNORECASE,
)


def turned(draw: random.Random, claim: str) -> tuple[str, int] | None:
    """The claim said otherwise, and whether its sign stays (1) or turns (-1)."""
    form = draw.random()
    stem = claim.rstrip(". ")
    lower = stem[0].lower() + stem[1:] if stem[:2] not in ("US", "UN", "EU", "UK") else stem
    bare = re.sub(r"^this house (believes|thinks) that ", "", stem, flags=re.IGNORECASE)
    if form < 0.45:
        match = _AUX.search(stem)
        if not match or re.search(r"\b(no|never|n't|n’t)\b", stem):
            return None
        word = match.group(1) if match.group(2) else match.group(1) + " not"
        return stem[: match.start()] + word + stem[match.end() :], -1
    if form < 0.65:
        if bare != stem:
            return bare[0].upper() + bare[1:], 1
        return f"This house believes that {lower}", 1
    if not _AUX.search(stem):
        return None
    bare = bare[0].lower() + bare[1:] if bare[:2].upper() != bare[:2] else bare
    if form < 0.78:
        return f"It is true that {bare}", 1
    if form < 0.9:
        return draw.choice((f"It is wrong that {bare}", f"It is not true that {bare}")), -1
    return f"This house rejects the idea that {bare}", -1


# --- epochs -------------------------------------------------------------------------------------------


class Rows:
    """Makes the rows of an epoch from the train parts."""

    def __init__(
        self, pieces: WordPieces, *, dse_weights: tuple[float, ...] = (1.1, 1.2, 1.5, 1.0, 1.5)
    ) -> None:
        self.pieces = pieces
        self.newsmtsc, self.dse = read("newsmtsc/train"), read("dse/train")
        self.perspectrum, self.claimstance = read("perspectrum/train"), read("claimstance/train")
        self.dse = [row for row in self.dse if row["a"]["mention"] and row["b"]["mention"]]
        self.dse_weights = dse_weights
        self.topics = sorted({row["topic"] for row in self.perspectrum + self.claimstance})
        self.sentences = sentences.read()

    def epoch(self, draw: random.Random, own: float = 1.0, times: int = 1) -> list[Row]:
        """All rows of one epoch.

        Args:
            draw: Where chance comes from.
            own: Scales how many sentences are made from our own frames.
            times: How often each sentence that was written one by one comes.
        """
        rows = [self._target(draw, row) for row in self.newsmtsc]
        rows += self._pairs(draw)
        rows += [self._claim(draw, row) for row in self.perspectrum]
        rows += [self._claim(draw, row) for row in self.claimstance for _ in range(2)]
        rows += [self._claim_target(row) for row in self.claimstance if "target" in row]
        rows += [self._named(draw, row) for row in draw.sample(self.newsmtsc, 1200)]
        rows += [self._toward(draw, row) for row in draw.sample(self.dse, 1500)]
        rows += [self._unrelated(draw) for _ in range(1500)]
        rows += [self.own(draw, written.pair(draw)) for _ in range(int(2500 * own))]
        rows += [self.own(draw, written.target(draw)) for _ in range(int(600 * own))]
        rows += [self.own(draw, written.concept(draw)) for _ in range(int(1200 * own))]
        rows += [self.sentence(draw, row) for row in self.sentences for _ in range(times)]
        return rows

    def pairs(self, draw: random.Random) -> list[Row]:
        """Rows of DSE, and some pairs of our own."""
        rows = self._pairs(draw)
        rows += [self.own(draw, written.pair(draw)) for _ in range(600)]
        return rows

    def _pairs(self, draw: random.Random) -> list[Row]:
        return [
            self._pair(draw, row)
            for row in self.dse
            if row["label"] != "neutral" or draw.random() < 0.6
        ]

    def _target(self, draw: random.Random, row: dict) -> Row:
        text, spans = row["text"], [(row["target"]["start"], row["target"]["end"])]
        if draw.random() < 0.3:
            text, spans = swap_names(draw, text, spans)
        numbers, at = marked(self.pieces, text, spans)
        return Row(numbers, at, target=row["label"] + 1)

    def _pair(self, draw: random.Random, row: dict) -> Row:
        text, spans = row["text"], [(row[k]["start"], row[k]["end"]) for k in "ab"]
        if draw.random() < 0.3:
            text, spans = swap_names(draw, text, spans)
        numbers, at = self._among_others(draw, text, spans)
        label = PAIR.index(row["label"])
        return Row(numbers, at, pair=label, weight=self.dse_weights[label])

    def _among_others(
        self, draw: random.Random, text: str, spans: list[tuple[int, int]]
    ) -> tuple[list[int], tuple[int, int]]:
        """A pair, sometimes as it is read when other pairs of the sentence are asked about."""
        if draw.random() < 0.4:
            numbers, places = encode_names(self.pieces, text, [*spans, *others(draw, text, spans)])
            if len(numbers) <= LONGEST:
                return numbers, (places[0], places[1])
        return marked(self.pieces, text, spans)

    def _claim(self, draw: random.Random, row: dict) -> Row:
        topic, side = row["topic"], int(row["label"] == "pro")
        if "topic_target" in row and draw.random() < 0.25:
            topic = row["topic_target"]
            side = side if row["topic_sentiment"] > 0 else 1 - side
        elif draw.random() < 0.4 and (other := turned(draw, topic)):
            topic, side = other[0], side if other[1] > 0 else 1 - side
        numbers, split = crossed(self.pieces, row["text"], topic)
        return Row(numbers, split=split, side=side, about=1)

    def _claim_target(self, row: dict) -> Row:
        span = (row["target"]["start"], row["target"]["end"])
        numbers, at = marked(self.pieces, row["text"], [span])
        return Row(numbers, at, target=row["claim_sentiment"] + 1, weight=0.5)

    def _named(self, draw: random.Random, row: dict) -> Row:
        text, spans = swap_names(
            draw, row["text"], [(row["target"]["start"], row["target"]["end"])]
        )
        name = text[spans[0][0] : spans[0][1]]
        numbers, split = crossed(self.pieces, text, name)
        return Row(numbers, split=split, stance=row["label"] + 1, about=1)

    def _toward(self, draw: random.Random, row: dict) -> Row:
        """The pair by name, without marks: what one actor's words mean for the other."""
        text, spans = row["text"], [(row[k]["start"], row[k]["end"]) for k in "ab"]
        if draw.random() < 0.5:
            text, spans = swap_names(draw, text, spans)
        names = [text[s:e] for s, e in spans]
        label = row["label"]
        first = draw.random() < (0.5 if label == "neutral" else 0.8 if label[0] == "a" else 0.2)
        holder, other = (0, 1) if first else (1, 0)
        value = 1
        if label[0] == ("a" if first else "b"):
            value = 2 if "pos" in label else 0
        numbers, split = toward(self.pieces, text, names[holder], names[other])
        return Row(numbers, split=split, stance=value, weight=1.0 if value == 1 else 1.5)

    def _unrelated(self, draw: random.Random) -> Row:
        pool = draw.choice((self.perspectrum, self.perspectrum, self.claimstance, self.newsmtsc))
        row = draw.choice(pool)
        topic = draw.choice(self.topics if draw.random() < 0.5 else written._CONCEPTS)
        if topic == row.get("topic"):
            topic = draw.choice(written._CONCEPTS)
        numbers, split = crossed(self.pieces, row["text"], topic)
        return Row(numbers, split=split, about=0)

    def sentence(self, draw: random.Random, row: dict) -> Row:
        """One of the sentences that were written one by one, with or without its marks."""
        shown = draw.random() < 0.85
        if row["task"] == "concept":
            return self._position(row)
        if row["task"] == "target":
            row = {**row, "label": int(row["label"])}
            return self._target(draw, row) if shown else self._named(draw, row)
        return self._pair(draw, row) if shown else self._toward(draw, row)

    def _position(self, row: dict) -> Row:
        numbers, split = crossed(self.pieces, row["text"], row["topic"])
        label = row["label"]
        if label == "neutral":  # tricks are about their topic; of others it is not told
            about = 0 if row["kind"] in ("comment", "plain") else NO
            return Row(numbers, split=split, stance=1, about=about)
        stance, side = (2, 1) if label == "pro" else (0, 0)
        claim = is_claim(row["topic"])
        return Row(numbers, split=split, side=side, stance=NO if claim else stance, about=1)

    def own(self, draw: random.Random, row: written.Written) -> Row:
        """One sentence made from our own frames."""
        if row.kind == "concept":
            numbers, split = crossed(self.pieces, row.text, row.topic)
            return Row(numbers, split=split, stance=row.label + 1, about=1, weight=0.7)
        if row.kind == "target":
            numbers, at = marked(self.pieces, row.text, list(row.spans))
            return Row(numbers, at, target=row.label + 1, weight=0.7)
        numbers, at = self._among_others(draw, row.text, list(row.spans))
        quad = written.QUADS.index(row.quad) if row.quad else NO
        pair = {0: 0, 1: 1, -1: 3}[row.label]
        return Row(numbers, at, pair=pair, quad=quad, weight=0.7)
