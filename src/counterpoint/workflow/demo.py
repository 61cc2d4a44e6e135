"""The bundled example: three invented texts on one invented dispute."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

__all__ = ["GAZETTEER", "TEXTS", "lay_out"]

TEXTS = ("opinion.txt", "wire.html", "briefing.txt")
GAZETTEER = "gazetteer.csv"


def lay_out(folder: Path) -> list[Path]:
    """Write the example's texts and gazetteer into a folder.

    Args:
        folder: Where to; made if it is missing. Files of the same name are replaced.

    Returns:
        Paths of the texts, in reading order.

    Raises:
        OSError: If the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    origin = resources.files("counterpoint.workflow").joinpath("demo_texts")
    for name in (*TEXTS, GAZETTEER):
        (folder / name).write_bytes(origin.joinpath(name).read_bytes())
    return [folder / name for name in TEXTS]
