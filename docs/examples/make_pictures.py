"""Draw the pictures of the documentation from tramway.csv, into docs/how-to/pictures."""

from __future__ import annotations

import contextlib
from pathlib import Path

from counterpoint.cli.main import main

HERE = Path(__file__).parent
TARGET = HERE.parent / "how-to" / "pictures"
TABLE = str(HERE / "tramway.csv")
PICTURES = {
    "network": ("network", "--coder", "ann", "--groups", "leiden"),
    "network-intervals": ("network", "--coder", "ann", "--intervals", "1000"),
    "network-twomode": ("network", "--coder", "ann", "--kind", "twomode", "--normalisation", "no"),
    "timeline": ("timeline", "--coder", "ann", "--period", "quarter"),
    "bars": ("bars", "--coder", "ann"),
    "bars-intervals": ("bars", "--coder", "ann", "--intervals", "1000"),
    "polarisation": ("polarisation", "--coder", "ann"),
    "phases": ("phases", "--coder", "ann"),
    "scaling": ("scaling", "--coder", "ann", "--right", "Motorists' Circle"),
    "scaling-plane": ("scaling", "--coder", "ann", "--dimensions", "2"),
    "backbone": ("backbone", "--coder", "ann"),
    "agreement": ("agreement",),
}


def draw() -> None:
    """Draw all of them."""
    TARGET.mkdir(exist_ok=True)
    for name, (kind, *options) in PICTURES.items():
        with contextlib.suppress(SystemExit):
            main(["plot", kind, TABLE, "-o", str(TARGET / f"{name}.svg"), *options])


if __name__ == "__main__":
    draw()
