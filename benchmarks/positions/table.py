"""Every row of the table of positions by one command, with simple baselines in the same run.

    python benchmarks/positions/table.py DATA [--rows dse,vast] [--model FOLDER] [--json]

DATA is the folder with newsmtsc, dse, perspectrum, claimstance, vast, plv and seesaw; only their
train parts (for the baselines) and dev parts are read. A row is measured as ``counterpoint
evaluate stance`` or ``evaluate network`` measures it. What is measured is kept in a file, by the
bundle's digest, so that a run that was cut short goes on (--restart forgets it). "ECE" is the
calibration error of the scores, and what exact ones would have on so many rows by chance.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import baselines
from speed import words_per_cpu_second

from counterpoint.errors import CounterpointError
from counterpoint.evaluation.stance import score_labels
from counterpoint.workflow.evaluate_positions import (
    NetworkQuestion,
    StanceQuestion,
    evaluate_network,
    evaluate_stance,
)
from counterpoint.workflow.stance import StanceTask, load_positions


@dataclass(frozen=True)
class Row:
    """One row: which file, what is asked, and what must be reached (macro F1 where not said)."""

    name: str
    file: str
    task: str = ""
    train: str = ""
    label: str = "label"
    neutral: str = ""
    no_neutral: bool = False
    new_text: bool = False
    must: dict = field(default_factory=dict)


ROWS = (
    Row("newsmtsc rw", "newsmtsc/dev_rw", "target", "newsmtsc/train", must={"macro_f1": 80}),
    Row("newsmtsc mt", "newsmtsc/dev_mt", "target", "newsmtsc/train", must={"macro_f1": 78}),
    Row("dse", "dse/dev", "pair", "dse/train", must={"macro_f1": 64, "accuracy": 81}),
    Row(
        "perspectrum, new text",
        "perspectrum/dev",
        "concept",
        "perspectrum/train",
        no_neutral=True,
        new_text=True,
        must={"macro_f1": 76},
    ),
    Row(
        "claimstance",
        "claimstance/dev",
        "concept",
        "claimstance/train",
        no_neutral=True,
        must={"macro_f1": 68},
    ),
    Row(
        "vast",
        "vast/dev",
        "concept",
        "vast/train",
        neutral="neutral",
        must={"macro_f1": 66, "polar_f1": 58},
    ),
    Row("plv quads", "plv/dev", "relation", "plv/train", label="quad", must={"macro_f1": 75}),
    Row("seesaw pairs", "seesaw/dev", "relation", "seesaw/train", must={"accuracy": 72}),
    Row(
        "seesaw edges, given",
        "seesaw/docs_dev",
        "network",
        must={"signed_f1": 36, "strong_sign": 70},
    ),
    Row("seesaw edges, raw", "seesaw/docs_dev", "network raw", must={"signed_f1": 29}),
    Row("speed, raw", "seesaw/docs_dev", "speed", must={"words_per_cpu_second": 1500}),
)
UNITS = {"words_per_cpu_second": 1}  # what is not per cent


def measure(row, data, model):
    """Figures of the network for a row."""
    path = data / f"{row.file}.jsonl.gz"
    if row.task == "speed":
        return {"words_per_cpu_second": words_per_cpu_second(path, 30, model)["whole"]}
    if row.task.startswith("network"):
        found = evaluate_network(path, NetworkQuestion(entities=row.task == "network", model=model))
        return _of_network(found)
    question = StanceQuestion(
        task=StanceTask(row.task),
        label=row.label,
        neutral=row.neutral,
        no_neutral=row.no_neutral,
        unseen=str(data / f"{row.train}.jsonl.gz") if row.new_text else "",
        model=model,
    )
    scores, calibration, _ = evaluate_stance(path, question)
    found = scores["all"]
    figures = {"macro_f1": found.macro_f1, "accuracy": found.accuracy}
    figures |= {"ece": calibration.error, "ece_by_chance": calibration.chance}
    if found.polar_f1 is not None:
        figures["polar_f1"] = found.polar_f1
    return {**figures, "rows": found.rows}


def _of_network(found):
    return {
        "signed_f1": found.views["signed"].f1,
        "pair_f1": found.views["pair"].f1,
        "sign": found.sign,
        "strong_sign": found.strong_sign,
        "pearson": found.pearson,
    }


def simple(row, data):
    """Figures of the baselines for a row."""
    if row.task == "speed":
        return {}
    gold = baselines.read(data / f"{row.file}.jsonl.gz")
    if not row.train:
        return {"first against second": _of_network(baselines.first_against_second(gold))}
    train = baselines.read(data / f"{row.train}.jsonl.gz")
    if row.new_text:
        seen = {one["text"].strip().casefold() for one in train}
        gold = [one for one in gold if one["text"].strip().casefold() not in seen]
    wanted = [str(one[row.label]) for one in gold]
    out = {}
    for name, way in (
        ("most frequent", baselines.frequent),
        ("lexicon", baselines.lexicon),
        ("TF-IDF", baselines.tfidf),
    ):
        found = score_labels(wanted, way(train, gold, row.label), neutral=row.neutral)
        out[name] = {"macro_f1": found.macro_f1, "accuracy": found.accuracy}
        if found.polar_f1 is not None:
            out[name]["polar_f1"] = found.polar_f1
    return out


def run(rows, data, model, kept, *, restart=False):
    """Measure rows that are not kept yet; yield each as soon as it is there."""
    known = {}
    if kept.exists() and not restart:
        known = json.loads(kept.read_text(encoding="utf-8"))
    digest = load_positions(model).digest
    for row in rows:
        for key, way in (
            (f"{row.name} | {digest}", lambda row=row: measure(row, data, model)),
            (f"{row.name} | simple", lambda row=row: simple(row, data)),
        ):
            if key not in known:
                began = time.process_time()
                known[key] = {**way(), "cpu_seconds": round(time.process_time() - began, 1)}
                kept.parent.mkdir(parents=True, exist_ok=True)
                new = kept.with_suffix(".new")
                new.write_text(json.dumps(known, indent=1), encoding="utf-8")
                new.replace(kept)
        yield row, known[f"{row.name} | {digest}"], known[f"{row.name} | simple"]


def shown(name, value):
    """A figure in words."""
    return f"{value:,.0f}" if name in UNITS else f"{100 * value:.1f}"


def line(row, found, plain):
    """One row of the table."""
    cells = []
    for name, must in row.must.items():
        mark = "" if found[name] * (1 if name in UNITS else 100) >= must else " (!)"
        cells.append(f"{name.replace('_', ' ')} {shown(name, found[name])} of {must}{mark}")
    first = next(iter(row.must))
    others = [
        f"{name} {shown(first, one[first])}"
        for name, one in plain.items()
        if isinstance(one, dict) and first in one
    ]
    error = "-"
    if "ece" in found:
        error = f"{found['ece']:.3f} (by chance {found['ece_by_chance']:.3f})"
    return f"{row.name:22} {'; '.join(cells):52} ECE {error:23} {', '.join(others)}"


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", default="", help="names, or parts of names, with commas between")
    parser.add_argument("--model", default="", help="folder of another bundle")
    parser.add_argument("--kept", type=Path, default=Path(".cache/positions/table.json"))
    parser.add_argument("--restart", action="store_true", help="measure everything again")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    wanted = [part.strip() for part in given.rows.split(",") if part.strip()]
    rows = [row for row in ROWS if not wanted or any(part in row.name for part in wanted)]
    if not rows:
        parser.error(
            f"no row is called {given.rows!r}; there are: " + ", ".join(r.name for r in ROWS)
        )
    table = {}
    for row, found, plain in run(rows, given.data, given.model, given.kept, restart=given.restart):
        table[row.name] = {"must": row.must, "network": found, "baselines": plain}
        if not given.json:
            print(line(row, found, plain), flush=True)
    if given.json:
        print(json.dumps(table, indent=1))
    elif not wanted:
        print("(!) below what must be reached; dev parts")


if __name__ == "__main__":
    try:
        main()
    except (CounterpointError, OSError, ValueError, KeyError) as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
