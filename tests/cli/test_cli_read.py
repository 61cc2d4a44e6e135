"""``counterpoint read`` as a user meets it."""

import json
import os
import shlex
import signal
import subprocess
import sys

import pytest

from counterpoint.cli.main import main
from counterpoint.cli.statement_table import clean, statement_table
from counterpoint.models.bundle import bundled
from counterpoint.types import AnnotatedDocument, Document

STORY = """Bridge at Holt to stay shut

“We will not open a bridge that shakes,” said Ann Lee, the mayor of Holt, on Monday.

Not once has the mayor called for a new bridge. The engineers opposed the plan.
"""


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys):
    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["read", "--engine", "rules", *map(str, arguments)])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return go


def test_table_names_speaker_manner_act_statement_and_place(run, story):
    code, out, err = run(story)

    assert code == 0
    assert next(line for line in out.splitlines() if "Speaker" in line).split() == [
        "Speaker", "Manner", "Act", "Statement", "Place",
    ]  # fmt: skip
    assert "Ann Lee" in out and "not: demands" in out
    assert err.strip().endswith("in 1 document.")


@pytest.mark.parametrize("width", [20, 60, 100, 400])
def test_table_keeps_to_the_width(run, story, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = run(story)

    assert max(map(len, out.splitlines())) <= min(max(width, 60), 160)


def test_json_is_one_object_with_the_words_of_its_spans(run, story):
    code, out, _ = run(story, "--json")
    record = json.loads(out)
    text = record["document"]["text"]

    assert code == 0
    assert text == STORY
    assert set(record["document"]) >= {
        "id", "text", "title", "outlet", "published", "language", "url", "source_credit", "regions",
    }  # fmt: skip
    for statement in record["statements"]:
        assert set(statement) >= {
            "id", "source", "cue", "content", "source_text", "cue_text", "content_text", "manner",
            "negated", "act", "parent", "speaker", "score",
        }  # fmt: skip
        for role in ("source", "cue", "content"):
            words = " ".join(text[start:end] for start, end in statement[role])
            assert statement[f"{role}_text"] == words


def test_several_inputs_need_jsonl(run, story, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Bob Ray said it snowed on the hills of Holt.", encoding="utf-8")
    code, out, err = run(story, other, "--json")

    assert (code, out) == (2, "")
    assert "use --jsonl" in err

    code, out, _ = run(story, other, "--jsonl")
    assert code == 0
    assert [json.loads(line)["document"]["path"] for line in out.splitlines()] == [
        str(story),
        str(other),
    ]


def test_other_languages_are_said_plainly(run, tmp_path):
    path = tmp_path / "german.txt"
    path.write_text(
        "Die Ministerin sagte am Montag, dass die Brücke nicht wieder geöffnet werde. "
        "Der Bürgermeister war damit nicht einverstanden und forderte ein neues Gutachten.",
        encoding="utf-8",
    )
    code, out, err = run(path)

    assert code == 0
    assert "No statements found." in out
    assert "not in English (de): statements are found in English only" in err


def test_missing_file(run, tmp_path):
    code, out, err = run(tmp_path / "missing.txt")

    assert (code, out) == (2, "")
    assert "no such file" in err


def test_one_that_fails_does_not_stop_the_others(run, story, tmp_path):
    code, out, err = run(tmp_path / "missing.txt", story, "--jsonl")

    assert code == 3
    assert len(out.splitlines()) == 1
    assert "missing.txt" in err


def test_reading_view_is_written_whole(run, story, tmp_path):
    page = tmp_path / "page.html"
    code, _, err = run(story, "--html", page)

    assert code == 0
    assert f"Reading view: {page}" in err
    assert page.read_text("utf-8").rstrip().endswith("</html>")


def test_reading_view_that_cannot_be_written(run, story, tmp_path):
    code, _, err = run(story, "--html", tmp_path / "nowhere" / "page.html")

    assert code == 2
    assert "cannot be written" in err
    assert list(tmp_path.iterdir()) == [story]


def test_a_text_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "evil.txt"
    path.write_text("\x1b]0;evil\x07 “We \x1b[31m will,” said Ann Lee \u202e of Holt.", "utf-8")
    _, out, _ = run(path)

    assert not {"\x1b", "\x07", "\u202e"} & set(out)


SAID = "“It will not open again,”"
ODD = {
    "rtl": f"שלום 🙂🙂 {SAID} said Ann Lee, the mayor.",
    "combining": f"Cafe\u0301 e\u0301\u0323 news: {SAID} said Ann Lee, the mayor.",
    "nul": f"A\0B \0 {SAID} said Ann Lee, the mayor.",
    "windows-ends": f"Rain fell.\r\n\r\n🙂 {SAID} said Ann Lee, the mayor.\r\n",
    "unclosed": f"She said: “Nobody wants this.\n\n🙂 {SAID} said Ann Lee, the mayor.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_offsets_print_the_words_whatever_stands_before_them(run, tmp_path, text):
    path = tmp_path / "odd.txt"
    path.write_bytes(text.encode("utf-8"))
    _, out, _ = run(path, "--json")
    found = json.loads(out)
    words = found["document"]["text"]
    (one,) = (s for s in found["statements"] if "not open again" in s["content_text"])

    content = "".join(words[start:end] for start, end in one["content"])
    assert content.strip("“,”").endswith("It will not open again")
    assert next(words[start:end] for start, end in one["source"]).startswith("Ann Lee")


def shell(words):
    command = [sys.executable, "-m", "counterpoint", *map(str, words)]
    return shlex.join(command)


@pytest.mark.parametrize("words", [["read", "--engine", "rules", "--jsonl"], ["text", "--json"]])
def test_a_pipe_that_closes_is_no_error(story, words):
    line = f"{shell([*words, *[story] * 30])} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, timeout=120
    )

    assert done.returncode == 0
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_ctrl_c_ends_with_130_and_whole_lines(tmp_path):
    path = tmp_path / "many.jsonl"
    rows = [{"id": f"t{n}", "text": "“We wait,” said Ann Lee. " * 9} for n in range(3000)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    process = subprocess.Popen(
        shlex.split(shell(["read", "--engine", "rules", "--language", "en", "--jsonl", path])),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()  # communicate() would lose what is buffered
    said = process.stderr.read()

    assert process.wait(timeout=120) == 130
    assert said.strip() == "Stopped. What was finished is kept; run again to go on."
    printed = (first + rest).splitlines()
    assert 0 < len(printed) < 3000
    ids = [json.loads(line)["document"]["id"] for line in printed]
    assert ids == [f"t{n}" for n in range(len(ids))]


def test_standard_output_without_room_is_told(story):
    line = f"{shell(['text', story])} > /dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=120)

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


def test_clean_keeps_words():
    assert clean("a\n b\tc\x1b[0m é 😀") == "a b c\ufffd[0m é 😀"


def test_more_is_said_when_asked_for(story, capsys):
    with pytest.raises(SystemExit):
        main(["-v", "read", "--engine", "rules", str(story)])

    assert f"INFO counterpoint.cli.read: {story}: " in capsys.readouterr().err


def test_a_setting_of_the_wrong_kind_is_told_with_file_and_option(story, tmp_path, capsys):
    settings = tmp_path / "counterpoint.toml"
    settings.write_text('[read]\nmin-score = "high"\n')
    with pytest.raises(SystemExit) as left:
        main(["--config", str(settings), "read", str(story)])
    said = capsys.readouterr().err

    assert left.value.code == 2
    assert f"{settings}: min-score of [read] is 'high'" in said
    assert "Hint: counterpoint read --help" in said


def test_no_statements():
    table = statement_table(AnnotatedDocument(Document("d", "Rain.", title="Rain")), heading=True)

    assert table.splitlines()[0] == "Rain"
    assert "No statements found." in table


def with_model(*arguments):
    with pytest.raises(SystemExit) as left:
        main([*map(str, arguments)])
    return left.value.code


@pytest.fixture
def with_large(tmp_path):
    """Run a command where the model that comes along is installed as the large one too."""
    folder = tmp_path / "packages" / "counterpoint_attribution_en_large"
    folder.mkdir(parents=True)
    for file in bundled("attribution-en").iterdir():
        (folder / file.name).symlink_to(file)
    card = (folder / "card.toml").read_text(encoding="utf-8")
    (folder / "card.toml").unlink()
    named = card.replace('name = "attribution-en-', 'name = "attribution-en-large-', 1)
    (folder / "card.toml").write_text(named, encoding="utf-8")
    paths = os.pathsep.join([str(folder.parent), *sys.path])

    def go(*arguments):
        command = [sys.executable, "-m", "counterpoint", "--quiet", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": paths}
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    return go


def test_large_model_reads_when_it_is_installed(with_large, story, tmp_path):
    corpus = tmp_path / "bridge.counterpoint"
    assert with_large("add", corpus, story).returncode == 0
    assert with_large("analyse", corpus, "--model", "large").returncode == 0

    coders = {row["coder"] for row in json.loads(with_large("statements", corpus, "--json").stdout)}
    assert coders and all(coder.startswith("attribution-en-large-") for coder in coders)


def test_large_model_that_is_not_installed_is_wrong_usage(story, capsys):
    assert with_model("read", story, "--model", "large") == 2

    said = capsys.readouterr()
    assert "attribution-en-large is not installed" in said.err
    assert "pip install counterpoint-attribution-en-large" in said.err
    assert not said.out


def test_large_model_can_be_set_for_all_commands(story, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "counterpoint.toml").write_text('[defaults]\nmodel = "large"\n')

    assert with_model("read", story) == 2
    assert "attribution-en-large is not installed" in capsys.readouterr().err


def test_model_that_is_named_and_missing_is_not_replaced_by_rules(story, tmp_path, capsys):
    assert with_model("read", story, "--model", tmp_path / "nowhere") == 2

    said = capsys.readouterr()
    assert "no model bundle in" in said.err and not said.out
