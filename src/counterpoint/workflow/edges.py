"""Edges in bulk: whole articles in, who is for or against whom or what out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.types import AnnotatedDocument, Document
from counterpoint.workflow.annotate import ReadingOptions, annotate
from counterpoint.workflow.bulk import BadRecord, BulkTotals, Record, RecordError, run_bulk
from counterpoint.workflow.stance import load_positions

if TYPE_CHECKING:
    from counterpoint.analysis.positions.naming import Entity

__all__ = ["EdgesOptions", "edges_in_bulk", "edges_of", "nations"]

_BATCH = 16
_MOST_ENTITIES = 500
_LONGEST = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgesOptions:
    """How articles are read."""

    reading: ReadingOptions = field(default_factory=ReadingOptions)
    model: str = ""
    restart: bool = False


def edges_in_bulk(
    source: str | Path,
    target: str | Path,
    *,
    options: EdgesOptions,
    report: Callable[[BadRecord], None],
) -> BulkTotals:
    """Write the edges of every article of a JSON Lines file.

    Raises:
        InputError: If the source cannot be read, or the target holds something else.
        ModelError: If a model is missing or damaged.
    """
    load_positions(options.model)
    return run_bulk(
        source,
        target,
        check=_check,
        work=lambda records: edges_of(records, options=options),
        report=report,
        batch=_BATCH,
        restart=options.restart,
    )


def edges_of(records: Sequence[Record], *, options: EdgesOptions) -> list[dict[str, Any]]:
    """Edges of some articles: ``{"id", "edges"}``."""
    from counterpoint.analysis.positions.edges import find_all_edges

    model = load_positions(options.model)
    documents = [
        Document(
            r["id"], r["text"], title=str(r.get("title") or ""), outlet=str(r.get("outlet") or "")
        )
        for r in records
    ]
    out: list[dict[str, Any]] = [{"id": record["id"], "edges": []} for record in records]
    annotated = annotate(documents, options=options.reading)
    read = [
        (number, document, _entities(record, document))
        for number, (record, document) in enumerate(zip(records, annotated, strict=True))
        if isinstance(document, AnnotatedDocument)
    ]
    found = find_all_edges(
        [(document, entities) for _, document, entities in read], model, nations=nations()
    )
    for (number, _, entities), edges in zip(read, found, strict=True):
        out[number]["edges"] = [
            {
                "source": entities[edge.source].name,
                "target": entities[edge.target].name,
                "label": edge.sign,
                "score": edge.score,
                "content": [[span.start, span.end] for span in edge.content],
                "statement_id": edge.statement_id,
            }
            for edge in edges
        ]
    return out


def _entities(record: Record, document: AnnotatedDocument) -> list[Entity]:
    from counterpoint.analysis.positions.naming import Entity
    from counterpoint.analysis.positions.propose import propose_entities

    given = record.get("entities")
    if given is not None:
        return [Entity(str(one["name"]), str(one.get("type") or "")) for one in given]
    return propose_entities(document, set(nations().values()))


@cache
def nations() -> Mapping[str, str]:
    """What names a country or its people ("Kenyan" to "Kenya"), from the built-in gazetteer."""
    from counterpoint.models.gazetteer import built_in

    return built_in().nations()


def _check(record: Record) -> None:
    if len(record["text"]) > _LONGEST:
        raise RecordError(f"a text of more than {_LONGEST:,} characters")
    given = record.get("entities")
    if given is None:
        return
    if not isinstance(given, list) or len(given) > _MOST_ENTITIES:
        raise RecordError(
            f'"entities" is not a list of at most {_MOST_ENTITIES}',
            hint='write "entities": [{"name": "Ann Lee", "type": "People"}]',
        )
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str) or not one["name"]:
            raise RecordError('an entity has no "name"', hint='write {"name": "Ann Lee"}')
