"""Run the network over texts: cue candidates, and every word's role for each of them.

The encoder reads windows, the role head the words around each candidate. Each word keeps one
vector, from the window in which it stands best; the head then works on the text as a whole and
knows no windows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from counterpoint.analysis.attribution.decode import Reading, cue_runs
from counterpoint.analysis.attribution.features import (
    BREAKS,
    PARAGRAPH_STEPS,
    QUOTE_RELATIONS,
    QUOTES,
    Sheet,
    Window,
    head_range,
    overlapping_windows,
    relations,
)
from counterpoint.models.session import Session
from counterpoint.models.tokens import WordPieces
from counterpoint.models.words import WordTable

__all__ = ["Limits", "Network"]

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at once.

    Attributes:
        window: Most word pieces that the encoder sees together.
        overlap: About how many of them two windows share.
        around: Words around a cue in which its roles are looked for.
        least_cue: Least probability of a word to be a candidate's.
        windows: Windows in a batch. Eight-bit networks round by the batch: with more than one, a
            text's values depend a little on what it is read together with.
        cues: Candidates in a batch.
    """

    window: int = 254
    overlap: int = 64
    around: int = 128
    least_cue: float = 0.1
    windows: int = 1
    cues: int = 16


@dataclass(frozen=True, slots=True)
class _Row:
    """A window with the text that it lies in."""

    text: int
    window: Window
    first_piece: int
    pieces: int


class Network:
    """Encoder and role head, ready to run.

    Args:
        encoder: Gives each word its cue probabilities and its projections.
        roles: Gives the roles of the words around a cue.
        tokens: The vocabulary that the sheets were made with.
        table: The vectors of its pieces.
        limits: How much is read at once.
    """

    def __init__(
        self,
        encoder: Session,
        roles: Session,
        tokens: WordPieces,
        table: WordTable,
        limits: Limits,
    ) -> None:
        self._encoder = encoder
        self._roles = roles
        self._tokens = tokens
        self._table = table
        self._limits = limits

    def read(self, sheets: Sequence[Sheet]) -> list[Reading]:
        """Read some texts; each gets the same values as alone."""
        words = self._encode(sheets)
        return [
            self._read_roles(sheet, cue, projected)
            for sheet, (cue, projected) in zip(sheets, words, strict=True)
        ]

    def _encode(self, sheets: Sequence[Sheet]) -> list[tuple[Array, Array]]:
        rows = []
        columns = []
        for number, sheet in enumerate(sheets):
            columns.append(_columns(sheet))
            for window in overlapping_windows(sheet, self._limits.window, self._limits.overlap):
                first = sheet.offsets[window.start]
                count = min(sheet.offsets[window.end] - first, self._limits.window)
                rows.append(_Row(number, window, first, count))
        rows.sort(key=lambda row: row.pieces)
        out: list[tuple[Array, Array]] = [_empty(len(sheet)) for sheet in sheets]
        for low in range(0, len(rows), self._limits.windows):
            batch = rows[low : low + self._limits.windows]
            cue, projected = self._encoder.run(self._feeds(batch, sheets, columns))
            done = 0
            for row in batch:
                window = row.window
                size = window.owned_end - window.owned_start
                if out[row.text][1].shape[1] != projected.shape[1]:
                    out[row.text] = (
                        out[row.text][0],
                        np.zeros((len(sheets[row.text]), projected.shape[1]), np.float32),
                    )
                out[row.text][0][window.owned_start : window.owned_end] = cue[done : done + size]
                out[row.text][1][window.owned_start : window.owned_end] = projected[
                    done : done + size
                ]
                done += size
        return out

    def _feeds(
        self,
        batch: Sequence[_Row],
        sheets: Sequence[Sheet],
        columns: Sequence[tuple[Array, Array, Array]],
    ) -> dict[str, Array]:
        tokens = self._tokens
        width = max(row.pieces for row in batch) + 2
        ids = np.full((len(batch), width), tokens.padding, dtype=np.int64)
        looks = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.float32)
        places = []
        for number, row in enumerate(batch):
            flat, look, offsets = columns[row.text]
            last = row.first_piece + row.pieces
            ids[number, 0] = tokens.first
            ids[number, 1 : row.pieces + 1] = flat[row.first_piece : last]
            ids[number, row.pieces + 1] = tokens.last
            looks[number, 1 : row.pieces + 1] = look[row.first_piece : last]
            mask[number, : row.pieces + 2] = 1.0
            owned = offsets[row.window.owned_start : row.window.owned_end] - row.first_piece
            places.append(np.minimum(owned, row.pieces - 1) + 1 + number * width)
        return {
            "words": self._table.vectors(ids),
            "looks": looks,
            "mask": mask,
            "places": np.concatenate(places),
        }

    def _read_roles(self, sheet: Sheet, cue: Array, projected: Array) -> Reading:
        limits = self._limits
        cues = cue_runs(cue[:, 1], cue[:, 2], limits.least_cue)
        sure = cue[:, 1] + cue[:, 2]
        width = min(limits.around, len(sheet))
        lows = np.array([head_range(0, len(sheet), c, width)[0] for c in cues], dtype=np.int64)
        roles = np.zeros((len(cues), width, 4), dtype=np.float32)
        whole = np.zeros((len(cues), 2), dtype=np.float32)
        for some in _slices(len(cues), limits.cues):
            feeds = _role_feeds(sheet, projected, cues[some], lows[some], width)
            roles[some], whole[some] = self._roles.run(feeds)
        return Reading(
            cues=cues,
            sure=np.array([[sure[low:high].max(), sure[low:high].mean()] for low, high in cues]),
            lows=lows,
            roles=roles,
            whole=whole,
            tags=cue,
        )


def _empty(size: int) -> tuple[Array, Array]:
    return np.zeros((size, 3), np.float32), np.zeros((size, 0), np.float32)


def _columns(sheet: Sheet) -> tuple[Array, Array, Array]:
    """Give the pieces of a text in a row, the look of each, and the pieces before each word."""
    flat = np.array([piece for cut in sheet.pieces for piece in cut], dtype=np.int64)
    offsets = np.array(sheet.offsets, dtype=np.int64)
    look = (sheet.shape * BREAKS + sheet.breaks) * QUOTES + sheet.quoted
    return flat, np.repeat(look, np.diff(offsets)), offsets


def _slices(count: int, size: int) -> Iterator[slice]:
    for low in range(0, count, size):
        yield slice(low, min(low + size, count))


def _role_feeds(
    sheet: Sheet, projected: Array, cues: Sequence[tuple[int, int]], lows: Array, width: int
) -> dict[str, Array]:
    words, sentences, paragraphs, quotes = relations(sheet, lows, width, cues)
    low, high = int(lows.min()), int(lows.max()) + width
    return {
        "projected": projected[low:high],
        "own": np.stack([projected[start:end].mean(0) for start, end in cues]),
        "index": lows[:, None] - low + np.arange(width)[None, :],
        "near": words * QUOTE_RELATIONS + quotes,
        "far": sentences * PARAGRAPH_STEPS + paragraphs,
    }
