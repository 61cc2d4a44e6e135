"""CSV and TSV: columns are found or named, and nothing is lost."""

import io

import pytest

from counterpoint.errors import InputError
from counterpoint.readers import Columns, ReadFailure, ReadOptions
from counterpoint.readers.csv import read_csv
from counterpoint.readers.streams import Peekable


def read(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_csv(Peekable(io.BytesIO(data)), ReadOptions(**options), path="in.csv"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_header(delimiter):
    header = delimiter.join(["id", "title", "text"])
    row = delimiter.join(["a", "Headline", '"Said, she; and | more"'])

    (document,) = read(f"{header}\n{row}\n")

    assert (document.id, document.title) == ("a", "Headline")
    assert document.text == "Said, she; and | more"


def test_a_text_may_run_over_lines_and_the_next_failure_names_its_line():
    data = 'id,text\na,"First line\nsecond line"\nb,\nc,Third\n'

    first, failure, last = read(data)

    assert first.text == "First line\nsecond line"
    assert isinstance(failure, ReadFailure)
    assert failure.line == 4
    assert last.text == "Third"


def test_columns_are_named_and_others_kept():
    data = "nr,Inhalt,Zeitung,Datum,Ressort\n1,Er sagte es.,Bote,2024-05-14,Politik\n"
    columns = Columns(text="Inhalt", id="nr", outlet="Zeitung", date="Datum")

    (document,) = read(data, columns=columns)

    assert (document.id, document.outlet, document.text) == ("1", "Bote", "Er sagte es.")
    assert document.published.date().isoformat() == "2024-05-14"
    assert document.extra == {"Ressort": "Politik"}


def test_without_a_text_column_the_columns_are_listed():
    with pytest.raises(InputError, match="no column holds the text") as caught:
        read("nr,Inhalt\n1,x\n")

    assert "--text-column" in caught.value.hint
    assert "nr, Inhalt" in caught.value.hint


def test_a_row_with_too_many_fields_is_reported():
    failure, good = read("id,text\na,one,two\nb,fine\n")

    assert failure.line == 2
    assert "3 fields" in failure.reason
    assert good.text == "fine"


def test_excel_marks_and_line_ends():
    (document,) = read("\ufefftext;id\r\nEin Satz.;a\r\n")

    assert (document.id, document.text) == ("a", "Ein Satz.")


def test_an_empty_file_is_said():
    with pytest.raises(InputError, match="empty"):
        read("")
