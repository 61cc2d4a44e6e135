"""Round the linear maps of a graph to fewer bits.

Two ways, both with exact sums of whole numbers:

- by rows: one scale for each output, and one for all inputs of a map, found as it runs. Quick;
  seven bits, so that processors without VNNI give the same sums. A few large inputs take the fine
  steps from all others; `smooth` moves their size into the weights beforehand.
- by blocks: one scale for each 32 inputs of each output, and of each word. Nearly exact; slower.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

__all__ = ["BLOCK", "WAYS", "round_graph", "unpacked_blocks"]

WAYS = ("rows", "blocks")
BLOCK = 32
_MIDDLE = 128  # what stands for nought in a byte


def round_graph(full: Path, small: Path, *, way: Callable[[str], str], bits: int = 7) -> None:
    """Write a graph with rounded linear maps.

    Args:
        full: The graph in float32.
        small: Where the rounded one goes.
        way: Tells one of `WAYS` for the name of a map's node; something else leaves it exact.
        bits: Of a weight, 8 or less; what is not used packs well.
    """
    model = onnx.load(str(full))
    _spell_out(model)
    names = [node.name for node in model.graph.node]
    _by_blocks(model, bits, {name for name in names if way(name) == "blocks"})
    rows = {name for name in names if way(name) == "rows"}
    if not rows:
        onnx.save(model, str(small))
        return
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        model,
        str(small),
        per_channel=True,
        reduce_range=bits < 8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=[name for name in names if name not in rows],
        extra_options={"MatMulConstBOnly": True},
    )


def unpacked_blocks(weights: np.ndarray, scales: np.ndarray, inputs: int) -> np.ndarray:
    """Give the weights that blocks stand for, outputs by inputs."""
    outputs = len(weights)
    whole = weights.reshape(outputs, -1, BLOCK).astype(np.float32) - _MIDDLE
    return (whole * scales.reshape(outputs, -1, 1)).reshape(outputs, -1)[:, :inputs].copy()


def _spell_out(model: onnx.ModelProto) -> None:
    """Write each `Gemm` as a product and a sum, so that there is one kind of linear map."""
    held = {item.name: item for item in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.op_type != "Gemm":
            nodes.append(node)
            continue
        left, right, bias = node.input
        weight = numpy_helper.to_array(held[right])
        if any(item.name == "transB" and item.i for item in node.attribute):
            right += "_turned"
            if right not in held:
                held[right] = numpy_helper.from_array(weight.T.copy(), right)
                model.graph.initializer.append(held[right])
        middle = node.output[0] + "_product"
        stem = node.name.removesuffix("/Gemm")
        nodes.append(helper.make_node("MatMul", [left, right], [middle], f"{stem}/MatMul"))
        nodes.append(helper.make_node("Add", [middle, bias], node.output, f"{stem}/Add"))
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    _drop_unused(model)


def _by_blocks(model: onnx.ModelProto, bits: int, chosen: set[str]) -> None:
    held = {item.name: item for item in model.graph.initializer}
    for place, node in enumerate(model.graph.node):
        if node.name not in chosen or node.op_type != "MatMul" or node.input[1] not in held:
            continue
        weight = numpy_helper.to_array(held[node.input[1]]).T
        names = [f"{node.input[1]}_blocks", f"{node.input[1]}_block_scales"]
        if names[0] not in held:
            for name, value in zip(names, _blocks(weight, bits), strict=True):
                held[name] = numpy_helper.from_array(value, name)
                model.graph.initializer.append(held[name])
        new = helper.make_node(
            "MatMulNBits",
            [node.input[0], *names],
            node.output,
            f"{node.name}_blocks",
            domain="com.microsoft",
            K=weight.shape[1],
            N=weight.shape[0],
            bits=8,
            block_size=BLOCK,
            accuracy_level=4,
        )
        model.graph.node.remove(node)
        model.graph.node.insert(place, new)
    if not any(item.domain == "com.microsoft" for item in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    _drop_unused(model)


def _blocks(weight: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Round weights by blocks: bytes (outputs x blocks x inputs), and scales (outputs x blocks)."""
    padded = np.pad(weight, ((0, 0), (0, -weight.shape[1] % BLOCK)))
    parts = padded.reshape(len(weight), -1, BLOCK)
    most = 2 ** (bits - 1) - 1
    scales = np.maximum(np.abs(parts).max(-1), 1e-9).astype(np.float32) / most
    scales = _coarse(scales)
    whole = np.clip(np.rint(parts / scales[:, :, None]), -most - 1, most) + _MIDDLE
    return whole.astype(np.uint8), scales


def _coarse(scales: np.ndarray) -> np.ndarray:
    """Keep ten bits of each scale's fraction, rounded up: the rest would only not pack."""
    return ((scales.view(np.uint32) + 0x1FFF) & np.uint32(0xFFFFE000)).view(np.float32)


def _drop_unused(model: onnx.ModelProto) -> None:
    used = {name for node in model.graph.node for name in node.input}
    kept = [item for item in model.graph.initializer if item.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
