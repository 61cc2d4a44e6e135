"""Average the weights of networks of one lineage.

A network that went on training from another lies in the same valley; between them, what each
learned by chance evens out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["average"]


def average(states: Sequence[Mapping[str, Tensor]], shares: Sequence[float]) -> dict[str, Tensor]:
    """Give the weighted mean of weights by name; what is no fraction is taken from the last.

    Args:
        states: The weights of each network, with the same names.
        shares: How much each counts; together 1.
    """
    return {
        name: sum(share * state[name] for state, share in zip(states, shares, strict=True))
        if value.is_floating_point()
        else value
        for name, value in states[-1].items()
    }
