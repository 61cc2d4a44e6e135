"""Write a corpus to files that others read; complete, and counted."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoint.errors import InputError, StoreError
from counterpoint.store.corpus import Corpus
from counterpoint.store.engine import is_url
from counterpoint.store.transfer import PARTS, exported, saved
from counterpoint.types import NetworkSpec
from counterpoint.types.selection import Filter
from counterpoint.workflow.corpus_network import Level, statement_table

__all__ = ["FORMATS", "Exported", "export"]

FORMATS = {
    "jsonl": "everything, for programs and for counterpoint import",
    "csv": "everything in tables, for spreadsheets and R",
    "graphml": "the network, for Gephi, yEd and networkx",
    "gexf": "the network with its dates, for Gephi",
    "dna": "statements and documents, for Discourse Network Analyzer 3",
}
_NETWORKS = ("graphml", "gexf")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file and how many rows it holds; ``saved`` if it comes from a damaged corpus."""

    path: Path
    rows: int
    what: str
    saved: bool = False


def export(
    place: str,
    folder: Path,
    *,
    formats: Iterable[str] = ("jsonl",),
    selection: Filter | None = None,
    level: Level | str = Level.ORGANISATION,
    spec: NetworkSpec | None = None,
    password: str = "",
) -> Iterator[Exported]:
    """Write the files of each format, and yield each when it is whole.

    A damaged SQLite file is saved instead: what can be read of it, as JSON Lines.

    Raises:
        InputError: If a format does not exist, or the folder cannot be used.
        StoreError: If the corpus cannot be read.
    """
    wanted = list(dict.fromkeys(formats))
    for name in wanted:
        if name not in FORMATS:
            raise InputError(f'there is no format "{name}"', hint=f"formats: {', '.join(FORMATS)}")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, not a folder", hint="name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield from _export(place, folder, wanted, selection or Filter(), level, spec, password)
    except StoreError as error:
        if "damaged" not in str(error) or is_url(place):
            raise
        yield from _save(Path(place), folder)


def _export(
    place: str,
    folder: Path,
    formats: list[str],
    selection: Filter,
    level: Level | str,
    spec: NetworkSpec | None,
    password: str,
) -> Iterator[Exported]:
    with Corpus(place) as corpus:
        for name in formats:
            if name in ("jsonl", "csv"):
                with corpus.reading() as connection:
                    for part in PARTS:
                        rows = exported(connection, part, selection)
                        yield _write(folder / f"{part}.{name}", rows, part)
            elif name in _NETWORKS:
                yield from _networks(corpus, folder, name, selection, level, spec)
            else:
                yield _dna(corpus, folder / "corpus.dna", selection, level, password)


def _write(path: Path, rows: Iterable[dict[str, Any]], what: str, **more: bool) -> Exported:
    partial = path.with_name(path.name + ".partial")
    try:
        count = _csv(partial, rows) if path.suffix == ".csv" else _jsonl(partial, rows)
        partial.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: {error.strerror or error}", hint="make room or name another folder"
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return Exported(path, count, what, **more)


def _jsonl(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _csv(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        writer = None
        for row in rows:
            flat = {
                name: json.dumps(value, ensure_ascii=False)
                if isinstance(value, dict | list)
                else value
                for name, value in row.items()
            }
            if writer is None:
                writer = csv.DictWriter(file, list(flat), lineterminator="\n")
                writer.writeheader()
            writer.writerow(flat)
            count += 1
    return count


def _networks(
    corpus: Corpus,
    folder: Path,
    name: str,
    selection: Filter,
    level: Level | str,
    spec: NetworkSpec | None,
) -> Iterator[Exported]:
    from counterpoint.network.build import networks
    from counterpoint.writers.networks import write_networks

    table = statement_table(corpus, selection, level)
    chosen = spec or NetworkSpec(variable1="actor", qualifier=None)
    made = tuple(networks(table, chosen))
    for path in write_networks(made, folder / f"network.{name}", name):
        yield Exported(path, sum(len(one.weights) for one in made), "network")


def _dna(
    corpus: Corpus, path: Path, selection: Filter, level: Level | str, password: str
) -> Exported:
    from counterpoint.writers.dna import write_database
    from counterpoint.writers.statements_dna import dna_database

    table = statement_table(corpus, selection, level, texts=True, unnamed=True)
    write_database(dna_database(table, password), path)
    return Exported(path, len(table), "statements")


def _save(path: Path, folder: Path) -> Iterator[Exported]:
    for part, rows in saved(path).items():
        yield _write(folder / f"{part}.jsonl", rows, part, saved=True)
