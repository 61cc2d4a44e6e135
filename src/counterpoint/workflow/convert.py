"""Turn a file of statements or networks into another format, and say what gets lost."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counterpoint.errors import InputError
from counterpoint.types import Column, Filter, Network, StatementTable
from counterpoint.workflow.corpus_place import is_corpus
from counterpoint.workflow.statements_in import load_statements

__all__ = ["Chosen", "Converted", "convert_file"]

_STATEMENTS = (".dna", ".csv", ".jsonl")
_WITH_INTERVALS = ("csv", "json", "graphml", "gexf", "parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What of the statements is converted.

    Attributes:
        concepts: Only positions on these; empty takes all.
        targets: Whom speakers are for or against, instead of concepts.
        intervals: With the columns ``machine``, ``judged`` and ``probability``, of which any
            program makes error bars (the package dsl in R does).
    """

    concepts: tuple[str, ...] = ()
    targets: bool = False
    intervals: bool = False


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written, how much, and what the new format cannot hold."""

    paths: tuple[Path, ...]
    what: str
    lost: tuple[str, ...]


def convert_file(
    source: str,
    target: Path,
    *,
    form: str = "",
    password: str = "",
    statement_type: str = "",
    chosen: Chosen | None = None,
) -> Converted:
    """Convert statements to statements, or networks to networks.

    Args:
        source: A file of either.
        target: Where to; its ending chooses the format unless ``form`` does.
        form: Name of a network format, as ``csv-dna``.
        password: For the coders of a ``.dna`` file.
        statement_type: Which statements, where there are several types.
        chosen: Which positions of a corpus, and whether with what error bars are made of.

    Raises:
        InputError: If the two do not go together.
    """
    from counterpoint.readers.networks import is_network_file, read_networks

    path = Path(source)
    if path.exists() and path.is_file() and path.resolve() == target.resolve():
        raise InputError(f"{source}: input and output are the same file")
    if path.is_file() and is_network_file(path):
        if chosen is not None:
            raise InputError(
                f"{source}: --concept, --targets and --intervals choose among statements, and this "
                "holds a network",
                hint="ask for them where the network is made: counterpoint network",
            )
        return _convert_networks(read_networks(path), path, target, form)
    chosen = chosen or Chosen()
    wanted = Filter(concepts=chosen.concepts) if chosen.concepts else None
    table = load_statements(
        source, statement_type=statement_type, texts=True, wanted=wanted, targets=chosen.targets
    )
    if chosen.intervals:
        table = _with_judgements(source, chosen, wanted)
    return _convert_statements(table, target, password)


def _with_judgements(source: str, chosen: Chosen, wanted: Filter | None) -> StatementTable:
    """All that machine or people say, with the side of each and the probability of a judgement."""
    from counterpoint.store.corpus import Corpus
    from counterpoint.store.samples import design_of
    from counterpoint.workflow.corpus_network import Level, View, statement_table

    if not is_corpus(source):
        raise InputError(
            f"{source}: only a corpus knows what people judged of a machine's coding",
            hint="leave out --intervals",
        )
    with Corpus(source) as corpus:
        with corpus.reading() as connection:
            design = design_of(connection)
        found, judged = (
            statement_table(
                corpus,
                wanted,
                Level.PERSON,
                texts=True,
                unnamed=True,
                targets=chosen.targets,
                view=view,
            )
            for view in (View.FOUND, View.JUDGED)
        )
    machine, people = _sides(found), _sides(judged)
    added = [at for at, key in enumerate(_keys(judged)) if key not in machine]
    table = _joined(found, judged, added)
    keys = _keys(table)
    sides = [people.get(key, 0) if key[0] in design.judged else None for key in keys]
    chances = [design.chances.get(key[0]) for key in keys]
    more = {
        "machine": Column.of_numbers([machine.get(key, 0) for key in keys]),
        "judged": Column.of_numbers(sides),
        "probability": Column.of_texts([None if one is None else f"{one:.6g}" for one in chances]),
    }
    return replace(table, variables={**table.variables, **more})


def _joined(one: StatementTable, two: StatementTable, rows: list[int]) -> StatementTable:
    """The first table, and some rows of the second below it."""
    import numpy as np

    more = two.take(np.asarray(rows, dtype=np.int64))
    variables = {}
    for name, column in one.variables.items():
        values: list[Any] = [*column.values(), *more.variables[name].values()]
        made = Column.of_texts(values) if column.is_text else Column.of_numbers(values, column.kind)
        variables[name] = made
    return replace(
        one,
        ids=np.concatenate([one.ids, more.ids]),
        document_rows=np.concatenate([one.document_rows, more.document_rows]),
        starts=np.concatenate([one.starts, more.starts]),
        stops=np.concatenate([one.stops, more.stops]),
        variables=variables,
        coders=None,
    )


def _keys(table: StatementTable) -> list[tuple[str, Any]]:
    """Statement and concept (or target) of each row."""
    shared = table.variables["target" if "target" in table.variables else "concept"]
    return list(zip(table.ids.tolist(), shared.values(), strict=True))


def _sides(table: StatementTable) -> dict[tuple[str, Any], int]:
    """Statement and concept (or target) to the side: 1, -1, or 0 for neither."""
    values = table.variables["agreement"].values()
    return {
        key: 0 if side is None else (1 if side else -1)
        for key, side in zip(_keys(table), values, strict=True)
    }


def _convert_networks(networks: list[Network], source: Path, target: Path, form: str) -> Converted:
    from counterpoint.writers.networks import FORMATS, format_of, write_networks

    if target.suffix.lower() in (".dna", ".jsonl"):
        raise InputError(
            f"{source} holds a network, and {target.suffix} files hold statements",
            hint="a network cannot be turned back into its statements",
        )
    name = format_of(target, form)
    paths = write_networks(networks, target, name)
    ties = sum(1 for one in networks for _ in one.edges())
    lost = [FORMATS[name].loses] if FORMATS[name].loses else []
    facts = any(one.qualifier or one.normalisation != "no" for one in networks)
    if name == "csv" and facts:
        lost.append("how the network was computed (aggregation, normalisation)")
    if name not in _WITH_INTERVALS and any(one.intervals is not None for one in networks):
        lost.append("the intervals of the ties")
    if name == "gexf" and len(networks) > 1:
        lost.append("the ends of the time windows (each lasts from its middle to the next middle)")
    what = f"{len(networks)} network{'s' if len(networks) != 1 else ''} with {ties} ties"
    return Converted(tuple(paths), what, tuple(lost))


def _convert_statements(table: StatementTable, target: Path, password: str) -> Converted:
    from counterpoint.writers.networks import format_of, write_text
    from counterpoint.writers.statements import lost_in_rows, write_csv, write_jsonl

    suffix = target.suffix.lower()
    if suffix == ".dna":
        from counterpoint.writers.dna import write_database
        from counterpoint.writers.statements_dna import dna_database, lost_in_dna

        write_database(dna_database(table, password), target)
        lost = lost_in_dna(table)
    elif suffix in (".csv", ".jsonl"):
        buffer = io.StringIO()
        (write_csv if suffix == ".csv" else write_jsonl)(table, buffer)
        write_text(target, [buffer.getvalue()])
        lost = lost_in_rows(table)
    else:
        format_of(target)  # an error of its own if there is no such format
        raise InputError(
            f"{target.suffix} files hold networks, and the input holds statements",
            hint=f"make one: counterpoint network INPUT -o {target.name}",
        )
    return Converted((target,), f"{len(table)} statements", tuple(lost))
