"""Each coder's own view of a corpus, for measuring agreement.

A coder's view holds what the coder found and what the coder judged: the statement with the coder's
own changes, and the verdict. What one finds is accepted by the one who found it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from counterpoint.store.corpus import Corpus
from counterpoint.store.positions import positions_by_statement
from counterpoint.store.rows import parse_spans
from counterpoint.store.view import statement_rows
from counterpoint.types import Column, Filter, StatementTable
from counterpoint.workflow.corpus_network import documents_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["coder_table"]

_FIELDS = (
    "id",
    "document_id",
    "start",
    "end",
    "coder",
    "speaker",
    "organisation",
    "country",
    "manner",
    "act",
    "negated",
    "labels",
    "key",
)
_TEXTS = ("verdict", "speaker", "organisation", "country", "manner", "act", "negated", "concept")
_JUDGED = """
SELECT j.statement_id, j.verdict, j.field_name, j.value, c.name
FROM judgement j JOIN step t ON t.key = j.step_key JOIN coder c ON c.key = t.coder_key
WHERE t.retracted_at IS NULL ORDER BY j.key
"""


def coder_table(
    corpus: Corpus, selection: Filter, *, texts: bool = False, targets: bool = False
) -> StatementTable:
    """All coders' views below one another, each row with its coder.

    Args:
        corpus: Which one.
        selection: Which statements are meant.
        texts: Whether the texts of the documents are needed afterwards.
        targets: Compare whom the speakers are for or against, not concepts.
    """
    import numpy as np

    with corpus.reading() as connection:
        rows = _views(connection, selection, targets=targets)
        documents = documents_table(connection, texts=texts)
    places = {str(id): at for at, id in enumerate(documents.ids)}
    variables = {name: Column.of_texts([row.get(name) or None for row in rows]) for name in _TEXTS}
    variables["stance"] = Column.of_numbers([row.get("stance") for row in rows])
    kept = {
        name: column
        for name, column in variables.items()
        if any(value is not None for value in column.values())
    }
    return StatementTable(
        statement_type="statement",
        ids=np.asarray([row["id"] for row in rows], dtype=object),
        document_rows=np.asarray([places[row["document_id"]] for row in rows], dtype=np.int64),
        documents=documents,
        starts=np.asarray([row["start"] for row in rows], dtype=np.int64),
        stops=np.asarray([max(row["end"], row["start"] + 1) for row in rows], dtype=np.int64),
        variables=kept,
        coders=Column.of_texts([row["coder"] for row in rows]),
    )


def _views(connection: Connection, selection: Filter, *, targets: bool) -> list[dict[str, Any]]:
    positions = positions_by_statement(connection, kind="actor" if targets else "concept")
    everybody = replace(selection, coders=())
    shown = {
        row["id"]: row for row in map(_row, statement_rows(connection, everybody, fields=_FIELDS))
    }
    own = [_row(row) for row in statement_rows(connection, selection, fields=_FIELDS)]
    wanted = set(selection.coders)
    views = {(row["id"], row["coder"]): _coded(row, positions) for row in own}
    for id, verdict, field, value, coder in connection.execute(text(_JUDGED)):
        if id not in shown or (wanted and coder not in wanted):
            continue
        base = _coded(shown[id], positions) | {"coder": coder}
        view = views.setdefault((id, coder), base)
        view["verdict"] = verdict
        if field:
            view |= _changed(field, value)
    return list(views.values())


def _row(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(_FIELDS, row, strict=True))


def _coded(row: Mapping[str, Any], positions: Mapping[int, Any]) -> dict[str, Any]:
    labels = json.loads(row["labels"]) if row["labels"] else {}
    stands = positions.get(row["key"], ())
    concept, stance = stands[0] if stands else (labels.get("concept"), labels.get("stance"))
    return {
        **row,
        "verdict": "accept",
        "negated": "yes" if row["negated"] else "no",
        "concept": concept,
        "stance": None if stance in (None, "") else int(stance),
    }


def _changed(field: str, value: str) -> dict[str, Any]:
    if field == "content":
        spans = parse_spans(value)
        return {"start": spans[0].start, "end": spans[-1].end}
    if field == "negated":
        return {"negated": "yes" if value == "true" else "no"}
    if field == "stance":
        return {"stance": int(value)}
    return {field: value} if field in _TEXTS else {}
