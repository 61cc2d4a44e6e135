"""Code the statements of a corpus with a codebook, and draw samples for people to judge."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from counterpoint import __version__
from counterpoint.errors import InputError
from counterpoint.store.corpus import Corpus
from counterpoint.store.positions import add_positions, mentions_by_reading
from counterpoint.store.rows import parse_spans
from counterpoint.store.view import statement_rows
from counterpoint.types import Act, Filter
from counterpoint.types.judgement import Coder as Person
from counterpoint.types.judgement import CoderKind
from counterpoint.types.position import Codebook, Stance
from counterpoint.workflow.stance import load_positions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counterpoint.analysis.positions.model import PositionModel

__all__ = [
    "PositionTotals",
    "SampleFor",
    "code_positions",
    "code_targets",
    "draw_statements",
    "learned",
]

_BATCH = 128
_FIELDS = ("key", "content", "act", "negated", "cue")
_TARGET_FIELDS = ("key", "content", "speaker", "content_spans", "reading")
_LEAST_TOWARD = 0.4
_Row = tuple[Any, ...]


@dataclass(slots=True)
class PositionTotals:
    """What a run did."""

    done: int = 0
    before: int = 0
    positions: int = 0
    run: int = 0


@dataclass(frozen=True, slots=True)
class SampleFor:
    """What a sample is drawn for."""

    network: bool
    size: int
    seed: int = 1


def code_positions(
    corpus: Corpus,
    codebook: Codebook,
    *,
    selection: Filter | None = None,
    model: str = "",
    progress: Callable[[int, int], None] = lambda done, positions: None,
) -> PositionTotals:
    """Keep the positions of all statements that this codebook and model have not coded yet.

    Stopped at any moment and started again with the same codebook, it goes on where it was. A
    changed codebook is a new run; the run before stays until it is undone.

    Args:
        corpus: Which one.
        codebook: The concepts.
        selection: Which statements are meant.
        model: Folder of another positions bundle.
        progress: Called after each batch.
    """
    from counterpoint.analysis.positions.coding import Coder

    read = load_positions(model)
    coder = Coder(read, codebook)
    identity = {"codebook": codebook.digest(), "model": read.digest}
    run = corpus.begin(
        "positions",
        Person(read.name, CoderKind.MODEL),
        identity | {"title": codebook.title, "version": __version__, **_plain(selection)},
        identity=identity | _plain(selection),
        resume=True,
    )
    totals = PositionTotals(run=run)
    with corpus.reading() as connection:
        last = _last_done(connection, run)
    for batch in _batches(corpus, selection or Filter()):
        left = [row for row in batch if row[0] > last]
        totals.before += len(batch) - len(left)
        if not left:
            continue
        found = _coded(coder, codebook, left)
        totals.positions += corpus.writing(
            lambda connection, rows=found: add_positions(connection, run, rows)  # type: ignore[misc]
        )
        totals.done += len(left)
        progress(totals.done, totals.positions)
    if totals.done:
        corpus.end(run, {"statements": totals.done, "positions": totals.positions})
    return totals


def code_targets(
    corpus: Corpus, *, selection: Filter | None = None, model: str = ""
) -> PositionTotals:
    """Keep the stance of every speaker toward the actors that the statement names.

    Stopped at any moment and started again, it goes on where it was.

    Args:
        corpus: Which one.
        selection: Which statements are meant.
        model: Folder of another positions bundle.
    """
    read = load_positions(model)
    identity = {"targets": "actors", "model": read.digest}
    run = corpus.begin(
        "positions",
        Person(read.name, CoderKind.MODEL),
        identity | {"version": __version__, **_plain(selection)},
        identity=identity | _plain(selection),
        resume=True,
    )
    totals = PositionTotals(run=run)
    with corpus.reading() as connection:
        last = _last_done(connection, run)
    for batch in _batches(corpus, selection or Filter(), fields=_TARGET_FIELDS):
        left = [row for row in batch if row[0] > last]
        totals.before += len(batch) - len(left)
        if not left:
            continue
        found = _toward_actors(corpus, read, left)
        totals.positions += corpus.writing(
            lambda connection, rows=found: add_positions(connection, run, rows)  # type: ignore[misc]
        )
        totals.done += len(left)
    if totals.done:
        corpus.end(run, {"statements": totals.done, "positions": totals.positions})
    return totals


def learned(corpus: Corpus, codebook: Codebook) -> Codebook:
    """The codebook with the statements that people judged as further examples.

    A judgement is a statement whose concept and stance a person has set. The changed codebook has a
    digest of its own, so that coding with it is a new run.
    """
    judged = []
    with corpus.reading() as connection:
        for content, packed in statement_rows(
            connection, Filter(), fields=("content", "labels"), statuses=("changed",)
        ):
            labels = json.loads(packed) if packed else {}
            judged.append((content, labels.get("concept"), str(labels.get("stance", ""))))
    concepts = []
    for one in codebook.concepts:
        mine = [(text, stance) for text, name, stance in judged if name == one.name]
        agree = tuple(text for text, stance in mine if stance == "1")
        disagree = tuple(text for text, stance in mine if stance == "-1")
        concepts.append(
            replace(
                one,
                examples_for=tuple(dict.fromkeys(one.examples_for + agree)),
                examples_against=tuple(dict.fromkeys(one.examples_against + disagree)),
            )
        )
    return replace(codebook, concepts=tuple(concepts))


def draw_statements(
    corpus: Corpus, asked: SampleFor, *, selection: Filter | None = None
) -> tuple[str, int]:
    """Draw statements for people to judge, each with a known probability.

    Args:
        corpus: Which one.
        asked: What for and how many.
        selection: Which statements are meant.

    Returns:
        A CSV table (id, probability, drawn, speaker, content) of all statements, those to judge
        first, and how many are to be judged.

    Raises:
        InputError: If there are no statements.
    """
    from counterpoint.network.intervals import draw_sample

    fields = ("id", "score", "speaker", "content")
    with corpus.reading() as connection:
        rows = list(statement_rows(connection, selection or Filter(), fields=fields))
    if not rows:
        raise InputError(
            f"{corpus.name}: no statement is selected", hint="run analyse, or widen the filters"
        )
    speakers = {name: at for at, name in enumerate(dict.fromkeys(row[2] for row in rows))}
    groups = [speakers[row[2]] for row in rows] if asked.network else None
    sample = draw_sample([row[1] for row in rows], asked.size, seed=asked.seed, groups=groups)
    drawn = {int(row) for row in sample.rows}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "probability", "drawn", "speaker", "content"])
    for row in sorted(range(len(rows)), key=lambda at: (at not in drawn, at)):
        chance = f"{sample.probabilities[row]:.6g}"
        writer.writerow(
            [rows[row][0], chance, int(row in drawn), _safe(rows[row][2]), _safe(rows[row][3])]
        )
    return out.getvalue(), len(drawn)


def _coded(
    coder: Any, codebook: Codebook, rows: list[_Row]
) -> list[tuple[int, str, str, int | None, float]]:
    from counterpoint.analysis.positions.coding import Content

    contents = [
        Content(str(content or ""), _act(act), bool(negated), str(cue or ""))
        for _, content, act, negated, cue in rows
    ]
    found = []
    for row, coded in zip(rows, coder.code(contents), strict=True):
        for one in coded:
            stance = None if one.stance is Stance.NEITHER else int(one.stance)
            name = codebook.concepts[one.concept].name
            found.append((row[0], name, "concept", stance, one.score))
    return found


def _toward_actors(
    corpus: Corpus, model: PositionModel, rows: list[_Row]
) -> list[tuple[int, str, str, int | None, float]]:
    """The speaker toward every actor that is named in the content."""
    from counterpoint.analysis.positions.naming import Entity, find_named
    from counterpoint.types import Span

    with corpus.reading() as connection:
        mentions = mentions_by_reading(connection, sorted({row[-1] for row in rows}))
    asked: list[tuple[int, str]] = []
    items = []
    for key, content, speaker, spans, reading in rows:
        inside = parse_spans(spans)
        names = dict.fromkeys(
            mention.name
            for mention in mentions.get(reading, ())
            if mention.name != speaker and any(span.covers(mention.span) for span in inside)
        )
        if not speaker or not names:
            continue
        head = f"{speaker} said: “"
        text = f"{head}{content}”"
        entities = [Entity(name, "People" if " " in name else "") for name in names]
        seen = set()
        for one in find_named(content, (Span(0, len(content)),), entities):
            if one.full and one.entity not in seen:
                seen.add(one.entity)
                place = Span(one.span.start + len(head), one.span.end + len(head))
                asked.append((key, entities[one.entity].name))
                items.append((text, Span(0, len(speaker)), place))
    scores = model.pairs(items).labels
    out = []
    for (key, name), row in zip(asked, scores, strict=True):
        value = float(row[1] - row[3])
        stance = None if abs(value) < _LEAST_TOWARD else (1 if value > 0 else -1)
        sure = float(max(row[1], row[3]) if stance else row[0])
        out.append((key, name, "actor", stance, round(sure, 4)))
    return out


def _act(value: Any) -> Act:
    try:
        return Act(value)
    except ValueError:
        return Act.SAYS


def _batches(
    corpus: Corpus, selection: Filter, *, fields: tuple[str, ...] = _FIELDS
) -> Iterator[list[_Row]]:
    last = -1
    while True:
        with corpus.reading() as connection:
            batch = list(
                statement_rows(
                    connection,
                    selection,
                    fields=fields,
                    limit=_BATCH,
                    extra="s.key > :after",
                    extra_values={"after": last},
                )
            )
        if not batch:
            return
        yield batch
        last = batch[-1][0]


def _last_done(connection: Connection, run: int) -> int:
    from sqlalchemy import func, select

    from counterpoint.store.schema import position

    found = connection.execute(
        select(func.max(position.c.statement_key)).where(position.c.run_key == run)
    ).scalar()
    return -1 if found is None else int(found)


def _plain(selection: Filter | None) -> dict[str, str]:
    return {} if selection is None or selection == Filter() else {"filter": str(asdict(selection))}


def _safe(text: Any) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    value = " ".join(str(text or "").split())
    return "'" + value if value[:1] in "=+-@" else value
