"""``--gazetteer`` names speakers alike in every command that finds or links them."""

import json

import pytest

from counterpoint.cli.main import main

TEXT = "The Iron Cod said that the boats must stay. Berit Moe denied that it had rained.\n"
OWN = "name,type,aliases,country,role\nKari Holm,person,the Iron Cod,Norway,minister\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", "utf-8")
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = capfd.readouterr()
        return left.value.code, out, err

    return command


@pytest.mark.parametrize("engine", ["rules", "model"])
def test_read_and_extract(run, tmp_path, engine):
    code, out, _ = run("read", "a.txt", "--json", "--engine", engine, "--gazetteer", "own.csv")
    assert code == 0
    assert "Kari Holm" in out

    options = ("--engine", engine, "--gazetteer", "own.csv")
    assert run("extract", "in.jsonl", "out.jsonl", *options)[0] == 0
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    speaker = json.loads(line)["attributions"][0]["speaker"]
    assert (speaker["name"], speaker["country"]) == ("Kari Holm", "Norway")

    (tmp_path / "own.csv").write_text(OWN.replace("Kari", "Karen"), encoding="utf-8")
    code, _, err = run("extract", "in.jsonl", "out.jsonl", *options)
    assert code == 2
    assert "--gazetteer was" in err


def test_analyse_reads_again_when_the_table_has_changed(run, tmp_path):
    run("add", "n.counterpoint", "a.txt")
    speakers = []
    for name in ("", "Kari Holm", "Karen Holm"):
        (tmp_path / "own.csv").write_text(OWN.replace("Kari Holm", name or "x"), "utf-8")
        options = ("--gazetteer", "own.csv") if name else ()
        assert run("analyse", "n.counterpoint", *options)[0] == 0
        _, out, _ = run("statements", "n.counterpoint", "--jsonl")
        speakers.append(json.loads(out.splitlines()[0])["speaker"])
    _, _, again = run("analyse", "n.counterpoint", "--gazetteer", "own.csv")

    assert speakers == ["Iron Cod", "Kari Holm", "Karen Holm"]
    assert "1 analysed before" in again
    assert run("link", "n.counterpoint", "--gazetteer", "own.csv")[0] == 0
    _, out, _ = run("actors", "n.counterpoint", "--jsonl")
    assert "user:person:Karen Holm" in {json.loads(line)["id"] for line in out.splitlines()}


def test_the_map_too(run, tmp_path):
    assert run("map", "a.txt", "-o", "map", "--gazetteer", "own.csv")[0] == 0
    (place,) = (tmp_path / "map").glob("*.counterpoint")
    _, out, _ = run("statements", place, "--jsonl")

    assert {json.loads(line)["speaker"] for line in out.splitlines()} == {"Kari Holm", "Berit Moe"}


@pytest.mark.parametrize("command", [("read", "a.txt"), ("extract", "in.jsonl", "-"),
                                     ("map", "a.txt", "-o", "map")])  # fmt: skip
@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"", ""), (b"\xff\xfe\x00", "not a text file"),
     (b"name,type\nA,weird\n", "line 2: the type is 'weird'")],
)  # fmt: skip
def test_a_table_that_is_none_is_named(run, tmp_path, command, content, message):
    place = tmp_path / "table.csv"
    if content is not None:
        place.write_bytes(content)
    code, _, err = run(*command, "--gazetteer", "table.csv")

    assert code == (2 if message else 0)
    assert message in err
    assert "Traceback" not in err
