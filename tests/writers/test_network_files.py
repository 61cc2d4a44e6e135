"""Network files: other programs read them, hostile labels survive, and nothing is lost unsaid."""

import csv
import io
import json
import math
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.network.build import event_list, networks
from counterpoint.readers.dna import read_dna
from counterpoint.readers.networks import is_network_file, read_networks
from counterpoint.readers.statement_table import read_statement_rows
from counterpoint.types import Network, NetworkKind, NetworkSpec
from counterpoint.workflow.networks import with_frequencies
from counterpoint.writers.networks import FORMATS, network_text, write_networks
from counterpoint.writers.statements import dna_event_list

TRAM = Path(__file__).parents[2] / "docs" / "examples" / "tramway.csv"
HOSTILE = [
    "<script>alert(1)</script>",
    "say \"no\"; or 'yes'",
    "=cmd|' /C calc'!A0",
    "tab\tand\nline",
    "nul\x00bell\x07",
    "Ünïcödé 汉字 \U0001f600",
    "]]>&amp;",
    " ",
]


def text(network, name):
    return "".join(network_text([network], name))


def tram(**options):
    table = read_statement_rows(TRAM)
    return list(networks(table, NetworkSpec(**options)))


@pytest.fixture(scope="module")
def onemode():
    return tram(kind="onemode", aggregation="subtract", normalisation="average")[0]


@pytest.fixture(scope="module")
def twomode():
    return tram(aggregation="combine")[0]


@pytest.fixture(scope="module")
def windows():
    return tram(aggregation="subtract", time_unit="months", time_size=10)[::6]


def hostile_network():
    size = len(HOSTILE)
    rows, columns = np.nonzero(np.ones((size, size)) - np.eye(size))
    return Network(
        kind=NetworkKind.ONEMODE,
        rows=tuple(HOSTILE),
        columns=tuple(HOSTILE),
        row_codes=rows,
        column_codes=columns,
        weights=(rows * columns + 1.5) * 1.0,
        statement_ids=np.array(["s 1", "s%20", "ü"], dtype=object),
        row_variable="organization",
        row_attributes={"colour": ("#ff0000",) * size, "<a b>": tuple(HOSTILE)},
        column_attributes={"colour": ("#ff0000",) * size, "<a b>": tuple(HOSTILE)},
        evidence_of=lambda row, column: np.array([0, 1, 2]),
    )


@pytest.mark.parametrize("which", ["onemode", "twomode"])
def test_networkx_reads_graphml(which, request):
    import networkx

    network = request.getfixturevalue(which)
    graph = networkx.parse_graphml(text(network, "graphml"))
    labels = networkx.get_node_attributes(graph, "label")
    found = {
        frozenset([(labels[a], graph.nodes[a]["side"]), (labels[b], graph.nodes[b]["side"])]): (
            data["weight"],
            tuple(data["statement_ids"].split()),
        )
        for a, b, data in graph.edges(data=True)
    }
    far = "row" if which == "onemode" else "column"
    expected = {
        frozenset([(edge.source, "row"), (edge.target, far)]): (edge.weight, edge.statement_ids)
        for edge in network.edges()
    }

    assert found == expected
    assert graph.graph["aggregation"] == str(network.aggregation)


def test_networkx_reads_gexf_with_times(windows):
    import networkx

    written = "".join(network_text(windows, "gexf"))
    # networkx knows no dates in GEXF: it gets them as texts
    graph = networkx.read_gexf(io.BytesIO(written.replace("dateTime", "string").encode()))

    assert graph.graph["mode"] == "dynamic"
    assert {data["label"] for _, data in graph.nodes(data=True)} == {
        label for one in windows for label in (*one.rows, *one.columns)
    }
    counts = [count for *_, data in graph.edges(data=True) for count, *_ in data["statements"]]
    assert sorted(counts) == sorted(len(e.statement_ids) for one in windows for e in one.edges())


@pytest.mark.parametrize("which", ["onemode", "twomode", "windows", "hostile"])
def test_gexf_keeps_to_the_schema(which, request):
    from lxml import etree

    given = hostile_network() if which == "hostile" else request.getfixturevalue(which)
    many = given if isinstance(given, list) else [given]
    schema = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("gexf.rng"))))
    document = etree.fromstring("".join(network_text(many, "gexf")).encode())

    schema.assertValid(document)
    ids = [one.get("id") for one in document.iter("{*}node", "{*}edge")]
    assert len(ids) == len(set(ids))


def test_pandas_reads_ties_and_nodes(tmp_path, windows):
    import pandas

    ties_path, nodes_path = write_networks(windows, tmp_path / "net.csv")
    ties, nodes = pandas.read_csv(ties_path), pandas.read_csv(nodes_path)
    edges = [edge for one in windows for edge in one.edges()]

    assert ties["weight"].tolist() == [edge.weight for edge in edges]
    assert [tuple(ids.split()) for ids in ties["statement_ids"]] == [e.statement_ids for e in edges]
    assert ties["window"].nunique() == len(windows)
    assert len(nodes) == sum(len(one.rows) + len(one.columns) for one in windows)


def test_pandas_reads_parquet(tmp_path, windows):
    import pandas

    (path,) = write_networks(windows, tmp_path / "net.parquet")
    table = pandas.read_parquet(path)
    edges = [edge for one in windows for edge in one.edges()]

    assert table["weight"].tolist() == [edge.weight for edge in edges]
    assert [tuple(ids) for ids in table["statement_ids"]] == [e.statement_ids for e in edges]
    assert table["start"].dt.year.min() == windows[0].start.year


def test_pandas_reads_the_matrix(tmp_path, onemode):
    import pandas

    (path,) = write_networks([onemode], tmp_path / "net.csv", "csv-matrix")
    frame = pandas.read_csv(path, index_col=0)

    assert tuple(frame.columns) == onemode.columns
    assert np.array_equal(frame.to_numpy(), onemode.dense)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_hostile_labels_are_data_in_every_format(tmp_path, name):
    network = hostile_network()
    path = tmp_path / f"net{FORMATS[name].suffix}"
    write_networks([network], path, name)
    if FORMATS[name].suffix in (".graphml", ".gexf"):
        tags = {one.tag.rpartition("}")[2] for one in ET.parse(path).iter()}
        assert "script" not in tags
    (found,) = read_networks(path)

    assert len(found.rows) == len(network.rows)
    assert sorted(found.weights.tolist()) == pytest.approx(sorted(network.weights.tolist()))


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if not one.loses])
@pytest.mark.parametrize("which", ["onemode", "twomode"])
def test_nothing_is_lost_where_nothing_is_said(tmp_path, name, which, request):
    network = request.getfixturevalue(which)
    path = tmp_path / f"net{FORMATS[name].suffix}"
    write_networks([network], path, name)
    (found,) = read_networks(path)

    assert is_network_file(path)
    assert found.rows == network.rows
    assert found.columns == network.columns
    assert np.array_equal(found.dense, network.dense)
    assert [e.statement_ids for e in found.edges()] == [e.statement_ids for e in network.edges()]
    assert found.start == network.start.replace(tzinfo=None)


labels = st.lists(st.text(max_size=8), min_size=1, max_size=6, unique=True)


@given(
    rows=labels,
    columns=labels,
    data=st.data(),
    name=st.sampled_from(["json", "graphml", "gexf", "csv", "parquet"]),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_written_and_read_is_the_same_network(tmp_path, rows, columns, data, name):
    cells = data.draw(
        st.dictionaries(
            st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(columns) - 1)),
            st.floats(allow_nan=False, allow_infinity=False).filter(bool),
        )
    )
    ids = data.draw(st.lists(st.text(min_size=1, max_size=5), min_size=1, unique=True, max_size=4))
    codes = np.array(list(cells), dtype=np.int64).reshape(-1, 2)
    network = Network(
        kind=NetworkKind.TWOMODE,
        rows=tuple(rows),
        columns=tuple(columns),
        row_codes=codes[:, 0],
        column_codes=codes[:, 1],
        weights=np.array(list(cells.values()), dtype=float),
        statement_ids=np.array(ids, dtype=object),
        row_variable="a",
        column_variable="b",
        start=datetime(2024, 1, 1),
        middle=datetime(2024, 6, 1),
        stop=datetime(2024, 12, 31),
        evidence_of=lambda row, column: np.arange(len(ids)),
    )
    path = tmp_path / f"net{FORMATS[name].suffix}"
    write_networks([network], path, name)
    (found,) = read_networks(path)
    weights = sorted(found.weights.tolist())

    assert weights == sorted(network.weights.tolist())
    if all(label.isprintable() and label == label.strip() for label in rows + columns):
        assert (found.rows, found.columns) == (network.rows, network.columns)
        assert np.array_equal(found.dense, network.dense)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("database", "options", "file"),
    [
        ("sample.dna", {"aggregation": "combine"}, "sample-twomode-combine.csv"),
        ("sample.dna", {"aggregation": "combine"}, "sample-twomode-combine.dl"),
        ("synth-a.dna", {"aggregation": "combine"}, "a-twomode-combine.dl"),
        (
            "sample.dna",
            {"kind": "onemode", "aggregation": "subtract", "normalisation": "average"},
            "sample-onemode-subtract.dl",
        ),
    ],
)
def test_dnas_dialects_byte_by_byte(shared, database, options, file):
    table = read_dna(shared / "data/dna" / database)
    (network,) = networks(table, NetworkSpec(mode="dna", **options))
    name = "csv-dna" if file.endswith(".csv") else "dl"
    expected = (shared / "data/dna/reference" / file).read_bytes().decode()

    assert text(network, name) == expected


@pytest.mark.shared
@pytest.mark.parametrize(
    ("database", "file"), [("sample.dna", "sample-events.csv"), ("synth-a.dna", "a-events.csv")]
)
def test_dnas_event_list(shared, database, file):
    """Equal in everything but the coder: we write the name where DNA writes a number."""
    table = read_dna(shared / "data/dna" / database, texts=True)
    chosen = event_list(table, NetworkSpec(mode="dna", kind="eventlist"))
    found = "".join(dna_event_list(chosen))
    expected = (shared / "data/dna/reference" / file).read_bytes().decode()

    def rows(words):
        table = list(csv.reader(io.StringIO(words), delimiter=";"))
        at = table[0].index("coder")
        return [row[:at] + row[at + 1 :] for row in table]

    assert rows(found) == rows(expected)


@pytest.mark.shared
def test_visones_dialect_says_what_dnas_says(shared):
    def parts(words):
        root = ET.fromstring(words)
        space = "{http://graphml.graphdrawing.org/xmlns}"
        names, nodes = {}, {}
        for node in root.iter(f"{space}node"):
            data = {one.get("key"): one.text or "" for one in node.iter(f"{space}data")}
            fill = next(one.get("color") for one in node.iter() if one.tag.endswith("Fill"))
            names[node.get("id")] = data["name"]
            shown = {key: data[key] for key in ("variable", "frequency", "Country", "Type")}
            nodes[data["name"]] = (shown, fill)
        ties = {}
        for tie in root.iter(f"{space}edge"):
            weight = next(
                one.text for one in tie.iter(f"{space}data") if one.get("key") == "weight"
            )
            line = next(one.get("color") for one in tie.iter() if one.tag.endswith("LineStyle"))
            key = frozenset([names[tie.get("source")], names[tie.get("target")]])
            ties[key] = (round(float(weight), 9), line)
        return nodes, ties

    table = read_dna(shared / "data/dna/synth-a.dna")
    options = {"kind": "onemode", "aggregation": "subtract", "normalisation": "average"}
    spec = NetworkSpec(mode="dna", **options)
    (network,) = (with_frequencies(one, table, spec) for one in networks(table, spec))
    expected = (shared / "data/dna/reference/a-onemode-subtract.graphml").read_bytes().decode()

    assert parts(text(network, "graphml-visone")) == parts(expected)


def test_one_file_per_window_where_a_format_holds_one(tmp_path, windows):
    paths = write_networks(windows, tmp_path / "net.graphml")

    assert len(paths) == len(windows)
    assert all(path.exists() and path.name.startswith("net ") for path in paths)


def test_gexf_with_times_reads_back_window_by_window(tmp_path, windows):
    (path,) = write_networks(windows, tmp_path / "net.gexf")
    found = read_networks(path)

    assert [sorted(one.weights.tolist()) for one in found] == [
        sorted(one.weights.tolist()) for one in windows
    ]
    assert [one.middle for one in found] == [one.middle.replace(tzinfo=None) for one in windows]


def test_an_unknown_ending_lists_the_formats(tmp_path):
    with pytest.raises(InputError) as caught:
        write_networks([hostile_network()], tmp_path / "net.xyz")
    assert "graphml" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.graphml", "<graphml", "not well-formed", id="cut-xml"),
        pytest.param("a.graphml", "<x/>", "no <graph>", id="other-xml"),
        pytest.param(
            "a.json", '{"format": "counterpoint-network"}', "not a network", id="empty-json"
        ),
        pytest.param("a.csv", "source,target,weight\nx,y,much\n", "is no number", id="bad-weight"),
        pytest.param("a.csv", ",b\na,nan\n", "is nan", id="nan"),
        pytest.param("a.dl", "dl n = 2, format = edgelist1\ndata:\n", "edgelist1", id="dl-edges"),
        pytest.param("a.dl", 'dl n = 2\nlabels:\n"a"\n"b"\ndata:\n 1 2', "2 values", id="dl-short"),
        pytest.param("a.parquet", "PAR1", "not a Parquet file", id="parquet"),
    ],
)
def test_damaged_files_say_what_and_where(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_networks(path)


def test_entities_of_xml_are_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    path = tmp_path / "a.graphml"
    path.write_text(
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        '<graphml><graph><node id="n"><data key="label">&e;</data></node></graph></graphml>',
        encoding="utf-8",
    )
    (found,) = read_networks(path)

    assert "hidden" not in json.dumps(found.rows)


def test_an_empty_network_is_written_and_read(tmp_path):
    network = Network(
        kind=NetworkKind.TWOMODE,
        rows=(),
        columns=(),
        row_codes=np.zeros(0, dtype=np.int64),
        column_codes=np.zeros(0, dtype=np.int64),
        weights=np.zeros(0),
    )
    for name, one in FORMATS.items():
        path = tmp_path / f"{name}{one.suffix}"
        write_networks([network], path, name)
        assert path.exists()
    assert math.isclose(0, sum(read_networks(tmp_path / "json.json")[0].weights))
