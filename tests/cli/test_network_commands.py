"""network, plot, convert and agreement from the command line, with good and with bad input."""

import csv
import io
import json
import sqlite3
from dataclasses import fields
from pathlib import Path

import pytest

from counterpoint.cli.main import main
from counterpoint.cli.selection_options import _HELP
from counterpoint.types import NetworkSpec

TRAM = str(Path(__file__).parents[2] / "docs" / "examples" / "tramway.csv")
ONEMODE = ("--kind", "onemode", "--aggregation", "subtract", "--normalisation", "average")


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(one) for one in arguments])
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return call


def test_the_strongest_ties_and_a_sentence(run):
    code, out, err = run("network", TRAM, *ONEMODE, "--coder", "ann", "--top", "3")
    lines = out.splitlines()

    assert code == 0
    assert len(lines) == 7
    assert "11 organizations with 55 ties from 270 statements" in lines[-1]
    assert err == ""


@pytest.mark.parametrize(
    "suffix", ["csv", "graphml", "gexf", "dl", "json", "parquet"], ids=lambda suffix: suffix
)
def test_written_as(run, tmp_path, suffix):
    path = tmp_path / f"net.{suffix}"
    code, out, err = run("network", TRAM, *ONEMODE, "-o", path)

    assert (code, out) == (0, "")
    assert path.exists()
    assert "55 ties" in err


def test_json_on_standard_output(run):
    _, out, err = run("network", TRAM, *ONEMODE, "--json")
    found = json.loads(out)["networks"][0]

    assert len(found["ties"]) == 55
    assert "55 ties" in err


def test_windows_are_listed(run):
    _, out, _ = run("network", TRAM, "--time-unit", "months", "--time-size", "12")

    assert "23 windows, 23 with ties" in out


def test_an_event_list(run):
    _, out, _ = run(
        "network", TRAM, "--kind", "eventlist", "--concept", "Hold a referendum", "-o", "-"
    )
    rows = list(csv.DictReader(io.StringIO(out)))

    assert rows
    assert {row["concept"] for row in rows} == {"Hold a referendum"}


def test_filters_and_excludes_say_the_same(run):
    _, kept, _ = run(
        "network", TRAM, "--json", "--exclude", "concept=Hold a referendum", "--invert"
    )
    _, filtered, _ = run("network", TRAM, "--json", "--concept", "Hold a referendum")

    ties = [
        [t["weight"] for t in json.loads(out)["networks"][0]["ties"]] for out in (kept, filtered)
    ]
    assert ties[0] == ties[1]


def test_every_field_of_the_specification_is_an_option(run):
    _, out, _ = run("network", "--help")

    assert set(_HELP) == {field.name for field in fields(NetworkSpec)}
    for name in _HELP:
        assert f"--{name.replace('_', '-')}" in out


def test_everything_turns_into_everything(run, tmp_path):
    database, lines, again = (tmp_path / name for name in ("t.dna", "t.jsonl", "t.csv"))
    assert run("convert", TRAM, database, "--password", "open")[0] == 0
    _, _, err = run("convert", database, lines)
    assert "Lost: the texts of documents around the statements" in err
    run("convert", lines, again)
    results = [run("network", one, "--json", *ONEMODE)[1] for one in (TRAM, database, lines, again)]
    weights = [[t["weight"] for t in json.loads(out)["networks"][0]["ties"]] for out in results]

    assert all(one == weights[0] for one in weights)


def test_networks_turn_into_networks_and_losses_are_said(run, tmp_path):
    run("network", TRAM, *ONEMODE, "-o", tmp_path / "net.json")
    _, _, kept = run("convert", tmp_path / "net.json", tmp_path / "net.graphml")
    _, _, lost = run("convert", tmp_path / "net.graphml", tmp_path / "net.dl")

    assert "Lost: nothing" in kept
    assert "Lost: statement ids" in lost


def test_agreement_as_table_rows_and_disagreements(run):
    _, out, _ = run("agreement", TRAM, "--by", "coder", "--draws", "50")
    _, rows, _ = run("agreement", TRAM, "--draws", "0", "--jsonl", "--variable", "concept")
    _, differ, _ = run("agreement", TRAM, "--draws", "0", "--disagreements", "--csv")
    found = [json.loads(line) for line in rows.splitlines()]

    assert "unitizing alpha" in out
    assert {row["variable"] for row in found} == {"concept", "where statements lie"}
    assert len(differ.splitlines()) == 28


def test_plots_are_written(run, tmp_path):
    for kind, name in (("network", "n.html"), ("bars", "b.svg"), ("timeline", "t.svg")):
        code, _, err = run("plot", kind, TRAM, "-o", tmp_path / name)
        assert code == 0
        assert f"Wrote {tmp_path / name}" in err


def broken_database(tmp_path):
    path = tmp_path / "cut.dna"
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE a(b); INSERT INTO a VALUES (zeroblob(90000));")
    connection.close()
    path.write_bytes(path.read_bytes()[:5000])
    return path


def text_file(tmp_path):
    path = tmp_path / "notes.dna"
    path.write_text("These are notes.", encoding="utf-8")
    return path


def csv_file(content):
    def make(tmp_path):
        path = tmp_path / "statements.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return make


BAD = [
    pytest.param(broken_database, (), "cut.dna", id="cut-database"),
    pytest.param(text_file, (), "notes.dna", id="text-named-dna"),
    pytest.param(lambda folder: folder / "none.dna", (), "no such file", id="no-file"),
    pytest.param(lambda folder: folder, (), "is a folder", id="folder"),
    pytest.param(csv_file(""), (), "no statement", id="empty-file"),
    pytest.param(csv_file("id,concept\n1\n"), (), "line 2", id="short-row"),
    pytest.param(csv_file("id,concept\n1,a\n1,b\n"), (), "line 3", id="id-twice"),
    pytest.param(csv_file("date,concept\nyesterday,a\n"), (), "line 2", id="bad-date"),
    pytest.param(csv_file("start,stop,concept\n9,3,a\n"), (), "not a span", id="bad-span"),
    pytest.param(csv_file("start,stop,concept\n0,999999999999,a\n"), (), "span", id="far-span"),
    pytest.param(csv_file("concept\n\0\n"), (), "NUL", id="nul"),
    pytest.param(csv_file('concept\n"open\n'), (), "line", id="open-quote"),
    pytest.param(lambda _: TRAM, ("--variable1", "nobody"), '"nobody"', id="unknown-variable"),
    pytest.param(
        lambda _: TRAM, ("--kind", "onemode", "--aggregation", "combine"), "combine", id="misfit"
    ),
    pytest.param(lambda _: TRAM, ("--start", "tomorrow"), "not a date", id="no-date"),
    pytest.param(lambda _: TRAM, ("--exclude", "concept"), "names no variable", id="no-pair"),
    pytest.param(lambda _: TRAM, ("--country", "X"), "countries", id="no-such-field"),
    pytest.param(lambda _: TRAM, ("-o", "net.xyz"), "net.xyz", id="unknown-format"),
    pytest.param(lambda _: TRAM, ("-o", "none/net.csv"), "none", id="no-folder"),
]


@pytest.mark.parametrize(("make", "options", "named"), BAD)
def test_bad_input_is_named_with_a_way_out(run, tmp_path, monkeypatch, make, options, named):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("network", make(tmp_path), *options)

    assert code == 2
    assert named in err
    assert "Error" in err
    assert "Hint" in err
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.parametrize(
    "options",
    [("--start", "2050-01-01", "--stop", "2051-01-01"), ("--actor", "nobody"), ("--text", "zzzz")],
)
def test_nothing_left_is_said(run, options):
    code, out, err = run("network", TRAM, *options)

    assert code in (0, 2)
    assert "o ties" in out or "Error" in err
    assert "nan" not in (out + err).lower().replace("finance", "")


def test_one_value_of_an_integer_qualifier_gives_numbers(run, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("organization,concept,intensity\nA,x,2\nB,x,2\nC,x,2\n", encoding="utf-8")
    code, out, err = run(
        "network",
        path,
        "--kind",
        "onemode",
        "--aggregation",
        "congruence",
        "--qualifier",
        "intensity",
    )

    assert "nan" not in out.lower()
    assert code == 0 or "Hint" in err


def test_a_password_is_needed_for_a_database(run, tmp_path):
    code, _, err = run("convert", TRAM, tmp_path / "t.dna")

    assert code == 2
    assert "password" in err
    assert not (tmp_path / "t.dna").exists()


def test_an_old_file_stays_when_writing_fails(run, tmp_path):
    path = tmp_path / "net.json"
    path.write_text("old", encoding="utf-8")
    run("network", TRAM, "--variable1", "nobody", "-o", path)

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_statement_ids_can_be_left_out(run):
    _, out, _ = run("network", TRAM, *ONEMODE, "--json", "--no-evidence")

    assert not any(tie["statement_ids"] for tie in json.loads(out)["networks"][0]["ties"])


def test_too_many_statement_ids_are_left_out_aloud(run, monkeypatch):
    monkeypatch.setattr("counterpoint.workflow.networks._MOST_IDS", 1000)
    _, out, err = run("network", TRAM, *ONEMODE, "--json")

    assert "Statement ids are left out" in err
    assert len(json.loads(out)["networks"][0]["ties"]) == 55


def test_intervals_are_shown_beside_the_weights(run):
    _, out, _ = run("network", TRAM, *ONEMODE, "--intervals", "30", "--top", "2")
    head, _, first = out.splitlines()[:3]

    assert head.split()[-2:] == ["low", "high"]
    low, high = map(float, first.split()[-2:])
    assert low < -5.5 < high
