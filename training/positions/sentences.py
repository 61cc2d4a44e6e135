"""Sentences that were written one by one, each with its label: the tables in `sentences/`.

Where the frames of `written.py` and `hard.py` teach a pattern a thousand times, these show it once
each, in ever new words. Columns as in the tables of test sentences, which share none of them:
kind, task, label, text with its names marked, topic.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from counterpoint.workflow.evaluate_positions import read_marked

FOLDER = Path(__file__).parent / "sentences"
__all__ = ["FOLDER", "read"]


def read(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Rows of all tables, in the shapes of the tasks."""
    return [row for path in sorted(folder.glob("*.tsv")) for row in read_marked(path)]
