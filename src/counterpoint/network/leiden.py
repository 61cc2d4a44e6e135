"""Groups of actors by Leiden and Louvain, from scikit-network.

Only agreement pulls: negative weights are taken as no tie. Traag, V., Waltman, L., van Eck, N. J.
(2019). From Louvain to Leiden. Scientific Reports 9. Blondel, V. et al. (2008). Fast unfolding of
communities in large networks. Journal of Statistical Mechanics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterpoint.errors import InputError, require_extra
from counterpoint.network.communities import modularity
from counterpoint.types import Network, NetworkKind

__all__ = ["Communities", "find_communities"]

_METHODS = ("leiden", "louvain")


@dataclass(frozen=True, slots=True)
class Communities:
    """Which group each node is in, from 0 (the largest), and how good the division is."""

    labels: tuple[str, ...]
    memberships: tuple[int, ...]
    modularity: float
    method: str


def find_communities(
    network: Network, *, method: str = "leiden", resolution: float = 1.0, seed: int = 1
) -> Communities:
    """Divide the nodes of a one-mode network.

    Args:
        network: One-mode; congruence or subtract make sense.
        method: ``leiden`` or ``louvain``.
        resolution: Above 1 makes more and smaller groups.
        seed: Start of the random numbers.

    Raises:
        InputError: If the network is two-mode, or the method unknown.
        MissingExtraError: If scikit-network is not installed.
    """
    if network.kind is not NetworkKind.ONEMODE:
        raise InputError(
            "groups are found in one-mode networks", hint="choose --kind onemode, or no groups"
        )
    if method not in _METHODS:
        raise InputError(
            f'no method "{method}" of grouping', hint=f"methods: {', '.join(_METHODS)}"
        )
    require_extra("network", "sknetwork", "scipy")
    from sknetwork.clustering import Leiden, Louvain

    positive = network.to_scipy().tocsr()
    positive.data = np.maximum(positive.data, 0.0)
    positive.eliminate_zeros()
    if not positive.nnz:
        alone = tuple(range(len(network.rows)))
        return Communities(network.rows, alone, 0.0, method)
    from scipy.sparse import csr_matrix

    chosen = Leiden if method == "leiden" else Louvain
    found = chosen(resolution=resolution, random_state=seed).fit_predict(csr_matrix(positive))
    names, counts = np.unique(found, return_counts=True)
    order = {name: at for at, name in enumerate(names[np.argsort(-counts, kind="stable")])}
    memberships = tuple(order[one] for one in found)
    weights = np.maximum(network.dense, 0.0)
    value = modularity(weights, np.array(memberships))
    return Communities(network.rows, memberships, float(value), method)
