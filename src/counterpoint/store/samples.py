"""Samples that people judge: which statements were drawn, and with which probability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from counterpoint.errors import InputError, StoreError
from counterpoint.store.schema import chance, ruling, run, statement

__all__ = ["Design", "Draw", "add_sample", "design_of", "drawn_ids", "drawn_in"]

_JUDGED = ("accepted", "changed", "rejected")


@dataclass(frozen=True, slots=True)
class Draw:
    """One statement of a sample's frame."""

    statement_id: str
    probability: float
    drawn: bool


@dataclass(frozen=True, slots=True)
class Design:
    """How the judgements of a corpus came about.

    Attributes:
        chances: Statement to the probability that it was drawn and judged, over all samples.
        drawn: Statements that were drawn and judged.
        judged: All statements that people have judged, drawn or not.
        asked: How many statements were drawn for judging, judged or not.
    """

    chances: dict[str, float]
    drawn: frozenset[str]
    judged: frozenset[str]
    asked: int


def add_sample(connection: Connection, run_key: int, draws: Iterable[Draw]) -> int:
    """Keep a sample; gives the size of its frame.

    Raises:
        InputError: If a probability is not above 0 and at most 1.
    """
    made = []
    for one in draws:
        if not 0 < one.probability <= 1:
            raise InputError(
                f"statement {one.statement_id} has a probability of {one.probability:g} to be "
                "drawn",
                hint="every statement of a sample must have a probability above 0, at most 1",
            )
        made.append(
            {
                "run_key": run_key,
                "statement_id": one.statement_id,
                "probability": one.probability,
                "drawn": one.drawn,
            }
        )
    if made:
        connection.execute(insert(chance), made)
    return len(made)


def drawn_in(connection: Connection, run_key: int) -> list[Draw]:
    """The sample of a run, whatever has become of its statements."""
    query = select(chance.c.statement_id, chance.c.probability, chance.c.drawn)
    found = connection.execute(query.where(chance.c.run_key == run_key))
    return [Draw(str(id), float(share), bool(drawn)) for id, share, drawn in found]


def drawn_ids(connection: Connection) -> frozenset[str]:
    """All statements that were drawn for judging, by samples that are not undone."""
    keys = _samples(connection)
    query = select(chance.c.statement_id).where(chance.c.drawn, chance.c.run_key.in_(keys))
    return frozenset(connection.execute(query).scalars())


def design_of(connection: Connection) -> Design:
    """How the judgements came about, over all samples that are not undone.

    Of a sample that is judged in part, what was judged is taken as drawn at random from what was
    to be judged. Statements that are gone count for nothing.

    Raises:
        StoreError: If a stored probability is not above 0 and at most 1.
    """
    live = set(connection.execute(select(statement.c.id).where(statement.c.live)).scalars())
    query = select(ruling.c.statement_id).where(ruling.c.status.in_(_JUDGED))
    judged = frozenset(connection.execute(query).scalars()) & live
    left_out: dict[str, float] = {}  # statement: probability that no sample drew it
    drawn: set[str] = set()
    asked: set[str] = set()
    for key in _samples(connection):
        draws = [one for one in drawn_in(connection, key) if one.statement_id in live]
        mine = {one.statement_id for one in draws if one.drawn}
        answered = mine & judged
        asked |= mine
        if not answered:
            continue
        drawn |= answered
        response = len(answered) / len(mine)
        for one in draws:
            if not 0 < one.probability <= 1:
                raise StoreError(
                    f"sample {key}: statement {one.statement_id} has a probability of "
                    f"{one.probability:g} to be drawn",
                    hint=f"it must lie above 0, at most 1; draw another sample, and undo this "
                    f"one: counterpoint undo CORPUS --run {key}",
                )
            missed = left_out.get(one.statement_id, 1.0)
            left_out[one.statement_id] = missed * (1 - response * one.probability)
    return Design(
        chances={id: 1 - missed for id, missed in left_out.items()},
        drawn=frozenset(drawn),
        judged=judged,
        asked=len(asked),
    )


def _samples(connection: Connection) -> list[int]:
    query = select(run.c.key).where(run.c.kind == "sample", run.c.retracted_at.is_(None))
    return [int(key) for key in connection.execute(query.order_by(run.c.key)).scalars()]
