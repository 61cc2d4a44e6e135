"""How fast statements are found, and how much memory it takes.

    python benchmarks/attribution/speed.py [GOLD.jsonl.gz] [--bundle FOLDER] [--processes 2]

Prints words (between blanks) per CPU second of one process on one thread, from text to
attributions, the largest memory, and with `--processes` how many times one process's words a second
of the clock several give together. Each round reads all texts; the best of the rounds counts, since
other work on the machine only ever slows one down.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]


def texts_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def measure(args):
    from counterpoint.analysis.attribution import AttributionModel

    texts = texts_of(args.gold)
    words = sum(len(text.split()) for text in texts)
    began = time.process_time()
    model = AttributionModel.load(args.bundle)
    loading = time.process_time() - began
    model.find(texts[:1])
    cpu, wall = [], []
    for _ in range(args.rounds):
        began, clock = time.process_time(), time.perf_counter()
        model.find(texts)
        cpu.append(time.process_time() - began)
        wall.append(time.perf_counter() - clock)
    return {
        "words": words,
        "words_per_cpu_second": round(words / min(cpu)),
        "words_per_second": words / min(wall),
        "load_cpu_seconds": round(loading, 2),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def together(args):
    command = [sys.executable, __file__, str(args.gold), "--rounds", str(args.rounds), "--json"]
    command += ["--bundle", str(args.bundle)] if args.bundle else []
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(args.processes)]
    return sum(json.loads(one.communicate()[0])["words_per_second"] for one in running)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    gold = ROOT.parent / "shared/data/polnear/dev.jsonl.gz"
    parser.add_argument("gold", type=Path, nargs="?", default=gold)
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.processes > 1:
        alone = argparse.Namespace(**{**vars(args), "processes": 1})
        single = together(alone)
        several = together(args)
        print(f"{args.processes} processes read {several / single:.2f} times as much as one")
        return
    result = measure(args)
    if args.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:22s} {value:10.0f}")


if __name__ == "__main__":
    main()
