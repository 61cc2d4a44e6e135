"""Average the weights of two runs of one lineage.

    python -m training.attribution.average --runs minilm-0 minilm-e --share 0.8 --out minilm-f

See `training/averaging.py`.
"""

from __future__ import annotations

import argparse

import torch

from training.attribution.train import CACHE
from training.averaging import average


def main() -> None:
    """Average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", nargs=2, required=True, metavar="RUN")
    parser.add_argument("--share", type=float, default=0.5, help="weight of the second")
    parser.add_argument("--out", required=True, help="the run to write")
    args = parser.parse_args()
    first, second = (torch.load(CACHE / run / "model.pt", weights_only=True) for run in args.runs)
    mixed = average((first, second), (1 - args.share, args.share))
    (CACHE / args.out).mkdir(parents=True, exist_ok=True)
    torch.save(mixed, CACHE / args.out / "model.pt")


if __name__ == "__main__":
    main()
