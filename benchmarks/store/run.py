"""Figures of the store, each by one command.

python benchmarks/store/run.py make --documents 2000 --times 25 big.counterpoint
python benchmarks/store/run.py statements big.counterpoint
python benchmarks/store/run.py search big.counterpoint
python benchmarks/store/run.py size big.counterpoint
python benchmarks/store/run.py kills --count 1000
python benchmarks/store/run.py overhead DOCUMENTS.jsonl.gz
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def counterpoint(*arguments: str) -> list[str]:
    code = "import sys; from counterpoint.cli.main import main; main(sys.argv[1:])"
    return [sys.executable, "-c", code, *arguments]


def measured(command: list[str], **options: object) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MB of a child process, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    del before
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def batches(items: Iterator[object], size: int) -> Iterator[list[object]]:
    while batch := list(islice(items, size)):
        yield batch


def make(arguments: argparse.Namespace) -> None:
    from generate import documents

    from counterpoint.store.corpus import Corpus
    from counterpoint.types.judgement import Coder, CoderKind

    Path(arguments.corpus).unlink(missing_ok=True)
    began = time.perf_counter()
    with Corpus(arguments.corpus, create=True) as corpus:
        who = Coder("generator", CoderKind.MODEL)
        added, read = corpus.begin("add", who, {}), corpus.begin("analyse", who, {})
        total = 0
        made = documents(
            arguments.documents, statements=arguments.statements, sentences=arguments.sentences
        )
        for batch in batches(made, 200):
            corpus.add([one.document for one in batch], added)
            total += corpus.keep(read, batch)
    if arguments.times > 1:
        from multiply import multiply

        multiply(arguments.corpus, arguments.times)
    seconds = time.perf_counter() - began
    print(
        f"{arguments.times} × {arguments.documents:,} documents, "
        f"{arguments.times} × {total:,} statements in {seconds:.1f} s"
    )


def statements(arguments: argparse.Namespace) -> None:
    for form in ("--jsonl", "--csv"):
        with tempfile.NamedTemporaryFile() as out:
            wall, cpu, peak = measured(
                counterpoint("statements", arguments.corpus, form), stdout=out
            )
            lines = sum(1 for _ in open(out.name, "rb"))
            size = os.path.getsize(out.name) / 1e6
        print(
            f"{form}: {lines:,} lines, {size:.0f} MB: {wall:.1f} s, {cpu:.1f} CPU s, {peak:.0f} MB"
        )


def search(arguments: argparse.Namespace) -> None:
    from counterpoint.store.corpus import Corpus
    from counterpoint.workflow.corpus import search as run

    with Corpus(arguments.corpus, read_only=True) as corpus:
        words = common_words(corpus)
        print(f"{corpus.count_documents():,} documents")
        queries = [
            words[0],
            words[50],
            f"{words[5]} {words[60]}",
            f'"{words[0]} {words[1]}"',
            f"{words[200][:4]}*",
            f"NEAR({words[2]} {words[9]}, 5)",
            words[-1],
        ]
        for query in queries:
            times = []
            for _ in range(3):
                began = time.perf_counter()
                total, _ = run(corpus, query)
                times.append(time.perf_counter() - began)
            wall, _, peak = measured(
                counterpoint("search", arguments.corpus, query),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            print(
                f"{query:32} {total:>8,} found: first {times[0]:.3f} s, "
                f"again {min(times):.3f} s, whole process {wall:.2f} s, {peak:.0f} MB"
            )


def common_words(corpus: object) -> list[str]:
    from collections import Counter

    counts: Counter[str] = Counter()
    for document in islice(corpus.documents(), 200):  # type: ignore[attr-defined]
        counts.update(document.text.lower().replace(".", "").split())
    return [word for word, _ in counts.most_common()]


def size(arguments: argparse.Namespace) -> None:
    import sqlite3

    connection = sqlite3.connect(arguments.corpus)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    count = connection.execute("SELECT count(*) FROM statement").fetchone()[0]
    text = connection.execute("SELECT sum(length(text)) FROM document").fetchone()[0]
    whole = os.path.getsize(arguments.corpus)
    per = whole / count * 1e6 / 1e9
    print(
        f"{count:,} statements, {text / 1e6:.0f} MB of text, file {whole / 1e9:.2f} GB: "
        f"{per:.2f} GB per million statements"
    )
    try:
        for name, pages in connection.execute(
            "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 15"
        ):
            print(f"  {name:32} {pages / 1e6:8.1f} MB")
    except sqlite3.OperationalError:
        pass


def kills(arguments: argparse.Namespace) -> None:
    """The test of the same name, with as many kills as are wanted."""
    environment = os.environ | {"COUNTERPOINT_KILLS": str(arguments.count)}
    tests = Path(__file__).parents[2] / "tests" / "store" / "test_safety.py"
    command = [sys.executable, "-m", "pytest", str(tests), "-q", "-k", "kill_at_any_moment"]
    raise SystemExit(subprocess.call(command, env=environment))


def overhead(arguments: argparse.Namespace) -> None:
    """CPU seconds of reading and analysing alone, and of add and analyse, start included."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "documents.jsonl"
        with gzip.open(arguments.corpus, "rt", encoding="utf-8") as packed:
            lines = islice(packed, arguments.documents)
            source.write_text("".join(lines), encoding="utf-8")
        corpus = str(Path(folder) / "corpus.counterpoint")
        options = ["--engine", arguments.engine]
        alone = measured(
            counterpoint("extract", str(source), f"{folder}/out.jsonl", *options, "--page"),
            stderr=subprocess.DEVNULL,
        )
        added = measured(counterpoint("add", corpus, str(source)), stderr=subprocess.DEVNULL)
        analysed = measured(counterpoint("analyse", corpus, *options), stderr=subprocess.DEVNULL)
    kept = added[1] + analysed[1]
    print(f"extract alone: {alone[1]:.1f} CPU s, {alone[0]:.1f} s")
    print(f"add: {added[1]:.1f} CPU s; analyse: {analysed[1]:.1f} CPU s, {analysed[0]:.1f} s")
    print(f"CPU of add and analyse to CPU of extract alone: {kept / alone[1]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    for work in (make, statements, search, size, kills, overhead):
        command = commands.add_parser(work.__name__)
        command.set_defaults(work=work)
        if work is kills:
            command.add_argument("--count", type=int, default=1000)
            continue
        command.add_argument("corpus")
        if work is overhead:
            command.add_argument("--documents", type=int, default=1168)
            command.add_argument("--engine", default="auto")
        if work is make:
            command.add_argument("--documents", type=int, default=50_000)
            command.add_argument("--statements", type=int, default=20)
            command.add_argument("--times", type=int, default=1, help="copies, by SQL alone")
            command.add_argument("--sentences", type=int, default=30)
    arguments = parser.parse_args()
    arguments.work(arguments)


if __name__ == "__main__":
    main()
