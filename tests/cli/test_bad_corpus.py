"""What is wrong with a corpus, its place, its names or its dates is said in a sentence."""

import contextlib
import json
import os
import sqlite3

import pytest

from counterpoint.cli.main import main

TEXT = "Minister {} said that Norway must pay Chile. Ola Vik denied that Norway had failed."
HOSTILE = [
    pytest.param("Ada'; DROP TABLE document; --", id="sql"),
    pytest.param('<script>alert("Holm")</script>', id="markup"),
    pytest.param("Ada \u202eHolm\u202c", id="right-to-left-mark"),
    pytest.param("Ada\u200d Ho\u200clm", id="zero-width-joiner"),
    pytest.param("=HYPERLINK(1)", id="formula"),
    pytest.param("%s {0} \\ Holm", id="format"),
    pytest.param("أدا هولم", id="arabic"),
    pytest.param("Ada 👩\u200d🚀 Holm", id="emoji"),
]


@pytest.fixture
def run(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return left.value.code, out.decode(), err.decode()

    return command


@pytest.fixture
def corpus(run, tmp_path):
    lines = [
        {"id": f"d{n}", "date": f"2031-03-{n + 1:02}", "text": TEXT.format("Ada Holm")}
        for n in range(3)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert run("add", "n.counterpoint", "in.jsonl")[0] == 0
    assert run("analyse", "n.counterpoint", "--engine", "rules")[0] == 0
    assert run("link", "n.counterpoint")[0] == 0
    return "n.counterpoint"


def rows(run, corpus, *options):
    code, out, _ = run("statements", corpus, "--jsonl", *options)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


KINDS = {
    "text": b"Just a text.\n" * 20,
    "gzip": b"\x1f\x8b\x08" + bytes(200),
    "another program's database": None,
    "a database of nobody": None,
    "folder": None,
}
COMMANDS = [
    ("add", "{}", "in.jsonl"),
    ("analyse", "{}"),
    ("link", "{}"),
    ("statements", "{}"),
    ("search", "{}", "canal"),
    ("actors", "{}"),
    ("judge", "{}", "s1", "accept", "--coder", "Ana"),
    ("undo", "{}"),
    ("history", "{}"),
    ("status", "{}", "--check"),
    ("failures", "{}"),
    ("export", "{}", "out"),
    ("import", "{}", "in.jsonl"),
    ("network", "{}"),
    ("agreement", "{}"),
    ("map", "{}", "-o", "map"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_corpus_that_is_another_kind_of_file(run, tmp_path, kind, command):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "Ada Holm said no."}))
    path = tmp_path / "n.counterpoint"
    if kind == "folder":
        path.mkdir()
    elif KINDS[kind] is not None:
        path.write_bytes(KINDS[kind])
    else:
        with contextlib.closing(sqlite3.connect(path)) as other:
            if kind != "a database of nobody":
                other.execute("PRAGMA application_id = 77")
            other.execute("CREATE TABLE settings (version)")
            other.commit()
    before = None if path.is_dir() else path.read_bytes()
    code, out, err = run(*(words.format("n.counterpoint") for words in command))

    assert (code, out) == (2, "")
    assert "not a corpus" in err
    assert "Hint: " in err
    assert before is None or path.read_bytes() == before


def damage(path):
    """Write noise over some pages of the table of documents."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root, size = (
            connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'document'")
            .fetchone()[0],
            connection.execute("PRAGMA page_size").fetchone()[0],
        )  # fmt: skip
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(os.urandom(size))


def test_a_damaged_corpus_says_what_can_be_saved_and_saves_it(run, corpus, tmp_path):
    count = len(rows(run, corpus))
    damage(tmp_path / corpus)

    code, out, err = run("status", corpus, "--check")
    assert code == 1
    assert "damaged" in out + err
    assert "counterpoint export" in out + err
    code, out, _ = run("export", corpus, "saved")
    assert code in (0, 3)
    saved = (tmp_path / "saved" / "statements.jsonl").read_text("utf-8").splitlines()
    assert len(saved) == count
    assert {json.loads(line)["content"] for line in saved} >= {"that Norway had failed"}


@pytest.mark.parametrize(
    "command", [COMMANDS[0], COMMANDS[3], COMMANDS[-1]], ids=lambda words: words[0]
)
def test_a_server_that_is_away(run, tmp_path, command):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "Ada Holm said no."}))
    place = "postgresql://ana:secret@127.0.0.1:1/news"
    code, out, err = run(*(words.format(place) for words in command))

    assert (code, out) == (1, "")
    assert "does not answer" in err
    assert "secret" not in err


def test_an_import_with_five_bad_lines_in_a_hundred(run, corpus, tmp_path):
    text = TEXT.format("Ada Holm")
    places = [(start, start + 5 + size) for start in range(5) for size in range(20)]
    lines = [
        json.dumps({"document_id": "d0", "start": start, "end": end, "content": text[start:end],
                    "coder": "Ben", "concept": "payment", "stance": 1})
        for start, end in places
    ]  # fmt: skip
    for at, bad in zip((3, 20, 50, 77, 99), ("{", "[]", '"x"', '{"id": 1}', "\x00"), strict=True):
        lines[at] = bad
    (tmp_path / "coded.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, _, err = run("import", corpus, "coded.jsonl")

    assert code == 3, err
    assert all(f"coded.jsonl, line {at + 1}" in err for at in (3, 20, 50, 77, 99))
    assert len(rows(run, corpus, "--coder", "Ben")) == 95


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_more_than_a_name(run, corpus, tmp_path, name):
    id = rows(run, corpus)[0]["id"]
    assert run("judge", corpus, id, "change", f"speaker={name}", "--coder", name)[0] == 0
    found = {row["id"]: row["speaker"] for row in rows(run, corpus, "--actor", name)}

    assert found[id] in (name, "Ada Holm")  # marks that nobody sees make no other actor
    assert len(found) == (1 if found[id] == name else 3)
    code, _, err = run("split", corpus, "Ada Holm", "--document", "d1", "--called", name,
                       "--coder", name)  # fmt: skip
    assert code == 0, err
    _, out, _ = run("actors", corpus, "--jsonl")
    ids = {row["name"]: row["id"] for row in map(json.loads, out.splitlines())}
    _, shown, _ = run("actor", corpus, ids[name])
    assert "\u202e" not in shown
    both = (ids["Ada Holm"], ids[name])
    code, _, err = run("merge", corpus, *both, "--coder", name, "--reason", name)
    assert code == 0, err
    formats = [f"--format={one}" for one in ("jsonl", "csv", "gexf", "graphml", "dna")]
    assert run("export", corpus, "out", *formats, "--password", "x")[0] == 0
    assert run("status", corpus, "--check")[0] == 0
    assert len(rows(run, corpus)) == 6
    acts = [json.loads(line) for line in run("history", corpus, "--jsonl")[1].splitlines()]
    assert {act["coder"] for act in acts} == {name}


def test_documents_of_the_first_and_the_last_year(run, tmp_path):
    dates = ("0000-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2031")
    lines = [
        {"id": f"d{n}", "date": date, "text": TEXT.format("Ada Holm")}
        for n, date in enumerate(dates)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    corpus = "n.counterpoint"
    for words in (
        ("add", corpus, "in.jsonl"),
        ("analyse", corpus, "--engine", "rules"),
        ("link", corpus),
        ("network", corpus, "--level", "person"),
        ("network", corpus, "--level", "person", "--time-unit", "years", "--time-size", "4000"),
        ("export", corpus, "out", "--format", "gexf", "--format", "dna", "--password", "x"),
        ("map", corpus, "-o", "map"),
    ):
        code, _, err = run(*words)
        assert code == 0, err

    assert {row["document_id"] for row in rows(run, corpus, "--since", "9999-12-31")} == {"d2"}
    assert {row["document_id"] for row in rows(run, corpus, "--until", "0001-01-01")} == {"d1"}


def test_a_day_is_the_day_of_its_own_zone(run, tmp_path):
    dates = {
        "east": "2031-01-01T00:30:00+14:00",  # still 2030 in London
        "west": "2030-12-31T23:30:00-11:00",  # 2031 in London
        "utc": "2031-01-01T00:00:00Z",
        "none": "2031-01-01T12:00:00",
    }
    lines = [
        {"id": id, "date": date, "text": TEXT.format("Ada Holm")} for id, date in dates.items()
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run("add", "n.counterpoint", "in.jsonl")
    run("analyse", "n.counterpoint", "--engine", "rules")
    day = ("--since", "2031-01-01", "--until", "2031-01-01")
    found = rows(run, "n.counterpoint", *day)

    assert {row["document_id"] for row in found} == {"east", "utc", "none"}
    assert {row["published"] for row in found if row["document_id"] == "east"} == {dates["east"]}
