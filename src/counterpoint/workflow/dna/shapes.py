"""Networks in the shape of DNA's reference outputs."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from counterpoint.network.scaling import Estimate
from counterpoint.network.select import to_datetime
from counterpoint.types.network import Network

__all__ = ["r_estimate", "r_stamp", "shape_of", "stamp"]


def shape_of(network: Network, *, smoothed: bool = False) -> dict[str, Any]:
    """One network with its window, as a reference output writes it.

    Args:
        network: Computed in mode ``dna``.
        smoothed: Whether it comes from a kernel; DNA then counts no statements.
    """
    return {
        "start": stamp(network.start),
        "mid": stamp(network.middle),
        "stop": stamp(network.stop),
        "integer": network.integer,
        "num_statements": 0 if smoothed else network.statement_count,
        "rows": list(network.rows),
        "cols": list(network.columns),
        "matrix": [[_number(cell) for cell in row] for row in network.dense.tolist()],
    }


def stamp(moment: datetime | None) -> str:
    """A time as Java writes it: without seconds where they are zero."""
    if moment is None:
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M" if not moment.second else "%Y-%m-%dT%H:%M:%S")


def r_estimate(estimate: Estimate, dimensions: int) -> dict[str, Any]:
    """A posterior mean with its interval, in the columns of rDNA."""
    row: dict[str, Any] = {"Row.names": estimate.name}
    for at in range(len(estimate.mean)):
        tail = f" D{at + 1}" if dimensions > 1 else ""
        row[f"mean{tail}"] = estimate.mean[at]
        row[f"HPD2.5{tail}"] = estimate.low[at]
        row[f"HPD97.5{tail}"] = estimate.high[at]
    return row


def r_stamp(seconds: int) -> str:
    """A time as R writes it: the date alone at midnight."""
    moment = to_datetime(seconds)
    return moment.strftime("%Y-%m-%d %H:%M:%S" if seconds % 86400 else "%Y-%m-%d")


def _number(value: float) -> float | int | str:
    if math.isnan(value):
        return "NaN"
    return int(value) if value.is_integer() else value
