"""Read the weights of a rounded ONNX graph back, under the names that torch gave them."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from training.rounding import unpacked_blocks

__all__ = ["read_weights"]


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Give all weights of a graph as float32, linear maps the way torch lays them (out x in).

    A linear map that was rounded has lost its name; its bias has not, and tells whose it is.
    """
    data = path.read_bytes()
    graph = onnx.load_from_string(gzip.decompress(data) if path.suffix == ".gz" else data).graph
    raw = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    nodes = {node.name: node for node in graph.node}
    found = {
        name: value.copy()
        for name, value in raw.items()
        if value.dtype == np.float32 and not name.endswith(("_scale", "_scales"))
    }
    for node in graph.node:
        bias = next((name for name in node.input if name.endswith(".bias") and name in raw), None)
        stem = node.name.removesuffix("/Add") + "/MatMul"
        name = f"{bias}".removesuffix("bias") + "weight"
        if bias and (product := nodes.get(f"{stem}_quant")):
            found[name] = _plain(raw, product.input[1]).T.copy()
        elif bias and (product := nodes.get(f"{stem}_blocks")):
            inputs = next(item.i for item in product.attribute if item.name == "K")
            found[name] = unpacked_blocks(raw[product.input[1]], raw[product.input[2]], inputs)
    return found


def _plain(raw: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Undo the rounding: one scale a column, or one for all."""
    stem = name.removesuffix("_quantized")
    whole = raw[name].astype(np.float32) - raw[stem + "_zero_point"].astype(np.float32)
    return whole * raw[stem + "_scale"]
