"""The commands of a corpus, from texts to judged statements, as a person types them."""

import csv
import io
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from counterpoint.cli.main import cli, main

ARTICLE = """The canal

Minister Ada Holm said the canal must stay open. "We will not close it," she told reporters.

The Northern Compact demanded a new treaty. Ola Vik denied that the talks had failed.
"""


@pytest.fixture
def run(tmp_path, monkeypatch, capfdbinary):
    """Run a command as a person would; gives exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = capfdbinary.readouterr()
        return left.value.code, out.decode(), err.decode()

    return command


@pytest.fixture
def corpus(run, tmp_path):
    """A corpus of two analysed articles."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (texts / "b.txt").write_text(ARTICLE.replace("Ada Holm", "Berit Lund"), encoding="utf-8")
    assert run("add", "news.counterpoint", "texts")[0] == 0
    assert run("analyse", "news.counterpoint", "--engine", "rules")[0] == 0
    return "news.counterpoint"


def rows(run, corpus, *options):
    code, out, _ = run("statements", corpus, "--jsonl", *options)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_add_says_what_became_of_each(run, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "empty.txt").write_text("")
    code, out, err = run("add", "n.counterpoint", "a.txt", "empty.txt")
    assert (code, out) == (3, "")
    assert "Added 1 document" in err
    assert "1 not read" in err
    assert "the file is empty" in run("failures", "n.counterpoint")[1]

    (tmp_path / "a.txt").write_text(ARTICLE + "A correction.")
    code, _, err = run("add", "n.counterpoint", "a.txt")
    assert (code, "1 corrected version" in err) == (0, True)
    code, _, err = run("add", "n.counterpoint", "a.txt")
    assert "Added 0 documents, 1 known already." in err


def test_add_of_nothing_readable_is_exit_2(run, tmp_path):
    (tmp_path / "empty.txt").write_text("")

    assert run("add", "n.counterpoint", "empty.txt")[0] == 2


def test_analyse_says_what_it_did_and_does_it_once(run, corpus):
    code, out, err = run("analyse", corpus, "--engine", "rules")

    assert (code, out) == (0, "")
    assert "Done: 0 documents, 0 statements; 2 analysed before." in err


def test_statements_have_the_fields_of_the_contract_in_each_format(run, corpus):
    wanted = (
        *("id", "document_id", "published", "outlet", "title", "speaker", "speaker_id"),
        *("organisation", "country", "manner", "act", "negated", "source", "cue", "content"),
        *("start", "end", "score", "coder", "status"),
    )
    lines = rows(run, corpus)
    _, whole, _ = run("statements", corpus, "--json")
    _, table, _ = run("statements", corpus, "--csv")
    parsed = list(csv.DictReader(io.StringIO(table)))

    assert set(wanted) <= set(lines[0])
    assert json.loads(whole) == lines
    assert [row["id"] for row in parsed] == [line["id"] for line in lines]
    assert all(isinstance(line["negated"], bool) for line in lines)


def test_what_is_printed_stands_in_the_text(run, corpus):
    for line in rows(run, corpus):
        text = ARTICLE.replace("Ada Holm", "Berit Lund") if "Lund" in str(line) else ARTICLE
        assert all(piece in text for piece in line["content"].split(" […] "))


def test_a_judgement_shows_and_is_undone(run, corpus):
    id = rows(run, corpus)[0]["id"]
    assert run("judge", corpus, id[:10], "reject", "--coder", "Ana")[0] == 0
    assert [row["id"] for row in rows(run, corpus, "--status", "rejected")] == [id]
    code, _, err = run("undo", corpus)
    assert (code, err.startswith("Undone: reject")) == (0, True)
    assert run("redo", corpus)[0] == 0
    code, out, _ = run("history", corpus, id, "--jsonl")
    assert json.loads(out)["what"] == f"reject {id}"


def test_a_change_is_found_by_its_new_value(run, corpus):
    id = rows(run, corpus)[0]["id"]
    run("judge", corpus, id, "change", "speaker=O'Neil <b>", "--coder", "Ana; DROP TABLE run")

    assert [row["id"] for row in rows(run, corpus, "--actor", "o'neil <B>")] == [id]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["statements", "none.counterpoint"], 2, "no corpus yet", id="no-corpus"),
        pytest.param(["statements", "texts/a.txt"], 2, "ending in .counterpoint", id="a-text"),
        pytest.param(["judge", "{}", "s0", "accept", "--coder", "A"], 2, "no statement", id="id"),
        pytest.param(["judge", "{}", "s0", "change", "x", "--coder", "A"], 2, "FIELD", id="field"),
        pytest.param(["statements", "{}", "--since", "31/12/24"], 2, "not a date", id="date"),
        pytest.param(
            ["statements", "{}", "--since", "2024", "--until", "2023"], 2, "after", id="order"
        ),
        pytest.param(["search", "{}", "()"], 2, "nothing to search", id="search"),
        pytest.param(["actor", "{}", "Nobody"], 2, "no actor", id="actor"),
        pytest.param(["undo", "{}", "--run", "99"], 2, "no run 99", id="run"),
        pytest.param(["import", "{}", "none.csv"], 2, "no such file", id="import"),
    ],
)
def test_mistakes_are_sentences(run, corpus, arguments, code, words):
    found, _, err = run(*(one.format(corpus) for one in arguments))

    assert found == code
    assert words in err
    assert "Traceback" not in err


def test_search_prints_snippets(run, corpus):
    code, out, err = run("search", corpus, '"new treaty"')

    assert code == 0
    assert "demanded a new treaty" in out
    assert "2 documents." in err
    assert json.loads(run("search", corpus, "treat*", "--json")[1])[0]["start"] > 0


def test_status_counts_and_checks(run, corpus):
    found = json.loads(run("status", corpus, "--json")[1])

    assert (found["documents"], found["not_analysed"], found["judged"]) == (2, 0, 0)
    assert run("status", corpus, "--check")[1] == "The corpus is whole.\n"


def test_actors_are_linked_merged_and_told_apart(run, corpus):
    assert run("link", corpus)[0] == 0
    names = [json.loads(line)["name"] for line in run("actors", corpus, "--jsonl")[1].splitlines()]
    first, second = [name for name in names if name in ("Ada Holm", "Berit Lund")]
    assert run("merge", corpus, first, second, "--coder", "Ana")[0] == 0
    assert json.loads(run("actor", corpus, second, "--json")[1])["name"] == first
    assert run("undo", corpus)[0] == 0
    assert run("distinct", corpus, first, second, "--coder", "Ana", "--reason", "two")[0] == 0
    code, _, err = run("merge", corpus, first, second, "--coder", "Ana")
    assert (code, "judged not the same: two" in err) == (2, True)


def test_export_counts_its_rows(run, corpus, tmp_path):
    total = len(rows(run, corpus))
    code, _, err = run("export", corpus, "out", "--format", "csv", "--format", "jsonl")

    assert (code, f"statements.csv: {total} rows" in err) == (0, True)
    assert len((tmp_path / "out" / "statements.jsonl").read_text().splitlines()) == total


def test_a_network_is_drawn_from_a_corpus(run, corpus):
    code, out, _ = run("network", corpus, "--level", "person", "--variable2", "act", "--json")

    assert code == 0
    assert "Ada Holm" in out


def test_a_closed_pipe_is_no_error(corpus, tmp_path):
    code = "import sys; from counterpoint.cli.main import main; main(sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "statements", corpus, "--jsonl"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()

    assert process.wait(60) == 0
    assert process.stderr.read() == b""


@pytest.mark.parametrize(
    "command",
    "add analyse statements actors actor merge split distinct judge "
    "undo redo history search status failures export import link".split(),
)
def test_help_opens_with_a_sentence_and_has_an_example(command):
    found = CliRunner().invoke(cli, [command, "--help"])

    assert found.exit_code == 0
    assert "Try:" in found.output
