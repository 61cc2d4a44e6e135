"""``counterpoint evaluate readers`` on a folder of our own."""

import gzip
import json

import pytest

from counterpoint.cli.main import main

BODY = [
    "The council of Arden will not pay for the new bridge, Mayor Lena Brook said on Tuesday.",
    "The port authority denied that it had ever promised to carry one half of what it costs.",
    "The two sides want to meet again next week, and until then the old bridge stays open.",
]
PAGE = (
    "<html lang='en'><head><meta charset='utf-8'><title>Bridge</title>"
    "<meta property='article:published_time' content='2024-05-14T09:30:00+00:00'>"
    "<meta name='author' content='Ines Marlow'></head><body><nav><a href='/'>Home</a></nav>"
    f"<article><h1>Bridge</h1>{''.join(f'<p>{line}</p>' for line in BODY)}</article></body></html>"
)
META = {"id": "b", "url": "https://herald.example/b", "date": "2024-05-14", "authors": ["I. Moe"]}


def packed(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(text.encode("utf-8")))


@pytest.fixture
def folder(tmp_path):
    gold = {"a": {"url": "https://herald.example/a", "articleBody": "\n\n".join(BODY)}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(gold))
    packed(tmp_path / "html" / "a.html.gz", PAGE)
    scraped = {"id": "a", "variant": "region", "text": "\n".join(["Home » Bridge", *BODY])}
    packed(tmp_path / "plain" / "scraped.jsonl.gz", json.dumps(scraped) + "\n")
    (tmp_path / "meta" / "html").mkdir(parents=True)
    packed(tmp_path / "meta" / "html" / "b.html.gz", PAGE)
    (tmp_path / "meta" / "gold.jsonl").write_text(json.dumps(META) + "\n")
    return tmp_path


@pytest.fixture
def run(capsys):
    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["evaluate", "readers", *map(str, arguments)])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return go


def test_bodies_days_and_authors(run, folder):
    code, out, _ = run(folder, "--json")
    found = json.loads(out)

    assert code == 0
    assert {kind: score["recall"] for kind, score in found["bodies"].items()} == {
        "html": 1.0,
        "region": 1.0,
    }
    assert all(score["precision"] > 0.9 for score in found["bodies"].values())
    assert (found["facts"]["date_right"], found["facts"]["authors_f1"]) == (1.0, 0.0)
    assert found["trained_on"] is False


def test_a_table_for_people(run, folder):
    code, out, err = run(folder)

    assert (code, err) == (0, "")
    assert [line.split()[:2] for line in out.splitlines()[1:3]] == [["html", "1"], ["region", "1"]]
    assert "1 pages: day right 1.000" in out


@pytest.mark.parametrize(
    ("place", "data", "message"),
    [
        ("ground-truth.json", b"[]", "not a table of gold bodies"),
        ("ground-truth.json", b"{", "not a table of gold bodies"),
        ("plain/scraped.jsonl.gz", gzip.compress(b"[1]\n"), 'line 1: no "id" in it'),
        ("plain/scraped.jsonl.gz", gzip.compress(b"x" * 99)[:-9], "cannot be read"),
        (
            "plain/scraped.jsonl.gz",
            b'{"id": "zz", "variant": "page", "text": "x"}',
            'no gold body for "zz"',
        ),
        ("meta/gold.jsonl", b'{"id": "b"}', 'line 1: no "url" in it'),
        ("meta/gold.jsonl", b"\xff\xfe", "cannot be read"),
        ("html/a.html.gz", b"\x1f\x8bno", "the page cannot be read"),
    ],
)
def test_damage_is_named_by_file(run, folder, place, data, message):
    (folder / place).write_bytes(data)
    code, out, err = run(folder)

    assert (code, out) == (2, "")
    assert str(folder / place.removesuffix(".gz")) in err
    assert message in err


def test_a_page_that_is_not_there_is_named(run, folder):
    (folder / "html" / "a.html.gz").unlink()
    code, _, err = run(folder)

    assert code == 2
    assert "a.html: the page cannot be read" in err
