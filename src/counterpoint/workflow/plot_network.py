"""The picture of a network: what is shown of it, where it stands, what its ties rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counterpoint.types import Network, NetworkKind, NetworkSpec, StatementId, StatementTable
from counterpoint.workflow.drawn import Drawn, page_statements
from counterpoint.workflow.networks import summary, tie_name
from counterpoint.writers.picture_page import PageTable, PageTie

if TYPE_CHECKING:
    from counterpoint.workflow.plots import PlotOptions
    from counterpoint.writers.svg_network import PictureNode, PictureTie

__all__ = ["draw_made", "facts"]

_MOST_COUNTED = 100_000  # statements; beyond, only a page tells how many a tie rests on
_SHOWN_PER_TIE = 200  # statements of a tie that a page opens
_SIGNS = {"agreement": "agree", "disagreement": "disagree", "both": "mixed"}


def draw_made(
    made: Network, table: StatementTable, spec: NetworkSpec, options: PlotOptions
) -> Drawn:
    """Draw a network that is made already.

    Args:
        made: The network.
        table: The statements that it was computed from.
        spec: How; for the seed and the facts of the picture.
        options: What the picture needs beside.
    """
    from counterpoint.writers.svg_network import NetworkPicture, draw_network

    shown, left_out = _strongest(made, options)
    counted = options.linked or made.statement_count <= _MOST_COUNTED
    nodes, ties = _places(made if counted else replace(made, evidence_of=None), shown, spec.seed)
    if made.intervals is not None:
        ties = _with_bounds(made, nodes, ties)
    nodes, grouped = _with_groups(made, nodes, spec.seed, options.groups)
    actors, shared = made.row_variable or "row", made.column_variable or "column"
    title = options.title or _network_title(made)
    about = facts(spec, table) | {"nodes": len(nodes), "ties": len(ties)}
    picture = NetworkPicture(
        nodes=nodes,
        ties=ties,
        title=title,
        subtitle=_subtitle(made),
        notes=[
            "Line width shows the weight of a tie, size the sum of a node's ties. "
            f"Places by stress majorisation, seed {spec.seed}.",
            left_out,
            _pale_note(ties, made.interval_note),
            made.interval_note,
            grouped,
        ],
        facts=about,
        shape_names=(actors, shared),
        linked=options.linked,
    )
    found = [_tie_heading(nodes, tie, made) for tie in ties]
    page_ties = [
        PageTie(words, tie.statement_ids, tie.count) for words, tie in zip(found, ties, strict=True)
    ]
    rows = [
        [nodes[t.source].label, nodes[t.target].label, w, t.weight, t.count]
        for t, w in zip(ties, (tie_name(made, tie.weight) for tie in ties), strict=True)
    ]
    heads = [actors, actors if made.kind is NetworkKind.ONEMODE else shared]
    extra = ["low", "high"] if made.intervals is not None else []
    if extra:
        rows = [[*row, *(tie.bounds or ("", ""))] for row, tie in zip(rows, ties, strict=True)]
    table_twin = PageTable(
        "All ties of the picture", [*heads, "meaning", "weight", "statements", *extra], rows
    )
    wanted = {one for tie in ties for one in tie.statement_ids}
    return Drawn(
        draw_network(picture),
        summary(made),
        [table_twin],
        page_ties,
        page_statements(table, wanted),
    )


def _with_groups(
    made: Network, nodes: list[PictureNode], seed: int, method: str
) -> tuple[list[PictureNode], str]:
    if not method:
        return nodes, ""
    from counterpoint.network.leiden import find_communities

    found = find_communities(made, method=method, seed=seed)
    group = dict(zip(found.labels, found.memberships, strict=True))
    count = len(set(found.memberships))
    note = f"Colours: {count} groups by {method.capitalize()}, modularity {found.modularity:.2f}."
    return [replace(node, group=group[node.label]) for node in nodes], note


def _with_bounds(
    made: Network, nodes: list[PictureNode], ties: list[PictureTie]
) -> list[PictureTie]:
    bounds = {}
    for at in range(len(made.weights)):
        ends = made.rows[int(made.row_codes[at])], made.columns[int(made.column_codes[at])]
        interval = made.interval(at)
        bounds[ends] = interval[1:] if interval else None
    return [
        replace(tie, bounds=bounds.get((nodes[tie.source].label, nodes[tie.target].label)))
        for tie in ties
    ]


def _pale_note(ties: Sequence[PictureTie], note: str) -> str:
    if not note:
        return ""
    pale = sum(one.bounds is not None and one.bounds[0] <= 0 <= one.bounds[1] for one in ties)
    return f"Pale: {pale} of {len(ties)} ties, whose interval holds zero."


def _network_title(made: Network) -> str:
    name = (made.row_variable or "row").capitalize()
    if made.kind is NetworkKind.TWOMODE:
        return f"{name} by {made.column_variable or 'column'}"
    words = {
        "congruence": "that take the same positions",
        "conflict": "that take opposite positions",
        "subtract": "that side with and against each other",
    }
    return f"{name}s {words.get(str(made.aggregation), 'that speak on the same')}"


def _subtitle(made: Network) -> str:
    parts = [str(made.aggregation)]
    if str(made.normalisation) != "no":
        parts.append(f"normalised by {made.normalisation}")
    count = made.statement_count
    parts.append(f"{count} statement{'' if count == 1 else 's'}")
    if made.start and made.stop:
        parts.append(f"{made.start:%Y-%m-%d} to {made.stop:%Y-%m-%d}")
    return ", ".join(parts)


def _tie_heading(nodes: Sequence[PictureNode], tie: PictureTie, made: Network) -> str:
    word = tie_name(made, tie.weight)
    weight = f"{tie.weight:.4g}".replace("-", "−")
    return f"{nodes[tie.source].label} – {nodes[tie.target].label}: {word} {weight}".strip()


@dataclass(frozen=True, slots=True)
class _Shown:
    nodes: list[int]
    ties: list[tuple[int, int, float]]  # by place in ``nodes``


def _strongest(made: Network, options: PlotOptions) -> tuple[_Shown, str]:
    """The nodes and ties that are drawn, and what was left out in words."""
    import numpy as np

    rows, columns = made.shape
    onemode = made.kind is NetworkKind.ONEMODE
    source = made.row_codes
    target = made.column_codes + (0 if onemode else rows)
    keep = (source < target) if onemode else np.ones(len(source), dtype=bool)
    keep &= np.abs(made.weights) >= options.min_weight
    source, target, weights = source[keep], target[keep], made.weights[keep]
    size = rows if onemode else rows + columns
    strength = np.zeros(size)
    np.add.at(strength, source, np.abs(weights))
    np.add.at(strength, target, np.abs(weights))
    order = np.lexsort((np.arange(size), -strength))
    nodes = sorted(int(at) for at in order[: options.nodes])
    if not onemode or strength.any():
        nodes = [at for at in nodes if strength[at] > 0 or _isolate_wanted(made)]
    place = np.full(size, -1)
    place[nodes] = np.arange(len(nodes))
    inside = (place[source] >= 0) & (place[target] >= 0)
    source, target, weights = source[inside], target[inside], weights[inside]
    strongest = np.lexsort((target, source, -np.abs(weights)))[: options.ties]
    ties = [
        (int(place[source[at]]), int(place[target[at]]), float(weights[at])) for at in strongest
    ]
    drawn = {place for tie in ties for place in tie[:2]}
    stay = [at for at in range(len(nodes)) if at in drawn or not strength[nodes[at]]]
    again = {at: place for place, at in enumerate(stay)}
    nodes = [nodes[at] for at in stay]
    ties = [(again[source], again[target], weight) for source, target, weight in ties]
    notes = []
    if len(nodes) < int((strength > 0).sum()):
        notes.append(f"{len(nodes)} of {int((strength > 0).sum())} nodes are shown")
    if len(ties) < int(inside.sum()):
        notes.append(f"the {len(ties)} strongest of {int(inside.sum())} ties are shown")
    left_out = "; ".join(notes)
    return _Shown(nodes, ties), (left_out[:1].upper() + left_out[1:] + ".") if left_out else ""


def _isolate_wanted(made: Network) -> bool:
    return len(made.rows) <= 80 and made.kind is NetworkKind.ONEMODE


def _places(made: Network, shown: _Shown, seed: int) -> tuple[list[PictureNode], list[PictureTie]]:
    import numpy as np

    from counterpoint.network.layout import place_nodes
    from counterpoint.writers.svg_network import PictureNode, PictureTie

    rows = len(made.rows)
    onemode = made.kind is NetworkKind.ONEMODE
    sources = np.array([tie[0] for tie in shown.ties], dtype=np.int64)
    targets = np.array([tie[1] for tie in shown.ties], dtype=np.int64)
    weights = np.array([tie[2] for tie in shown.ties])
    against = np.array([tie_name(made, tie[2]) == "disagreement" for tie in shown.ties], dtype=bool)
    pulls = np.where(against & (str(made.aggregation) != "conflict"), -np.abs(weights), weights)
    places = place_nodes(len(shown.nodes), sources, targets, pulls, seed=seed)
    strength = np.zeros(len(shown.nodes))
    np.add.at(strength, sources, np.abs(weights))
    np.add.at(strength, targets, np.abs(weights))
    nodes = [
        PictureNode(
            made.rows[at] if at < rows else made.columns[at - rows],
            float(places[place, 0]),
            float(places[place, 1]),
            float(strength[place]),
            column=at >= rows,
        )
        for place, at in enumerate(shown.nodes)
    ]
    ties = []
    for source, target, weight in shown.ties:
        one, two = shown.nodes[source], shown.nodes[target]
        ids, count = _first_statements(made, one, two if onemode else two - rows)
        sign = _SIGNS.get(tie_name(made, weight), "plain")
        ties.append(PictureTie(source, target, weight, sign, ids, count))
    return nodes, ties


def _first_statements(made: Network, row: int, column: int) -> tuple[tuple[StatementId, ...], int]:
    """The first statements of a cell, and how many there are: a tie may rest on a million."""
    if made.evidence_of is None:
        return (), 0
    places = made.evidence_of(row, column)
    ids = (made.statement_ids[int(at)] for at in places[:_SHOWN_PER_TIE])
    return tuple(one if isinstance(one, str) else int(one) for one in ids), len(places)


def facts(spec: NetworkSpec, table: StatementTable) -> dict[str, Any]:
    """The settings that differ from the defaults, the seed always."""
    plain = NetworkSpec()
    found: dict[str, Any] = {"seed": spec.seed, "statement_type": table.statement_type}
    for name in NetworkSpec.__dataclass_fields__:
        value = getattr(spec, name)
        if value != getattr(plain, name) and name not in found:
            found[name] = dict(value) if name == "exclude" else str(value)
    for name in ("variable1", "variable2", "aggregation", "normalisation", "duplicates", "mode"):
        found.setdefault(name, str(getattr(spec, name)))
    return found
