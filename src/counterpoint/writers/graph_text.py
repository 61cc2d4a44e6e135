"""Networks as text: lists of ties, matrices, DNA's CSV, UCINET's DL and Counterpoint's JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import Any

from counterpoint.types import Network, NetworkKind
from counterpoint.writers.graph import (
    INTERVAL,
    ids_text,
    network_facts,
    network_nodes,
    network_ties,
)

__all__ = [
    "TIE_COLUMNS",
    "csv_line",
    "dna_csv",
    "json_text",
    "matrix_csv",
    "nodes_csv",
    "tie_rows",
    "ties_csv",
    "ucinet_dl",
]

TIE_COLUMNS = (
    "window",
    "start",
    "middle",
    "stop",
    "source",
    "target",
    "weight",
    "statements",
    "statement_ids",
)
_QUOTE = '"'
_SPECIAL = re.compile(r'[,"\n\r;\t]|^\s|\s$')
JSON_FORMAT = "counterpoint-network"


def tie_rows(networks: Sequence[Network]) -> Iterator[dict[str, Any]]:
    """One record per tie of each window, by the names of ``TIE_COLUMNS``."""
    for window, network in enumerate(networks, start=1):
        facts = network_facts(network)
        times = {key: facts.get(key, "") for key in ("start", "middle", "stop")}
        for edge in network.edges():
            yield {
                "window": window,
                **times,
                "source": edge.source,
                "target": edge.target,
                "weight": edge.weight,
                "statements": len(edge.statement_ids),
                "statement_ids": ids_text(edge.statement_ids),
                **dict(zip(INTERVAL, edge.interval or (), strict=False)),
            }


def ties_csv(networks: Sequence[Network]) -> Iterator[str]:
    """A list of ties: comma, UTF-8, one header line."""
    columns = dict.fromkeys(TIE_COLUMNS)
    if any(one.intervals is not None for one in networks):
        columns |= dict.fromkeys(INTERVAL)
    yield from _csv([columns, *tie_rows(networks)])


def nodes_csv(networks: Sequence[Network]) -> Iterator[str]:
    """The list of nodes that goes with a list of ties, isolates included."""
    records = [
        {
            "window": window,
            "label": node.label,
            "side": node.side,
            "variable": node.variable,
            **{f"{name}": value for name, value in node.attributes.items()},
        }
        for window, network in enumerate(networks, start=1)
        for node in network_nodes(network)
    ]
    columns = dict.fromkeys(["window", "label", "side", "variable"])
    columns |= dict.fromkeys(name for record in records for name in record)
    yield from _csv([columns, *records])


def matrix_csv(network: Network) -> Iterator[str]:
    """The matrix with labels: comma, UTF-8, the first cell empty."""
    yield csv_line(["", *network.columns])
    for label, row in zip(network.rows, network.dense, strict=True):
        yield csv_line([label, *(_number(value, network.integer) for value in row)])


def dna_csv(network: Network) -> Iterator[str]:
    """DNA's dialect: semicolons, labels in quotation marks, six decimals."""
    yield ";".join(['""', *(_quoted(label) for label in network.columns)])
    for label, row in zip(network.rows, network.dense, strict=True):
        cells = (_dna_number(value, network.integer) for value in row)
        yield "\n" + ";".join([_quoted(label), *cells])


def ucinet_dl(network: Network) -> Iterator[str]:
    """UCINET's DL, full matrix."""
    rows, columns = network.shape
    if network.kind is NetworkKind.TWOMODE:
        yield f"dl nr = {rows}, nc = {columns}, format = fullmatrix\nrow labels:\n"
        yield "".join(f'"{_bare(label)}"\n' for label in network.rows)
        yield "col labels:\n"
    else:
        yield f"dl n = {rows}, format = fullmatrix\nlabels:\n"
    yield "".join(f'"{_bare(label)}"\n' for label in network.columns)
    yield "data:"
    for row in network.dense:
        yield "\n" + "".join(f" {_dna_number(value, network.integer)}" for value in row)


def json_text(networks: Sequence[Network]) -> Iterator[str]:
    """Everything, as one JSON object: ``{"format", "version", "networks": [...]}``."""
    yield f'{{"format": "{JSON_FORMAT}", "version": 1, "networks": [\n'
    for at, network in enumerate(networks):
        record = {
            **network_facts(network),
            "statements": network.statement_count,
            "integer": network.integer,
            "nodes": [
                {
                    "id": node.id,
                    "label": node.label,
                    "side": node.side,
                    "variable": node.variable,
                    "attributes": node.attributes,
                }
                for node in network_nodes(network)
            ],
            **({"measures": _measures(network)} if network.measures else {}),
            "ties": [
                {
                    "source": tie.source,
                    "target": tie.target,
                    "weight": tie.weight,
                    "statement_ids": list(tie.statement_ids),
                    **dict(zip(INTERVAL, tie.interval or (), strict=False)),
                }
                for tie in network_ties(network)
            ],
        }
        yield (",\n" if at else "") + json.dumps(record, ensure_ascii=False, default=str)
    yield "\n]}\n"


def _measures(network: Network) -> dict[str, dict[str, float | None]]:
    """Figures of the whole; what is no number is left empty."""
    return {
        name: {
            key: value if isfinite(value) else None
            for key, value in zip(("counted", *INTERVAL), values, strict=True)
        }
        for name, values in network.measures.items()
    }


def csv_line(cells: Iterable[Any]) -> str:
    """One line of comma-separated values; cells with line breaks of any kind are quoted."""
    shown = [_cell(cell) for cell in cells]
    return (
        ",".join(
            f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _SPECIAL.search(cell) else cell
            for cell in shown
        )
        + "\n"
    )


def _csv(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Rows of records; the first record names the columns."""
    yield csv_line(records[0])
    for record in records[1:]:
        yield csv_line(record.get(name, "") for name in records[0])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value).replace("\0", "\ufffd")


def _number(value: float, integer: bool) -> str:
    return str(int(value)) if integer and float(value).is_integer() else repr(float(value))


def _dna_number(value: float, integer: bool) -> str:
    return str(int(value)) if integer and float(value).is_integer() else f"{value:.6f}"


def _quoted(label: str) -> str:
    return '"' + label.replace('"', "'") + '"'


def _bare(label: str) -> str:
    return " ".join(label.replace('"', "").replace("'", "").splitlines())
