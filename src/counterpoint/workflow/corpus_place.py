"""What names a corpus, and how a network's specification fits one; quick to import."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from counterpoint.types import NetworkSpec, StatementTable

__all__ = ["fit_spec", "is_corpus"]

_SUFFIX = ".counterpoint"
_SERVERS = ("postgresql:", "postgresql+", "postgres:")


def is_corpus(place: str) -> bool:
    """Whether a place names a corpus: by its ending, or a database that holds one."""
    if not place.startswith(_SERVERS):
        return place.endswith(_SUFFIX)
    from counterpoint.store.engine import Database
    from counterpoint.store.migrate import revision_of

    database = Database(place, read_only=True)
    try:
        return revision_of(database) is not None
    finally:
        database.close()


def fit_spec(place: str, spec: NetworkSpec, table: StatementTable) -> NetworkSpec:
    """The specification as it fits a corpus: the actor of the level, no stance where none is."""
    if not place.startswith(_SERVERS) and not place.endswith(_SUFFIX):
        return spec
    if "actor" not in table.variables:
        return spec
    changes: dict[str, Any] = {}
    if spec.variable1 == NetworkSpec().variable1 and not spec.variable1_document:
        changes["variable1"] = "actor"
    for name in ("variable1", "variable2"):
        if getattr(spec, name) == NetworkSpec().variable2 and "target" in table.variables:
            changes[name] = "target"
    missing = table.variables["agreement"].missing if "agreement" in table.variables else None
    toward = "target" in table.variables  # a side toward somebody, or no tie at all
    if spec.qualifier == "agreement" and not toward and missing is not None and bool(missing.all()):
        changes["qualifier"] = None
    return replace(spec, **changes)
