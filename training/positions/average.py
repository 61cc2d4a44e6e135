"""Average the weights of a checkpoint and of one that went on from it.

    python training/positions/average.py FIRST.pt SECOND.pt OUT.pt --share 0.6

See `training/averaging.py`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from training.averaging import average


def main() -> None:
    """Average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.6, help="weight of the second")
    args = parser.parse_args()
    first, second = (
        torch.load(path, weights_only=True)["model"] for path in (args.first, args.second)
    )
    mixed = average((first, second), (1 - args.share, args.share))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": mixed}, args.out)


if __name__ == "__main__":
    main()
