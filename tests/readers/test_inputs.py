"""Whatever a user names is read, or told why not; one bad input never stops the others."""

import gzip
import io

import pytest
from bridge_articles import PAGE, PARAGRAPHS, SCRAPED, TITLE

from counterpoint.readers import ReadFailure, ReadOptions, read_inputs
from counterpoint.types import Document

MEGABYTE = 1_000_000


def read(*inputs, options=None, stdin=b""):
    return list(
        read_inputs([str(name) for name in inputs], options=options, stdin=io.BytesIO(stdin))
    )


def only(*inputs, **options):
    (item,) = read(*inputs, **options)
    return item


def test_text_is_kept_verbatim(tmp_path):
    place = tmp_path / "a.txt"
    text = "One line.\r\n\r\nAnother,  with two spaces\tand a tab. \n"
    place.write_bytes(text.encode())

    document = only(place)

    assert document.text == text
    assert document.path == str(place)


def test_the_same_file_has_the_same_id(tmp_path):
    place = tmp_path / "a.txt"
    place.write_text("A sentence for the record.")

    assert only(place).id == only(place).id


def test_a_folder_is_read_in_order_with_what_lies_below_it(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "a.txt", "deep/c.md", ".hidden/d.txt", "picture.png"):
        (tmp_path / name).write_text(f"This is {name}.")

    assert [document.text for document in read(tmp_path)] == [
        "This is a.txt.",
        "This is b.txt.",
        "This is deep/c.md.",
    ]


def test_a_pattern_is_resolved_and_gzip_is_unpacked(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Packed text."))
    (tmp_path / "b.txt").write_text("Plain text.")

    found = read(f"{tmp_path}/*.txt*")

    assert [document.text for document in found] == ["Packed text.", "Plain text."]


@pytest.mark.parametrize(
    ("data", "start"),
    [
        pytest.param(b"Only a sentence, no name.", "Only a sentence", id="text"),
        pytest.param(PAGE.encode(), "Home", id="html"),
        pytest.param(b'{"id": "x", "text": "From a line."}\n', "From a line", id="jsonl"),
        pytest.param(gzip.compress(b"Packed in a pipe."), "Packed", id="gzip"),
    ],
)
def test_standard_input_is_known_by_its_beginning(data, start):
    document = only("-", stdin=data)

    assert isinstance(document, Document)
    assert document.text.startswith(start)


def test_one_bad_input_does_not_stop_the_others(tmp_path):
    (tmp_path / "good.txt").write_text("All is well.")

    missing, good = read(tmp_path / "god.txt", tmp_path / "good.txt")

    assert isinstance(missing, ReadFailure)
    assert "no such file" in missing.reason
    assert "good.txt" in missing.hint
    assert good.text == "All is well."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("empty.txt", b"", "empty", id="empty"),
        pytest.param("blank.txt", b" \n\t\n", "white space", id="blank"),
        pytest.param("empty.html", b"", "empty", id="empty-page"),
        pytest.param("bare.html", b"<html><script>x()</script></html>", "no text", id="bare-page"),
        pytest.param("all.json", b'[{"text": "One."}]', "JSON array", id="json-array"),
        pytest.param("photo.txt", bytes(range(256)) * 9, "binary", id="binary"),
        pytest.param("cut.txt.gz", gzip.compress(b"x" * 999)[:-9], "damaged", id="cut-gzip"),
    ],
)
def test_files_that_hold_no_text_are_named_with_the_reason(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)

    failure = only(tmp_path / name)

    assert isinstance(failure, ReadFailure)
    assert reason in failure.reason
    assert str(failure).startswith(f"{tmp_path / name}: ")


def test_a_folder_without_texts_says_what_it_looked_for(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")

    failure = only(tmp_path)

    assert "no texts" in failure.reason
    assert ".html" in failure.hint


def test_a_file_that_may_not_be_read_is_named(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")

    failure = only(f"{tmp_path}/a.txt/")

    assert isinstance(failure, ReadFailure)


def test_a_text_of_200_megabytes_is_refused_before_it_is_read(tmp_path):
    place = tmp_path / "huge.txt"
    with place.open("wb") as file:
        file.truncate(200 * MEGABYTE)

    failure = only(place)

    assert "larger than 100 MB" in failure.reason
    assert "JSON Lines" in failure.hint


def test_a_gzip_bomb_is_cut_off_at_the_limit(tmp_path):
    place = tmp_path / "bomb.txt.gz"
    place.write_bytes(gzip.compress(b"a" * (20 * MEGABYTE)))

    failure = only(place, options=ReadOptions(max_bytes=MEGABYTE))

    assert "larger than 1 MB" in failure.reason


def test_one_line_of_10_megabytes_is_read(tmp_path):
    place = tmp_path / "line.txt"
    text = "He said it again, and then he said it once more. " * (10 * MEGABYTE // 49)
    place.write_text(text)

    document = only(place)

    assert document.text == text
    assert document.body == text.strip()


def test_a_hundred_thousand_lines_are_read(tmp_path):
    place = tmp_path / "lines.txt"
    place.write_text("\n".join(f"Sentence {number} was said here." for number in range(100_000)))

    document = only(place)

    assert len(document.regions) == 100_000


def test_windows_1252_is_said(tmp_path, caplog):
    place = tmp_path / "old.txt"
    place.write_bytes("The café’s owner said “no”.".encode("cp1252"))

    document = only(place)

    assert document.text == "The café’s owner said “no”."
    assert document.extra["encoding"] == "Windows-1252"
    assert "read as Windows-1252" in caplog.text


def test_offsets_hold_after_nul_characters_and_emoji(tmp_path):
    place = tmp_path / "odd.txt"
    place.write_bytes("A\0 😀 “quoted” שלום e\u0301.".encode())

    document = only(place)

    at = document.text.index("“")
    assert document.text[at : at + 8] == "“quoted”"
    assert "\0" not in document.text
    assert "NUL" in document.extra["mended"]


def test_other_languages_are_identified(tmp_path):
    place = tmp_path / "de.txt"
    place.write_text(
        "Der Minister sagte am Dienstag, die Verhandlungen seien gescheitert und niemand wisse, "
        "wie es weitergehen solle. Die Opposition forderte seinen Rücktritt."
    )

    assert only(place).language == "de"
    assert only(place, options=ReadOptions(language="en")).language == "en"


def test_only_web_addresses_are_fetched():
    failure = only("file:///etc/passwd")

    assert "only http and https" in failure.reason


def test_a_scraped_text_tells_title_and_origin(tmp_path):
    place = tmp_path / "scraped.txt"
    place.write_text(SCRAPED)

    document = only(place)

    assert document.title == TITLE
    assert document.source_credit == "arden.herald"
    assert document.body == "\n\n".join(PARAGRAPHS)
