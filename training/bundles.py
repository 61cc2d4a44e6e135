"""What all exporters share: packing graphs, digests, the files of the shared word table."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import numpy as np

from counterpoint.models.bundle import bundled
from counterpoint.models.words import SCALES, TABLE

__all__ = ["WORDS", "digest", "pack", "used", "write_table"]

WORDS = "words-en"


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def used(*names: str) -> dict[str, str]:
    """Give the digests of the files that a bundle uses of the shared words."""
    return {name: digest(bundled(WORDS) / name) for name in names}


def pack(path: Path) -> Path:
    """Write a graph packed with gzip beside itself, the same bytes whenever it is done.

    Weights have no repetitions, only more and less frequent values: Huffman's code alone packs them
    best, and is quick to unpack.
    """
    data = path.read_bytes()
    packed = []
    for strategy in (zlib.Z_HUFFMAN_ONLY, zlib.Z_DEFAULT_STRATEGY):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, strategy)
        packed.append(packer.compress(data) + packer.flush())
    target = path.with_name(path.name + ".gz")
    target.write_bytes(min(packed, key=len))
    return target


def _round(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Round vectors to eight bits, with one scale a row."""
    scales = np.maximum(np.abs(vectors).max(1), 1e-9).astype(np.float32) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def write_table(vectors: np.ndarray, folder: Path) -> None:
    """Write the table of word vectors."""
    rows, scales = _round(vectors)
    np.save(folder / TABLE, rows)
    np.save(folder / SCALES, scales)
