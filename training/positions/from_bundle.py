"""Turn a bundle back into a checkpoint, so that training can go on from what was shipped.

    python training/positions/from_bundle.py --out .cache/positions-0/checkpoint.pt

The weights are those of the int8 graph, hence rounded. The word table is the published one, which
training left alone; the markers are what the bundle's table adds to it. What no graph holds (the
published encoder's pooler, which nothing uses) is as published.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from export import HEADS, Whole
from model import Positions
from train import encoder
from training.quantised import read_weights

from counterpoint.models.bundle import bundled

TABLE = "encoder.embeddings.word_embeddings.weight"


def restore(folder: Path) -> Positions:
    """Build the model of a bundle."""
    torch.manual_seed(1)
    model = Positions(encoder()[0])
    state = model.state_dict()
    found = {
        name.removeprefix("model."): torch.from_numpy(value)
        for name, value in read_weights(folder / "model.onnx").items()
    }
    table = found.pop(TABLE)
    print("word table: largest difference", float((table - state[TABLE])[5:].abs().max()))
    new = {name: value for name, value in found.items() if name in state}
    new["markers"] = table[1:5] - state[TABLE][1:5]
    print("as published:", *sorted(state.keys() - new.keys()))
    model.load_state_dict(state | new)
    return model.eval()


@torch.no_grad()
def compare(model: Positions, folder: Path) -> None:
    """Print how nearly the model answers as the bundle does, on chance input."""
    from counterpoint.models.session import Session

    draw = np.random.default_rng(1)
    ids = draw.integers(1000, 20000, (8, 40))
    ids[:, 3], ids[:, 7], ids[:, 20], ids[:, 25] = 2, 3, 2, 3
    mask, types = np.ones_like(ids), np.zeros_like(ids)
    mask[3:, 34:] = 0
    types[4:, 26:] = 1
    feeds = {"ids": ids, "mask": mask, "types": types, "at": np.array([[3, 20]] * 8)}
    shipped = Session(folder / "model.onnx").run(feeds)
    own = model.encoder.embeddings.word_embeddings.weight[1:5].clone()
    restored = Whole(model).eval()(*(torch.from_numpy(value) for value in feeds.values()))
    model.encoder.embeddings.word_embeddings.weight[1:5] = own
    for head, one, two in zip(HEADS, shipped, restored, strict=True):
        a, b = one.ravel(), two.numpy().ravel()
        cosine = float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
        print(
            f"{head}: cosine {cosine:.4f}, largest difference {np.abs(a - b).max():.4f}"
            f" of values up to {np.abs(a).max():.2f}"
        )


def main() -> None:
    """Restore."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, default=bundled("positions-en"))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model = restore(options.bundle)
    compare(model, options.bundle)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": model.state_dict()}, options.out)


if __name__ == "__main__":
    main()
