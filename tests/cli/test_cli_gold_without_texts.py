"""Gold that holds spans only is measured on the very texts that were annotated, or refused."""

import gzip
import hashlib
import json

import pytest

from counterpoint.cli.main import main

TEXT = "Ann Lee said it rained. Bob Ray was late."
SPANS = {"source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 22]]}


@pytest.fixture
def run(capsys):
    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["evaluate", *map(str, arguments)])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return go


@pytest.fixture
def corpora(tmp_path):
    folder = tmp_path / "corpora"
    folder.mkdir()
    rows = [
        {"id": "whole", "text": TEXT + " It was Monday."},
        {"id": "lines", "title": "Rain", "sentences": [{"id": 0, "text": TEXT}]},
    ]
    with gzip.open(folder / "docs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def entry(text=TEXT, **other):
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {
        "file": "docs.jsonl.gz",
        "id": "whole",
        "end": len(text),
        "sha256": digest,
        "attributions": [SPANS],
        **other,
    }


@pytest.fixture
def gold(tmp_path):
    def write(*entries):
        path = tmp_path / "spans.json"
        path.write_text(json.dumps({"texts": entries}), encoding="utf-8")
        return path

    return write


def test_a_part_of_a_text_is_measured(run, gold, corpora):
    code, out, _ = run(
        "attribution", gold(entry()), "--texts", corpora, "--engine", "rules", "--json"
    )

    assert code == 0
    assert json.loads(out)["relations"]["strict"]["f1"] == 1.0


def test_a_text_in_sentences_is_its_title_and_a_line_each(run, gold, corpora):
    moved = {role: [[start + 5, end + 5] for start, end in some] for role, some in SPANS.items()}
    one = entry("Rain\n" + TEXT, id="lines", attributions=[moved])
    code, out, _ = run("attribution", gold(one), "--texts", corpora, "--engine", "rules", "--json")

    assert code == 0
    assert json.loads(out)["relations"]["strict"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"sha256": "0" * 64}, "not the text that was annotated", id="other text"),
        pytest.param({"end": 9}, "not the text that was annotated", id="other part"),
        pytest.param({"id": "none"}, "has no text 'none'", id="no such text"),
        pytest.param({"file": "gone.jsonl"}, "cannot be read", id="no such file"),
        pytest.param({"file": "../docs.jsonl.gz"}, "does not lie within", id="outside"),
        pytest.param({"attributions": [{"cue": [[0, 999]]}]}, "no span of the text", id="span"),
        pytest.param({"attributions": None}, "'attributions' is missing", id="no spans"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(run, gold, corpora, change, message):
    code, _, err = run("attribution", gold(entry(), entry(**change)), "--texts", corpora)

    assert code == 2
    assert message in err
    assert "text 2" in err or "gone.jsonl" in err


@pytest.mark.parametrize("text", ["", "\x00\x01", "{", "[]", "{}", '{"texts": []}'])
def test_a_file_that_is_no_such_gold_is_refused(run, tmp_path, corpora, text):
    path = tmp_path / "spans.json"
    path.write_text(text, encoding="utf-8")
    code, _, err = run("attribution", path, "--texts", corpora)

    assert code == 2
    assert "spans.json" in err


def test_without_the_texts_the_way_out_is_told(run, gold):
    code, _, err = run("attribution", gold(entry()))

    assert code == 2
    assert "--texts" in err


def test_a_folder_that_is_not_there_is_named(run, gold, tmp_path):
    code, _, err = run("attribution", gold(entry()), "--texts", tmp_path / "nowhere")

    assert code == 2
    assert "no such folder" in err
    assert "--texts" in err


def test_counts_of_gold_that_tells_spans_alone(run, tmp_path):
    text = "Ann Lee did not say it rained. The union demanded a bridge."
    path = tmp_path / "gold.jsonl"
    some = [
        {"source": [[0, 7]], "cue": [[8, 19]], "content": [[20, 29]]},
        {"source": [[31, 40]], "cue": [[41, 49]], "content": [[50, 58]]},
    ]
    path.write_text(json.dumps({"id": "a", "text": text, "attributions": some}) + "\n")
    code, out, _ = run("acts", path, "--counts", "--json")
    counts = json.loads(out)

    assert code == 0
    assert counts["statements"] == sum(counts["acts"].values()) == 2
    assert counts["acts"]["demands"] == 1
    assert (counts["cues_with_negation"], counts["negated_of_them"]) == (1, 1)


def test_counts_of_nothing_are_refused(run, tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "It rained.", "attributions": []}\n', encoding="utf-8")
    code, _, err = run("acts", path, "--counts")

    assert code == 2
    assert "no attributions" in err
