"""Turn a bundle back into a checkpoint, so that training can go on from what was shipped.

    python -m training.attribution.from_bundle --out .cache/attribution/minilm-0/model.pt
    python -m training.attribution.from_bundle --encoder mpnet --bundle LARGE --out ...

The weights are those of the graphs, hence rounded. The word table is the published one, which
training left alone. What a graph holds only as sums is split by least squares; what no graph holds
(the tagger's rows for sources and contents) begins anew.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np
import torch

from counterpoint.analysis.attribution.features import BREAKS, QUOTES, SHAPES
from counterpoint.models.bundle import bundled
from counterpoint.models.words import SCALES, TABLE, WordTable
from training.attribution.graphs import Encoder, RoleHead
from training.attribution.model import STEPS, Attributor, load_encoder
from training.bundles import WORDS
from training.encoder import LONGEST, even_back
from training.quantised import read_weights


def split_sums(sums: np.ndarray, sizes: tuple[int, ...]) -> list[np.ndarray]:
    """Give tables whose rows add up to `sums`, one row for each combination of their rows."""
    pattern = np.zeros((len(sums), sum(sizes)), np.float32)
    starts = np.cumsum((0, *sizes))
    for row, places in enumerate(itertools.product(*map(range, sizes))):
        pattern[row, [start + place for start, place in zip(starts, places, strict=False)]] = 1
    tables = np.linalg.lstsq(pattern, sums, rcond=None)[0]
    return np.split(tables, starts[1:-1])


@torch.no_grad()
def restore(
    folder: Path, encoder: str = "minilm", published: Path | None = None, layers: int | None = None
) -> Attributor:
    """Build the model of a bundle, on the published encoder that it was trained from."""
    torch.manual_seed(1)
    model = load_encoder(encoder, published, layers)
    found = {k: torch.from_numpy(v) for k, v in read_weights(folder / "encoder.onnx.gz").items()}
    even_back(found)
    first = model.encoder.embeddings
    places = found.pop("places.1")
    if encoder == "mpnet":
        first.position_embeddings.weight[2 : 2 + LONGEST] = places
        restore_near(model.encoder.encoder, found.pop("near"))
    else:
        first.position_embeddings.weight[:LONGEST] = places - first.token_type_embeddings.weight[0]
    model.tag.weight[:3], model.tag.bias[:3] = found.pop("tag.weight"), found.pop("tag.bias")
    looks = split_sums(found.pop("looks.1").numpy(), (SHAPES, BREAKS, QUOTES))
    for table, value in zip((model.shape, model.breaks, model.quoted), looks, strict=True):
        table.copy_(torch.from_numpy(value))
    _, unknown = Encoder(model).load_state_dict(found, strict=False)  # it shares the model's parts
    roles = {k: torch.from_numpy(v) for k, v in read_weights(folder / "roles.onnx.gz").items()}
    words, sentences, paragraphs, quotes = STEPS
    near = split_sums(roles.pop("near.1").numpy(), (words, quotes))
    far = split_sums(roles.pop("far.1").numpy(), (sentences, paragraphs))
    for table, value in zip(model.roles.steps, (near[0], *far, near[1]), strict=True):
        table.copy_(torch.from_numpy(value))
    lacking, more = RoleHead(model.roles).load_state_dict(roles, strict=False)
    left = [name for name in lacking if "steps" not in name and name not in {"near", "far"}]
    if unknown or more or left:
        raise SystemExit(f"the bundle's weights do not fit: {unknown + more + left}")
    return model.eval()


def restore_near(encoder: torch.nn.Module, near: torch.Tensor) -> None:
    """Give MPNet back how much each distance counts, from what the graph has of each."""
    buckets = encoder.relative_position_bucket(torch.arange(1 - LONGEST, LONGEST))
    for bucket in buckets.unique():
        encoder.relative_attention_bias.weight[bucket] = near[buckets == bucket].mean(0)


@torch.no_grad()
def compare(model: Attributor, folder: Path) -> None:
    """Print how nearly the model answers as the bundle does, on chance input."""
    from counterpoint.models.session import Session

    draw = np.random.default_rng(1)
    ids = draw.integers(1000, 20000, (2, 100))
    looks = draw.integers(0, SHAPES * BREAKS * QUOTES, (2, 100))
    mask = np.ones((2, 100), np.float32)
    places = np.arange(200)
    words = folder if (folder / TABLE).exists() else bundled(WORDS)
    table = WordTable(np.load(words / TABLE), np.load(words / SCALES))
    feeds = {"words": table.vectors(ids), "looks": looks, "mask": mask, "places": places}
    shipped = Session(folder / "encoder.onnx.gz").run(feeds)
    restored = Encoder(model).eval()(*(torch.from_numpy(value) for value in feeds.values()))
    report("cue", shipped[0], restored[0])
    report("projected", shipped[1], restored[1])
    index = np.arange(128)[None].repeat(3, 0)
    feeds = {
        "projected": shipped[1],
        "own": shipped[1][[20, 60, 90]],
        "index": index,
        "near": draw.integers(0, STEPS[0] * STEPS[3], (3, 128)),
        "far": draw.integers(0, STEPS[1] * STEPS[2], (3, 128)),
    }
    feeds["near"][:, 5] |= 3  # a cue
    shipped = Session(folder / "roles.onnx.gz").run(feeds)
    restored = RoleHead(model.roles).eval()(*(torch.from_numpy(v) for v in feeds.values()))
    report("roles", shipped[0], restored[0])
    report("whole", shipped[1], restored[1])


def report(name: str, one: np.ndarray, two: torch.Tensor) -> None:
    """Print the least cosine of two outputs' rows and their largest difference."""
    a, b = one.reshape(-1, one.shape[-1]), two.numpy().reshape(-1, one.shape[-1])
    cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    print(
        f"{name}: cosine {cosine.mean():.4f} (least {cosine.min():.4f}),"
        f" largest difference {np.abs(a - b).max():.4f} of values up to {np.abs(a).max():.2f}"
    )


def main() -> None:
    """Restore."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, default=bundled("attribution-en"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", choices=("minilm", "mpnet"), default="minilm")
    parser.add_argument("--folder", type=Path, default=Path(".cache/mpnet/all-mpnet-base-v2"))
    parser.add_argument("--layers", type=int, default=8, help="of MPNet")
    args = parser.parse_args()
    large = (args.folder, args.layers) if args.encoder == "mpnet" else ()
    model = restore(args.bundle, args.encoder, *large)
    compare(model, args.bundle)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out)


if __name__ == "__main__":
    main()
