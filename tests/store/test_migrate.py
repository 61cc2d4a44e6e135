"""Older corpora come forward with a copy; newer ones are refused; the schema is what it says."""

import shutil
import subprocess
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from counterpoint.errors import StoreError
from counterpoint.store import migrate
from counterpoint.store.corpus import Corpus
from counterpoint.store.engine import Database
from counterpoint.store.schema import REVISIONS, metadata
from counterpoint.store.views import VIEWS

from .test_corpus import listed
from .texts import fill

SECOND = '''
"""A second revision, for the test."""
from alembic import op
revision = "{number}"
down_revision = "{before}"

def upgrade():
    op.execute("ALTER TABLE document ADD COLUMN mood TEXT")
    {more}
'''


@pytest.fixture
def scripts(tmp_path):
    """The migrations of this version and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", folder)

    def add(more=""):
        text = SECOND.format(number="9000", before=REVISIONS[-1], more=more)
        (folder / "versions" / "9000_second.py").write_text(text)
        return folder

    return add


def test_the_migrations_make_the_schema(corpus):
    with corpus.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)

    names = {"document_text", "document_text_words"}
    assert [
        one
        for one in found
        if getattr(one[1], "name", "") not in names
        and not str(getattr(one[1], "name", "")).startswith("document_text")
    ] == []


def test_the_views_of_the_migrations_are_the_documented_ones(corpus):
    for name, query in VIEWS.items():
        with corpus.reading() as connection:
            view = connection.exec_driver_sql(f"SELECT * FROM {name} LIMIT 0").keys()
            written = connection.exec_driver_sql(f"SELECT * FROM ({query}) q LIMIT 0").keys()
        assert list(view) == list(written)


def test_an_older_corpus_comes_forward_with_a_copy(sqlite_place, scripts):
    with Corpus(sqlite_place) as corpus:
        fill(corpus)
        copy = migrate.upgrade(corpus.database, scripts=scripts())
        with corpus.reading() as connection:
            moods = connection.exec_driver_sql("SELECT mood FROM document").all()

    assert moods == [(None,)]
    shutil.copy(copy, copy.with_suffix(".counterpoint"))
    with Corpus(str(copy.with_suffix(".counterpoint"))) as before:
        assert len(listed(before)) == 3


def test_postgres_comes_forward_too(postgres_place, scripts):
    with Corpus(postgres_place) as corpus:
        fill(corpus)
        assert migrate.upgrade(corpus.database, scripts=scripts()) is None
        assert migrate.revision_of(corpus.database) == "9000"


def test_a_migration_that_fails_leaves_the_corpus_as_it_was(place, scripts):
    database = Database(place)
    folder = scripts('op.execute("SELECT * FROM nowhere")')

    with pytest.raises(StoreError):
        migrate.upgrade(database, scripts=folder)
    assert migrate.revision_of(database) == REVISIONS[-1]
    with Corpus(place) as corpus:
        fill(corpus)
        assert len(listed(corpus)) == 3
    database.close()


def test_a_newer_corpus_is_refused_with_a_sentence(place):
    with Corpus(place) as corpus:
        corpus.writing(
            lambda connection: connection.exec_driver_sql(
                "UPDATE alembic_version SET version_num = '9999'"
            )
        )
    with pytest.raises(StoreError, match="a newer Counterpoint wrote this corpus") as caught:
        Corpus(place)
    assert "upgrade" in caught.value.hint


def test_a_corpus_is_made_where_there_was_none(tmp_path):
    with Corpus(str(tmp_path / "new.counterpoint"), create=True) as corpus:
        assert corpus.count_documents() == 0


def test_other_programs_open_the_file(sqlite_place):
    with Corpus(sqlite_place) as corpus:
        fill(corpus)
    query = "SELECT speaker, content FROM statements ORDER BY start"
    said = subprocess.run(
        ["sqlite3", sqlite_place, query], capture_output=True, text=True, check=True
    )

    assert said.stdout.splitlines()[0] == "Ada Holm|the canal must stay open"


def test_pandas_opens_the_views(corpus):
    import pandas

    fill(corpus)
    with corpus.reading() as connection:
        frames = {name: pandas.read_sql(f"SELECT * FROM {name}", connection) for name in VIEWS}

    assert len(frames["statements"]) == 3
    assert list(frames["documents"]["outlet"]) == ["Lyra Post"]
    assert list(frames["edges"].columns[:6]) == [
        *("source_id", "source", "relation", "target_id", "target", "value"),
    ]
