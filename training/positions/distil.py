"""Go on training the small network on the values of the large one.

    python training/positions/distil.py --out .cache/positions-3 --start .cache/positions-0/checkpoint.pt \\
        --teacher .cache/positions-2/checkpoint.pt --pair-teacher .cache/positions-teacher/checkpoint.pt \\
        --folder FOLDER_OF_MPNET --frozen 6 --minutes 60

A teacher for pairs alone (`train.py --pairs`) may stand beside the one for everything.

What the small network learns least from is what both were trained on: the large one is as sure of
those rows as their labels are. So most rows are such that nobody labelled: sentences of news-like
text with names marked, alone and in pairs, and texts beside topics that they were not written for.
The teacher reads each of them once; its answers are kept for the next rounds. A sentence
with several names is read by the small network as a whole, with all names marked, where the
teacher reads it once for every pair.
"""

# ruff: noqa: E501 - word lists and tables read better unbroken
from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent))
import data
import train
import written
from data import SHARED, Row, names
from model import Positions, load_teacher

from counterpoint.analysis.segment import find_sentences

_WORD = re.compile(r"\b[a-z]{5,}\b")


def texts() -> Iterator[tuple[str, str]]:
    """Yield kind and text of what nobody labelled: train parts, articles and corpora."""
    for row in data.read("polnear/train"):
        yield "news", row["text"]
    articles = json.loads((SHARED / "data/articles/ground-truth.json").read_text("utf-8"))
    for entry in articles.values():
        yield "news", entry["articleBody"]
    for name, most in (("wikinews-gum", 400), ("whitehouse", 150), ("ungd", 150)):
        place = SHARED / "data/corpora" / name / "docs.jsonl.gz"
        with gzip.open(place, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number < most:
                    kind = "news" if name == "wikinews-gum" else "speech"
                    yield kind, json.loads(line)["text"][:12_000]


def sentences(draw: random.Random) -> dict[str, list[str]]:
    """Sentences by kind, each once, in random order."""
    out: dict[str, list[str]] = {"news": [], "speech": []}
    seen: set[str] = set()
    for kind, text in texts():
        for span in find_sentences(text):
            sentence = " ".join(text[span.start : span.end].split())
            if (
                40 <= len(sentence) <= 330
                and sentence.isascii() | (kind == "news")
                and sentence not in seen
            ):
                seen.add(sentence)
                out[kind].append(sentence)
    for some in out.values():
        draw.shuffle(some)
    return out


def to_answer(*numbers, **more) -> Row:
    """A row for the large network to answer."""
    return Row(*numbers, **more, extra={"aim": None})


_PRONOUN = re.compile(r"\b(?:he|she|they|him|them|He|She|They)\b")


def single_rows(draw: random.Random, pieces, some: list[str], most: int) -> list[Row]:
    """Sentences with one name marked."""
    rows: list[Row] = []
    for sentence in some:
        people = names(sentence) + [m.span() for m in _PRONOUN.finditer(sentence)][:1]
        for span in draw.sample(people, min(2, len(people))):
            rows.append(to_answer(*data.marked(pieces, sentence, [span])))
        if len(rows) >= most:
            break
    return rows[:most]


def pair_rows(draw: random.Random, pieces, some: list[str], most: int) -> list[Row]:
    """Sentences with all names marked, to be asked about some pairs."""
    rows: list[Row] = []
    for sentence in some:
        found = names(sentence)
        if len(found) >= 2:
            row = packed(draw, pieces, sentence, draw.sample(found, min(5, len(found))))
            rows += [row] if row else []
        if len(rows) == most:
            break
    return rows


def packed(draw: random.Random, pieces, sentence: str, spans: list) -> Row | None:
    """A sentence with all names marked, asked about at most three pairs, which are read alone too.

    A speaker may stand before it, as in ``Speaker said: “sentence”``; the teacher reads pairs
    without the speaker in the sentence alone.
    """
    bare, places_in_bare = sentence, spans
    speaks = draw.random() < 0.35
    if speaks:
        speaker = written.actor(draw)
        head = f"{speaker} said: “"
        spans = [(0, len(speaker)), *((start + len(head), end + len(head)) for start, end in spans)]
        sentence = head + sentence + "”"
    texts = [sentence[start:end] for start, end in spans]
    couples = [
        (a, b) for a, b in itertools.combinations(range(len(spans)), 2) if texts[a] != texts[b]
    ]
    numbers, places = data.encode_names(pieces, sentence, spans)
    if not couples or len(numbers) > data.LONGEST:
        return None
    couples = draw.sample(couples, min(3, len(couples)))
    row = to_answer(numbers, tuple(places[number] for number in couples[0]))
    row.extra["asked"] = [tuple(places[number] for number in couple) for couple in couples]
    row.extra["alone"] = [
        Row(*data.marked(pieces, bare, [places_in_bare[number - 1] for number in couple]))
        if speaks and 0 not in couple
        else Row(*data.marked(pieces, sentence, [spans[number] for number in couple]))
        for couple in couples
    ]
    return row


def crossed_rows(draw: random.Random, pieces, rows: data.Rows, some: dict, most: int) -> list[Row]:
    """Texts beside topics that they were not written for, near and far."""
    out = []
    by_topic: dict[str, list[str]] = {}
    for row in rows.perspectrum + rows.claimstance:
        by_topic.setdefault(row["topic"], []).append(row["text"])
    spoken = some["speech"] + some["news"][: len(some["speech"])]
    claims = sorted({row["text"] for row in rows.perspectrum if 25 < len(row["text"]) < 110})
    while len(out) < most:
        form = draw.random()
        if form < 0.40:  # a debate's text, the claim reworded or another's perspective as the claim
            topic = draw.choice(rows.topics)
            text = draw.choice(by_topic[topic])
            if draw.random() < 0.5:
                asked = draw.choice(by_topic[topic])
                asked = asked if len(asked) < 160 and asked != text else topic
            else:
                asked = (data.turned(draw, topic) or (topic, 1))[0]
        elif form < 0.75:  # a sentence of the news beside words of its own
            text = draw.choice(spoken)
            found = [text[s:e] for s, e in names(text)] + _WORD.findall(text)
            if len(found) < 3:
                continue
            asked = draw.choice(found)
            if asked.islower() and draw.random() < 0.6:
                match = re.search(rf"\b[a-z]+ {asked}\b|\b{asked} [a-z]{{4,}}\b", text)
                asked = match.group() if match else asked
        elif form < 0.85:
            text, asked = draw.choice(spoken), draw.choice(written._CONCEPTS)
        else:
            text, asked = draw.choice(spoken), draw.choice(claims)
        numbers, split = data.crossed(pieces, text, asked)
        out.append(to_answer(numbers, split=split))
    return out


def toward_rows(draw: random.Random, pieces, some: list[str], most: int) -> list[Row]:
    """Sentences beside "holder toward target", unmarked."""
    out: list[Row] = []
    for sentence in some:
        found = [sentence[s:e] for s, e in names(sentence)]
        if len(found) >= 2:
            a, b = draw.sample(found, 2)
            if a != b:
                numbers, split = data.toward(pieces, sentence, a, b)
                out.append(to_answer(numbers, split=split))
        if len(out) == most:
            break
    return out


@torch.no_grad()
def answers(teacher, of_pairs, batch: list[Row], share: float = 1.0) -> list[np.ndarray]:
    """The teacher's logits: side, stance, about; or target, pair, a row for each pair asked.

    Pairs are answered by both teachers, with a share of the one for pairs.
    """
    alone = [one for row in batch for one in row.extra.get("alone", [row])]
    ids, mask, types = train.tensors(alone)
    with torch.autocast("cpu", torch.bfloat16, enabled=train.HALF):
        states = teacher.hidden(ids, mask, types)
    states = states.float()
    if batch[0].split:
        side, stance, about = teacher.crossed(states, mask, types)
        values = torch.cat([side[:, None], stance, about[:, None]], 1)
    else:
        at = torch.tensor([r.at for r in alone])
        target, pair, _ = teacher.marked(states, mask, at)
        if of_pairs is not None and bool((double := at[:, 0] != at[:, 1]).any()):
            states = of_pairs.hidden(ids[double], mask[double], types[double])
            large = of_pairs.marked(states, mask[double], at[double])[1].log_softmax(1)
            pair[double] = share * large + (1 - share) * pair[double].log_softmax(1)
        values = torch.cat([target, pair], 1)
    ends = np.cumsum([len(row.extra.get("alone", [row])) for row in batch])
    return np.split(values.numpy().astype(np.float32), ends[:-1])


def soft(mine: torch.Tensor, theirs: torch.Tensor, heat: float = 1.5) -> torch.Tensor:
    """Cross-entropy with the teacher's probabilities, both a little warmed, per row."""
    return -(F.softmax(theirs / heat, 1) * F.log_softmax(mine / heat, 1)).sum(1) * heat


def both(value: torch.Tensor) -> torch.Tensor:
    """Two classes from one logit."""
    return torch.stack([torch.zeros_like(value), value], 1)


def loss_of(model: Positions, batch: list[Row], vectors: torch.Tensor, hard: float) -> torch.Tensor:
    """Distance from the teacher's answers; rows with labels learn from those alone."""
    if "aim" not in batch[0].extra:
        return hard * train.loss_of(model, batch, vectors)
    ids, mask, types = train.tensors(batch)
    with torch.autocast("cpu", torch.bfloat16, enabled=train.HALF):
        states = model.hidden(ids, mask, types)
    states = states.float()
    aim = torch.from_numpy(np.concatenate([r.extra["aim"] for r in batch]))
    if batch[0].split:
        side, stance, about = model.crossed(states, mask, types)
        near = (aim[:, 4] > -1).float()  # sides of what is not about the topic mean nothing
        total = (soft(both(side), both(aim[:, 0])) * near).sum()
        total = total + (soft(stance, aim[:, 1:4]) * (0.3 + 0.7 * near)).sum()
        total = total + 0.5 * soft(both(about), both(aim[:, 4])).sum()
        return total / len(batch)
    asked = [row.extra.get("asked", [row.at]) for row in batch]
    rows = torch.repeat_interleave(torch.tensor([len(one) for one in asked]))
    at = torch.tensor([place for one in asked for place in one])
    target, pair, _ = model.marked(states.index_select(0, rows), mask.index_select(0, rows), at)
    double = (at[:, 0] != at[:, 1]).float()
    total = (soft(target, aim[:, :3]) * (1 - double)).sum()
    return (total + (soft(pair, aim[:, 3:8]) * double).sum()) / len(batch)


def main() -> None:
    """Distil."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="checkpoint of a small network to start from")
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--pair-teacher", type=Path, help="large network that answers for pairs")
    parser.add_argument("--pair-share", type=float, default=1.0, help="what its answers count")
    parser.add_argument(
        "--folder",
        help="of the unpacked MPNet: the pair teacher's, else the teacher's; without it the teacher "
        "is a small network",
    )
    parser.add_argument("--frozen", type=int, default=4, help="as the large network was trained")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--fp32", action="store_true", help="no bfloat16, for processors without it"
    )
    parser.add_argument(
        "--minutes", type=float, default=60.0, help="by the clock; the rate falls to its end"
    )
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hard", type=float, default=0.7, help="weight of the true labels")
    parser.add_argument("--labelled", type=int, default=12000, help="labelled rows a round")
    parser.add_argument("--own", type=float, default=1.0, help="share of our own frames")
    parser.add_argument(
        "--times", type=int, default=1, help="how often a round may draw each sentence of ours"
    )
    parser.add_argument("--rows", type=int, default=9000, help="unlabelled rows of each kind")
    parser.add_argument("--pairs", type=int, help="of these, sentences asked about pairs")
    options = parser.parse_args()
    train.HALF = not options.fp32
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    draw = random.Random(options.seed)
    base, pieces = train.encoder()
    rows = data.Rows(pieces)
    plain = train.plain_texts(rows)
    model = Positions(base)
    known = options.out / "vectors.pt"
    vectors = (
        torch.load(known, weights_only=True)
        if known.exists()
        else train.teacher_vectors(model, pieces, plain)
    )
    torch.save(vectors, known)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True)["model"])

    def known_network(file: Path, *, large: bool) -> Positions:
        made = (
            load_teacher(options.folder, frozen=options.frozen)
            if large
            else Positions(train.encoder()[0])
        )
        made.load_state_dict(torch.load(file, weights_only=True)["model"])
        return made.eval()

    alone = options.pair_teacher is None
    teacher = known_network(options.teacher, large=alone and bool(options.folder))
    of_pairs = None if alone else known_network(options.pair_teacher, large=True)

    some = sentences(draw)
    print({kind: len(found) for kind, found in some.items()}, flush=True)
    mixed = some["news"] + some["speech"][: len(some["news"]) // 4]
    draw.shuffle(mixed)
    paired = [row["text"] for row in rows.dse if len(row["text"]) <= 330] + mixed
    draw.shuffle(paired)
    made = single_rows(draw, pieces, mixed, options.rows)
    made += pair_rows(draw, pieces, paired, options.pairs or options.rows)
    made += crossed_rows(draw, pieces, rows, some, options.rows)
    made += toward_rows(draw, pieces, mixed, options.rows // 4)

    def labelled(turn: int) -> list[Row]:
        draw = random.Random(options.seed * 1000 + turn)
        chosen = draw.sample(range(len(plain)), 400)
        return draw.sample(
            rows.epoch(draw, own=options.own, times=options.times), options.labelled
        ) + [Row(data.plain(pieces, plain[i]), vector=i) for i in chosen]

    print("rows", len(made), flush=True)

    body, heads = train.trained(model)
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": heads, "lr": options.head_rate}],
        weight_decay=0.01,
    )
    model.train()
    base.eval()  # no dropout inside the encoder
    began, step, turn, running = time.time(), 0, 0, 0.0
    saved = began
    while (done := (time.time() - began) / (60 * options.minutes)) < 1:
        chance = random.Random(options.seed * 1000 + turn)
        some = train.batches(labelled(turn), 32, chance) + train.batches(made, 32, chance)
        chance.shuffle(some)
        for batch in some:
            done = (time.time() - began) / (60 * options.minutes)
            if done >= 1:
                break
            new = [row for row in batch if row.extra.get("aim", row) is None]
            for row, aim in zip(
                new, answers(teacher, of_pairs, new, options.pair_share) if new else (), strict=True
            ):
                row.extra["aim"] = aim
            for group, rate in zip(
                optimizer.param_groups, (options.rate, options.head_rate), strict=True
            ):
                group["lr"] = rate * min((step + 1) / 100, 1.0, 1.15 * (1 - done))
            loss = loss_of(model, batch, vectors, options.hard)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimizer.step()
            step += 1
            running = (
                0.98 * running + 0.02 * float(loss.detach()) if step > 1 else float(loss.detach())
            )
            if step % 100 == 0:
                print(
                    f"{step} in round {turn}, {100 * done:.0f} %, loss {running:.3f}, cpu {time.process_time():.0f} s",
                    flush=True,
                )
            if time.time() - saved > 600:
                torch.save({"model": model.state_dict()}, options.out / "checkpoint.pt")
                saved = time.time()
        turn += 1
    torch.save({"model": model.state_dict()}, options.out / "checkpoint.pt")
    print(f"done: {step} batches, {turn} rounds, {time.process_time():.0f} CPU seconds", flush=True)


if __name__ == "__main__":
    main()
