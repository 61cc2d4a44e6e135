"""Write networks to files: one table of formats, what each is for and what each loses."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.types import Network
from counterpoint.writers.graph_text import (
    dna_csv,
    json_text,
    matrix_csv,
    nodes_csv,
    ties_csv,
    ucinet_dl,
)
from counterpoint.writers.graph_xml import gexf, graphml, visone_graphml
from counterpoint.writers.parquet import write_parquet

__all__ = [
    "FORMATS",
    "NetworkFormat",
    "format_of",
    "network_text",
    "write_bytes",
    "write_networks",
    "write_text",
]


@dataclass(frozen=True, slots=True)
class NetworkFormat:
    """A file format for networks.

    Attributes:
        suffix: Usual ending of the file's name.
        use: What it is good for, in a few words.
        loses: What it cannot hold; empty if nothing.
        windows: Whether one file holds several windows.
    """

    suffix: str
    use: str
    loses: str
    windows: bool


FORMATS: dict[str, NetworkFormat] = {
    "csv": NetworkFormat(
        ".csv", "for spreadsheets, R and pandas: one row per tie, nodes in a second file", "", True
    ),
    "csv-matrix": NetworkFormat(
        ".csv",
        "for spreadsheets and R: the matrix with labels",
        "statement ids, attributes and times",
        False,
    ),
    "csv-dna": NetworkFormat(
        ".csv",
        "for scripts written for Discourse Network Analyzer",
        "statement ids, attributes, times, double quotation marks in labels, and digits beyond six",
        False,
    ),
    "graphml": NetworkFormat(".graphml", "for Gephi, networkx, igraph, yEd", "", False),
    "graphml-visone": NetworkFormat(".graphml", "for visone, with colours", "times", False),
    "gexf": NetworkFormat(".gexf", "for Gephi, its timeline included", "", True),
    "dl": NetworkFormat(
        ".dl",
        "for UCINET",
        "statement ids, attributes, times, quotation marks in labels, and digits beyond six",
        False,
    ),
    "json": NetworkFormat(".json", "for programs; everything is in it", "", True),
    "parquet": NetworkFormat(".parquet", "for pandas, Arrow, DuckDB, Spark", "", True),
}

_SUFFIXES = {
    ".csv": "csv",
    ".graphml": "graphml",
    ".xml": "graphml",
    ".gexf": "gexf",
    ".dl": "dl",
    ".json": "json",
    ".parquet": "parquet",
}
_MANY: dict[str, Callable[[Sequence[Network]], Iterable[str]]] = {
    "csv": ties_csv,
    "gexf": gexf,
    "json": json_text,
}
_ONE: dict[str, Callable[[Network], Iterable[str]]] = {
    "csv-matrix": matrix_csv,
    "csv-dna": dna_csv,
    "graphml": graphml,
    "graphml-visone": visone_graphml,
    "dl": ucinet_dl,
}


def format_of(path: Path, wanted: str = "") -> str:
    """The format by its name, or by the ending of a file's name.

    Raises:
        InputError: If there is no such format.
    """
    known = ", ".join(FORMATS)
    if wanted:
        if wanted not in FORMATS:
            raise InputError(f'network format "{wanted}" does not exist', hint=f"formats: {known}")
        return wanted
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise InputError(
            f'{path}: no network format ends in "{path.suffix}"',
            hint=f"choose one with --to: {known}",
        )
    return found


def network_text(networks: Sequence[Network], name: str) -> Iterable[str]:
    """A network format as text, piece by piece; not for parquet.

    Raises:
        InputError: If the format holds one network and there are several.
    """
    if name in _MANY:
        return _MANY[name](networks)
    if len(networks) != 1:
        raise InputError(
            f"{name} holds one network, and there are {len(networks)} windows",
            hint="write to a file (one is made per window), or choose csv, gexf, json or parquet",
        )
    return _ONE[name](networks[0])


def write_networks(networks: Sequence[Network], path: Path, name: str = "") -> list[Path]:
    """Write networks; a format for one network makes a numbered file per window.

    Args:
        networks: One, or one per window.
        path: Where to; its ending chooses the format unless ``name`` does.
        name: Name of the format.

    Returns:
        The files that were written.
    """
    name = format_of(path, name)
    if name == "parquet":
        with _replacing(path) as place:
            write_parquet(networks, place)
        return [path]
    if name in _MANY:
        write_text(path, network_text(networks, name))
        if name != "csv":
            return [path]
        nodes = path.with_name(f"{path.stem}-nodes{path.suffix}")
        write_text(nodes, nodes_csv(networks))
        return [path, nodes]
    paths = _numbered(path, networks)
    for place, network in zip(paths, networks, strict=True):
        write_text(place, network_text([network], name))
    return paths


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Write a text file as a whole or not at all."""
    with _replacing(path) as place, place.open("w", encoding="utf-8", newline="") as file:
        for piece in pieces:
            file.write(piece.encode("utf-8", "replace").decode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a binary file as a whole or not at all."""
    with _replacing(path) as place:
        place.write_bytes(content)


class _replacing:
    """A temporary path beside the file that takes its place when all went well."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Path:
        try:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".counterpoint-")
        except OSError as error:
            raise InputError(
                f"{self.path}: {error.strerror}", hint="choose a folder that exists and is writable"
            ) from error
        os.close(handle)
        self.place = Path(name)
        return self.place

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            mask = os.umask(0)
            os.umask(mask)
            self.place.chmod(0o666 & ~mask)
            self.place.replace(self.path)
        else:
            with suppress(OSError):
                self.place.unlink()


def _numbered(path: Path, networks: Sequence[Network]) -> list[Path]:
    """One name per window: name, number and date, as DNA names them."""
    if len(networks) == 1:
        return [path]
    digits = len(str(len(networks)))
    return [
        path.with_name(
            f"{path.stem} {at:0{digits}} {_day(network)}{path.suffix}".replace("  ", " ")
        )
        for at, network in enumerate(networks, start=1)
    ]


def _day(network: Network) -> str:
    when = network.middle
    return f"{when:%Y-%m-%d %H-%M-%S}" if when is not None else ""
