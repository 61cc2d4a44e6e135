"""Networks from files: GraphML, GEXF, DL, JSON, Parquet, lists of ties and matrices."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np

from counterpoint.errors import InputError, require_extra
from counterpoint.types import Mode, Network, NetworkKind, StatementId

__all__ = ["is_network_file", "read_networks"]

_SUFFIXES = (".graphml", ".xml", ".gexf", ".dl", ".json", ".parquet", ".csv")
_LARGEST = 1_000_000_000
_INTERVAL = ("estimate", "low", "high")
_NODE_FACTS = {"label", "name", "side", "variable", "id"}


@dataclass(slots=True)
class _Graph:
    """What a file says, before it is a Network."""

    facts: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)  # id: label, side, attributes
    ties: list[tuple[str, str, float, tuple[StatementId, ...]]] = field(default_factory=list)
    intervals: dict[tuple[str, str], tuple[float, ...]] = field(default_factory=dict)

    def note_interval(self, source: str, target: str, values: Mapping[str, Any]) -> None:
        """Keep the interval of a tie, if the file has one; raises ValueError for no numbers."""
        found = [values.get(name) for name in _INTERVAL]
        if all(one not in (None, "") for one in found):
            self.intervals[source, target] = tuple(float(str(one)) for one in found)


def is_network_file(path: Path) -> bool:
    """Whether a file holds a network, not statements; by its name, then by its first line."""
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".json"):
        return suffix in _SUFFIXES
    with path.open("rb") as file:
        head = file.read(4096).decode("utf-8-sig", "replace")
    if suffix == ".json":
        return '"counterpoint-network"' in head
    first = head.split("\n", 1)[0].strip().lower()
    names = re.split(r"[,;\t]", first.replace('"', ""))
    return {"source", "target", "weight"} <= set(names) or names[0] == ""


def read_networks(path: Path) -> list[Network]:
    """Read the networks of a file, one per window.

    Raises:
        InputError: If the file is not what its name says; with the place.
    """
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{path}: larger than {_LARGEST // 1_000_000} MB")
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _from_parquet(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8") from error
    readers = {
        ".graphml": _graphml,
        ".xml": _graphml,
        ".gexf": _gexf,
        ".dl": _dl,
        ".json": _json,
        ".csv": _csv,
    }
    if suffix not in readers:
        raise InputError(
            f'{path}: networks are not read from "{suffix}" files',
            hint=f"they are read from {', '.join(_SUFFIXES)}",
        )
    return [_network(graph, str(path)) for graph in readers[suffix](text, path)]


def _network(graph: _Graph, name: str) -> Network:
    sides: dict[str, list[str]] = {"row": [], "column": []}
    for place, node in graph.nodes.items():
        sides["column" if node.get("side") == "column" else "row"].append(place)
    twomode = graph.facts.get("kind") == "twomode" or bool(sides["column"])
    rows, columns = sides["row"], sides["column"] if twomode else sides["row"]
    row_at = {place: at for at, place in enumerate(rows)}
    column_at = {place: at for at, place in enumerate(columns)}
    cells: dict[tuple[int, int], tuple[float, tuple[StatementId, ...]]] = {}
    intervals: dict[tuple[int, int], tuple[float, ...]] = {}
    for source, target, weight, ids in graph.ties:
        interval = graph.intervals.get((source, target))
        if twomode and source in column_at and target in row_at:
            source, target = target, source
        if source not in row_at or target not in column_at:
            raise InputError(f'{name}: a tie between "{source}" and "{target}" has no such node')
        if not np.isfinite(weight):
            raise InputError(f'{name}: the weight of "{source}" and "{target}" is {weight}')
        if weight:
            cells[row_at[source], column_at[target]] = (weight, ids)
            if not twomode:
                cells[column_at[target], row_at[source]] = (weight, ids)
            if interval:
                intervals[row_at[source], column_at[target]] = interval
                intervals.setdefault((column_at[target], row_at[source]), interval)
    built = _built(graph, cells, [[graph.nodes[one] for one in side] for side in (rows, columns)])
    if not intervals:
        return built
    found = [intervals.get(cell, (np.nan,) * len(_INTERVAL)) for cell in cells]
    note = graph.facts.get("intervals", "")
    return replace(built, intervals=np.asarray(found, dtype=np.float64), interval_note=note)


def _built(
    graph: _Graph,
    cells: Mapping[tuple[int, int], tuple[float, tuple[StatementId, ...]]],
    sides: Sequence[Sequence[Mapping[str, Any]]],
) -> Network:
    facts = graph.facts
    known = list(dict.fromkeys(one for _, ids in cells.values() for one in ids))
    place = {one: at for at, one in enumerate(known)}
    twomode = facts.get("kind") == "twomode" or (sides[0] is not sides[1] and sides[0] != sides[1])
    codes = np.array(list(cells), dtype=np.int64).reshape(-1, 2)

    def evidence(row: int, column: int) -> np.ndarray[Any, np.dtype[np.int64]]:
        ids = cells.get((row, column), (0.0, ()))[1]
        return np.array([place[one] for one in ids], dtype=np.int64)

    labels = [tuple(str(node.get("label", "")) for node in side) for side in sides]
    return Network(
        kind=NetworkKind.TWOMODE if twomode else NetworkKind.ONEMODE,
        rows=labels[0],
        columns=labels[1],
        row_codes=codes[:, 0],
        column_codes=codes[:, 1],
        weights=np.array([weight for weight, _ in cells.values()], dtype=np.float64),
        mode=Mode.DNA if facts.get("mode") == "dna" else Mode.STANDARD,
        statement_ids=np.array(known, dtype=object),
        start=_moment(facts.get("start")),
        middle=_moment(facts.get("middle")),
        stop=_moment(facts.get("stop")),
        statement_count=_whole(facts.get("statements")) or len(known),
        integer=facts.get("integer") == "true",
        aggregation=facts.get("aggregation", "ignore"),
        normalisation=facts.get("normalisation", "no"),
        qualifier=facts.get("qualifier") or None,
        row_variable=facts.get("row_variable") or _shared(sides[0]),
        column_variable=facts.get("column_variable") or _shared(sides[1]),
        row_attributes=_attributes(sides[0]),
        column_attributes=_attributes(sides[1]),
        evidence_of=evidence if known else None,
    )


def _shared(side: Sequence[Mapping[str, Any]]) -> str:
    found = {str(node.get("variable", "")) for node in side}
    return found.pop() if len(found) == 1 else ""


def _attributes(side: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Any, ...]]:
    names = dict.fromkeys(name for node in side for name in node.get("attributes", {}))
    return {name: tuple(node.get("attributes", {}).get(name) for node in side) for name in names}


def _json(text: str, path: Path) -> Iterable[_Graph]:
    try:
        found = json.loads(text)
        networks = found["networks"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise InputError(f"{path}: not a network of Counterpoint ({error})") from error
    try:
        for one in networks:
            facts = {key: _as_text(value) for key, value in one.items() if key not in _PARTS}
            nodes = {str(node["id"]): dict(node) for node in one["nodes"]}
            ties = [
                (str(t["source"]), str(t["target"]), float(t["weight"]), tuple(t["statement_ids"]))
                for t in one["ties"]
            ]
            graph = _Graph(facts, nodes, ties)
            for tie in one["ties"]:
                graph.note_interval(str(tie["source"]), str(tie["target"]), tie)
            yield graph
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: a node or tie lacks {error}") from error


_PARTS = ("nodes", "ties", "measures")


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _csv(text: str, path: Path) -> Iterable[_Graph]:
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}: {error}", hint="check the quotation marks") from error
    rows = [row for row in rows if row]
    if not rows:
        raise InputError(f"{path}: is empty")
    return _ties(rows, path) if rows[0][0] else [_matrix(rows, path)]


def _ties(rows: Sequence[Sequence[str]], path: Path) -> list[_Graph]:
    header = [name.strip().lower() for name in rows[0]]
    missing = {"source", "target", "weight"} - set(header)
    if missing:
        raise InputError(
            f"{path}: no column {', '.join(sorted(missing))}",
            hint="a list of ties needs source, target and weight",
        )
    graphs: dict[str, _Graph] = {}
    nodes = _nodes_beside(path)
    for node in nodes:
        graph = graphs.setdefault(node["window"], _Graph())
        graph.nodes[f"{node['side']} {node['label']}"] = node
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(header, row, strict=False))
        try:
            weight = float(cells["weight"])
        except (KeyError, ValueError) as error:
            raise InputError(
                f'{path}, row {number}: weight "{cells.get("weight", "")}" is no number'
            ) from error
        window = cells.get("window", "1")
        graph = graphs.setdefault(window, _Graph())
        for key in ("start", "middle", "stop"):
            if cells.get(key):
                graph.facts[key] = cells[key]
        ends = [("row", cells["source"]), ("column" if nodes else "row", cells["target"])]
        if nodes and not any(one["side"] == "column" for one in nodes):
            ends[1] = ("row", cells["target"])
        for side, label in ends:
            graph.nodes.setdefault(f"{side} {label}", {"label": label, "side": side})
        ids = _ids(cells.get("statement_ids", ""))
        source, target = (f"{side} {label}" for side, label in ends)
        graph.ties.append((source, target, weight, ids))
        try:
            graph.note_interval(source, target, cells)
        except ValueError as error:
            raise InputError(f"{path}, row {number}: {error}") from error
    return list(graphs.values()) or [_Graph()]


def _nodes_beside(path: Path) -> list[dict[str, Any]]:
    """The nodes file that goes with a list of ties, if it is there."""
    place = path.with_name(f"{path.stem}-nodes{path.suffix}")
    if not place.exists():
        return []
    text = place.read_bytes().decode("utf-8-sig", "replace")
    found = []
    for record in csv.DictReader(io.StringIO(text, newline="")):
        plain = {key: record.pop(key, "") or "" for key in ("window", "label", "side", "variable")}
        found.append({**plain, "attributes": {k: v for k, v in record.items() if k}})
    return found


def _matrix(rows: Sequence[Sequence[str]], path: Path) -> _Graph:
    columns = list(rows[0][1:])
    labels = [row[0] for row in rows[1:]]
    onemode = labels == columns
    return _filled(labels, columns, [row[1:] for row in rows[1:]], path, onemode=onemode)


def _filled(
    labels: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[str]],
    path: Path,
    *,
    onemode: bool,
) -> _Graph:
    graph = _Graph({"kind": "onemode" if onemode else "twomode"})
    for at, label in enumerate(labels):
        graph.nodes[f"r{at}"] = {"label": label, "side": "row"}
    for at, label in enumerate(() if onemode else columns):
        graph.nodes[f"c{at}"] = {"label": label, "side": "column"}
    for i, row in enumerate(cells):
        if len(row) != len(columns):
            raise InputError(
                f"{path}, row {i + 1} of the matrix: {len(row)} cells, not {len(columns)}"
            )
        for j, cell in enumerate(row):
            try:
                weight = float(cell or 0)
            except ValueError as error:
                raise InputError(f'{path}, row {i + 1}: "{cell}" is no number') from error
            if weight and (not onemode or j > i):
                graph.ties.append((f"r{i}", f"{'r' if onemode else 'c'}{j}", weight, ()))
    graph.facts["integer"] = str(all(float(t[2]).is_integer() for t in graph.ties)).lower()
    return graph


_LABELS = re.compile(r'"([^"]*)"|([^\s,]+)')


def _dl(text: str, path: Path) -> Iterable[_Graph]:
    head, mark, data = text.partition("data:")
    if not mark or not head.lstrip().lower().startswith("dl"):
        raise InputError(f'{path}: not a DL file (it begins with "dl" and has "data:")')
    kind = re.search(r"format\s*=\s*(\w+)", head, re.IGNORECASE)
    if kind and kind[1].lower() != "fullmatrix":
        raise InputError(f"{path}: DL format {kind[1]} is not read", hint="save it as fullmatrix")
    parts = re.split(r"(?:row |col )?labels\s*:", head, flags=re.IGNORECASE)
    lists = [[one or two for one, two in _LABELS.findall(part)] for part in parts[1:]]
    sizes = [int(one) for one in re.findall(r"\bn[rc]?\s*=\s*(\d+)", parts[0], re.IGNORECASE)]
    rows = lists[0] if lists else [str(at + 1) for at in range(sizes[0] if sizes else 0)]
    columns = lists[1] if len(lists) > 1 else rows
    values = data.split()
    width = max(len(columns), 1)
    if len(values) != len(rows) * len(columns):
        raise InputError(
            f"{path}: {len(values)} values for {len(rows)} x {len(columns)} cells",
            hint="every label must stand on a line of its own",
        )
    cells = [values[at * width : (at + 1) * width] for at in range(len(rows))]
    return [_filled(rows, columns, cells, path, onemode=len(lists) < 2)]


def _parsed(text: str, path: Path) -> Any:
    """The root element; nothing outside the file is ever read."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: not well-formed XML ({error})") from error


def _named(element: Any, name: str) -> list[Any]:
    return [one for one in element.iter("{*}" + name)]


def _graphml(text: str, path: Path) -> Iterable[_Graph]:
    root = _parsed(text, path)
    keys = {one.get("id"): one for one in _named(root, "key")}
    graphs = [one for one in _named(root, "graph")]
    if not graphs:
        raise InputError(f"{path}: no <graph> in it", hint="is it GraphML?")
    graph = _Graph({name: str(v) for name, v in _data(graphs[0], keys).items()})
    for node in _named(graphs[0], "node"):
        values = _data(node, keys)
        attributes = {name: v for name, v in values.items() if name not in _NODE_FACTS}
        label = str(values.get("label", values.get("name", node.get("id", ""))))
        side, variable = str(values.get("side", "row")), str(values.get("variable", ""))
        found = {"label": label, "side": side, "variable": variable, "attributes": attributes}
        graph.nodes[node.get("id", "")] = found
    for tie in _named(graphs[0], "edge"):
        values = _data(tie, keys)
        ids = _ids(str(values.get("statement_ids", "")))
        weight = float(values.get("weight", 1.0))
        graph.ties.append((tie.get("source", ""), tie.get("target", ""), weight, ids))
        graph.note_interval(tie.get("source", ""), tie.get("target", ""), values)
    return [graph]


def _data(element: Any, keys: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in element.iterchildren("{*}data"):
        key = keys.get(one.get("key"))
        name = key.get("attr.name") if key is not None else None
        if name:
            kind = key.get("attr.type", "string") if key is not None else "string"
            found[name] = _typed(one.text or "", kind)
    return found


def _typed(text: str, kind: str) -> Any:
    try:
        if kind in ("int", "long", "integer"):
            return int(text)
        return float(text) if kind in ("float", "double") else text
    except ValueError:
        return text


def _gexf(text: str, path: Path) -> Iterable[_Graph]:
    root = _parsed(text, path)
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for group in _named(root, "attributes"):
        for one in _named(group, "attribute"):
            key = (group.get("class", ""), one.get("id", ""))
            names[key] = (one.get("title", ""), one.get("type", "string"))
    nodes: dict[str, dict[str, Any]] = {}
    for node in _named(root, "node"):
        values = _attvalues(node, "node", names)
        attributes = {name: v for name, v in values.items() if name not in _NODE_FACTS}
        nodes[node.get("id", "")] = {
            "label": node.get("label", node.get("id", "")),
            "side": str(values.get("side", "row")),
            "variable": str(values.get("variable", "")),
            "attributes": attributes,
        }
    facts = _description(root)
    graphs: dict[str, _Graph] = {}
    for tie in _named(root, "edge"):
        windows: dict[str, dict[str, Any]] = {}
        for one in _named(tie, "attvalue"):
            title, kind = names.get(("edge", one.get("for", "")), ("", ""))
            windows.setdefault(one.get("start", ""), {})[title] = _typed(one.get("value", ""), kind)
        for start, values in (windows or {"": {}}).items():
            graph = graphs.setdefault(start, _Graph(dict(facts), nodes))
            if start:
                graph.facts |= {"start": start, "middle": start, "stop": start}
            ids = _ids(str(values.get("statement_ids", "")))
            weight = float(values.get("Weight", tie.get("weight", 1.0)))
            graph.ties.append((tie.get("source", ""), tie.get("target", ""), weight, ids))
            graph.note_interval(tie.get("source", ""), tie.get("target", ""), values)
    return [graphs[start] for start in sorted(graphs)] or [_Graph(facts, nodes)]


def _attvalues(
    element: Any, kind: str, names: Mapping[tuple[str, str], tuple[str, str]]
) -> dict[str, Any]:
    found = {}
    for one in _named(element, "attvalue"):
        name, type_name = names.get((kind, one.get("for", "")), ("", ""))
        if name:
            found[name] = _typed(one.get("value", ""), type_name)
    return found


def _description(root: Any) -> dict[str, str]:
    """The settings that our own GEXF keeps in its description."""
    words = "".join(one.text or "" for one in _named(root, "description"))
    pairs = (part.partition(": ") for part in words.split("; "))
    return {name: value for name, mark, value in pairs if mark and name.isidentifier()}


def _from_parquet(path: Path) -> list[Network]:
    require_extra("network", "pyarrow")
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(path)
        about = json.loads((table.schema.metadata or {}).get(b"counterpoint", b"[]"))
        rows = table.to_pylist()
        graphs = [
            _Graph(
                dict(one["facts"]),
                {n[0]: dict(zip(_NODE_COLUMNS, n, strict=True)) for n in one["nodes"]},
            )
            for one in about
        ]
        for row in rows:
            graph = graphs[int(row["window"]) - 1]
            source = _place(graph, row["source"], "row")
            target = _place(graph, row["target"], "column")
            ids = _whole_ids(row["statement_ids"])
            graph.ties.append((source, target, float(row["weight"]), ids))
            graph.note_interval(source, target, row)
    except (pyarrow.ArrowInvalid, OSError, KeyError, IndexError, ValueError, TypeError) as error:
        raise InputError(f"{path}: not a Parquet file of ours ({error})") from error
    return [_network(graph, str(path)) for graph in graphs]


_NODE_COLUMNS = ("id", "label", "side", "variable", "attributes")


def _place(graph: _Graph, label: str, side: str) -> str:
    for wanted in (side, "row"):
        for place, node in graph.nodes.items():
            if node["label"] == label and node["side"] == wanted:
                return place
    raise KeyError(label)


def _ids(text: str) -> tuple[StatementId, ...]:
    return _whole_ids([unquote(part) for part in text.split(" ") if part])


def _whole_ids(found: Sequence[str]) -> tuple[StatementId, ...]:
    """Ids as numbers if all of them are whole numbers."""
    whole = all(part.isascii() and part.isdigit() and str(int(part)) == part for part in found)
    return tuple(int(part) for part in found) if whole else tuple(found)


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
