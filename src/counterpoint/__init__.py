"""Counterpoint: who said what about whom, and who sides with whom.

Public names are loaded on first use, so that ``import counterpoint`` stays quick.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC: dict[str, str] = {
    "Document": "counterpoint.types",
    "Span": "counterpoint.types",
    "Statement": "counterpoint.types",
    "Filter": "counterpoint.types",
    "Network": "counterpoint.types",
    "NetworkSpec": "counterpoint.types",
    "StatementTable": "counterpoint.types",
    "event_list": "counterpoint.network",
    "network": "counterpoint.network",  # the package itself can be called, see there
    "networks": "counterpoint.network",
    "read_dna": "counterpoint.readers.dna",
}

__all__ = ["__version__", *_PUBLIC]

logging.getLogger("counterpoint").addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'counterpoint' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
