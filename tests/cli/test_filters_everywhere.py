"""Filters are one thing: every command that reads a corpus selects by the same options."""

import json

import pytest

from counterpoint.cli.main import cli, main

FILTERS = {
    *("--since", "--until", "--outlet", "--actor", "--organisation", "--country", "--concept"),
    *("--coder", "--manner", "--act", "--min-score", "--text"),
}
COMMANDS = ["statements", "search", "actors", "export", "network", "agreement", "code", "sample"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_every_filter(name):
    told = {part for option in cli.get_command(None, name).params for part in option.opts}

    assert told >= FILTERS


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    rows = [
        {"id": "a", "date": "2031-03-01", "outlet": "Lyra Post", "title": "Canal",
         "text": "Minister Ada Holm said that Norway must pay Chile."},
        {"id": "b", "date": "2032-03-01", "outlet": "Lyra Post", "title": "Canal",
         "text": "Minister Ada Holm denied that Norway had paid Chile."},
        {"id": "c", "date": "2032-04-01", "outlet": "Sea Daily", "title": "Canal",
         "text": "The Northern Compact demanded that Norway pay Chile."},
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        assert left.value.code == 0, capfd.readouterr().err
        return [json.loads(line) for line in capfd.readouterr().out.splitlines()]

    for words in ("add n.counterpoint in.jsonl", "analyse n.counterpoint", "link n.counterpoint"):
        command(*words.split())
    return command


@pytest.mark.parametrize(
    ("options", "documents"),
    [
        ((), "abc"),
        (("--since", "2032-01-01"), "bc"),
        (("--until", "2031-12-31"), "a"),
        (("--outlet", "Sea Daily"), "c"),
        (("--actor", "Ada Holm"), "ab"),
        (("--act", "denies"), "b"),
        (("--text", "compact"), "c"),
        (("--actor", "Ada Holm", "--since", "2032-01-01"), "b"),
        (("--min-score", "1"), ""),
        (("--concept", "none"), ""),
    ],
)
def test_they_select_alike(run, options, documents):
    found = run("statements", "n.counterpoint", "--jsonl", *options)
    hits = run("search", "n.counterpoint", "norway", "--jsonl", *options)
    actors = run("actors", "n.counterpoint", "--jsonl", *options)

    assert {row["document_id"] for row in found} == set(documents)
    assert {row["id"] for row in hits} == set(documents)
    assert sum(row["statements"] for row in actors) == len(found)
    assert {row["id"] for row in actors} == {row["speaker_id"] for row in found}
