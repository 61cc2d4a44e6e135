"""Code the statements of a corpus: on which concepts, and toward whom, on which side."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from counterpoint import __version__
from counterpoint.store.corpus import Corpus
from counterpoint.store.positions import add_positions, mentions_by_reading, positions_at
from counterpoint.store.rows import parse_spans
from counterpoint.store.runs import counts_of, note_counts
from counterpoint.store.view import statement_rows
from counterpoint.types import Act, Filter
from counterpoint.types.judgement import Coder as Person
from counterpoint.types.judgement import CoderKind
from counterpoint.types.position import Codebook, Stance
from counterpoint.workflow.stance import load_positions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counterpoint.analysis.positions.coding import Content, Judged
    from counterpoint.analysis.positions.model import PositionModel

__all__ = [
    "JudgedContent",
    "PositionTotals",
    "code_positions",
    "code_targets",
    "judgements_on",
    "side_toward",
]

_BATCH = 128
_FIELDS = ("key", "content", "act", "negated", "cue", "id")
_JUDGED_FIELDS = ("id", "content", "act", "negated", "cue", "labels", "judged_at")
_TARGET_FIELDS = ("key", "content", "speaker", "content_spans", "reading")
_LEAST_TOWARD = 0.4
_LAST = "last"  # how far a run has come: key of the last statement
_Row = tuple[Any, ...]
_Found = tuple[int, str, str, int | None, float]


@dataclass(slots=True)
class PositionTotals:
    """What a run did."""

    done: int = 0
    before: int = 0
    positions: int = 0
    run: int = 0


@dataclass(frozen=True, slots=True)
class JudgedContent:
    """What people say of one statement: the number of the concept, and the side."""

    statement_id: str
    text: str
    act: str
    negated: bool
    cue: str
    concept: int
    side: int


def code_positions(
    corpus: Corpus,
    codebook: Codebook,
    *,
    selection: Filter | None = None,
    model: str = "",
    learn: bool = False,
    progress: Callable[[int, int], None] = lambda done, positions: None,
) -> PositionTotals:
    """Keep the positions of all statements that this codebook and model have not coded yet.

    Stopped at any moment and started again with the same codebook, it goes on where it was. A
    changed codebook is a new run; the run before stays, and what the new one has not come to yet is
    shown as the run before has it.

    Args:
        corpus: Which one.
        codebook: The concepts.
        selection: Which statements are meant.
        model: Folder of another positions bundle.
        learn: Whether a small head learns from what people judged; more judgements, another run.
        progress: Called after each batch.
    """
    from counterpoint.analysis.positions.coding import Coder

    read = load_positions(model)
    known = judgements_on(corpus, codebook) if learn else []
    coder = Coder(read, codebook, judged=[_judged(one) for one in known])
    identity = {"codebook": codebook.digest(), "model": read.digest}
    told = {"title": codebook.title}
    if known:
        identity["judgements"] = _digest(known)
        told["learned from"] = f"{len(known)} judgements"
    return _run_over(
        corpus,
        (identity, told, read.name),
        selection or Filter(),
        (_FIELDS, lambda rows: _coded(coder, codebook, rows)),
        progress,
    )


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
    return _run_over(
        corpus,
        ({"targets": "actors", "model": read.digest}, {}, read.name),
        selection or Filter(),
        (_TARGET_FIELDS, lambda rows: _toward_actors(corpus, read, rows)),
    )


def _run_over(
    corpus: Corpus,
    about: tuple[dict[str, str], dict[str, str], str],
    selection: Filter,
    work: tuple[tuple[str, ...], Callable[[list[_Row]], list[_Found]]],
    progress: Callable[[int, int], None] = lambda done, positions: None,
) -> PositionTotals:
    """Code batch by batch; a batch and how far the run has come are kept together or not at all."""
    (identity, told, name), (fields, code) = about, work
    run = corpus.begin(
        "positions",
        Person(name, CoderKind.MODEL),
        identity | told | {"version": __version__, **_plain(selection)},
        identity=identity | _plain(selection),
        resume=True,
    )
    totals = PositionTotals(run=run)
    with corpus.reading() as connection:
        counts, finished = counts_of(connection, run)
    last = counts.get(_LAST, -1)
    for batch in _batches(corpus, selection, fields=fields):
        left = [row for row in batch if row[0] > last]
        totals.before += len(batch) - len(left)
        if not left:
            continue
        found = code(left)
        counts = {
            "statements": counts.get("statements", 0) + len(left),
            "positions": counts.get("positions", 0) + len(found),
            _LAST: left[-1][0],
        }
        corpus.writing(lambda connection: _keep(connection, run, found, counts))  # noqa: B023
        totals.positions += len(found)
        totals.done += len(left)
        progress(totals.done, totals.positions)
    if totals.done or not finished:
        corpus.end(run, counts)
    return totals


def _keep(connection: Connection, run: int, found: list[_Found], counts: Mapping[str, int]) -> None:
    add_positions(connection, run, found)
    note_counts(connection, run, counts)


def judgements_on(corpus: Corpus, codebook: Codebook) -> list[JudgedContent]:
    """What people say of statements: concept and side, as they set or accepted them."""
    statuses = ("accepted", "changed")
    with corpus.reading() as connection:
        rows = list(statement_rows(connection, Filter(), fields=_JUDGED_FIELDS, statuses=statuses))
        then = positions_at(connection, {row[0]: row[-1] for row in rows})
    places = {one.name: number for number, one in enumerate(codebook.concepts)}
    found = []
    for id, content, act, negated, cue, packed, _ in rows:
        labels = json.loads(packed) if packed else {}
        stands = list(then.get(id, ()))
        if labels.get("concept"):
            stance = labels.get("stance")
            stands = [(labels["concept"], None if stance in (None, "") else int(stance))]
        said = (str(content or ""), str(act), bool(negated), str(cue or ""))
        found += [
            JudgedContent(id, *said, places[name], stance or 0)
            for name, stance in stands
            if name in places
        ]
    return found


def _coded(coder: Any, codebook: Codebook, rows: list[_Row]) -> list[_Found]:
    contents = [
        _content(str(content or ""), act, bool(negated), str(cue or ""), id)
        for _, content, act, negated, cue, id in rows
    ]
    found = []
    for row, coded in zip(rows, coder.code(contents), strict=True):
        for one in coded:
            stance = None if one.stance is Stance.NEITHER else int(one.stance)
            name = codebook.concepts[one.concept].name
            found.append((row[0], name, "concept", stance, one.score))
    return found


def _content(text: str, act: Any, negated: bool, cue: str, id: str) -> Content:
    """A content with the fold that it belongs to, by its id alone."""
    from counterpoint.analysis.positions.coding import FOLDS, Content

    fold = zlib.crc32(id.encode("utf-8", "surrogatepass")) % FOLDS
    return Content(text, _act(act), negated, cue, fold)


def _judged(one: JudgedContent) -> Judged:
    from counterpoint.analysis.positions.coding import Judged

    content = _content(one.text, one.act, one.negated, one.cue, one.statement_id)
    return Judged(content, one.concept, one.side)


def _digest(known: list[JudgedContent]) -> str:
    packed = json.dumps([asdict(one) for one in known], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _toward_actors(corpus: Corpus, model: PositionModel, rows: list[_Row]) -> list[_Found]:
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
        stance = side_toward(float(row[1]), float(row[3]))
        sure = float(max(row[1], row[3]) if stance else row[0])
        out.append((key, name, "actor", stance, round(sure, 4)))
    return out


def side_toward(good: float, bad: float) -> int | None:
    """The side of a speaker toward an actor, from the chances of "for" and "against"."""
    value = good - bad
    return None if abs(value) < _LEAST_TOWARD else (1 if value > 0 else -1)


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


def _plain(selection: Filter | None) -> dict[str, str]:
    return {} if selection is None or selection == Filter() else {"filter": str(asdict(selection))}
