"""How large the base install is and how quickly the front door opens.

    python benchmarks/house/measure.py [--runs 7]

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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
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
        bare = seconds([python, "-c", "pass"], runs)
        load = seconds([python, "-c", "import counterpoint"], runs)
        helps = seconds([place / "bin" / "counterpoint", "--help"], runs)
    print(f"Python {sys.version.split()[0]}, {runs} runs; best / median of wall clock, then CPU\n")
    print("| what | measured | must |")
    print("| --- | --- | --- |")
    print(f"| base install | {whole - empty:.0f} MB (with pip {whole:.0f} MB) | 300 MB |")
    more = [one - other for one, other in zip(load, bare, strict=True)]
    print("| import counterpoint | {:.3f} / {:.3f}, {:.3f} s | 0.2 s |".format(*more))
    print("| counterpoint --help | {:.3f} / {:.3f}, {:.3f} s | 0.5 s |".format(*helps))


if __name__ == "__main__":
    main()
