"""The reading view of some documents, as one file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from counterpoint.errors import InputError
from counterpoint.types import AnnotatedDocument

__all__ = ["write_reading_page"]


def write_reading_page(path: Path, documents: Sequence[AnnotatedDocument]) -> None:
    """Write the reading view; the file is there whole or as it was before.

    Raises:
        InputError: If it cannot be written.
    """
    from counterpoint.writers.reading_view import render

    page = render(documents).encode("utf-8", "replace")
    temporary = ""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(page)
            return
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = file.name
            file.write(page)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise InputError(
            f"{path}: cannot be written ({error.strerror or error})",
            hint="name a file in a folder that exists, has room and may be written",
        ) from error
