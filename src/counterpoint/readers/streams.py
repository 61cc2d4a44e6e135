"""Bytes of files within bounds: packed or not, whole or line by line."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from counterpoint.errors import InputError

__all__ = ["Peekable", "in_bytes", "open_packed", "read_lines", "read_whole"]

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


class Peekable(io.RawIOBase):
    """A binary stream whose beginning can be looked at before it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._ahead = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def peek(self, size: int) -> bytes:
        """The next bytes, at most ``size``, without reading past them."""
        while len(self._ahead) < size:
            more = self._stream.read(size - len(self._ahead))
            if not more:
                break
            self._ahead += more
        return self._ahead[:size]

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, first with what was looked at."""
        data = self._ahead[: len(buffer)]
        if data:
            self._ahead = self._ahead[len(data) :]
        else:
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def open_packed(path: str | Path, *, where: str) -> Iterator[Peekable]:
    """Open a file, unpacking gzip (known by its first bytes, not by its name)."""
    with open(path, "rb") as file, unpacked(Peekable(file), where=where) as stream:
        yield stream


@contextmanager
def unpacked(stream: Peekable, *, where: str) -> Iterator[Peekable]:
    """The stream, or what is packed in it; damage comes out as an error that names the file."""
    try:
        if stream.peek(2) == _GZIP:
            buffered = io.BufferedReader(stream, _CHUNK)
            yield Peekable(gzip.GzipFile(fileobj=buffered))  # type: ignore[arg-type]
        else:
            yield stream
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError(
            f"{where}: the gzip packing is damaged ({error})",
            hint="copy or download the file again",
        ) from None


def read_whole(stream: IO[bytes] | Peekable, *, limit: int, where: str) -> bytes:
    """All bytes of a stream.

    Raises:
        InputError: If there are more than ``limit``.
    """
    chunks: list[bytes] = []
    total = 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > limit:
            raise too_large(where, limit)
        chunks.append(chunk)
    return b"".join(chunks)


def read_lines(stream: Peekable, *, limit: int, where: str) -> Iterator[bytes]:
    """Lines of a stream without their line ends.

    Raises:
        InputError: If a line is longer than ``limit`` bytes.
    """
    buffered = io.BufferedReader(stream, _CHUNK)
    number = 0
    while line := buffered.readline(limit + 1):
        number += 1
        if len(line) > limit:
            raise InputError(
                f"{where}, line {number}: longer than {in_bytes(limit)}; "
                "this line and what follows is not read",
                hint="split the file, one document a line",
            )
        yield line.rstrip(b"\r\n")


def check_size(path: Path, *, limit: int, where: str) -> None:
    """Refuse a file that is too large before it is read."""
    if os.stat(path).st_size > limit:
        raise too_large(where, limit)


def too_large(where: str, limit: int) -> InputError:
    """The error for a text beyond the limit."""
    return InputError(
        f"{where}: larger than {in_bytes(limit)}, too large for one text",
        hint="many texts belong in a JSON Lines file, one a line; or raise --max-size",
    )


def in_bytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1_000_000:g} MB" if size >= 1_000_000 else f"{size:,} bytes"
