"""Speed of the whole path from raw text to signed edges, positions included.

    python benchmarks/positions/speed.py DOCS.jsonl.gz [--texts 30] [--repeat 2] [--json]

DOCS holds articles with "text", or with "sentences" that have a "text" each. Every text is read,
segmented, searched for statements and speakers, its entities proposed, and the edges between them
found, in one process on one thread. Words (runs of characters without white space) are counted per
CPU second, without the start (the models are loaded and warmed on the first text); the parts are
told apart. The best of the repeats counts, since a busy machine only ever slows things down.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
from counterpoint.errors import CounterpointError
from counterpoint.types import Document
from counterpoint.workflow.annotate import ReadingOptions, annotate
from counterpoint.workflow.edges import EdgesOptions, edges_of


def take(path, number):
    """The first texts of a file."""
    opened = gzip.open if str(path).endswith(".gz") else open
    rows = []
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row.get("text") or " ".join(part["text"] for part in row["sentences"])
            rows.append({"id": str(row["id"]), "text": text, "title": row.get("title") or ""})
            if len(rows) == number:
                break
    return rows


def words_per_cpu_second(path, number, model="", repeat=1):
    """Words per CPU second of the whole path and of reading alone."""
    rows = take(path, number)
    words = sum(len(row["text"].split()) for row in rows)
    options = EdgesOptions(model=model)
    edges_of(rows[:1], options=options)
    whole, reading = [], []
    for _ in range(repeat):
        began = time.process_time()
        edges = edges_of(rows, options=options)
        whole.append(time.process_time() - began)
        began = time.process_time()
        documents = [Document(row["id"], row["text"], title=row["title"]) for row in rows]
        list(annotate(documents, options=ReadingOptions()))
        reading.append(time.process_time() - began)
    return {
        "texts": len(rows),
        "words": words,
        "edges": sum(len(one["edges"]) for one in edges),
        "whole": words / min(whole),
        "reading": words / min(reading),
        "load": round(os.getloadavg()[0], 1),
    }


def main():
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents")
    parser.add_argument("--texts", type=int, default=30)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--model", default="")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = words_per_cpu_second(given.documents, given.texts, given.model, given.repeat)
    if given.json:
        print(json.dumps(found))
        return
    print(
        f"{found['words']:,} words in {found['texts']} texts, {found['edges']:,} edges; "
        f"{found['whole']:,.0f} words per CPU second from raw text to edges "
        f"(reading alone {found['reading']:,.0f}); load {found['load']}"
    )


if __name__ == "__main__":
    try:
        main()
    except (CounterpointError, OSError, ValueError, KeyError) as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
