"""Write a trained network as a model bundle, and prove that it still answers the same.

    python -m training.attribution.export --run minilm-1 --out .cache/bundles/attribution-en

The encoder is written out anew, in plain products, so that onnxruntime can join and round them;
what it answers is compared with the trained network on text, first in fp32, then rounded. The word
table stays out: it is the shared bundle's. `rank.py` then adds the card.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor

from counterpoint.analysis.attribution.features import BREAKS, QUOTES, SHAPES, make_sheet
from counterpoint.analysis.attribution.words import cut_words
from counterpoint.models.bundle import bundled
from counterpoint.models.session import Session
from counterpoint.models.tokens import WordPieces
from counterpoint.models.words import SCALES, TABLE, WordTable
from training.attribution import data
from training.attribution.graphs import Encoder, RoleHead
from training.attribution.model import WIDTH, Attributor, load_encoder
from training.bundles import WORDS
from training.encoder import LONGEST, even_out
from training.rounding import WAYS, round_graph

OPSET = 17
Window = tuple[Tensor, Tensor, Tensor, Tensor]  # the inputs of the encoder's graph
NAMES = ("encoder", "roles")


def write(encoder: Encoder, roles: RoleHead, out: Path) -> None:
    """Write both networks in fp32."""
    out.mkdir(parents=True, exist_ok=True)
    width = encoder.places.shape[1]
    looks = torch.randint(0, SHAPES * BREAKS * QUOTES, (2, 16))
    torch.onnx.export(
        encoder,
        (torch.randn(2, 16, width), looks, torch.ones(2, 16), torch.arange(20)),
        str(out / "encoder.fp32.onnx"),
        input_names=["words", "looks", "mask", "places"],
        output_names=["cue", "projected"],
        dynamic_axes={
            "words": {0: "batch", 1: "pieces"},
            "looks": {0: "batch", 1: "pieces"},
            "mask": {0: "batch", 1: "pieces"},
            "places": {0: "words"},
        },
        opset_version=OPSET,
        dynamo=False,
    )
    index = torch.arange(10)[None].repeat(3, 1)
    torch.onnx.export(
        roles,
        (torch.randn(12, 4 * WIDTH), torch.randn(3, 4 * WIDTH), index, index + 56, index),
        str(out / "roles.fp32.onnx"),
        input_names=["projected", "own", "index", "near", "far"],
        output_names=["roles", "whole"],
        dynamic_axes={
            "projected": {0: "words"},
            "own": {0: "cues"},
            "index": {0: "cues", 1: "around"},
            "near": {0: "cues", 1: "around"},
            "far": {0: "cues", 1: "around"},
        },
        opset_version=OPSET,
        dynamo=False,
    )
    for name in NAMES:
        onnx.checker.check_model(str(out / f"{name}.fp32.onnx"))


@torch.no_grad()
def export(
    model: Attributor,
    out: Path,
    windows: Sequence[Window],
    *,
    way: str,
    bits: int,
    even: bool = True,
    blocks: str = "",
) -> None:
    """Write both networks, in fp32 and rounded, and compare them with the trained one.

    Args:
        model: The trained network.
        out: Folder of the bundle.
        windows: Text: the first half to even inputs out, the second to compare on.
        way: How linear maps are rounded, see `training.rounding`.
        bits: Of a weight.
        even: Even the inputs out where maps are rounded by rows.
        blocks: Part of the names of maps that are rounded by blocks in any case.
    """
    model.eval()
    plain, encoder = Encoder(model).eval(), Encoder(copy.deepcopy(model)).eval()
    half = len(windows) // 2
    if even and way == "rows":

        def read() -> None:
            for window in windows[:half]:
                encoder(*window)

        even_out(encoder.blocks, read, down="down" not in blocks)
    roles = RoleHead(model.roles).eval()
    write(encoder, roles, out)
    for name in NAMES:
        small = out / f"{name}.int8.onnx"
        usual = way if name == "encoder" else "rows"

        def way_of(node: str, usual: str = usual) -> str:
            return "blocks" if blocks and blocks in node else usual

        round_graph(out / f"{name}.fp32.onnx", small, way=way_of, bits=bits)
    for kind in ("fp32", "int8"):
        compare(plain, out / f"encoder.{kind}.onnx", windows[half:])


def compare(encoder: Encoder, path: Path, windows: Sequence[Window]) -> None:
    """Compare onnxruntime's answers with torch's; end if the exact graph answers something else."""
    session = Session(path)
    cosines, far = [], 0.0
    for window in windows:
        names = ("words", "looks", "mask", "places")
        feeds = {name: part.numpy() for name, part in zip(names, window, strict=True)}
        cue, projected = session.run(feeds)
        right = [part.numpy() for part in encoder(*window)]
        far = max(far, float(np.abs(cue - right[0]).max()))
        product = (projected * right[1]).sum(1)
        sizes = np.linalg.norm(projected, axis=1) * np.linalg.norm(right[1], axis=1)
        cosines.append(product / sizes)
    some = np.concatenate(cosines)
    print(
        f"{path.name}: largest difference of a cue probability {far:.4f}, cosine of projections"
        f" {some.mean():.5f}, of the worst hundredth {np.quantile(some, 0.01):.4f}",
        flush=True,
    )
    if path.name.endswith(".fp32.onnx") and far > 1e-3:
        raise SystemExit("the exported encoder answers something else")


def export_told(model: Attributor, args: argparse.Namespace, table: WordTable) -> None:
    """Export as the options say, compared on windows of train articles."""
    export(
        model,
        args.out,
        some_windows(args.data, table),
        way=args.rounding,
        bits=args.bits,
        even=args.even,
        blocks=args.blocks,
    )


def load_weights(model: Attributor, run: str) -> Attributor:
    """Load the weights of a run: the finished ones, else those of its last checkpoint."""
    folder = Path(".cache/attribution") / run
    if (folder / "model.pt").exists():
        model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    else:
        kept = torch.load(folder / "state.pt", weights_only=True)
        print("step", kept["step"])
        model.load_state_dict(kept["model"])
    return model.eval()


def windows_of(texts: Sequence[str], tokens: WordPieces, table: WordTable) -> list[Window]:
    """Give the first window of each text, as the graph takes it."""
    found = []
    for text in texts:
        sheet = make_sheet(cut_words(text), tokens)
        pieces = [piece for cut in sheet.pieces for piece in cut][: LONGEST - 2]
        size = len(pieces) + 2
        ids = np.array([tokens.first, *pieces, tokens.last])[None]
        look = (sheet.shape * BREAKS + sheet.breaks) * QUOTES + sheet.quoted
        looks = np.zeros((1, size), np.int64)
        looks[0, 1:-1] = np.repeat(look, np.diff(np.array(sheet.offsets)))[: size - 2]
        found.append(
            (
                torch.from_numpy(table.vectors(ids)),
                torch.from_numpy(looks),
                torch.ones(1, size),
                torch.arange(1, size - 1),
            )
        )
    return found


def some_windows(path: Path, table: WordTable, count: int = 32) -> list[Window]:
    """Give windows of train articles."""
    rows = data.split_train(list(data.read_rows(path / "train.jsonl.gz")))[0]
    tokens = WordPieces.read(bundled(WORDS) / "vocab.txt")
    return windows_of([row["text"] for row in rows[:count]], tokens, table)


def options() -> argparse.ArgumentParser:
    """Give the options that every exporter of the network takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True, help="of `.cache/attribution`")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    parser.add_argument("--rounding", choices=WAYS, default="rows", help="see training/rounding.py")
    parser.add_argument("--bits", type=int, choices=(4, 5, 6, 7, 8), default=7)
    parser.add_argument("--blocks", default="", help="names of maps that go by blocks in any case")
    parser.add_argument("--no-evening", dest="even", action="store_false")
    return parser


def main() -> None:
    """Export."""
    parser = options()
    parser.description = __doc__
    args = parser.parse_args()
    model = load_weights(load_encoder("minilm"), args.run)
    words = bundled(WORDS)
    table = WordTable(np.load(words / TABLE), np.load(words / SCALES))
    export_told(model, args, table)


if __name__ == "__main__":
    main()
