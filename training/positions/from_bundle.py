"""Turn a bundle back into a checkpoint, so that training can go on from what was shipped.

    python training/positions/from_bundle.py --out .cache/positions-0/checkpoint.pt

The weights are those of the graph, hence rounded. The word table is the published one, which
training left alone; the markers are what the bundle's vectors for them add to it. What no graph
holds (the published encoder's pooler, which nothing uses) is as published.
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
from training.encoder import LONGEST, even_back
from training.quantised import read_weights

from counterpoint.analysis.positions.inputs import MARKERS
from counterpoint.models.bundle import bundled, open_bundle
from counterpoint.models.words import read_table


@torch.no_grad()
def restore(folder: Path) -> Positions:
    """Build the model of a bundle."""
    torch.manual_seed(1)
    model = Positions(encoder()[0])
    found = {k: torch.from_numpy(v) for k, v in read_weights(folder / "model.onnx.gz").items()}
    even_back(found)
    first = model.encoder.embeddings
    first.position_embeddings.weight[:LONGEST] = found.pop("places")
    first.token_type_embeddings.weight.copy_(found.pop("kinds"))
    lacking, unknown = Whole(model).load_state_dict(found, strict=False)  # it shares the parts
    if unknown or set(lacking) - {"places", "kinds"}:
        raise SystemExit(f"the bundle's weights do not fit: {unknown + lacking}")
    markers = torch.from_numpy(np.load(folder / "markers.npy"))
    published = first.word_embeddings.weight[MARKERS : MARKERS + len(markers)]
    model.markers.copy_(markers - published)
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
    bundle = open_bundle(folder, task="positions")
    table = read_table(bundle).laid_over(np.load(bundle.file("markers.npy")), MARKERS)
    words, at = table.vectors(ids), np.array([[3, 20]] * 8)
    feeds = {"words": words, "mask": mask, "types": types, "rows": np.arange(8), "at": at}
    shipped = Session(bundle.file("model.onnx.gz")).run(feeds)
    restored = Whole(model).eval()(*(torch.from_numpy(value) for value in feeds.values()))
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
