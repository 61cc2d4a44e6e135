"""Files for DNA 3: whole or not at all, and after DNA's rules."""

import base64
import hashlib
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from counterpoint.errors import InputError
from counterpoint.readers.dna import findings_of, read_database, read_dna
from counterpoint.types.dna import SCHEMA
from counterpoint.writers.dna import hash_password, password_fits, write_database
from counterpoint.writers.statements_dna import dna_database

sys.path.insert(0, str(Path(__file__).parents[1] / "readers"))

from dna_databases import small


def test_a_row_that_dna_forbids_stops_the_writing_and_leaves_nothing(tmp_path):
    wrong = small(STATEMENTS=((1, 1, 1, 9, 3, 1),))

    with pytest.raises(InputError, match="table STATEMENTS, row 1"):
        write_database(wrong, tmp_path / "wrong.dna")
    assert list(tmp_path.iterdir()) == []


def test_a_reference_to_nothing_stops_the_writing(tmp_path):
    statements = ((1, 1, 44, 0, 16, 1), *small().rows("STATEMENTS")[1:])

    with pytest.raises(InputError, match="table STATEMENTS, row 1"):
        write_database(small(STATEMENTS=statements), tmp_path / "wrong.dna")


def test_a_failed_writing_keeps_the_old_file(tmp_path):
    path = tmp_path / "study.dna"
    write_database(small(), path)
    before = path.read_bytes()

    with pytest.raises(InputError):
        write_database(small(STATEMENTS=((1, 1, 1, 9, 3, 1),)), path)
    assert path.read_bytes() == before


def test_deletes_cascade_as_dna_expects(tmp_path):
    path = tmp_path / "study.dna"
    write_database(small(), path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM DOCUMENTS WHERE ID = 1")
        left = [
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("STATEMENTS", "DATABOOLEAN", "DATASHORTTEXT", "DATALONGTEXT")
        ]
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]

    assert left == [0, 0, 0, 0]
    assert mode == "delete"


def test_a_password_hash_follows_dnas_recipe():
    salt = bytes(range(16))
    digest = salt + "Ångström".encode()
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    stored = hash_password("A\u030angstro\u0308m", salt=salt)

    assert stored == base64.b64encode(salt + digest).decode()
    assert len(stored) == 64
    assert password_fits("Ångström", stored)
    assert not password_fits("Angstrom", stored)
    assert hash_password("x") != hash_password("x")


@pytest.mark.shared
def test_passwords_of_a_file_by_dna_are_recognised(shared):
    rows = read_database(shared / "data/dna/sample.dna").records("CODERS")

    assert password_fits("sample", next(rows)["Password"])


@pytest.mark.shared
@pytest.mark.parametrize("name", ["sample.dna", "synth-a.dna", "synth-u.dna"])
def test_files_by_dna_make_the_round_trip_table_by_table(shared, tmp_path, name):
    first = read_database(shared / "data/dna" / name)
    write_database(first, tmp_path / name)
    again = read_database(tmp_path / name)

    assert {table: again.rows(table) for table in SCHEMA} == {
        table: first.rows(table) for table in SCHEMA
    }


@pytest.mark.shared
@pytest.mark.parametrize("name", ["sample.dna", "synth-a.dna"])
def test_statements_written_as_a_new_file_pass_the_validator(shared, tmp_path, name):
    table = read_dna(shared / "data/dna" / name, texts=True)
    write_database(dna_database(table, "a password"), tmp_path / name)
    again = read_dna(tmp_path / name, texts=True)

    assert findings_of(read_database(tmp_path / name)) == []
    for variable, column in table.variables.items():
        assert again.variables[variable].values() == column.values()
    assert [again.words(at) for at in range(len(again))] == [
        table.words(at) for at in range(len(table))
    ]
