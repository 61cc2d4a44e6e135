"""What every network file holds: nodes with attributes; ties with weight, time, statement ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from counterpoint.types import Network, NetworkKind, StatementId

__all__ = [
    "INTERVAL",
    "FileNode",
    "FileTie",
    "ids_text",
    "network_facts",
    "network_nodes",
    "network_ties",
]


INTERVAL = ("estimate", "low", "high")  # of a tie, where error bars were asked for


@dataclass(frozen=True, slots=True)
class FileNode:
    """A node of a file: an id that is unique in the file, and what is known of it."""

    id: str
    label: str
    side: str  # row or column; "row" for all in a one-mode network
    variable: str
    attributes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileTie:
    """A tie between two node ids."""

    source: str
    target: str
    weight: float
    statement_ids: tuple[StatementId, ...]
    interval: tuple[float, float, float] | None = None


def network_nodes(network: Network) -> list[FileNode]:
    """The nodes: rows, then the columns of a two-mode network."""
    sides = [("row", network.rows, network.row_attributes, network.row_variable)]
    if network.kind is NetworkKind.TWOMODE:
        other = (network.columns, network.column_attributes, network.column_variable)
        sides.append(("column", *other))
    return [
        FileNode(
            f"{side[0]}{at}",
            label,
            side,
            variable,
            {name: values[at] for name, values in attributes.items()},
        )
        for side, labels, attributes, variable in sides
        for at, label in enumerate(labels)
    ]


def network_ties(network: Network) -> Iterator[FileTie]:
    """The ties, each once, with the ids of their nodes."""
    second = "c" if network.kind is NetworkKind.TWOMODE else "r"
    first_at = {label: at for at, label in enumerate(network.rows)}
    second_at = {label: at for at, label in enumerate(network.columns)}
    for edge in network.edges():
        source = f"r{first_at[edge.source]}"
        target = f"{second}{second_at[edge.target]}"
        yield FileTie(source, target, edge.weight, edge.statement_ids, edge.interval)


def network_facts(network: Network) -> dict[str, str]:
    """How the network was computed, as texts; empty values are left out."""
    facts = {
        "kind": network.kind.value,
        "mode": network.mode.value,
        "aggregation": str(getattr(network.aggregation, "value", network.aggregation)),
        "normalisation": str(getattr(network.normalisation, "value", network.normalisation)),
        "qualifier": network.qualifier or "",
        "row_variable": network.row_variable,
        "column_variable": network.column_variable,
        "statements": str(network.statement_count),
        "integer": "true" if network.integer else "false",
        "start": _time(network.start),
        "middle": _time(network.middle),
        "stop": _time(network.stop),
        "intervals": network.interval_note,
    }
    return {name: value for name, value in facts.items() if value}


def ids_text(ids: Sequence[StatementId]) -> str:
    """Statement ids as one text with a blank between; blanks within an id are percent-coded."""
    return " ".join(quote(str(one), safe="/:;,.+*~!$&'()@=?#|-_[]{}<>\"\\^`") for one in ids)


def _time(when: Any) -> str:
    return when.replace(tzinfo=None).isoformat() if when is not None else ""
