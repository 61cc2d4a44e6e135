"""Networks as a Parquet table of ties, with lists of statement ids."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from counterpoint.errors import require_extra
from counterpoint.types import Network
from counterpoint.writers.graph import INTERVAL, network_facts, network_nodes

__all__ = ["write_parquet"]


def write_parquet(networks: Sequence[Network], path: Path) -> None:
    """Write one row per tie and window; nodes and settings are in the file's metadata.

    Raises:
        MissingExtraError: If pyarrow is not installed.
    """
    require_extra("network", "pyarrow")
    import pyarrow
    from pyarrow import parquet

    known = any(one.intervals is not None for one in networks)
    layout = _SCHEMA | (dict.fromkeys(INTERVAL, "real") if known else {})
    columns: dict[str, list[object]] = {name: [] for name in layout}
    for window, network in enumerate(networks, start=1):
        for edge in network.edges():
            ids = [str(one) for one in edge.statement_ids]
            times = (_wall(network.start), _wall(network.middle), _wall(network.stop))
            values: list[object] = [window, *times, edge.source, edge.target, edge.weight, ids]
            values += (edge.interval or (None,) * len(INTERVAL)) if known else ()
            for name, value in zip(layout, values, strict=True):
                columns[name].append(value)
    kinds = {
        "int": pyarrow.int32(),
        "time": pyarrow.timestamp("s"),
        "text": pyarrow.string(),
        "real": pyarrow.float64(),
        "list": pyarrow.list_(pyarrow.string()),
    }
    about = [
        {
            "facts": network_facts(network),
            "nodes": [
                [node.id, node.label, node.side, node.variable, node.attributes]
                for node in network_nodes(network)
            ],
        }
        for network in networks
    ]
    schema = pyarrow.schema(
        [(name, kinds[kind]) for name, kind in layout.items()],
        metadata={"counterpoint": json.dumps(about, ensure_ascii=False, default=str)},
    )
    parquet.write_table(pyarrow.table(columns, schema=schema), path)


_SCHEMA = {
    "window": "int",
    "start": "time",
    "middle": "time",
    "stop": "time",
    "source": "text",
    "target": "text",
    "weight": "real",
    "statement_ids": "list",
}


def _wall(when: datetime | None) -> datetime | None:
    return when.replace(tzinfo=None) if when is not None else None
