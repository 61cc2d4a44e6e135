"""Codebooks are read from TOML and CSV, and every fault is named with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.readers.codebook import check_codebook, codebook_to_toml, read_codebook
from counterpoint.types.position import Codebook, Concept

TOML = """
title = "Harbour"

[[concept]]
name = "Night flights"
definition = "The airport may be used at night."
for = ["Planes must be able to land at any hour."]
against = ["Nobody here can sleep any more."]

[[concept]]
name = "Night cargo flights"
definition = "Freight may be flown at night."
parent = "Night flights"
keywords = ["cargo", "freight"]
"""


def written(tmp_path, text, name="codebook.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_toml(tmp_path):
    codebook = read_codebook(written(tmp_path, TOML))

    assert codebook.title == "Harbour"
    assert [concept.name for concept in codebook.concepts] == [
        "Night flights",
        "Night cargo flights",
    ]
    assert codebook.concepts[1].parent == "Night flights"
    assert codebook.concepts[0].examples_against == ("Nobody here can sleep any more.",)


@pytest.mark.parametrize("mark", [",", ";"])
def test_csv_of_a_spreadsheet(tmp_path, mark):
    rows = [
        ["concept", "definition", "for", "against", "parent", "keywords"],
        ["Toll", '"A fee, paid by drivers"', "Drivers should pay|It is fair", "", "", "toll|fee"],
    ]
    text = "\ufeff" + "\n".join(mark.join(row) for row in rows)

    concept = read_codebook(written(tmp_path, text, "c.csv")).concepts[0]

    assert concept.definition == "A fee, paid by drivers"
    assert concept.examples_for == ("Drivers should pay", "It is fair")
    assert concept.keywords == ("toll", "fee")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            TOML.replace("Night cargo flights", "night  FLIGHTS"), "already", id="doubled"
        ),
        pytest.param(TOML.replace("Freight may be flown at night.", " "), "empty def", id="empty"),
        pytest.param(TOML.replace('parent = "N', 'parent = "X'), "is no concept", id="parent"),
        pytest.param(
            TOML.replace("against =", 'parent = "Night cargo flights"\nagainst ='),
            "in a circle: Night flights -> Night cargo flights -> Night flights",
            id="circle",
        ),
        pytest.param(TOML.replace("keywords", "keyword"), '"keyword" is no field', id="field"),
        pytest.param(TOML.replace('["cargo", "freight"]', '"cargo"'), "not a list", id="list"),
        pytest.param("title = ", "not TOML", id="syntax"),
        pytest.param("", "no concept", id="nothing"),
        pytest.param("concept = 3", "[[concept]]", id="shape"),
    ],
)
def test_faults_are_named(tmp_path, text, message):
    with pytest.raises(InputError) as caught:
        read_codebook(written(tmp_path, text))

    assert message in str(caught.value)
    assert caught.value.hint


def test_csv_without_definitions_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"line 1: needs the columns"):
        read_codebook(written(tmp_path, "concept,notes\nToll,x\n", "c.csv"))


def test_missing_and_binary_files_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_codebook(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not in UTF-8"):
        read_codebook(tmp_path / "b.toml")


def test_two_thousand_concepts(tmp_path):
    concepts = tuple(Concept(f"Concept {n}", f"The matter of {n}.") for n in range(2000))
    path = written(tmp_path, codebook_to_toml(Codebook(concepts)))

    assert len(read_codebook(path).concepts) == 2000


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.builds(Concept, names.map(str.strip), names.map(str.strip)), max_size=4))
def test_toml_round_trip(tmp_path_factory, concepts):
    codebook = Codebook(tuple(concepts), "t")
    path = tmp_path_factory.mktemp("c") / "c.toml"
    path.write_bytes(codebook_to_toml(codebook).encode())

    if check_codebook(codebook):
        with pytest.raises(InputError):
            read_codebook(path)
    else:
        assert read_codebook(path) == codebook
