"""GraphML (plain, and visone's dialect) and GEXF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from counterpoint.types import Network
from counterpoint.writers.graph import (
    INTERVAL,
    FileNode,
    ids_text,
    network_facts,
    network_nodes,
    network_ties,
)
from counterpoint.writers.picture import clean

__all__ = ["gexf", "graphml", "visone_graphml"]

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


def graphml(network: Network) -> Iterator[str]:
    """Plain GraphML, for Gephi, networkx, igraph and yEd.

    Node keys: label, side, variable and each attribute; tie keys: weight, sign, statement_ids,
    statements. How it was computed stands in keys of the graph.
    """
    nodes = network_nodes(network)
    facts = network_facts(network)
    names = _attribute_names(nodes)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for at, name in enumerate(facts):
        yield _key(f"g{at}", "graph", name, "string")
    for key, kind in (("label", "string"), ("side", "string"), ("variable", "string")):
        yield _key(key, "node", key, kind)
    for at, name in enumerate(names):
        yield _key(f"a{at}", "node", name, _kind(node.attributes.get(name) for node in nodes))
    yield _key("weight", "edge", "weight", "double")
    yield _key("sign", "edge", "sign", "string")
    yield _key("statements", "edge", "statements", "int")
    yield _key("statement_ids", "edge", "statement_ids", "string")
    if network.intervals is not None:
        yield from (_key(name, "edge", name, "double") for name in INTERVAL)
    yield '<graph id="network" edgedefault="undirected">\n'
    yield from (_data(f"g{at}", value) for at, value in enumerate(facts.values()))
    for node in nodes:
        yield f"<node id={_attribute(node.id)}>"
        yield (
            _data("label", node.label) + _data("side", node.side) + _data("variable", node.variable)
        )
        for at, name in enumerate(names):
            value = node.attributes.get(name)
            yield _data(f"a{at}", value) if value is not None else ""
        yield "</node>\n"
    for at, tie in enumerate(network_ties(network)):
        yield f'<edge id="e{at}" source={_attribute(tie.source)} target={_attribute(tie.target)}>'
        yield _data("weight", repr(tie.weight)) + _data("sign", _sign(network, tie.weight))
        yield _data("statements", len(tie.statement_ids))
        yield from (_data(*one) for one in zip(INTERVAL, tie.interval or (), strict=False))
        yield _data("statement_ids", ids_text(tie.statement_ids)) + "</edge>\n"
    yield "</graph>\n</graphml>\n"


def visone_graphml(network: Network) -> Iterator[str]:
    """GraphML as visone and yEd read it, with colours and shapes, as DNA writes it."""
    nodes = network_nodes(network)
    ties = list(network_ties(network))
    names = [name for name in _attribute_names(nodes) if name not in ("colour", "frequency")]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:visone="http://visone.info/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">\n'
        '<key for="node" id="d0" yfiles.type="nodegraphics"/>\n'
        '<key for="edge" id="e0" yfiles.type="edgegraphics"/>\n'
        '<key for="graph" id="prop" visone.type="properties"/>\n'
    )
    for name in ("id", "name", *names, "variable", "frequency"):
        yield _key(name, "node", name, "int" if name == "frequency" else "string")
    yield _key("weight", "edge", "weight", "double")
    yield _key("statement_ids", "edge", "statement_ids", "string")
    yield (
        f'<graph edgedefault="undirected" id="DNA" parse.edges="{len(ties)}" '
        f'parse.nodes="{len(nodes)}" parse.order="free">\n'
        '<data key="prop"><visone:labelAttribute edgeLabel="weight" nodeLabel="name"/></data>\n'
    )
    counts = _frequencies(network)
    for at, node in enumerate(nodes):
        yield from _visone_node(node, at, names, counts.get(node.id, 0), len(nodes))
    for tie in ties:
        yield f"<edge source={_attribute(tie.source)} target={_attribute(tie.target)}>"
        yield _data("weight", repr(tie.weight)) + _data(
            "statement_ids", ids_text(tie.statement_ids)
        )
        colour = _line_colour(network, tie.weight)
        yield (
            '<data key="e0"><visone:polyLineEdge><y:PolyLineEdge>'
            f'<y:LineStyle color="{colour}" type="line" width="2.0"/>'
            "</y:PolyLineEdge></visone:polyLineEdge></data></edge>\n"
        )
    yield "</graph>\n</graphml>\n"


def gexf(networks: Sequence[Network]) -> Iterator[str]:
    """GEXF 1.2, for Gephi; several windows become one graph whose ties change over time.

    Windows may overlap, and Gephi's timeline does not like that: what is shown of a window lasts
    from its middle to the middle of the next.
    """
    dynamic = len(networks) > 1
    places: dict[tuple[str, str], FileNode] = {}
    for network in networks:
        for node in network_nodes(network):
            places.setdefault((node.side, node.label), node)
    ids = {key: f"n{at}" for at, key in enumerate(places)}
    names = _attribute_names(list(places.values()))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"'
    yield ' xmlns:viz="http://www.gexf.net/1.2draft/viz">\n'
    facts = network_facts(networks[0]) if networks else {}
    about = "; ".join(f"{name}: {value}" for name, value in facts.items())
    yield f"<meta><creator>Counterpoint</creator><description>{_text(about)}</description></meta>\n"
    mode = "dynamic" if dynamic else "static"
    time = ' timeformat="dateTime"' if dynamic else ""
    yield f'<graph defaultedgetype="undirected" mode="{mode}"{time}>\n'
    yield '<attributes class="node" mode="static">'
    for at, name in enumerate(("side", "variable", *names)):
        kind = "string" if at < 2 else _kind(node.attributes.get(name) for node in places.values())
        kind = {"int": "long"}.get(kind, kind)
        yield f'<attribute id="{at}" title={_attribute(name)} type="{kind}"/>'
    yield f'</attributes>\n<attributes class="edge" mode="{mode}">'
    for key, name, kind in _tie_attributes(networks, dynamic=dynamic):
        yield f'<attribute id="{key}" title="{name}" type="{kind}"/>'
    yield f'</attributes>\n<nodes count="{len(places)}">\n'
    for place, node in places.items():
        yield from _gexf_node(node, ids[place], names)
    yield "</nodes>\n<edges>\n"
    yield from _gexf_edges(networks, ids)
    yield "</edges>\n</graph>\n</gexf>\n"


_GEXF_TIES = (
    ("weight", "Weight", "double"),
    ("sign", "sign", "string"),
    ("statements", "statements", "long"),
    ("statement_ids", "statement_ids", "string"),
)


def _tie_attributes(networks: Sequence[Network], *, dynamic: bool) -> list[tuple[str, str, str]]:
    found = list(_GEXF_TIES if dynamic else _GEXF_TIES[1:])
    if any(one.intervals is not None for one in networks):
        found += [(name, name, "double") for name in INTERVAL]
    return found


def _gexf_node(node: FileNode, place: str, names: Sequence[str]) -> Iterator[str]:
    yield f'<node id="{place}" label={_attribute(" ".join(node.label.split()) or node.label)}>'
    values = [node.side, node.variable, *(node.attributes.get(name) for name in names)]
    shown = (
        f'<attvalue for="{at}" value={_attribute(_plain(value))}/>'
        for at, value in enumerate(values)
        if value is not None
    )
    yield f"<attvalues>{''.join(shown)}</attvalues>"
    colour = _HEX.fullmatch(str(node.attributes.get("colour", "")))
    if colour:
        red, green, blue = (int(colour[1][at : at + 2], 16) for at in (0, 2, 4))
        yield f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
    yield "</node>\n"


def _gexf_edges(networks: Sequence[Network], ids: dict[tuple[str, str], str]) -> Iterator[str]:
    """One edge per pair of nodes, with the values of each window in which it is there."""
    found: dict[tuple[str, str], list[tuple[str, float, dict[str, str]]]] = {}
    for network, time in zip(networks, _gexf_times(networks), strict=True):
        nodes = {node.id: (node.side, node.label) for node in network_nodes(network)}
        for tie in network_ties(network):
            ends = (ids[nodes[tie.source]], ids[nodes[tie.target]])
            sign, count = _sign(network, tie.weight), str(len(tie.statement_ids))
            known = (repr(tie.weight), sign, count, ids_text(tie.statement_ids))
            values = dict(zip((key for key, _, _ in _GEXF_TIES), known, strict=True))
            values |= dict(zip(INTERVAL, map(repr, tie.interval or ()), strict=False))
            found.setdefault(ends, []).append((time, tie.weight, values))
    dynamic = len(networks) > 1
    for number, ((source, target), windows) in enumerate(found.items()):
        weight = sum(one for _, one, _ in windows) / len(windows)
        yield f'<edge id="e{number}" source="{source}" target="{target}" weight="{weight!r}">'
        yield "<attvalues>"
        for time, _, values in windows:
            for key, value in values.items():
                if dynamic or key != "weight":
                    yield f'<attvalue for="{key}" value={_attribute(value)}{time}/>'
        yield "</attvalues>"
        if dynamic:
            yield f"<spells>{''.join(f'<spell{time}/>' for time, _, _ in windows)}</spells>"
        yield "</edge>\n"


def _gexf_times(networks: Sequence[Network]) -> list[str]:
    """When each window is shown, as attributes; empty for a single network."""
    if len(networks) < 2:
        return [""] * len(networks)
    middles = [network_facts(one).get("middle", "") for one in networks]
    last = network_facts(networks[-1]).get("stop", "")
    ends = [*middles[1:], last]
    return [
        f' start="{one}" end="{two}"' if one and two else ""
        for one, two in zip(middles, ends, strict=True)
    ]


def _visone_node(
    node: FileNode, at: int, names: Sequence[str], count: int, total: int
) -> Iterator[str]:
    shape = "ellipse" if node.side == "row" else "roundrectangle"
    found = _HEX.fullmatch(str(node.attributes.get("colour", "")))
    colour = f"#{found[1].upper()}" if found else "#000000"
    yield f"<node id={_attribute(node.id)}>" + _data("id", node.id) + _data("name", node.label)
    yield "".join(_data(name, _plain(node.attributes.get(name, ""))) for name in names)
    yield _data("variable", node.variable) + _data("frequency", count)
    x, y = (at % 10) * 120.0, (at // 10) * 90.0 + (0 if node.side == "row" else 60.0 + total)
    yield (
        '<data key="d0"><visone:shapeNode><y:ShapeNode>'
        f'<y:Geometry height="20.0" width="20.0" x="{x}" y="{y}"/>'
        f'<y:Fill color="{colour}" transparent="false"/>'
        '<y:BorderStyle color="#000000" type="line" width="1.0"/>'
        '<y:NodeLabel alignment="center" autoSizePolicy="content" backgroundColor="#FFFFFF" '
        'fontFamily="Dialog" fontSize="12" fontStyle="plain" hasLineColor="false" height="19.0" '
        'modelName="eight_pos" modelPosition="n" textColor="#000000" visible="true">'
        f'{_text(node.label)}</y:NodeLabel><y:Shape type="{shape}"/>'
        "</y:ShapeNode></visone:shapeNode></data></node>\n"
    )


def _frequencies(network: Network) -> dict[str, int]:
    """Statements behind each node, as far as its ties tell; an attribute ``frequency`` wins."""
    found: dict[str, set[Any]] = {}
    for tie in network_ties(network):
        for end in (tie.source, tie.target):
            found.setdefault(end, set()).update(tie.statement_ids)
    counts = {place: len(ids) for place, ids in found.items()}
    for node in network_nodes(network):
        given = node.attributes.get("frequency")
        if isinstance(given, int):
            counts[node.id] = given
    return counts


def _sign(network: Network, weight: float) -> str:
    aggregation = network_facts(network).get("aggregation", "")
    if aggregation == "conflict":
        return "disagreement"
    if aggregation == "combine":
        return {1.0: "agreement", 2.0: "disagreement", 3.0: "both"}.get(weight, "")
    if aggregation == "congruence" or (aggregation == "subtract" and weight > 0):
        return "agreement"
    return "disagreement" if aggregation == "subtract" else "tie"


def _line_colour(network: Network, weight: float) -> str:
    colours = {"agreement": "#00ff00", "disagreement": "#ff0000", "both": "#0000ff"}
    return colours.get(_sign(network, weight), "#000000")


def _attribute_names(nodes: Sequence[FileNode]) -> list[str]:
    return list(dict.fromkeys(name for node in nodes for name in node.attributes))


def _kind(values: Iterable[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {int}:
        return "int"
    return "double" if kinds and kinds <= {int, float} else "string"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _key(place: str, domain: str, name: str, kind: str) -> str:
    return (
        f'<key id={_attribute(place)} for="{domain}" attr.name={_attribute(name)} '
        f'attr.type="{kind}"/>\n'
    )


def _data(key: str, value: Any) -> str:
    return f"<data key={_attribute(key)}>{_text(_plain(value))}</data>"


def _text(value: str) -> str:
    return escape(clean(value), {"\r": "&#13;"})


def _attribute(value: str) -> str:
    return quoteattr(clean(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
