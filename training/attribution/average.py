"""Average the weights of two runs of one lineage.

    python -m training.attribution.average --runs minilm-0 minilm-e --share 0.8 --out minilm-f

A network that went on training from another lies in the same valley; between the two, what either
learned by chance evens out.
"""

from __future__ import annotations

import argparse

import torch

from training.attribution.train import CACHE


def main() -> None:
    """Average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", nargs=2, required=True, metavar="RUN")
    parser.add_argument("--share", type=float, default=0.5, help="weight of the second")
    parser.add_argument("--out", required=True, help="the run to write")
    args = parser.parse_args()
    first, second = (torch.load(CACHE / run / "model.pt", weights_only=True) for run in args.runs)
    mixed = {
        name: torch.lerp(first[name], value, args.share) if value.is_floating_point() else value
        for name, value in second.items()
    }
    (CACHE / args.out).mkdir(parents=True, exist_ok=True)
    torch.save(mixed, CACHE / args.out / "model.pt")


if __name__ == "__main__":
    main()
