"""Make DNA databases of any size: statements of organisations about concepts, over ten years.

    python benchmarks/networks/generate.py 1000000 big.dna

Everything is drawn from the seed, so equal arguments give equal tables.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator

from counterpoint.types.dna import PERMISSIONS
from counterpoint.writers.dna import hash_password, write_rows

FIRST_DAY = 1_262_304_000  # 2010-01-01
DAYS = 3652
VERBS = ("rejects", "backs")


def sizes(statements: int) -> tuple[int, int]:
    """How many organisations and concepts a database of this size has."""
    return max(20, min(1000, statements // 100)), max(10, min(200, statements // 100))


def tables(
    statements: int, organisations: int, concepts: int, seed: int
) -> Iterator[tuple[str, Iterator[tuple]]]:
    """All tables with their rows, in the order in which they refer to each other."""
    draw = random.Random(seed)
    per_document = 10
    documents = max(1, statements // per_document)
    people = organisations * 2
    labels = {
        1: [""] + [f"Person {n}" for n in range(people)],
        2: [""] + [f"Organisation {n}" for n in range(organisations)],
        3: [""] + [f"Concept {n}" for n in range(concepts)],
    }
    first = {1: 1, 2: people + 2, 3: people + organisations + 3}
    dates = [FIRST_DAY + draw.randrange(DAYS) * 86400 + n % 86400 for n in range(documents)]
    who = [min(int(draw.paretovariate(0.9)) - 1, people - 1) for _ in range(statements)]
    who = [person if draw.random() < 0.5 else draw.randrange(people) for person in who]
    what = [draw.randrange(concepts) for _ in range(statements)]
    camp = [draw.random() < 0.5 for _ in range(organisations)]
    side = [draw.random() < 0.5 for _ in range(concepts)]
    agree = [
        int((camp[person // 2] == side[concept]) == (draw.random() < 0.8))
        for person, concept in zip(who, what, strict=True)
    ]
    sentences = [
        f"Person {p} {VERBS[a]} concept {c}. " for p, c, a in zip(who, what, agree, strict=True)
    ]

    def document(n: int) -> tuple:
        text = "".join(sentences[n * per_document : (n + 1) * per_document])
        return (
            n + 1,
            f"Report {n}",
            text,
            1,
            f"Author {n % 50}",
            f"Paper {n % 7}",
            "",
            "",
            "",
            dates[n],
        )

    def spans() -> Iterator[tuple]:
        at = 0
        for n, sentence in enumerate(sentences):
            owner = min(n // per_document, documents - 1)
            at = 0 if n == owner * per_document else at
            yield (n + 1, 1, owner + 1, at, at + len(sentence) - 1, 1)
            at += len(sentence)

    def entities() -> Iterator[tuple]:
        for variable, names in labels.items():
            for n, name in enumerate(names):
                yield (first[variable] + n, variable, name, 0, 0, 0, None)

    def short_texts() -> Iterator[tuple]:
        for n, (person, concept) in enumerate(zip(who, what, strict=True)):
            values = ((1, person + 1), (2, person // 2 + 1), (3, concept + 1))
            for k, (variable, value) in enumerate(values):
                yield (3 * n + k + 1, n + 1, variable, first[variable] + value)

    coder = (1, "Admin", 255, 255, 0, 0, 14, hash_password("demo", salt=bytes(16)), 300, 0, 0, 1)
    names = ((1, "person"), (2, "organization"), (3, "concept"))
    yield "SETTINGS", iter([("version", "3.1.2"), ("date", "2026-06-30")])
    yield "CODERS", iter([coder + (1,) * len(PERMISSIONS)])
    yield "DOCUMENTS", (document(n) for n in range(documents))
    yield "STATEMENTTYPES", iter([(1, "DNA Statement", 239, 208, 51)])
    variables = [(n, name, "short text", 1) for n, name in names] + [(4, "agreement", "boolean", 1)]
    yield "VARIABLES", iter(variables)
    yield "STATEMENTS", spans()
    yield "ENTITIES", entities()
    yield "DATASHORTTEXT", short_texts()
    yield "DATABOOLEAN", ((n + 1, n + 1, 4, value) for n, value in enumerate(agree))


def make(
    path: str,
    statements: int,
    *,
    organisations: int | None = None,
    concepts: int | None = None,
    seed: int = 1,
) -> None:
    """Write one database."""
    usual = sizes(statements)
    write_rows(path, tables(statements, organisations or usual[0], concepts or usual[1], seed))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("statements", type=int)
    parser.add_argument("path")
    parser.add_argument("--organisations", type=int)
    parser.add_argument("--concepts", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make(
        given.path,
        given.statements,
        organisations=given.organisations,
        concepts=given.concepts,
        seed=given.seed,
    )
