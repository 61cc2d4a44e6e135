"""JSON Lines: each line is a document or a failure with its number."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.readers import Columns, ReadFailure, ReadOptions
from counterpoint.readers.jsonl import read_jsonl
from counterpoint.readers.streams import Peekable


def read(data, **options):
    if isinstance(data, list):
        data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in data)
    data = data if isinstance(data, bytes) else data.encode()
    return list(read_jsonl(Peekable(io.BytesIO(data)), ReadOptions(**options), path="in.jsonl"))


def test_known_fields_are_taken_over_and_others_kept():
    (document,) = read(
        [
            {
                "id": 7,
                "text": "He said so.",
                "title": "A title",
                "date": "2024-05-14T10:00:00+02:00",
                "outlet": "Herald",
                "authors": ["A. One", "B. Two"],
                "url": "https://herald.example/7",
                "rating": 3,
                "tags": ["x", "y"],
            }
        ]
    )

    assert (document.id, document.text, document.title) == ("7", "He said so.", "A title")
    assert document.published.isoformat() == "2024-05-14T10:00:00+02:00"
    assert (document.outlet, document.authors) == ("Herald", ("A. One", "B. Two"))
    assert document.extra == {"rating": "3", "tags": '["x", "y"]'}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("[1, 2]", "a list", id="list"),
        pytest.param('"text"', "a string", id="string"),
        pytest.param("{broken", "not JSON", id="broken"),
        pytest.param('{"id": "x"}', "no field holds the text", id="no-text"),
        pytest.param('{"id": "x", "text": null}', 'no "text"', id="null-text"),
        pytest.param('{"id": "x", "text": 5}', "a number", id="number"),
        pytest.param('{"id": "x", "text": "  "}', "empty", id="blank"),
        pytest.param("[" * 100_000, "nested too deeply", id="deep"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_costs_only_itself(line, reason):
    first, failure, last = read(
        ['{"id": "a", "text": "One."}', line, '{"id": "b", "text": "Two."}']
    )

    assert (first.id, last.id) == ("a", "b")
    assert isinstance(failure, ReadFailure)
    assert failure.line == 2
    assert reason in failure.reason


def test_a_second_document_with_an_id_is_refused_or_kept():
    lines = [{"id": "a", "text": "One."}, {"id": "a", "text": "Two."}]

    _, failure = read(lines)
    assert "used on line 1" in failure.reason

    assert [document.text for document in read(lines, duplicate_ids="keep")] == ["One.", "Two."]


def test_lone_surrogates_and_nul_do_not_move_offsets():
    (document,) = read(['{"id": "a", "text": "A\\ud800B\\u0000 😀 C"}'])

    assert document.text == "A\ufffdB\ufffd 😀 C"
    document.text.encode("utf-8")


def test_a_named_field_must_be_there():
    (failure,) = read([{"id": "a", "text": "One."}], columns=Columns(text="content"))

    assert 'no field "content"' in failure.reason
    assert "id, text" in failure.hint


def test_a_date_in_a_named_format():
    (document,) = read([{"text": "One.", "day": "31/12/2024"}],
                       columns=Columns(date="day"), date_format="%d/%m/%Y")  # fmt: skip
    assert document.published.date().isoformat() == "2024-12-31"

    (failure,) = read([{"text": "One.", "day": "31/12/2024"}], columns=Columns(date="day"))
    assert '"31/12/2024", which is not an ISO date' in failure.reason
    assert "--date-format" in failure.hint


def test_a_date_that_nobody_asked_for_is_kept_as_it_is():
    (document,) = read([{"text": "One.", "date": "early May"}])

    assert document.published is None
    assert document.extra["date"] == "early May"


def test_a_line_in_another_encoding_is_said(caplog):
    data = b'{"text": "Plain."}\n' + '{"text": "Café"}'.encode("cp1252")

    assert [document.text for document in read(data)] == ["Plain.", "Café"]
    assert "line 2: read as Windows-1252" in caplog.text


@given(st.lists(st.text(min_size=1, max_size=40).filter(str.strip), max_size=8))
def test_texts_come_back_as_they_were(texts):
    lines = [{"id": str(number), "text": text} for number, text in enumerate(texts)]

    found = read(lines)

    assert [len(document.text) for document in found] == [len(text) for text in texts]
    assert [document.id for document in found] == [str(number) for number in range(len(texts))]
