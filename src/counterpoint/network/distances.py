"""How far two networks over the same labels are apart."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.types.network import Network
from counterpoint.types.selection import Mode

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Distance", "distances", "spectrum", "spectrum_of"]


class Distance(StrEnum):
    """Measures of distance."""

    ABSDIFF = "absdiff"  # sum of the absolute differences of the cells
    SPECTRAL = "spectral"  # sum of the absolute differences of the spectra


def distances(
    networks: Sequence[Network], *, method: Distance = Distance.ABSDIFF, mode: Mode = Mode.STANDARD
) -> NDArray[np.float64]:
    """Distance of each network to each other.

    Args:
        networks: Networks of the same labels, such as windows with ``isolates``.
        method: What is compared.
        mode: Whose spectrum is meant; see ``spectrum``.

    Raises:
        InputError: If the networks have different labels.
    """
    for one in networks:
        if one.rows != networks[0].rows or one.columns != networks[0].columns:
            raise InputError(
                f"the windows at {networks[0].middle} and {one.middle} have different labels",
                hint="set isolates, so that every window has all labels",
            )
    matrices = [one.dense for one in networks]
    if Distance(method) is Distance.ABSDIFF:
        profiles = np.asarray([matrix.ravel() for matrix in matrices])
    else:
        profiles = np.asarray([spectrum_of(matrix, Mode(mode)) for matrix in matrices])
    size = len(matrices)
    apart = np.zeros((size, size))
    for at in range(size):
        apart[at] = np.abs(profiles[at] - profiles).sum(axis=1)
    return apart


def spectrum(network: Network, *, mode: Mode | None = None) -> NDArray[np.float64]:
    """The normalised spectrum of a one-mode network, largest first; it sums up to 1.

    In mode ``standard`` the eigenvalues of the Laplacian (negative ties set to 0), divided by
    their sum. DNA means the same but takes the degrees, the diagonal of the Laplacian.

    Args:
        network: A one-mode network.
        mode: Whose definition; that of the network when not given.
    """
    if network.rows != network.columns:
        raise InputError(
            "a spectrum needs a one-mode network", hint='let the kind of the network be "onemode"'
        )
    return spectrum_of(network.dense, network.mode if mode is None else Mode(mode))


def spectrum_of(matrices: NDArray[np.float64], mode: Mode) -> NDArray[np.float64]:
    """The normalised spectrum of a matrix, or of a stack of matrices."""
    positive = np.maximum(matrices, 0.0)
    # Adding up row after row, in the order of a plain loop: ties must stay ties.
    degrees = np.add.reduce(np.ascontiguousarray(positive.swapaxes(-1, -2)), axis=-2)
    values = degrees
    if mode is Mode.STANDARD:
        identity = np.eye(positive.shape[-1])
        values = np.linalg.eigvalsh(degrees[..., :, None] * identity - positive)
        values = np.maximum(values, 0.0)
    ordered = -np.sort(-values, axis=-1)
    total = _running_sum(ordered)
    shares: NDArray[np.float64] = np.zeros_like(ordered)
    np.divide(ordered, total, out=shares, where=total != 0)
    return shares


def _running_sum(values: NDArray[np.float64]) -> NDArray[np.float64]:
    if not values.shape[-1]:
        return np.zeros((*values.shape[:-1], 1))
    total: NDArray[np.float64] = np.cumsum(values, axis=-1)[..., -1:]
    return total
