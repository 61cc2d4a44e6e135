"""``counterpoint dna``: cases in, results out; files checked rule by rule."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterpoint.cli.dna import dna
from counterpoint.errors import InputError
from counterpoint.writers.dna import write_database

sys.path.insert(0, str(Path(__file__).parents[1] / "readers"))

from dna_databases import small

SETTINGS = {
    "statement_type": "DNA Statement",
    "network_type": "twomode",
    "variable1": "organization",
    "variable2": "concept",
    "qualifier": "agreement",
}


@pytest.fixture
def folder(tmp_path):
    write_database(small(), tmp_path / "small.dna")
    return tmp_path


def run(folder, *cases):
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    arguments = ["run", "-", "--databases", str(folder)]
    return CliRunner().invoke(dna, arguments, input=lines)


def case(name, kind="network", database="small.dna", **settings):
    return {"id": name, "database": database, "kind": kind, "settings": SETTINGS | settings}


def test_each_case_gives_one_line(folder):
    result = run(folder, case("a"), case("b", "barplot"))
    lines = [json.loads(line) for line in result.output.splitlines()]

    assert result.exit_code == 0
    assert [line["id"] for line in lines] == ["a", "b"]
    assert lines[0]["output"]["results"][0]["matrix"] == [[1], [1]]
    assert lines[0]["output"]["filtered_statement_ids"] == [1, 2]
    assert lines[1]["output"]["counts"] == [[0, 2], [1, 0]]


def test_what_dna_fails_on_is_an_error_in_the_output(folder):
    result = run(
        folder,
        case("a", qualifier_aggregation="combine", normalization="prominence"),
        case("b", exclude_authors=["O'Neill"]),
    )
    outputs = [json.loads(line)["output"] for line in result.output.splitlines()]

    assert result.exit_code == 0
    assert all("DNA fails" in output["error"] for output in outputs)


def test_a_bad_case_is_told_and_the_others_go_on(folder):
    result = run(folder, case("a", "tarot"), case("b", database="../small.dna"), case("c"))
    outputs = [json.loads(line)["output"] for line in result.output.splitlines()]

    assert result.exit_code == 3
    assert "kind" in outputs[0]["error"]
    assert "not the name of a database" in outputs[1]["error"]
    assert "results" in outputs[2]


def test_a_line_that_is_not_json_is_named(folder):
    result = CliRunner().invoke(dna, ["run", "-", "--databases", str(folder)], input="{}\n{oh\n")

    assert isinstance(result.exception, InputError)
    assert "line 2" in str(result.exception)


def test_a_sound_file_passes_the_check(folder):
    result = CliRunner().invoke(dna, ["check", str(folder / "small.dna")])

    assert result.exit_code == 0
    assert "DNA 3 can work with this file" in result.output


def test_a_breach_is_listed_with_rule_table_and_row(folder):
    path = folder / "small.dna"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM DATABOOLEAN WHERE ID = 3")
        connection.commit()
    result = CliRunner().invoke(dna, ["check", str(path)])

    assert result.exit_code == 3
    assert "7: table DATABOOLEAN" in result.output
    assert "statement 3 has no value of variable 3" in result.output
