"""How large the base install is and how quickly the front door opens.

    python benchmarks/house/measure.py [--runs 7]
    python benchmarks/house/measure.py --here        # the start-up alone, of this interpreter

Makes an empty virtual environment, installs the locked base dependencies and this checkout, and
measures: megabytes on disk (with and without pip itself), seconds for ``import counterpoint`` and
for ``counterpoint --help`` (whole process, minus an empty interpreter for the import): best and
median of the runs by the wall clock, and CPU seconds, which a busy machine changes less.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def seconds(command, runs):
    found = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - began)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return min(found), statistics.median(found), cpu / runs


def size(folder):
    return sum(f.lstat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


def start_up(python, runs):
    """Rows of the table for the import and for the help text."""
    bare = seconds([python, "-c", "pass"], runs)
    load = seconds([python, "-c", "import counterpoint"], runs)
    helps = seconds([python, "-m", "counterpoint", "--help"], runs)
    more = [one - other for one, other in zip(load, bare, strict=True)]
    yield "| import counterpoint | {:.3f} / {:.3f}, {:.3f} s | 0.2 s |".format(*more)
    yield "| counterpoint --help | {:.3f} / {:.3f}, {:.3f} s | 0.5 s |".format(*helps)


def base_install(runs):
    """Rows of the table for a fresh environment."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "env"
        venv.create(place, with_pip=True)
        empty = size(place)
        python = place / "bin" / "python"
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        lock = ROOT / "requirements" / "base.lock"
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True, stderr=subprocess.PIPE)
        subprocess.run([*pip, "--no-deps", ROOT], check=True, stderr=subprocess.PIPE)
        whole = size(place)
        yield f"| base install | {whole - empty:.0f} MB (with pip {whole:.0f} MB) | 300 MB |"
        yield from start_up(python, runs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--here", action="store_true", help="measure start-up, install nothing")
    given = parser.parse_args()
    rows = start_up(sys.executable, given.runs) if given.here else base_install(given.runs)
    version = sys.version.split()[0]
    print(f"Python {version}, {given.runs} runs; best / median of wall clock, then CPU\n")
    print("| what | measured | must |")
    print("| --- | --- | --- |")
    for row in rows:
        print(row, flush=True)


if __name__ == "__main__":
    main()
