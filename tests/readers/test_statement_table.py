"""Statements as rows: what is read, what is guessed; writing and reading give the same table."""

import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.readers.statement_table import read_statement_rows, table_of_rows
from counterpoint.types import VariableKind
from counterpoint.writers.statements import statement_rows, write_csv, write_jsonl


def read(tmp_path, text, name="s.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return read_statement_rows(path)


def test_kinds_are_guessed_from_the_values(tmp_path):
    table = read(tmp_path, "who,yes,number,mixed\nA,true,-2,1\nB,false,7,x\nC,,,\n")

    assert {name: column.kind.value for name, column in table.variables.items()} == {
        "who": "short text",
        "yes": "boolean",
        "number": "integer",
        "mixed": "short text",
    }
    assert table.variables["yes"].values() == [1, 0, None]
    assert table.variables["number"].values() == [-2, 7, None]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_are_found(tmp_path, mark):
    table = read(tmp_path, f"person{mark}concept\nA{mark}x\n")

    assert table.variables["concept"].values() == ["x"]


def test_words_lie_where_their_places_say(tmp_path):
    table = read(tmp_path, "document_id,start,stop,text,concept\nd,4,7,abc,x\nd,0,3,xyz,y\n")

    assert table.documents.texts == ["xyz abc"]
    assert [table.words(row) for row in (0, 1)] == ["abc", "xyz"]


def test_without_places_statements_stand_one_after_the_other(tmp_path):
    table = read(tmp_path, "text,concept\nfirst,x\nsecond,y\n")

    assert [table.words(row) for row in (0, 1)] == ["first", "second"]


def test_dates_are_read_as_utc(tmp_path):
    table = read(tmp_path, "date,concept\n2024-02-03,x\n", "s.csv")

    assert table.dates[0] == datetime(2024, 2, 3, tzinfo=UTC).timestamp()


def test_json_lines_with_objects_inside(tmp_path):
    row = {"id": 3, "variables": {"concept": "x", "agreement": True}, "document": {"source": "S"}}
    table = read(tmp_path, json.dumps(row) + "\n\n", "s.jsonl")

    assert table.ids.tolist() == [3]
    assert table.variables["agreement"].kind is VariableKind.BOOLEAN
    assert table.documents.fields["source"].value(0) == "S"


def test_event_lists_of_dna_are_read(tmp_path):
    text = (
        '"statement_id";"time";"person";"agreement";"start_position";"stop_position";"text";"coder";"document_id"\n'
        '7;2024-01-02 10:00:00;"A";1;0;5;"words";1;4'
    )
    table = read(tmp_path, text)

    assert table.ids.tolist() == [7]
    assert table.words(0) == "words"
    assert list(table.variables) == ["person", "agreement"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param("s.jsonl", "{", "line 1: not JSON", id="cut-json"),
        pytest.param("s.jsonl", "[1]", "line 1: not an object", id="array"),
        pytest.param("s.jsonl", '{"concept": ["a"]}', '"concept" holds a list', id="list"),
        pytest.param("s.jsonl", '{"x": 1.5}', "not a whole number", id="fraction"),
        pytest.param("s.jsonl", '{"start": "a", "concept": "x"}', "start", id="start"),
        pytest.param("s.jsonl", "[" * 100_000, "line 1: not JSON", id="deep"),
        pytest.param("s.csv", "a,a\n1,2\n", "twice", id="column-twice"),
        pytest.param("s.csv", "id,date\n1,2024-01-01\n", "no column holds a variable", id="none"),
        pytest.param("s.csv", "id,concept\n1,a\n,b\n", "no id", id="id-missing"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, name, text, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, text, name)


def test_bytes_that_are_no_text_are_named(tmp_path):
    path = tmp_path / "s.csv"
    path.write_bytes(b"concept\n\xff\xfe\n")
    with pytest.raises(InputError, match="byte 8 is not UTF-8"):
        read_statement_rows(path)


words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=8)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "document_id": st.sampled_from(["d1", "d 2", "ü"]),
                "text": words.filter(bool),
                "organization": words.map(str.strip),
                "text_of_variable": st.integers(-5, 5) | st.none(),
                "agreement": st.booleans(),
            }
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["csv", "jsonl"]),
)
def test_written_and_read_is_the_same_table(rows, form):
    renamed = [
        {
            ("text" if k == "text" else k.replace("text_of_variable", "variable_date")): v
            for k, v in row.items()
        }
        for row in rows
    ]
    table = table_of_rows(list(enumerate(renamed, start=1)))
    buffer = io.StringIO(newline="")
    (write_csv if form == "csv" else write_jsonl)(table, buffer)

    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"s.{form}"
        path.write_bytes(buffer.getvalue().encode("utf-8"))
        again = read_statement_rows(path)

    def shown(one):
        return [
            {k: v for k, v in row.items() if v not in (None, "")} for row in statement_rows(one)
        ]

    assert shown(again) == shown(table)
    assert "variable_date" in next(statement_rows(table)) or "date" in table.variables
