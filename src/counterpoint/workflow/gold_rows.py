"""Rows of gold files, with the place of each for messages."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from counterpoint.errors import InputError

__all__ = ["gold_rows"]


def gold_rows(path: str | Path) -> Iterator[tuple[str, Any]]:
    """Rows of a JSON Lines file with the place of each."""
    try:
        with open(path, "rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            raw: IO[bytes] = gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[assignment]
            with io.TextIOWrapper(raw, encoding="utf-8") as lines:
                for number, line in enumerate(lines, start=1):
                    if line.strip():
                        yield f"{path}, line {number}", json.loads(line)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, EOFError, RecursionError) as error:
        raise InputError(f"{path}: not JSON Lines in UTF-8 ({error})") from error
