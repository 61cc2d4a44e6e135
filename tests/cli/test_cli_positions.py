"""Positions from the command line: what goes in, what comes out, what is said of bad input."""

import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from counterpoint.cli.main import cli
from counterpoint.errors import CounterpointError
from counterpoint.workflow.corpus import Corpus


def run(*arguments):
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def written(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


TEXT = "Ann Lee praised Kenya and accused the Harbour Board of lying."


def spot(words):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "mention": words}


@pytest.mark.parametrize(
    ("task", "question", "labels"),
    [
        ("target", {"target": spot("Harbour Board")}, {"-1", "0", "1"}),
        (
            "pair",
            {"a": spot("Ann Lee"), "b": spot("Kenya")},
            {"neutral", "a_pos_b", "b_pos_a", "a_neg_b", "b_neg_a"},
        ),
        ("concept", {"topic": "the Harbour Board"}, {"pro", "con", "neutral"}),
        ("relation", {"source": "Ann Lee", "target": spot("Kenya")}, {"1", "-1"}),
    ],
)
def test_stance_answers_every_task(tmp_path, task, question, labels):
    source = written(tmp_path / "in.jsonl", {"id": "x", "text": TEXT, **question})

    result = run("stance", source, tmp_path / "out.jsonl", "--task", task)

    assert result.exit_code == 0, result.output
    answer = lines(tmp_path / "out.jsonl")[0]
    assert str(answer["label"]) in labels
    assert labels <= set(answer["scores"])
    assert sum(answer["scores"][label] for label in labels) == pytest.approx(1, abs=0.01)


def test_exchanged_names_exchange_the_answer(tmp_path):
    rows = [
        {"id": "x", "text": TEXT, "a": spot("Ann Lee"), "b": spot("Kenya")},
        {"id": "y", "text": TEXT, "a": spot("Kenya"), "b": spot("Ann Lee")},
    ]
    source = written(tmp_path / "in.jsonl", *rows)

    run("stance", source, tmp_path / "out.jsonl", "--task", "pair")

    first, second = (answer["scores"] for answer in lines(tmp_path / "out.jsonl"))
    assert first["a_pos_b"] == pytest.approx(second["b_pos_a"], abs=0.02)
    assert first["a_neg_b"] == pytest.approx(second["b_neg_a"], abs=0.02)


def test_question_that_does_not_fit_is_named_and_passed_over(tmp_path):
    rows = [
        {"id": "x", "text": TEXT, "target": {"start": 0, "end": 900}},
        {"id": "y", "text": TEXT, "target": spot("Kenya")},
        {"id": "z", "text": TEXT},
    ]
    source = written(tmp_path / "in.jsonl", *rows)

    result = run("stance", source, tmp_path / "out.jsonl", "--task", "target")

    assert result.exit_code == 3
    assert "line 1" in result.output
    assert "lies outside the text of 61 characters" in result.output
    assert [answer["id"] for answer in lines(tmp_path / "out.jsonl")] == ["y"]


def test_edges_rest_on_words_of_the_article(tmp_path):
    text = (
        "President Ann Lee attacked the Harbour Board on Monday. She called it a disgrace. "
        "“The Harbour Board has lied to every sailor in this country,” Lee said."
    )
    entities = [
        {"name": "Ann Lee", "type": "People"},
        {"name": "Harbour Board", "type": "Organization"},
    ]
    source = written(tmp_path / "in.jsonl", {"id": "x", "text": text, "entities": entities})

    result = run("edges", source, tmp_path / "out.jsonl", "--engine", "rules")

    assert result.exit_code == 0, result.output
    found = lines(tmp_path / "out.jsonl")[0]["edges"]
    assert ("Ann Lee", "Harbour Board", -1) in {
        (e["source"], e["target"], e["label"]) for e in found
    }
    assert all(0 <= start < end <= len(text) for e in found for start, end in e["content"])


@pytest.mark.parametrize(
    "extra",
    [
        {"text": ""},
        {"text": "Nobody is named here."},
        {"text": TEXT, "entities": []},
        {"text": TEXT, "entities": [{"name": "Kenya"}, {"name": "Kenya Airways"}]},
        {"text": "Kenya " * 4000 + "."},
    ],
    ids=["empty", "nobody", "no-entities", "prefix", "endless-sentence"],
)
def test_articles_without_sides_have_no_edges_and_do_no_harm(tmp_path, extra):
    source = written(tmp_path / "in.jsonl", {"id": "x", **extra})

    result = run("edges", source, tmp_path / "out.jsonl", "--engine", "rules")

    assert result.exit_code == 0, result.output
    assert len(lines(tmp_path / "out.jsonl")) == 1


def test_codebook_is_begun_checked_and_never_written_over(tmp_path):
    place = tmp_path / "concepts.toml"

    assert run("codebook", "new", place).exit_code == 0
    assert "no fault" in run("codebook", "check", place).output
    with pytest.raises(CounterpointError, match="is there already"):
        CliRunner().invoke(cli, ["codebook", "new", str(place)], catch_exceptions=False)


def test_corpus_is_coded_once_and_sampled(tmp_path):
    corpus = tmp_path / "c.counterpoint"
    article = tmp_path / "a.txt"
    article.write_text(
        "“Planes must be allowed to land at night,” said Ann Lee.\n\n"
        "“Night flights rob our children of their sleep,” said Omar Reed.\n\n"
        "The mayor said the council would meet on Monday.\n",
        encoding="utf-8",
    )
    run("add", corpus, article)
    run("analyse", corpus, "--engine", "rules")
    run("codebook", "new", tmp_path / "c.toml")

    first = run("positions", corpus, "--codebook", tmp_path / "c.toml")
    again = run("positions", corpus, "--codebook", tmp_path / "c.toml")
    sample = run("sample", corpus, "--n", 2, "-o", tmp_path / "s.csv")

    assert first.exit_code == 0, first.output
    assert "positions" in first.output
    assert again.exit_code == 0, again.output
    assert sample.exit_code == 0, sample.output
    rows = (tmp_path / "s.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "id,probability,drawn,speaker,content"
    assert [row.split(",")[2] for row in rows[1:3]] == ["1", "1"]
    assert all(float(row.split(",")[1]) > 0 for row in rows[1:])


@pytest.fixture
def harbour(tmp_path):
    """A corpus with four statements on night flights, and a codebook."""
    article = tmp_path / "a.txt"
    article.write_text(
        "“Planes must be allowed to land at night,” said Ann Lee.\n\n"
        "“Night flights rob our children of their sleep,” said Omar Reed.\n\n"
        "“Nobody here can sleep because of the planes at night,” said Ida Berg.\n\n"
        "“It will be cold tomorrow, and windy in the hills,” said Tom Fox.\n",
        encoding="utf-8",
    )
    corpus = tmp_path / "c.counterpoint"
    run("add", corpus, article)
    run("analyse", corpus, "--engine", "rules")
    run("codebook", "new", tmp_path / "c.toml")
    return corpus, tmp_path / "c.toml"


def test_judgements_make_a_new_run_of_positions(harbour):
    corpus, book = harbour
    run("positions", corpus, "--codebook", book)
    none = run("positions", corpus, "--codebook", book, "--learn")
    statements = json.loads(run("statements", corpus, "--json").stdout.splitlines()[1][:-1] or "{}")
    changes = ["concept=Night flights", "stance=-1"]
    run("judge", corpus, statements["id"], "change", *changes, "--coder", "Ana")

    learned = run("positions", corpus, "--codebook", book, "--learn")

    assert "4 coded before" in none.output  # zero judgements: the run that is there
    assert "Done: 4 statements" in learned.output
    with Corpus(str(corpus)) as opened:
        runs = [one.settings for one in opened.runs() if one.kind == "positions"]
    assert [one.get("learned from") for one in runs] == ["1 judgements", None]


def test_positions_go_on_after_they_were_killed(harbour):
    corpus, book = harbour
    whole = run("positions", corpus, "--codebook", book)
    killed = (
        "import os, sys\n"
        "from counterpoint.workflow import positions\n"
        "positions._BATCH = 1\n"
        "keep = positions._keep\n"
        "def once(*arguments):\n"
        "    keep(*arguments)\n"
        "    if arguments[3]['statements'] == 3: sys.stdout.flush(); os._exit(9)\n"
        "positions._keep = once\n"
        "from counterpoint.cli.main import main\n"
        f"main(['positions', {str(corpus)!r}, '--codebook', {str(book)!r}])\n"
    )
    run("undo", corpus, "--run", "3", "--coder", "Ana")

    ended = subprocess.run([sys.executable, "-c", killed], capture_output=True, check=False)
    again = run("positions", corpus, "--codebook", book)

    assert ended.returncode == 9
    assert "Done: 4 statements" in whole.output
    # the transaction that was cut off is done again, the others are not
    assert re.search(r"Done: (1|2) statements, .*; (2|3) coded before", again.output)


def test_what_a_machine_proposed_is_never_used_unseen(harbour, tmp_path):
    corpus, _ = harbour
    proposed = tmp_path / "proposed.toml"

    made = run("codebook", "propose", corpus, proposed, "--count", "2")
    checked = run("codebook", "check", proposed)

    assert made.exit_code == 0, made.output
    assert "among them:" in proposed.read_text(encoding="utf-8")
    assert "still to be defined" in checked.output
    with pytest.raises(CounterpointError, match="nobody has defined"):
        arguments = ["positions", str(corpus), "--codebook", str(proposed)]
        CliRunner().invoke(cli, arguments, catch_exceptions=False)


def test_what_a_machine_proposed_is_used_once_it_is_accepted(harbour, tmp_path):
    corpus, _ = harbour
    proposed = tmp_path / "proposed.toml"
    run("codebook", "propose", corpus, proposed, "--count", "2")
    first, second = re.findall(r'^name = "(.*)"', proposed.read_text("utf-8"), re.MULTILINE)

    run("codebook", "drop", proposed, second)
    accepted = run(
        *("codebook", "accept", proposed, first, "--name", "Night flights"),
        *("--definition", "Planes should be allowed to land at night."),
    )
    coded = run("positions", corpus, "--codebook", proposed)

    assert accepted.exit_code == 0, accepted.output
    assert "Done: 4 statements" in coded.output
    assert "still to be defined" not in accepted.output


@pytest.mark.parametrize(
    ("name", "text", "concepts"),
    [
        ("c.csv", "concept,definition\nToll,Drivers should pay.\n", ["Toll"]),
        ("c.toml", '[[concept]]\nname = "Toll"\ndefinition = "Drivers should pay."\n', ["Toll"]),
        (
            "statements.csv",
            "id,document_id,start,stop,person,concept,agreement\n"
            "1,d,0,5,Ann,Toll,1\n2,d,6,9,Ben,Ferry,0\n3,d,10,12,Ben,toll,0\n",
            ["Toll", "Ferry"],
        ),
    ],
)
def test_a_codebook_begins_from_what_there_is(tmp_path, name, text, concepts):
    (tmp_path / name).write_text(text, encoding="utf-8")

    made = run("codebook", "import", tmp_path / name, tmp_path / "made.toml")

    assert made.exit_code == 0, made.output
    found = (tmp_path / "made.toml").read_text(encoding="utf-8")
    assert re.findall(r'^name = "(.*)"', found, re.MULTILINE) == concepts


def test_a_concept_in_another_language_is_named(harbour, tmp_path):
    corpus, _ = harbour
    book = tmp_path / "french.toml"
    book.write_text(
        '[[concept]]\nname = "Vols de nuit"\ndefinition = "Les avions devraient pouvoir décoller '
        'et atterrir pendant la nuit, à toute heure."\n',
        encoding="utf-8",
    )

    result = run("positions", corpus, "--codebook", book)

    assert result.exit_code == 0
    assert '"Vols de nuit" does not seem to be in English' in result.output


def test_a_statement_that_names_nobody_is_toward_nobody(harbour):
    corpus, _ = harbour

    result = run("positions", corpus, "--targets")

    assert "Done: 4 statements, 0 positions" in result.output


def test_a_codebook_of_two_thousand_concepts_codes(harbour, tmp_path):
    corpus, _ = harbour
    book = tmp_path / "large.toml"
    concepts = [
        f'[[concept]]\nname = "Bridge {at}"\ndefinition = "Bridge {at} stays."\n'
        for at in range(2000)
    ]
    book.write_text("\n".join(concepts), encoding="utf-8")

    result = run("positions", corpus, "--codebook", book)

    assert result.exit_code == 0, result.output
    assert "Done: 4 statements" in result.output


LONG = (
    "import json, resource, sys, time\n"
    "from counterpoint.cli.main import main\n"
    "try:\n"
    "    main(['edges', sys.argv[1], sys.argv[2], '--engine', 'rules'])\n"
    "finally:\n"
    "    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
    "    print(json.dumps({'seconds': time.process_time(), 'megabytes': used}))\n"
)


def test_an_article_of_fifty_thousand_words_is_read_in_little_time_and_memory(tmp_path):
    calm = (
        "The harbour was quiet in the morning and the ferries left on time for the islands in the "
        "bay. Rain came later in the day, and the market closed early because of the wind. "
    )
    sided = (
        "Ann Lee attacked the Harbour Board and praised Kenya. “The Harbour Board has lied to "
        "every sailor,” Lee said. "
    )
    text = (sided + calm * 24) * 63
    assert len(text.split()) > 50_000
    names = {"Ann Lee": "People", "Harbour Board": "Organization", "Kenya": "Country"}
    entities = [{"name": name, "type": kind} for name, kind in names.items()]
    source = written(tmp_path / "in.jsonl", {"id": "x", "text": text, "entities": entities})

    command = [sys.executable, "-c", LONG, str(source), str(tmp_path / "out.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    used = json.loads(done.stdout)
    assert used["seconds"] < 60  # of the processor; 3 on an idle machine
    assert used["megabytes"] < 800
    edges = lines(tmp_path / "out.jsonl")[0]["edges"]
    assert len(edges) >= 63
    assert max(end for edge in edges for _, end in edge["content"]) > len(text) * 0.9
