"""Read the weights of an int8 ONNX graph back, under the names that torch gave them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

__all__ = ["read_weights"]

_SUFFIXES = {"/Gemm_Add": "/Gemm_MatMul_quant", "/Add": "/MatMul_quant"}


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Give all weights of a graph as float32, linear maps the way torch lays them (out x in).

    A linear map that was rounded has lost its name; its bias has not, and tells whose it is.
    """
    graph = onnx.load(str(path)).graph
    raw = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    nodes = {node.name: node for node in graph.node}
    found = {}
    for name, value in raw.items():
        if name.endswith("_quantized") and not name.startswith("onnx::"):
            found[name.removesuffix("_quantized")] = _plain(raw, name)
        elif value.dtype == np.float32 and not name.endswith("_scale"):
            found[name] = value.copy()
    for node in graph.node:
        bias = next((name for name in node.input if name.endswith(".bias") and name in raw), None)
        for end, whose in _SUFFIXES.items():
            product = nodes.get(node.name.removesuffix(end) + whose)
            if bias and node.name.endswith(end) and product is not None:
                found[bias.removesuffix("bias") + "weight"] = _plain(raw, product.input[1]).T.copy()
    return found


def _plain(raw: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Undo the rounding: one scale a column, or one for all."""
    stem = name.removesuffix("_quantized")
    whole = raw[name].astype(np.float32) - raw[stem + "_zero_point"].astype(np.float32)
    return whole * raw[stem + "_scale"]
