"""Why polarisation has no error bars: how often intervals by drawing again would hold the truth.

Corpora of two camps are made, with known sides. Once people code them without error, and documents
are drawn again: does the interval hold the mean polarisation of such corpora? Once a machine codes
them with known errors, and its labels are drawn again from exactly these errors: does the interval
hold the polarisation of the true sides?

    python benchmarks/positions/polarisation_intervals.py
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from counterpoint.network.intervals import redraw
from counterpoint.network.polarisation import Search, polarisation
from counterpoint.types import Column, DocumentTable, NetworkSpec, StatementTable
from counterpoint.types.network import VariableKind

SPEC = NetworkSpec(kind="onemode", normalisation="average")
SEARCH = Search(restarts=5)
ACTORS, CONCEPTS, PER_DOCUMENT = 10, 6, 4
PURITY = 0.85  # share of statements that are those of the actor's camp
WRONG = (0.1, 0.3)  # of disagreements, of agreements


def corpus(draw, documents):
    """Statements of two camps; few actors and concepts in each document."""
    rows = []
    for number in range(documents):
        who = draw.choice(ACTORS, 4, replace=False)
        what = draw.choice(CONCEPTS, 2, replace=False)
        for _ in range(PER_DOCUMENT):
            actor, concept = int(draw.choice(who)), int(draw.choice(what))
            usual = (actor < ACTORS // 2) == (concept % 2 == 0)
            rows.append((number, actor, concept, usual == (draw.random() < PURITY)))
    return table(np.asarray(rows), documents)


def table(rows, documents):
    days = 1_700_000_000 + 86_400 * np.arange(documents)
    count = len(rows)
    return StatementTable(
        statement_type="statement",
        ids=np.asarray([str(at) for at in range(count)], dtype=object),
        document_rows=rows[:, 0],
        documents=DocumentTable(np.asarray([str(at) for at in range(documents)], object), days),
        starts=np.arange(count),
        stops=np.arange(count) + 1,
        variables={
            "organization": Column.of_texts([f"actor {at}" for at in rows[:, 1]]),
            "concept": Column.of_texts([f"concept {at}" for at in rows[:, 2]]),
            "agreement": Column(VariableKind.BOOLEAN, rows[:, 3].astype(np.int64)),
        },
    )


def with_sides(made, sides):
    column = Column(VariableKind.BOOLEAN, sides.astype(np.int64))
    return replace(made, variables={**made.variables, "agreement": column})


def score(made):
    return next(iter(polarisation(made, SPEC, SEARCH))).normalised


def documents_again(made, draw):
    count = len(made.documents)
    chosen = draw.integers(count, size=count)
    rows = [np.flatnonzero(made.document_rows == at) for at in chosen]
    place = np.repeat(np.arange(count), [len(one) for one in rows])
    codes = [made.variables[name].codes for name in ("organization", "concept", "agreement")]
    found = np.concatenate(rows)
    return table(np.column_stack([place, *(one[found] for one in codes)]), count)


def labels_again(machine, draws, seed):
    """Sides as they might truly be, from the errors that the machine really has."""
    sides = machine.variables["agreement"].codes
    wrong = np.asarray(WRONG)
    base = np.linalg.solve(
        [[1 - wrong[0], wrong[1]], [wrong[0], 1 - wrong[1]]], np.bincount(sides, minlength=2)
    )
    confusion = [
        [base[0] * (1 - wrong[0]), base[0] * wrong[0]],
        [base[1] * wrong[1], base[1] * (1 - wrong[1])],
    ]
    return redraw(sides, np.asarray(confusion) * 5, draws=draws, seed=seed)


def holds(values, truth):
    low, high = np.quantile(values, (0.025, 0.975))
    return low <= truth <= high


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--draws", type=int, default=60)
    given = parser.parse_args()
    print("documents   documents drawn again   labels drawn again   true   counted   drawn again")
    for documents in (40, 150):
        draw = np.random.default_rng(1)
        usual = np.mean([score(corpus(draw, documents)) for _ in range(60)])
        hits, figures = np.zeros(2), []
        for run in range(given.runs):
            true = corpus(draw, documents)
            again = [score(documents_again(true, draw)) for _ in range(given.draws)]
            sides = true.variables["agreement"].codes
            wrong = draw.random(len(sides)) < np.asarray(WRONG)[sides]
            machine = with_sides(true, np.where(wrong, 1 - sides, sides))
            labels = labels_again(machine, given.draws, run)
            blurred = [score(with_sides(machine, row)) for row in labels]
            hits += holds(again, usual), holds(blurred, score(true))
            figures.append((score(true), score(machine), np.mean(blurred)))
        share = 100 * hits / given.runs
        means = "".join(f"{one:10.3f}" for one in np.mean(figures, axis=0))
        print(f"{documents:9}{share[0]:23.0f}%{share[1]:20.0f}%{means}", flush=True)


if __name__ == "__main__":
    main()
