"""Nothing that was finished is lost: kills, full disks, two at once, servers that go away."""

import contextlib
import os
import random
import resource
import select
import shutil
import signal
import sqlite3
import stat
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from counterpoint.errors import InputError, StoreError
from counterpoint.store.corpus import Corpus
from counterpoint.store.engine import Database
from counterpoint.store.integrity import check, salvage
from counterpoint.types.judgement import Coder, Verdict

from .conftest import execute
from .test_corpus import listed
from .texts import ANA, MODEL, READER, TEXT, annotated, document, fill

KILLS = int(os.environ.get("COUNTERPOINT_KILLS", "100"))


def in_child(work):
    """Fork, do some work in the child, and give its id and the pipe that it writes to."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    code = 1
    try:
        with os.fdopen(writing, "w", buffering=1) as out:
            work(out)
        code = 0
    finally:
        os._exit(code)


def finished(reading):
    with os.fdopen(reading) as said:
        return said.read().splitlines()


def keep_adding(place, start):
    """Add and analyse document after document, and say which one is done."""

    def work(out):
        with Corpus(place) as corpus:
            added = corpus.begin("add", READER, {}, resume=True)
            run = corpus.begin("analyse", MODEL, {}, resume=True)
            for number in range(start, start + 10_000):
                one = document(f"{TEXT} Number {number}.", url=f"https://example.org/{number}")
                corpus.add([one], added)
                corpus.keep(run, [annotated(one)])
                print(one.id, file=out)

    return work


def kill_at_random(place, draw, start):
    """Half of the kills come while the corpus is opened, half while documents are written."""
    child, reading = in_child(keep_adding(place, start))
    if draw.random() < 0.5:
        select.select([reading], [], [], 30)  # the first document is done
    time.sleep(draw.uniform(0, 0.04))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return finished(reading)


def halves(place):
    """Documents with some but not all of their statements, and all that are whole."""
    with Corpus(place) as corpus, corpus.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT d.id, count(s.key) FROM document d JOIN reading r ON r.document_key = d.key "
            "LEFT JOIN statement s ON s.reading_key = r.key GROUP BY d.id"
        ).all()
    return [id for id, count in rows if count != 3], {id for id, count in rows if count == 3}


def test_kill_at_any_moment_loses_nothing_finished_and_leaves_nothing_half(sqlite_place):
    draw = random.Random(1)
    done = set()
    for number in range(KILLS):
        done |= set(kill_at_random(sqlite_place, draw, number * 10_000))

    half, whole = halves(sqlite_place)
    assert half == []
    assert done
    assert done <= whole
    database = Database(sqlite_place)
    assert check(database).whole
    database.close()


def test_kill_of_a_client_leaves_nothing_half_on_postgres(postgres_place):
    draw = random.Random(2)
    done = set()
    for number in range(5):
        done |= set(kill_at_random(postgres_place, draw, number * 10_000))

    half, whole = halves(postgres_place)
    assert half == []
    assert done <= whole


def judge_often(place, coder, ids):
    with Corpus(place) as corpus:
        for id in ids:
            corpus.judge(id, Verdict.ACCEPT, Coder(coder))


def test_twenty_writers_at_once_lose_nothing(postgres_place):
    with Corpus(postgres_place) as corpus:
        fill(corpus)
        ids = [row["id"] for row in listed(corpus)]
        with ThreadPoolExecutor(20) as pool:
            for number in range(20):
                # pairs of writers share a name: one coder at two places at once
                pool.submit(judge_often, postgres_place, f"coder {number // 2}", ids)
        steps = corpus.history()
        with corpus.reading() as connection:
            coders = connection.exec_driver_sql(
                "SELECT count(*) FROM coder WHERE kind = 'person'"
            ).scalar()

    assert (len(steps), coders) == (60, 10)


def test_twenty_writers_add_the_same_documents_once(postgres_place):
    documents = [document(f"Text {n}.", url=f"https://example.org/{n}") for n in range(5)]

    def add(_):
        with Corpus(postgres_place) as corpus:
            corpus.add(documents, corpus.begin("add", READER, {}))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(add, range(20)))
    with Corpus(postgres_place) as corpus:
        assert corpus.count_documents() == 5


def test_two_processes_at_once_wait_for_each_other(sqlite_place):
    with Corpus(sqlite_place) as corpus:
        fill(corpus)
        ids = [row["id"] for row in listed(corpus)] * 5

    def work(out):
        judge_often(sqlite_place, f"coder {os.getpid()}", ids)
        print("done", file=out)

    children = [in_child(work) for _ in range(2)]
    for child, reading in children:
        assert finished(reading) == ["done"]
        os.waitpid(child, 0)
    with Corpus(sqlite_place) as corpus:
        assert len(corpus.history()) == 30


def test_one_coder_at_two_places_at_once_is_one_coder(place):
    with Corpus(place) as corpus:
        fill(corpus)
        ids = [row["id"] for row in listed(corpus)]
    children = [
        in_child(lambda out: (judge_often(place, "Ana", ids), print("done", file=out)))
        for _ in range(3)
    ]
    for child, reading in children:
        assert finished(reading) == ["done"]
        os.waitpid(child, 0)

    with Corpus(place) as corpus, corpus.reading() as connection:
        named = connection.exec_driver_sql("SELECT count(*) FROM coder WHERE name = 'Ana'")
        assert named.scalar() == 1
        assert len(corpus.history()) == 9
        assert {row["status"] for row in listed(corpus)} == {"accepted"}


def test_a_process_that_writes_too_long_is_named(sqlite_place):
    other = sqlite3.connect(sqlite_place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        contextlib.closing(other),
        Corpus(sqlite_place, wait=0.1) as corpus,
        pytest.raises(StoreError, match="another process is writing") as caught,
    ):
        corpus.begin("add", READER, {})
    assert caught.value.hint


def test_a_full_disk_is_said_and_what_was_kept_stays(sqlite_place):
    with Corpus(sqlite_place) as corpus:
        fill(corpus)

    def work(out):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = Path(sqlite_place).stat().st_size + 60_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        with Corpus(sqlite_place) as corpus:
            run = corpus.begin("add", READER, {})
            try:
                for number in range(200):
                    corpus.add([document("Long text. " * 1000, url=f"https://e.org/{number}")], run)
            except StoreError as error:
                print("no room" in str(error), bool(error.hint), number, file=out)

    child, reading = in_child(work)
    (said,) = finished(reading)
    os.waitpid(child, 0)
    assert said.startswith("True True")
    with Corpus(sqlite_place) as corpus:
        assert corpus.count_documents() == 1 + int(said.split()[2])
        assert len(listed(corpus)) == 3


def test_a_corpus_that_may_only_be_read_is_read_and_not_written(empty_file):
    folder = Path(tempfile.mkdtemp())
    path = folder / "news.counterpoint"
    shutil.copy(empty_file, path)
    with Corpus(str(path)) as corpus:
        fill(corpus)
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    folder.chmod(0o555)

    def work(out):
        if os.getuid() == 0:
            os.setuid(65534)
        with Corpus(str(path)) as corpus:
            print(len(listed(corpus)), file=out)
            try:
                corpus.begin("add", READER, {})
            except StoreError as error:
                print(error, file=out)

    child, reading = in_child(work)
    count, said = finished(reading)
    os.waitpid(child, 0)
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert (count, "may not be written" in said) == ("3", True)


def test_a_server_that_goes_away_is_tried_again(server, postgres_place):
    with Corpus(postgres_place) as corpus:
        fill(corpus)
        name = postgres_place.split("?")[0].rsplit("/", 1)[1]
        execute(
            server,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()",
        )
        corpus.judge(listed(corpus)[0]["id"], Verdict.ACCEPT, ANA)

        assert listed(corpus)[0]["status"] == "accepted"


def test_a_server_that_is_lost_in_the_middle_leaves_nothing_half(server, postgres_place):
    with Corpus(postgres_place) as corpus:
        fill(corpus)
        calls = []

        def work(connection):
            calls.append(1)
            connection.exec_driver_sql("UPDATE document SET outlet = outlet || '!'")
            if len(calls) == 1:
                pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
                execute(server, f"SELECT pg_terminate_backend({pid})")
            connection.exec_driver_sql("SELECT 1")

        corpus.writing(work)
        (one,) = corpus.documents()
        assert (len(calls), one.outlet) == (2, "Lyra Post!")


def test_a_server_that_stays_away_is_a_clear_error_and_nothing_is_half(server, postgres_place):
    name = postgres_place.split("?")[0].rsplit("/", 1)[1]
    with Corpus(postgres_place) as corpus:
        fill(corpus)

        def work(connection):
            connection.exec_driver_sql("UPDATE document SET outlet = outlet || '!'")
            execute(server, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            execute(server, f"SELECT pg_terminate_backend({pid})")
            connection.exec_driver_sql("SELECT 1")

        with pytest.raises(StoreError) as caught:
            corpus.writing(work)
        assert caught.value.hint
        execute(server, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        (one,) = corpus.documents()
        assert one.outlet == "Lyra Post"


def test_no_password_is_printed(server, postgres_place):
    from click.testing import CliRunner

    from counterpoint.cli.main import cli

    place = postgres_place.replace("//postgres:@", "//postgres:secret@")
    with Corpus(place) as corpus:
        corpus.add([document()], corpus.begin("add", READER, {}))
    for words in (["analyse", "--engine", "rules"], ["link"], ["status"], ["actors"]):
        done = CliRunner().invoke(cli, [words[0], place, *words[1:]])
        assert done.exit_code == 0
        assert "secret" not in done.output + done.stderr
        if words[0] in ("analyse", "link"):
            assert "Next: counterpoint" in done.stderr


def test_a_server_that_is_away_is_a_clear_error():
    with pytest.raises(StoreError, match="does not answer") as caught:
        Corpus("postgresql://nobody:secret@127.0.0.1:1/nothing")

    assert "secret" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"Just a text.\n" * 20, "another kind of file", id="text"),
        pytest.param(b"\x1f\x8b\x08" + b"\0" * 200, "another kind of file", id="gzip"),
        pytest.param(None, "SQLite file of another program", id="other-database"),
    ],
)
def test_another_kind_of_file_is_not_touched(tmp_path, content, words):
    path = tmp_path / "news.counterpoint"
    if content is None:
        with contextlib.closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA application_id = 77")
            other.execute("CREATE TABLE settings (version)")
            other.commit()
    else:
        path.write_bytes(content)
    before = path.read_bytes()

    with pytest.raises(InputError, match=words) as caught:
        Corpus(str(path), create=True)
    assert caught.value.hint
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "place", ["news.txt", "folder/news", "mysql://host/news", "oracle://x", "http://x"]
)
def test_a_place_that_cannot_hold_a_corpus_is_refused(place, tmp_path):
    with pytest.raises(InputError) as caught:
        Corpus(place if "://" in place else str(tmp_path / place), create=True)
    assert caught.value.hint


def test_what_is_not_there_is_not_made_by_reading(tmp_path):
    path = tmp_path / "none.counterpoint"

    with pytest.raises(InputError, match="no corpus yet"):
        Corpus(str(path))
    assert not path.exists()


def test_a_damaged_file_is_found_out_and_what_can_be_read_is_saved(sqlite_place, tmp_path):
    from counterpoint.workflow.export import export
    from counterpoint.workflow.status import health

    texts = [document(f"{TEXT} {n} " + "Filler. " * 300, url=f"e.org/{n}") for n in range(60)]
    with Corpus(sqlite_place) as corpus:
        corpus.add(texts, corpus.begin("add", READER, {}))
        run = corpus.begin("analyse", MODEL, {})
        corpus.keep(run, [annotated(one) for one in texts])
    with contextlib.closing(sqlite3.connect(sqlite_place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'document' AND pagetype = 'leaf' LIMIT 4"
        ).fetchall() if _has_dbstat(connection) else [(90,), (91,), (92,), (93,)]  # fmt: skip
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with open(sqlite_place, "r+b") as file:
        for (page,) in pages:
            file.seek((page - 1) * size)
            file.write(os.urandom(size))

    found = health(sqlite_place)
    assert not found.whole
    assert 0 < found.readable["document"] < 60
    assert found.readable["statement"] > 0
    files = list(export(sqlite_place, tmp_path / "out"))
    assert all(one.saved for one in files)
    assert {one.path.name for one in files} >= {"documents.jsonl", "statements.jsonl"}
    assert files[0].rows == found.readable["document"]


def _has_dbstat(connection):
    try:
        connection.execute("SELECT 1 FROM dbstat LIMIT 1")
    except sqlite3.OperationalError:
        return False
    return True


def test_salvage_of_a_whole_file_is_everything(sqlite_place):
    with Corpus(sqlite_place) as corpus:
        fill(corpus)

    assert [row["content"] for row in salvage(Path(sqlite_place), "statement")] == [
        "the canal must stay open",
        "that they would pay",
        "a new treaty",
    ]
