"""``counterpoint evaluate`` prints the figures of the reference scorer."""

import json
from pathlib import Path

import pytest

from counterpoint.cli.main import main

GOLD = Path(__file__).parents[1] / "analysis" / "gold" / "statements.jsonl"


@pytest.fixture
def run(capsys):
    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["evaluate", *map(str, arguments)])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return go


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    row = {
        "id": "a",
        "text": "Ann Lee said it rained. Bob Ray was late.",
        "attributions": [{"source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 22]]}],
    }
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_attribution_of_texts_that_are_read_now(run, gold):
    code, out, _ = run("attribution", gold, "--engine", "rules", "--json")
    figures = json.loads(out)

    assert code == 0
    assert figures["relations"]["strict"]["f1"] == 1.0
    assert "calibration_error" in figures


def test_attribution_of_a_file(run, gold, tmp_path):
    found = tmp_path / "found.jsonl"
    found.write_text('{"id": "a", "attributions": []}\n', encoding="utf-8")
    code, out, _ = run("attribution", gold, "--predictions", found)

    assert code == 0
    assert "relation, all" in out
    assert "1 articles, 1 gold, 0 predicted" in out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "not JSON Lines"),
        ("[]", "expected an object"),
        ('{"id": "a", "text": "x", "attributions": [{"cue": [[0, 9]]}]}', "no span of the text"),
    ],
)
def test_gold_that_is_none(run, tmp_path, line, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    code, out, err = run("attribution", path)

    assert (code, out) == (2, "")
    assert message in err


def test_acts(run):
    code, out, _ = run("acts", GOLD, "--engine", "rules", "--no-speakers", "--json")
    figures = json.loads(out)

    assert code == 0
    assert figures["counts"]["act"] >= 150
    assert figures["act_accuracy"] > 0.9


def named(id, *mentions):
    text = " and ".join(words for words, _, _ in mentions) + " spoke."
    rows = []
    for words, kind, title in mentions:
        at = text.index(words)
        place = {"name": [at, at + len(words)], "start": at, "end": at + len(words)}
        rows.append({**place, "form": "name", "type": kind, "wiki": title})
    return json.dumps({"id": id, "text": text, "mentions": rows, "chains": []})


def test_links_are_counted_across_documents_and_over_all_pairs(run, tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = [
        named("a", ("Ann Lee", "person", "Ann"), ("Norway", "place", "Norway")),
        named("b", ("Dr. Ann Lee", "person", "Ann"), ("Kingdom of Norway", "place", "Norway")),
        named("c", ("Ben Ray", "person", "Ben"), ("Mr. Ray", "person", "Ben")),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, out, _ = run("actors", path)
    across, every = out.splitlines()

    assert code == 0
    assert across == (
        "links, pairs of different documents: precision 1.0000, recall 1.0000, "
        "pairs found 2, pairs in gold 2"
    )
    assert every == (
        "links, all pairs: precision 1.0000, recall 1.0000, pairs found 3, pairs in gold 3"
    )


def test_measure_that_does_not_exist(run):
    code, _, err = run("weather", GOLD)

    assert code == 2
    assert "weather" in err
