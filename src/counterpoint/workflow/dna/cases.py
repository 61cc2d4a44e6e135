"""One case: a database, a kind of result and DNA's settings in; DNA's result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from counterpoint.errors import CounterpointError, InputError
from counterpoint.network.build import networks
from counterpoint.network.check import check
from counterpoint.network.select import select
from counterpoint.readers.dna import read_dna
from counterpoint.types.network import StatementTable
from counterpoint.types.selection import Kernel
from counterpoint.workflow.dna.settings import spec_of
from counterpoint.workflow.dna.shapes import shape_of

__all__ = ["KINDS", "run_case"]

Settings = Mapping[str, Any]


def run_case(case: Mapping[str, Any], databases: Path) -> dict[str, Any]:
    """Compute one case in mode ``dna``.

    Args:
        case: ``database`` (a file name), ``kind`` and ``settings``.
        databases: Folder that holds the database.

    Returns:
        The output in the shape of the reference results; ``{"error": ...}`` where DNA fails.

    Raises:
        InputError: If the case itself cannot be understood.
    """
    name, kind = str(case.get("database", "")), str(case.get("kind", ""))
    if kind not in KINDS:
        raise InputError(f'kind "{kind}" does not exist', hint=f"kinds: {', '.join(KINDS)}")
    if not name or Path(name).name != name:
        raise InputError(
            f'"{name}" is not the name of a database', hint="give the name of a file in the folder"
        )
    settings = case.get("settings")
    if not isinstance(settings, Mapping):
        raise InputError("the case has no settings", hint='give {"settings": {...}}')
    table = _statements(databases / name, str(settings.get("statement_type") or ""))
    try:
        return KINDS[kind](table, settings)
    except CounterpointError as error:
        return {"error": f"DNA computes nothing here: {error}"}


@lru_cache(maxsize=4)
def _statements(path: Path, statement_type: str) -> StatementTable:
    return read_dna(path, statement_type)


def _networks(table: StatementTable, settings: Settings) -> dict[str, Any]:
    spec = check(table, spec_of(settings))
    smoothed = spec.kernel is not Kernel.NO
    results = [shape_of(one, smoothed=smoothed) for one in networks(table, spec)]
    kept = table.ids[select(table, spec).kept].tolist()
    return {"results": results, "filtered_statement_ids": kept}


def _event_list(table: StatementTable, settings: Settings) -> dict[str, Any]:
    spec = check(table, spec_of(settings))
    return {"filtered_statement_ids": table.ids[select(table, spec).kept].tolist()}


KINDS: dict[str, Callable[[StatementTable, Settings], dict[str, Any]]] = {
    "network": _networks,
    "eventlist": _event_list,
    "timewindow": _networks,
}
