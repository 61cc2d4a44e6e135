"""An encoder's layers in a mould of our own, as they are exported, and made fit for rounding."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["LONGEST", "Block", "even_back", "even_out"]

LONGEST = 256  # pieces that a graph can read together, the opening and the closing one included
SHARE, SHARE_DOWN = 0.5, 0.75  # of the size of inputs that goes into the weights


class Block(nn.Module):
    """One layer of an encoder: attention, then two maps; normalised after each."""

    def __init__(self, layer: nn.Module, heads: int) -> None:
        super().__init__()
        self.heads = heads
        if hasattr(layer.attention, "attn"):  # MPNet
            own = layer.attention.attn
            self.query, self.key, self.value, self.out = own.q, own.k, own.v, own.o
            self.norm1 = layer.attention.LayerNorm
        else:
            own = layer.attention.self
            self.query, self.key, self.value = own.query, own.key, own.value
            self.out, self.norm1 = layer.attention.output.dense, layer.attention.output.LayerNorm
        self.up, self.down = layer.intermediate.dense, layer.output.dense
        self.norm2 = layer.output.LayerNorm
        self.evened: nn.ParameterDict = nn.ParameterDict()

    def even(self, name: str, x: Tensor) -> Tensor:
        """Make large inputs of a map smaller, if its weights were made larger for that."""
        return x * self.evened[name] if name in self.evened else x

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, size, width = x.shape
        given = self.even("query", x)
        query, key, value = (
            part(given).view(batch, size, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = (query @ key.transpose(2, 3)) / math.sqrt(width // self.heads) + bias
        seen = (weights.softmax(-1) @ value).transpose(1, 2).reshape(batch, size, width)
        x = self.norm1(x + self.out(seen))
        inner = functional.gelu(self.up(self.even("up", x)))
        return self.norm2(x + self.down(self.even("down", inner)))


@torch.no_grad()
def even_out(blocks: nn.ModuleList, read: Callable[[], None], *, down: bool = True) -> None:
    """Even the inputs of an encoder's maps out, in place.

    With one scale for all inputs of a map, the largest input sets the step for every other.
    Dividing each input by a number of its own, and multiplying the weights that read it by the
    same, changes nothing in exact numbers and much in rounded ones (Xiao et al. 2023,
    "SmoothQuant").

    Args:
        blocks: The encoder's layers.
        read: Runs them on text, to show how large each input gets.
        down: Also those of the second map of each pair, where that pays.
    """
    largest = _largest_inputs(blocks, read)
    for number, block in enumerate(blocks):
        first = block.query, block.key, block.value
        names = ("query", first, SHARE), ("up", (block.up,), SHARE)
        if down:
            names = (*names, ("down", (block.down,), SHARE_DOWN))
        for name, maps, share in names:
            sizes = _sizes(largest[number, name], maps, share)
            for one in maps:
                one.weight.mul_(sizes)
            block.evened[name] = nn.Parameter(1 / sizes)
        sizes = _sizes(largest[number, "out"], (block.out,), SHARE)
        block.out.weight.mul_(sizes)
        block.value.weight.div_(sizes[:, None])
        block.value.bias.div_(sizes)


def even_back(weights: dict[str, Tensor]) -> None:
    """Undo it in weights that were read from a graph, by name."""
    for name in [name for name in weights if ".evened." in name]:
        block, _, which = name.partition(".evened.")
        for one in ("query", "key", "value") if which == "query" else (which,):
            weights[f"{block}.{one}.weight"] *= weights[name]
        del weights[name]


def _largest_inputs(
    blocks: nn.ModuleList, read: Callable[[], None]
) -> dict[tuple[int, str], Tensor]:
    largest: dict[tuple[int, str], Tensor] = {}
    hooks = []
    for number, block in enumerate(blocks):
        for name in ("query", "out", "up", "down"):

            def note(_map, given, _out, key=(number, name)):
                seen = given[0].abs().reshape(-1, given[0].shape[-1]).amax(0)
                largest[key] = torch.maximum(largest[key], seen) if key in largest else seen

            hooks.append(getattr(block, name).register_forward_hook(note))
    read()
    for hook in hooks:
        hook.remove()
    return largest


def _sizes(largest: Tensor, maps: Sequence[nn.Linear], share: float) -> Tensor:
    weights = torch.stack([one.weight.abs().amax(0) for one in maps]).amax(0)
    sizes = largest.clamp(min=1e-5) ** share / weights.clamp(min=1e-5) ** (1 - share)
    return sizes / sizes.mean()
