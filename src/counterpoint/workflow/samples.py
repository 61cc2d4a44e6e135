"""Draw statements for people to judge, and keep with which probability each was drawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from counterpoint import __version__
from counterpoint.errors import InputError
from counterpoint.store.corpus import Corpus
from counterpoint.store.positions import score_of_positions
from counterpoint.store.samples import Draw, add_sample, drawn_in
from counterpoint.store.view import statement_rows
from counterpoint.types import Filter
from counterpoint.types.judgement import Coder as Person
from counterpoint.types.judgement import CoderKind

__all__ = ["SampleFor", "draw_statements"]

_FIELDS = ("id", "key", "score", "speaker", "content")
_WRITER = "sample"


@dataclass(frozen=True, slots=True)
class SampleFor:
    """What a sample is drawn for."""

    network: bool
    size: int
    seed: int = 1


def draw_statements(
    corpus: Corpus, asked: SampleFor, *, selection: Filter | None = None
) -> tuple[str, int]:
    """Draw statements for people to judge, each with a known probability.

    The probabilities stay in the corpus, so that what people judge can correct its figures. Asked
    for again, the same sample comes out.

    Args:
        corpus: Which one.
        asked: What for and how many.
        selection: Which statements are meant.

    Returns:
        A CSV table (id, probability, drawn, speaker, content) of all statements, those to judge
        first and in an order of chance, and how many are to be judged.

    Raises:
        InputError: If there are no statements.
    """
    selection = selection or Filter()
    with corpus.reading() as connection:
        rows = list(statement_rows(connection, selection, fields=_FIELDS))
        doubts = score_of_positions(connection)
    if not rows:
        raise InputError(
            f"{corpus.name}: no statement is selected", hint="run analyse, or widen the filters"
        )
    identity = {"for": "network" if asked.network else "share", "n": asked.size}
    identity |= {"seed": asked.seed}
    if selection != Filter():
        identity |= {"filter": str(asdict(selection))}
    run = corpus.begin(
        "sample",
        Person(_WRITER, CoderKind.MODEL),
        identity | {"version": __version__},
        identity=identity,
        resume=True,
    )
    with corpus.reading() as connection:
        draws = drawn_in(connection, run)
    if not draws:
        draws = _draws(rows, asked, doubts)
        corpus.writing(lambda connection: add_sample(connection, run, draws))
        drawn = sum(one.drawn for one in draws)
        corpus.end(run, {"statements": len(draws), "drawn": drawn})
    table, left = _table(rows, draws, asked.seed)
    if not left:
        raise InputError(
            f"{corpus.name}: of this sample no statement is left; they were analysed again since",
            hint=f"draw another one: --seed {asked.seed + 1}",
        )
    return table, left


def _draws(
    rows: Sequence[tuple[Any, ...]], asked: SampleFor, doubts: Mapping[int, float]
) -> list[Draw]:
    from counterpoint.network.intervals import draw_sample

    speakers = {name: at for at, name in enumerate(dict.fromkeys(row[3] for row in rows))}
    groups = [speakers[row[3]] for row in rows] if asked.network else None
    scores = [float(row[2]) * doubts.get(row[1], 1.0) for row in rows]
    sample = draw_sample(scores, asked.size, seed=asked.seed, groups=groups)
    drawn = {int(at) for at in sample.rows}
    return [
        Draw(row[0], float(sample.probabilities[at]), at in drawn) for at, row in enumerate(rows)
    ]


def _table(rows: Sequence[tuple[Any, ...]], draws: Sequence[Draw], seed: int) -> tuple[str, int]:
    import numpy as np

    by_id = {one.statement_id: one for one in draws}
    there = [row for row in rows if row[0] in by_id]  # later statements are not in the sample
    mixed = np.random.default_rng(seed).permutation(len(there))  # who stops half way has judged
    order = sorted(mixed, key=lambda at: not by_id[there[int(at)][0]].drawn)  # a random half
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "probability", "drawn", "speaker", "content"])
    for at in order:
        id, _, _, speaker, content = there[int(at)]
        one = by_id[id]
        writer.writerow(
            [id, f"{one.probability:.6g}", int(one.drawn), _safe(speaker), _safe(content)]
        )
    return out.getvalue(), sum(by_id[row[0]].drawn for row in there)


def _safe(text: Any) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    value = " ".join(str(text or "").split())
    return "'" + value if value[:1] in "=+-@" else value
