"""Sparse matrices as rows, columns and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Triplets", "as_triplets", "to_dense"]

Triplets: TypeAlias = "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]"


def as_triplets(matrix: NDArray[np.float64]) -> Triplets:
    """The cells of a matrix that are not zero, by row."""
    rows, columns = np.nonzero(matrix)
    return rows, columns, matrix[rows, columns]


def to_dense(triplets: Triplets, shape: tuple[int, int]) -> NDArray[np.float64]:
    """A matrix with zeros filled in."""
    matrix = np.zeros(shape)
    matrix[triplets[0], triplets[1]] = triplets[2]
    return matrix
