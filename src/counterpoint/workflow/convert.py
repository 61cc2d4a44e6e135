"""Turn a file of statements or networks into another format, and say what gets lost."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.types import Network, StatementTable
from counterpoint.workflow.statements_in import load_statements

__all__ = ["Converted", "convert_file"]

_STATEMENTS = (".dna", ".csv", ".jsonl")


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written, how much, and what the new format cannot hold."""

    paths: tuple[Path, ...]
    what: str
    lost: tuple[str, ...]


def convert_file(
    source: str, target: Path, *, form: str = "", password: str = "", statement_type: str = ""
) -> Converted:
    """Convert statements to statements, or networks to networks.

    Args:
        source: A file of either.
        target: Where to; its ending chooses the format unless ``form`` does.
        form: Name of a network format, as ``csv-dna``.
        password: For the coders of a ``.dna`` file.
        statement_type: Which statements, where there are several types.

    Raises:
        InputError: If the two do not go together.
    """
    from counterpoint.readers.networks import is_network_file, read_networks

    path = Path(source)
    if path.exists() and path.is_file() and path.resolve() == target.resolve():
        raise InputError(f"{source}: input and output are the same file")
    if path.is_file() and is_network_file(path):
        return _convert_networks(read_networks(path), path, target, form)
    table = load_statements(source, statement_type=statement_type, texts=True)
    return _convert_statements(table, target, password)


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
