"""Measure networks against the figures of DNA: time and memory of whole processes.

    python benchmarks/networks/run.py            # the table of tasks
    python benchmarks/networks/run.py --growth   # one task at 1 k, 10 k, 100 k, 1 M statements

Each task is a process of its own: start, reading the file, computing. Times are CPU seconds (user
and system, as DNA's figures are), memory the largest resident set. Databases are made by
``generate.py`` and kept between runs in ``--folder``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import make


@dataclass(frozen=True)
class Task:
    """What to compute, on what, and the figures to hold it against."""

    name: str
    statements: int
    code: str
    dna: str
    must: float
    goal: float
    memory: int = 0
    organisations: int | None = None
    concepts: int | None = None


BEFORE = """
import sys
from counterpoint.readers.dna import read_dna
from counterpoint.types import NetworkSpec
table = read_dna(sys.argv[1], variables=("organization", "concept", "agreement"))
"""
ONE = (
    BEFORE
    + """
from counterpoint.network import network
found = network(table, NetworkSpec(mode="dna", {spec}))
print(found.shape, len(found.weights))
"""
)
MANY = (
    BEFORE
    + """
from counterpoint.network import networks
print(sum(1 for _ in networks(table, NetworkSpec(mode="dna", {spec}))), "windows")
"""
)
BACKBONE = (
    BEFORE
    + """
from counterpoint.network.backbone import annealed_backbone, nested_backbone
spec = NetworkSpec(mode="dna", kind="onemode", aggregation="subtract", normalisation="average")
{call}
"""
)
CONGRUENCE = 'kind="onemode", aggregation="congruence", normalisation="average"'
TASKS = (
    Task(
        "one-mode congruence, average",
        1_000_000,
        ONE.format(spec=CONGRUENCE),
        "159 s, 4,951 MB",
        10,
        3,
        memory=600,
    ),
    Task(
        "two-mode subtract",
        1_000_000,
        ONE.format(spec='aggregation="subtract"'),
        "46 s, 4,960 MB",
        5,
        2,
    ),
    Task(
        "duplicates per document",
        100_000,
        ONE.format(spec=CONGRUENCE + ', duplicates="document"'),
        "> 84 s, not finished",
        1,
        0.3,
    ),
    Task(
        "108 windows of 12 months",
        10_000,
        MANY.format(spec=CONGRUENCE + ', time_unit="months", time_size=12'),
        "47 s",
        1,
        0.3,
    ),
    Task(
        "gaussian kernel, about 106 steps",
        1_000,
        MANY.format(
            spec=CONGRUENCE + ', time_unit="months", time_size=12, kernel="gaussian", indent=True'
        ),
        "7.9 s",
        1,
        0.3,
    ),
    Task(
        "nested backbone, 50 concepts",
        1_000,
        BACKBONE.format(call="print(len(nested_backbone(table, spec)))"),
        "26 s",
        1,
        0.2,
        concepts=50,
    ),
    Task(
        "nested backbone, 100 concepts",
        10_000,
        BACKBONE.format(call="print(len(nested_backbone(table, spec)))"),
        "> 150 s, not finished",
        5,
        1,
        concepts=100,
    ),
    Task(
        "annealing, 1,000 iterations",
        1_000,
        BACKBONE.format(call="print(annealed_backbone(table, spec, iterations=1000).loss)"),
        "20 s",
        1,
        0.3,
        concepts=50,
    ),
)


def measure(code: str, path: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and megabytes of one process."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    # A process between us and the task, whose only child it is: then its usage is the task's.
    watcher = (
        "import resource, subprocess, sys, time\n"
        "begin = time.perf_counter()\n"
        "subprocess.run([sys.executable, '-c', sys.argv[1], sys.argv[2]], check=True,"
        " stdout=subprocess.DEVNULL)\n"
        "wall = time.perf_counter() - begin\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)\n"
    )
    command = [sys.executable, "-c", watcher, code, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    cpu, wall, memory = (float(part) for part in done.stdout.split())
    return cpu, wall, memory


def database(folder: Path, task: Task, statements: int | None = None) -> Path:
    """The database of a task, made if it is not there."""
    count = statements or task.statements
    sizes = f"-{task.organisations}" if task.organisations else ""
    sizes += f"-c{task.concepts}" if task.concepts else ""
    path = folder / f"statements-{count}{sizes}.dna"
    if not path.exists():
        make(str(path), count, organisations=task.organisations, concepts=task.concepts)
    return path


def verdict(task: Task, cpu: float, memory: float) -> str:
    """Whether a figure reaches the goal, the must, or neither."""
    if cpu > task.must or (task.memory and memory > task.memory):
        return "MISSED"
    return "goal" if cpu <= task.goal else "must"


def table(folder: Path, repeats: int) -> bool:
    """Print one line per task; whether all reach their must."""
    print("| Task | Statements | DNA | must | goal | CPU s | wall s | MB | reached |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |")
    good = True
    for task in TASKS:
        path = database(folder, task)
        cpu, wall, memory = min(measure(task.code, path) for _ in range(repeats))
        told = verdict(task, cpu, memory)
        good = good and told != "MISSED"
        print(
            f"| {task.name} | {task.statements:,} | {task.dna} | {task.must:g} | {task.goal:g}"
            f" | {cpu:.2f} | {wall:.2f} | {memory:.0f} | {told} |",
            flush=True,
        )
    start = measure("import numpy", folder)
    print(f"\nA process that only imports numpy: {start[0]:.2f} s CPU, {start[2]:.0f} MB.")
    return good


def growth(folder: Path, repeats: int) -> None:
    """Print the first task and a two-mode network at four sizes."""
    print("| Task | Statements | CPU s | wall s | MB |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for task in TASKS[:2]:
        for count in (1_000, 10_000, 100_000, 1_000_000):
            path = database(folder, task, count)
            cpu, wall, memory = min(measure(task.code, path) for _ in range(repeats))
            print(
                f"| {task.name} | {count:,} | {cpu:.2f} | {wall:.2f} | {memory:.0f} |", flush=True
            )


def main() -> None:
    """Print a table; exit with 1 if a must is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(".cache/networks"))
    parser.add_argument("--growth", action="store_true", help="one task at four sizes")
    parser.add_argument("--repeats", type=int, default=3, help="the quickest of so many counts")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.growth:
        growth(given.folder, given.repeats)
    elif not table(given.folder, given.repeats):
        sys.exit(1)


if __name__ == "__main__":
    main()
