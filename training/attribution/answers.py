"""Write down what the large bundle answers for whole texts, for small networks to learn from.

    python -m training.attribution.answers --part 0/2

Each text is read once, as the product reads it: in windows that overlap, every word where it stands
best. The answers hold for the text and not for a cut of it, so `distil.py` may cut and disguise the
text anew in every round. One file a text in `.cache/answers`; what is there is not done again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from counterpoint.analysis.attribution.decode import Reading
from counterpoint.analysis.attribution.network import Limits, Network
from counterpoint.models.bundle import bundled
from counterpoint.models.session import Session
from counterpoint.models.tokens import WordPieces
from counterpoint.models.words import SCALES, TABLE, WordTable
from training.attribution import data
from training.bundles import WORDS

SHARED = Path("../shared/data")
ANSWERS = Path(".cache/answers")
LARGE = Path("bundles/attribution-en-large/counterpoint_attribution_en_large")
MEASURED = Path(__file__).parents[2] / "tests/quality/gold/other-texts.json"
LEAST = 0.03
TOGETHER = 24  # single sentences that make a text


def measured() -> set[str]:
    """Give the names of the texts that are kept for measuring: no training reads them."""
    return {entry["id"] for entry in json.loads(MEASURED.read_text("utf-8"))["texts"]}


def unlabelled(shared: Path) -> Iterator[dict]:
    """Yield news bodies, speeches and single sentences of news, without attributions."""
    kept = measured()
    for entry in json.loads((shared / "articles/ground-truth.json").read_text("utf-8")).items():
        body = entry[1]["articleBody"]
        if sum(character.isascii() for character in body) > 0.95 * len(body):
            yield {"id": f"article-{entry[0][:40]}", "text": body}
    for name, most in (("wikinews-gum", 300), ("whitehouse", 60)):
        with gzip.open(
            shared / "corpora" / name / "docs.jsonl.gz", "rt", encoding="utf-8"
        ) as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                if number < most and row.get("id") not in kept:
                    yield {"id": f"{name}-{number}", "text": row["text"][:20_000]}
    for name in ("newsmtsc", "dse"):
        some = sorted(
            {row["text"].strip() for row in data.read_rows(shared / f"{name}/train.jsonl.gz")}
        )
        random.Random(5).shuffle(some)
        for low in range(0, len(some), TOGETHER):
            yield {"id": f"{name}-{low}", "text": "\n".join(some[low : low + TOGETHER])}


def texts(shared: Path = SHARED) -> Iterator[tuple[str, dict]]:
    """Yield a name and a row for each text to read: the annotated ones to train on, then others."""
    rows, _ = data.split_train(list(data.read_rows(shared / "polnear/train.jsonl.gz")))
    for number, row in enumerate(rows):
        yield f"train-{number}", row
    others = list(unlabelled(shared))
    random.Random(6).shuffle(others)
    for row in others:
        yield row["id"], row


def save(reading: Reading, path: Path) -> None:
    """Write a reading, whole or not at all."""
    part = path.with_suffix(".part.npz")
    np.savez(
        part,
        cues=np.array(reading.cues, np.int32).reshape(-1, 2),
        lows=reading.lows.astype(np.int32),
        roles=reading.roles.astype(np.float16),
        whole=reading.whole.astype(np.float16),
        tags=reading.tags.astype(np.float16),
    )
    part.replace(path)


def main() -> None:
    """Read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="0/1", help="which of how many parts of the texts")
    parser.add_argument("--bundle", type=Path, default=LARGE)
    parser.add_argument(
        "--encoder", type=Path, help="another graph of it: the exact one is quicker without VNNI"
    )
    parser.add_argument("--out", type=Path, default=ANSWERS)
    args = parser.parse_args()
    part, parts = map(int, args.part.split("/"))
    args.out.mkdir(parents=True, exist_ok=True)
    tokens = WordPieces.read(bundled(WORDS) / "vocab.txt")
    network = Network(
        Session(args.encoder or args.bundle / "encoder.onnx.gz"),
        Session(args.bundle / "roles.onnx.gz"),
        tokens,
        WordTable(np.load(args.bundle / TABLE), np.load(args.bundle / SCALES)),
        Limits(least_cue=LEAST),
    )
    words, begun = 0, time.time()
    for number, (name, row) in enumerate(texts()):
        path = args.out / f"{name}.npz"
        if number % parts != part or path.exists():
            continue
        article = data.make_article(row, tokens)
        if not len(article.sheet):
            continue
        save(network.read([article.sheet])[0], path)
        words += len(article.sheet)
        if number % 20 < parts:
            print(
                f"{name}: {words} words, {words / (time.time() - begun):.0f} a second", flush=True
            )


if __name__ == "__main__":
    main()
