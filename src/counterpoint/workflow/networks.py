"""Make networks of statements, tell what they say in a sentence, and write them to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.types import Edge, Filter, Network, NetworkKind, NetworkSpec, StatementTable
from counterpoint.workflow.corpus_place import fit_spec
from counterpoint.workflow.statements_in import select_statements

if TYPE_CHECKING:
    from counterpoint.workflow.error_bars import ErrorBars

__all__ = [
    "NETWORK_FORMATS",
    "Made",
    "make_networks",
    "network_pieces",
    "save_events",
    "save_networks",
    "strongest_ties",
    "summary",
    "tie_name",
    "ties_sentence",
    "with_frequencies",
    "with_intervals",
    "writable",
]

NETWORK_FORMATS = (
    "csv",
    "csv-matrix",
    "csv-dna",
    "graphml",
    "graphml-visone",
    "gexf",
    "dl",
    "json",
    "parquet",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a specification: the statements it saw, and its networks.

    ``networks`` is empty for an event list, whose statements are ``statements``.
    """

    statements: StatementTable
    networks: tuple[Network, ...]
    spec: NetworkSpec


def make_networks(
    place: str,
    spec: NetworkSpec,
    wanted: Filter | None = None,
    *,
    texts: bool = False,
    level: str = "",
    targets: bool = False,
    progress: Callable[[Iterator[Network]], Iterable[Network]] = iter,
) -> Made:
    """Load statements, filter them and compute.

    Args:
        place: As for ``load_statements``.
        spec: How statements become a network.
        wanted: Which statements are meant.
        texts: Whether the words of statements are needed afterwards.
        level: Who acts, in a corpus: person, organisation (also if empty) or country.
        targets: Whom the speakers of a corpus are for or against, instead of concepts.
        progress: Wraps the stream of networks, to show how far it is.
    """
    from counterpoint.network.build import event_list, networks

    wanted = wanted or Filter()
    needed = texts or bool(wanted.text) or spec.kind is NetworkKind.EVENTLIST
    table = select_statements(
        place,
        wanted,
        statement_type=spec.statement_type,
        texts=needed,
        level=level or "organisation",
        targets=targets,
    )
    spec = fit_spec(place, spec, table)
    if spec.kind is NetworkKind.EVENTLIST:
        return Made(event_list(table, spec), (), spec)
    counted = (with_frequencies(one, table, spec) for one in networks(table, spec))
    return Made(table, tuple(progress(counted)), spec)


def with_frequencies(network: Network, table: StatementTable, spec: NetworkSpec) -> Network:
    """The network with ``frequency`` among its attributes: how many statements name each node."""
    import numpy as np

    if not len(network.statement_ids) or isinstance(network.statement_ids, tuple):
        return network
    chosen = np.isin(table.ids, network.statement_ids)

    def counts(name: str, labels: tuple[str, ...], *, document: bool) -> tuple[int, ...]:
        fields = table.documents.fields
        column = fields.get(name) if document or name not in table.variables else None
        codes = column.codes[table.document_rows] if column is not None else None
        column = column if column is not None else table.variables.get(name)
        if column is None:
            return ()
        used = (column.codes if codes is None else codes)[chosen]
        found = np.bincount(used[used >= 0], minlength=len(column.labels))
        at = {label: int(found[place]) for place, label in enumerate(column.labels)}
        return tuple(at.get(label, 0) for label in labels)

    rows = counts(spec.variable1, network.rows, document=spec.variable1_document)
    columns = rows
    if network.kind is NetworkKind.TWOMODE:
        columns = counts(spec.variable2, network.columns, document=spec.variable2_document)
    if not rows or not columns:
        return network
    return replace(
        network,
        row_attributes={**network.row_attributes, "frequency": rows},
        column_attributes={**network.column_attributes, "frequency": columns},
    )


def with_intervals(
    place: str, made: Made, about: tuple[Filter, str, bool], *, draws: int
) -> tuple[Made, ErrorBars]:
    """The same networks with error bars.

    Args:
        place: What the statements were read from.
        made: What was computed.
        about: Which statements were meant, who acts, and whether targets were asked for.
        draws: How often is drawn, where something is drawn.
    """
    from counterpoint.workflow.error_bars import error_bars, with_bars

    wanted, level, targets = about
    found = error_bars(
        place,
        (made.statements, made.networks, made.spec),
        wanted=wanted,
        level=level or "organisation",
        targets=targets,
        draws=draws,
    )
    return replace(made, networks=with_bars(made.networks, found)), found


def strongest_ties(network: Network, top: int) -> list[Edge]:
    """The ties of the largest weight, whatever their sign; with their statements."""
    import numpy as np

    keep = network.row_codes < network.column_codes
    if network.kind is NetworkKind.TWOMODE:
        keep = np.ones(len(network.weights), dtype=bool)
    places = np.flatnonzero(keep)
    order = np.lexsort(
        (
            network.column_codes[places],
            network.row_codes[places],
            -np.abs(network.weights[places]),
        )
    )
    found = []
    for at in places[order[:top]]:
        i, j = int(network.row_codes[at]), int(network.column_codes[at])
        ids = network.evidence(i, j)
        weight, interval = float(network.weights[at]), network.interval(int(at))
        found.append(Edge(network.rows[i], network.columns[j], weight, ids, interval))
    return found


def tie_name(network: Network, weight: float) -> str:
    """What a weight means: agreement, disagreement, both, or nothing said (an empty text)."""
    aggregation = str(network.aggregation)
    if aggregation == "combine":
        return {1.0: "agreement", 2.0: "disagreement", 3.0: "both"}.get(weight, "levels")
    if aggregation == "conflict":
        return "disagreement"
    if aggregation == "congruence":
        return "agreement"
    if aggregation == "subtract" and network.qualifier:
        return "agreement" if weight > 0 else "disagreement"
    return ""


def ties_sentence(made: Made) -> str:
    """One sentence that sums up what was computed."""
    if made.spec.kind is NetworkKind.EVENTLIST:
        return f"{len(made.statements)} statements {_range(made)}."
    if not made.networks:
        return "No window of time fits between the first and the last document."
    if len(made.networks) > 1:
        ties = sum(_count(network) for network in made.networks)
        filled = sum(bool(len(network.weights)) for network in made.networks)
        return (
            f"{len(made.networks)} windows, {filled} with ties, {ties} ties in all {_range(made)}."
        )
    return summary(made.networks[0])


def summary(network: Network) -> str:
    """One sentence about one network."""
    rows, columns = network.shape
    ties = _count(network)
    name = _plural(network.row_variable or "row", rows)
    if network.kind is NetworkKind.TWOMODE:
        name += f" and {_plural(network.column_variable or 'column', columns)}"
    counted = "" if not network.statement_count else f" from {network.statement_count} statements"
    if not ties:
        return f"No ties: {name}{counted}."
    import numpy as np

    counts: dict[str, int] = {}
    for weight, times in zip(*np.unique(_each(network), return_counts=True), strict=True):
        kind = tie_name(network, float(weight))
        counts[kind] = counts.get(kind, 0) + int(times)
    kinds = ", ".join(f"{count} of {kind}" for kind, count in sorted(counts.items()) if kind)
    best = strongest_ties(network, 1)[0]
    word = tie_name(network, best.weight)
    strongest = f"the strongest ({word + ', ' if word else ''}{best.weight:.4g})"
    counted += f" ({kinds})" if kinds else ""
    return (
        f"{name} with {ties} tie{'s' if ties != 1 else ''}{counted}; "
        f"{strongest} is {best.source} – {best.target}, on {len(best.statement_ids)} statements."
    )


def _plural(name: str, count: int) -> str:
    if count == 1:
        return f"1 {name}"
    return f"{count} {name[:-1] + 'ies' if name.endswith('ry') else name + 's'}"


def _count(network: Network) -> int:
    return len(_each(network))


def _each(network: Network) -> Any:
    if network.kind is NetworkKind.TWOMODE:
        return network.weights
    return network.weights[network.row_codes < network.column_codes]


def _range(made: Made) -> str:
    dates = made.statements.dates
    if not len(dates):
        return "left after the filters"
    from datetime import UTC, datetime, timedelta

    start, stop = (
        datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(one))
        for one in (dates.min(), dates.max())
    )
    return f"from {start:%Y-%m-%d} to {stop:%Y-%m-%d}"


_MOST_IDS = 20_000_000  # statement ids that a file may get


def writable(made: Made, *, evidence: bool = True) -> tuple[tuple[Network, ...], str]:
    """The networks as they are written, and what of them is not, in words.

    In a dense network of many statements every statement stands behind thousands of ties; beyond
    twenty million ids they are left out of the file, and that is said.

    Args:
        made: What was computed.
        evidence: Whether the ids of statements are wanted.
    """
    count = sum(_evidence_size(network) for network in made.networks)
    if evidence and count <= _MOST_IDS:
        return made.networks, ""
    bare = tuple(replace(network, evidence_of=None) for network in made.networks)
    if not evidence:
        return bare, ""
    return bare, (
        f"Statement ids are left out: up to {count // 1_000_000} million of them stand behind the "
        "ties. Filter for fewer nodes or statements to have them."
    )


def _evidence_size(network: Network) -> int:
    """At most how many statement ids the ties of a network have in all."""
    import numpy as np

    if network.kind is NetworkKind.TWOMODE:
        return network.statement_count
    named = network.row_attributes.get("frequency")
    if named is None:
        return 0
    counts = np.asarray(named, dtype=np.int64)
    upper = network.row_codes < network.column_codes
    both = counts[network.row_codes[upper]] + counts[network.column_codes[upper]]
    return int(both.sum())


def save_networks(networks: Sequence[Network], path: Path, name: str = "") -> list[Path]:
    """Write networks to files; gives the paths."""
    from counterpoint.writers.networks import write_networks

    return write_networks(networks, path, name)


def network_pieces(networks: Sequence[Network], name: str) -> Iterable[str]:
    """A network format as text, for standard output."""
    from counterpoint.writers.networks import network_text

    if name == "parquet":
        raise InputError("parquet is not text", hint="write it to a file with -o NAME.parquet")
    return network_text(networks, name)


def save_events(table: StatementTable, path: Path, name: str = "") -> Path:
    """Write an event list: ``csv``, ``csv-dna`` or ``jsonl``, by name or ending."""
    from counterpoint.writers.networks import write_text

    write_text(path, event_pieces(table, name or path.suffix.removeprefix(".").lower()))
    return path


def event_pieces(table: StatementTable, name: str) -> Iterable[str]:
    """An event list as text."""
    import io

    from counterpoint.writers.statements import dna_event_list, write_csv, write_jsonl

    if name == "csv-dna":
        return dna_event_list(table)
    if name not in ("csv", "jsonl"):
        raise InputError(
            f'an event list is not written as "{name}"', hint="choose csv, csv-dna or jsonl"
        )
    buffer = io.StringIO()
    (write_csv if name == "csv" else write_jsonl)(table, buffer)
    return [buffer.getvalue()]
