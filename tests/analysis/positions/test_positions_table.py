"""The table of positions: rows that can be chosen, kept from run to run, with their baselines."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

TABLE = Path(__file__).parents[3] / "benchmarks" / "positions" / "table.py"
ROWS = [
    {"text": f"{words} in case {number}.", "topic": "We should ban cars", "label": label}
    for number in range(4)
    for words, label in (("Cars poison the air", "pro"), ("Cars give people freedom", "con"))
]


def table(folder, *options):
    made = subprocess.run(
        [sys.executable, TABLE, folder, "--kept", folder / "kept.json", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    return made


def test_chosen_row_is_measured_with_baselines_and_kept(tmp_path):
    (tmp_path / "claimstance").mkdir()
    for part in ("train", "dev"):
        with gzip.open(tmp_path / "claimstance" / f"{part}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(row) + "\n" for row in ROWS)

    first = json.loads(table(tmp_path, "--rows", "claim", "--json").stdout)
    (tmp_path / "claimstance" / "dev.jsonl.gz").unlink()
    again = json.loads(table(tmp_path, "--rows", "claim", "--json").stdout)

    assert list(first) == ["claimstance"]
    assert first["claimstance"]["network"]["rows"] == len(ROWS)
    assert first["claimstance"]["baselines"]["TF-IDF"]["macro_f1"] == 1
    assert first["claimstance"]["baselines"]["most frequent"]["accuracy"] == 0.5
    assert again == first


def test_unknown_row_is_named_with_those_that_there_are(tmp_path):
    made = table(tmp_path, "--rows", "weather")

    assert made.returncode == 2
    assert "'weather'" in made.stderr
    assert "newsmtsc rw" in made.stderr
