"""Speed and memory of the whole reading path: reading, segmenting, statements, speakers.

    python benchmarks/reading.py TEXTS.jsonl.gz [--engine model] [--texts 84] [--repeat 3] [--json]

Runs ``counterpoint extract`` on the texts with one process and with two and prints words (runs of
characters without white space) per CPU second, per second on the clock, and the largest memory of
a process. Start-up is counted; what it costs alone is told beside. The best of the repeats counts,
since a busy machine only ever slows things down.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from pathlib import Path

START = "from counterpoint.cli.main import main; main()"


def take(path, number):
    """The first texts of a file and how many words they have."""
    opened = gzip.open if str(path).endswith(".gz") else open
    rows = []
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.append({"id": row["id"], "text": row["text"]})
            if len(rows) == number:
                break
    return rows, sum(len(row["text"].split()) for row in rows)


def run(arguments):
    """CPU seconds, seconds on the clock and largest memory (MB) of a command and its children."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    began = time.perf_counter()
    process = os.spawnve(
        os.P_NOWAIT, sys.executable, [sys.executable, "-c", START, *arguments], environment
    )
    _, status, usage = os.wait4(process, 0)
    clock = time.perf_counter() - began
    if status:
        raise SystemExit(f"the command ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / 1024


def measure(texts, *, engine, jobs, repeat):
    """The best of some runs."""
    best = None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        lines = [json.dumps(row) for row in texts]
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for _ in range(repeat):
            options = ["--engine", engine, "--jobs", str(jobs), "--restart"]
            figures = run(["--quiet", "extract", str(source), str(target), *options])
            best = figures if best is None else tuple(map(min, best, figures))
    return best


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts")
    parser.add_argument("--engine", default="model", choices=["model", "rules"])
    parser.add_argument("--texts", dest="number", type=int, default=84)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()

    texts, words = take(given.texts, given.number)
    start = measure(texts[:1], engine=given.engine, jobs=1, repeat=given.repeat)
    one = measure(texts, engine=given.engine, jobs=1, repeat=given.repeat)
    two = measure(texts, engine=given.engine, jobs=2, repeat=given.repeat)
    figures = {
        "engine": given.engine,
        "texts": len(texts),
        "words": words,
        "words_per_cpu_second": round(words / one[0]),
        "words_per_cpu_second_without_start": round(words / max(one[0] - start[0], 1e-9)),
        "start_cpu_seconds": round(start[0], 2),
        "memory_mb": round(one[2]),
        "seconds_one_process": round(one[1], 2),
        "seconds_two_processes": round(two[1], 2),
        "two_processes_times_one": round(one[1] / two[1], 2),
        "cpus": os.cpu_count(),
        "load_when_done": round(os.getloadavg()[0], 1),
    }
    if given.json:
        print(json.dumps(figures, indent=2))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):{width}}  {value}")


if __name__ == "__main__":
    main()
