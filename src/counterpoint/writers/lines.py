"""A file of JSON lines that grows by whole lines and can be gone on with after any end."""

from __future__ import annotations

import json
import os
import stat
import sys
import zlib
from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from counterpoint.errors import InputError, StoreError

__all__ = ["LineOutput"]

_CHUNK = 1 << 20


class LineOutput:
    """Lines that are there or are not: never half of one, never one twice.

    Opened, it knows which lines a run before has left (``done``); ``begin`` cuts off what that run
    left of an unfinished one. Each ``write`` is on its way to the disk when it returns; a packed
    file (``.gz``) grows by one member a time.

    Args:
        target: Name of the file, or ``-`` for standard output.
        restart: Whether to begin anew where the file is there already.
        stdout: What ``-`` stands for.
        unlike: A file that the target must not be.
    """

    def __init__(
        self,
        target: str | Path,
        *,
        restart: bool = False,
        stdout: IO[bytes] | None = None,
        unlike: str | Path = "",
    ) -> None:
        self.name = "standard output" if str(target) == "-" else str(target)
        self.done = array("q")
        self._path = None if str(target) == "-" else Path(target)
        self._packed = str(target).endswith(".gz")
        self._keep = 0
        self._file: IO[bytes] | None = None
        self._stdout = stdout
        if self._path is not None:
            self._check(self._path, unlike)
            if self._path.is_file() and not restart:
                self._look(self._path)

    def __enter__(self) -> LineOutput:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None and self._path is not None:
            self._file.close()

    def begin(self) -> None:
        """Open for writing behind the last whole line.

        Raises:
            StoreError: If the file cannot be written.
        """
        if self._path is None:
            self._file = self._stdout or sys.stdout.buffer
            return
        try:
            there = self._path.exists()
            self._file = open(self._path, "r+b" if there else "xb", buffering=0)
            if there and stat.S_ISREG(os.fstat(self._file.fileno()).st_mode):
                self._file.truncate(self._keep)
                self._file.seek(self._keep)
        except OSError as error:
            raise self._trouble(error) from error

    def write(self, lines: str) -> None:
        """Add whole lines, each with its line end.

        Raises:
            StoreError: If there is no room; what was there before is whole.
        """
        if not lines or self._file is None:
            return
        data = lines.encode("utf-8")
        if self._packed:
            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            data = packer.compress(data) + packer.flush()
        if self._path is None:
            self._file.write(data)
            self._file.flush()
            return
        try:
            self._write_all(self._file, data)
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._keep)
            raise self._trouble(error) from error
        self._keep += len(data)

    @staticmethod
    def _write_all(file: IO[bytes], data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[file.write(view) or 0 :]

    def _check(self, path: Path, unlike: str | Path) -> None:
        if path.is_dir():
            raise InputError(f"{path}: is a folder", hint="name a file for the output")
        if not path.parent.is_dir():
            raise InputError(f"{path}: the folder {path.parent} does not exist", hint="create it")
        if str(unlike) not in ("", "-") and path.exists() and Path(unlike).exists():
            if path.samefile(unlike):
                raise InputError(
                    f"{path}: input and output are the same file", hint="name another output"
                )

    def _look(self, path: Path) -> None:
        """Find which whole lines are there."""
        pieces = _members(path) if self._packed else _plain(path)
        number = 0
        try:
            for data, end in pieces:
                for line in data.splitlines():
                    number += 1
                    self.done.append(hash(self._id_of(line, number)))
                self._keep = end
        except zlib.error as error:
            raise InputError(
                f"{path}: not a gzip file that a run has left ({error})",
                hint="name another output, or begin anew with --restart",
            ) from error
        except OSError as error:
            raise self._trouble(error) from error

    def _id_of(self, line: bytes, number: int) -> str:
        with suppress(ValueError, RecursionError):
            record = json.loads(line)
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                return str(record["id"])
        raise InputError(
            f"{self.name}, line {number}: holds something else than statements of a run before",
            hint="name another output, or begin anew with --restart",
        )

    def _trouble(self, error: OSError) -> StoreError:
        return StoreError(
            f"{self.name}: cannot be written ({error.strerror or error})",
            hint="make room or name a place that may be written; what was finished is kept, "
            "run again to go on",
        )


def _plain(path: Path) -> Iterator[tuple[bytes, int]]:
    """Whole lines of a file, with where each ends."""
    end = 0
    with open(path, "rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                return
            end += len(line)
            yield line, end


def _members(path: Path) -> Iterator[tuple[bytes, int]]:
    """Whole members of a packed file, unpacked, with where each ends."""
    with open(path, "rb") as file:
        rest = b""
        end = 0
        while True:
            unpacker = zlib.decompressobj(31)
            parts = []
            used = 0
            while not unpacker.eof:
                data = rest or file.read(_CHUNK)
                rest = b""
                if not data:
                    return
                parts.append(unpacker.decompress(data))
                used += len(data)
            rest = unpacker.unused_data
            end += used - len(rest)
            yield b"".join(parts), end
