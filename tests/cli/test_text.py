"""``counterpoint text``: what it prints and how it leaves."""

import json

import pytest
from click.testing import CliRunner

from counterpoint.cli.text import text

ARTICLE = (
    "Home » Ferry Fares Rise Again\n\nFerry Fares Rise Again\n\nBy Ines Marlow\n\n"
    "The harbour board said on Monday that a crossing will cost four crowns from June, one crown "
    "more than now.\n\n"
    "“Nobody asked us,” said Tom Reed, who speaks for the east bank's shopkeepers, and he called "
    "on the council to step in before the summer.\n\n"
    "The board denied that the new fare was decided in secret. Minutes of the meeting had been "
    "open to everybody since March, its secretary said.\n\n"
    "source: arden.herald\n"
)


def run(*arguments, stdin=None):
    return CliRunner().invoke(text, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def article(tmp_path):
    place = tmp_path / "article.txt"
    place.write_text(ARTICLE)
    return place


def test_people_get_title_origin_and_article(article):
    result = run(article)

    assert result.exit_code == 0
    title, about, blank, first, *_ = result.stdout.splitlines()
    assert title == "Ferry Fares Rise Again"
    assert "Ines Marlow" in about
    assert "arden.herald" in about
    assert blank == ""
    assert first.startswith("The harbour board said")
    assert "Home »" not in result.stdout


def test_machines_get_one_object_with_regions_that_fit(article):
    result = run(article, "--json")

    found = json.loads(result.stdout)
    assert {
        "path", "url", "title", "authors", "published", "outlet", "source_credit", "language",
        "body", "regions",
    } <= set(found)  # fmt: skip
    assert found["source_credit"] == "arden.herald"
    assert found["authors"] == ["Ines Marlow"]
    assert found["published"] is None
    body = [
        ARTICLE[region["start"] : region["end"]]
        for region in found["regions"]
        if region["kind"] == "body"
    ]
    assert "\n\n".join(body) == found["body"]


def test_json_lines_give_their_ids_back():
    lines = "\n".join(json.dumps({"id": f"x{n}", "text": f"It was {n}, she said."}) for n in (1, 2))

    result = run("-", "--jsonl", stdin=lines)

    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in found] == ["x1", "x2"]


def test_some_unread_is_3_and_the_rest_is_printed(article, tmp_path):
    result = run(article, tmp_path / "missing.txt", "--json")

    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 1
    assert "missing.txt: no such file" in result.stderr


def test_nothing_read_is_2(tmp_path):
    (tmp_path / "empty.txt").touch()

    result = run(tmp_path / "empty.txt", tmp_path / "missing.txt")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "empty.txt: the file is empty" in result.stderr


def test_columns_and_dates_are_named_by_options(tmp_path):
    place = tmp_path / "table.csv"
    place.write_text("nr;Inhalt;Datum\n1;Er sagte nein.;31/12/2024\n")

    result = run(
        place, "--json", "--text-column", "Inhalt", "--date-column", "Datum",
        "--date-format", "%d/%m/%Y",
    )  # fmt: skip

    found = json.loads(result.stdout)
    assert (found["text"], found["published"][:10]) == ("Er sagte nein.", "2024-12-31")


def test_an_article_cannot_steer_the_terminal(tmp_path):
    place = tmp_path / "evil.txt"
    place.write_text("He said \x1b]0;owned\x07 nothing \x9b31m more on Monday.")

    result = run(place)

    assert "\x1b" not in result.stdout
    assert "\x9b" not in result.stdout


def test_a_size_limit_is_an_option(tmp_path):
    place = tmp_path / "large.txt"
    place.write_text("He said it again. " * 100_000)

    result = run(place, "--max-size", "1")

    assert result.exit_code == 2
    assert "larger than 1 MB" in result.stderr
    assert "--max-size" in result.stderr
