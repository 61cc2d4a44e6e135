"""``counterpoint resolve``, ``evaluate speakers`` and ``evaluate actors`` keep their contracts."""

import json

import pytest

from counterpoint.cli.main import main

TEXT = "Maria Lopez opened the bridge on Friday. She said that it would last."
ROW = {"id": "a", "text": TEXT, "targets": [{"start": 41, "end": 44}]}


@pytest.fixture
def run(capsys):
    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments)])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return go


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_targets_get_names_in_order(run, tmp_path):
    source, out = write(tmp_path / "in.jsonl", ROW, {**ROW, "id": "b"}), tmp_path / "out.jsonl"
    code, _, _ = run("resolve", source, out)
    rows = [json.loads(line) for line in out.read_text().splitlines()]

    assert code == 0
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[0]["resolved"] == [{"start": 41, "end": 44, "name": "Maria Lopez"}]
    assert {"start": 0, "end": 11, "type": "person"} in rows[0]["names"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"targets": [{"start": 60, "end": 999}]}, "no place in a text", id="place"),
        pytest.param({"text": 5}, "text", id="text"),
        pytest.param({"sentences": [[0, 40]], "speakers": []}, "one entry for each", id="speakers"),
        pytest.param({"sentences": [[41, 60], [0, 40]]}, "begins before", id="order"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_done(run, tmp_path, change, told):
    source = write(tmp_path / "in.jsonl", {**ROW, **change}, {**ROW, "id": "b"})
    code, _, err = run("resolve", source, tmp_path / "out.jsonl")

    assert code != 0
    assert told in err
    assert "Traceback" not in err
    assert json.loads((tmp_path / "out.jsonl").read_text())["id"] == "b"


def gold(**more):
    mentions = [
        {"start": 0, "end": 11, "type": "person", "chain": "1", "form": "name", "name": [0, 11],
         "wiki": "Maria Lopez"},
        {"start": 41, "end": 44, "type": "person", "chain": "1", "form": "pronoun", "says": True},
    ]  # fmt: skip
    chains = {"1": {"type": "person", "name": "Maria Lopez", "names": ["Maria Lopez"]}}
    return {"id": "a", "text": TEXT, "mentions": mentions, "chains": chains, **more}


def test_evaluate_speakers(run, tmp_path):
    code, out, _ = run("evaluate", "speakers", write(tmp_path / "gold.jsonl", gold()), "--json")
    figures = json.loads(out)

    assert code == 0
    assert figures["resolved"]["he_she"] == {"accuracy": 1.0, "coverage": 1.0, "targets": 1}
    assert figures["names"]["typed"]["recall"] == 1.0


def test_evaluate_speakers_scores_lines_of_resolve(run, tmp_path):
    answer = {
        "id": "a",
        "resolved": [{"start": 41, "end": 44, "name": "Ms. Maria Lopez's"}],
        "names": [{"start": 0, "end": 11, "type": "place"}],
    }
    code, out, _ = run(
        "evaluate", "speakers", write(tmp_path / "gold.jsonl", gold()), "--json",
        "--predictions", write(tmp_path / "out.jsonl", answer),
    )  # fmt: skip
    figures = json.loads(out)

    assert code == 0
    assert figures["names"]["exact"]["f1"] == 1.0
    assert figures["names"]["typed"]["f1"] == 0.0
    assert figures["resolved"]["total"]["accuracy"] == 1.0


def test_evaluate_actors_links_across_documents(run, tmp_path):
    path = write(tmp_path / "gold.jsonl", gold(), gold(id="b"))
    code, out, _ = run("evaluate", "actors", path, "--json")

    assert code == 0
    assert json.loads(out)["links, pairs of different documents"]["recall"] == 1.0


def test_evaluate_actors_turns_and_speeches(run, tmp_path):
    text = "MS. PSAKI: Hello.\n\nQ Why, Jen?\n\nMS. PSAKI: Because."
    turns = write(tmp_path / "t.jsonl", {"id": "t", "title": "Briefing by Jen Psaki", "text": text})
    speech = {"id": "s", "text": "We in Norway hope.", "speaker": "A", "post": "", "iso3": "NOR",
              "country": "Norway"}  # fmt: skip
    _, out, _ = run("evaluate", "actors", turns, "--json")
    _, second, _ = run("evaluate", "actors", write(tmp_path / "s.jsonl", speech), "--json")

    assert json.loads(out)["turns"] == {"right": 1.0, "cases": 2}
    assert json.loads(second)["country of speaker"] == {"right": 1.0, "cases": 1}


@pytest.mark.parametrize("measure", ["speakers", "actors"])
def test_a_gold_that_is_none(run, tmp_path, measure):
    code, _, err = run("evaluate", measure, write(tmp_path / "gold.jsonl", {"id": "a"}))

    assert code == 2
    assert "Hint" in err
