"""Write the large bundle's encoder out in 32 bits: quicker to ask where a processor lacks VNNI.

    python -m training.attribution.exact --out .cache/bundles/large-exact

Its weights are the rounded ones, so it answers the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.attribution.answers import LARGE
from training.attribution.export import write
from training.attribution.graphs import Encoder, RoleHead
from training.attribution.model import load_encoder
from training.encoder import even_back
from training.quantised import read_weights


def main() -> None:
    """Write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".cache/mpnet/all-mpnet-base-v2"))
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = load_encoder("mpnet", args.folder, args.layers)
    encoder = Encoder(model)
    found = {k: torch.from_numpy(v) for k, v in read_weights(LARGE / "encoder.onnx.gz").items()}
    even_back(found)
    for name in ("places", "looks"):  # sums that torch numbered when it wrote them
        found[name] = found.pop(f"{name}.1")
    encoder.load_state_dict(found)
    write(encoder.eval(), RoleHead(model.roles).eval(), args.out)
    (args.out / "roles.fp32.onnx").unlink()  # not this bundle's


if __name__ == "__main__":
    main()
