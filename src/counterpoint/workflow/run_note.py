"""A note beside an output: with which options, and by which version, it was made.

A run that is gone on with must be the same run, and so must one that is done and gets further
texts. The output itself stays pure JSON Lines; the note lies beside it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from counterpoint.errors import InputError, StoreError

__all__ = ["NOTE", "RunNote"]

NOTE = ".counterpoint-run"
_MOST = 65_536  # bytes of a note


class RunNote:
    """What an output was begun with.

    Args:
        target: The output, or ``-``, which has no note.
        options: Name and value of what the lines depend on.
    """

    def __init__(self, target: str | Path, options: Mapping[str, object]) -> None:
        self._target = str(target)
        self._path = Path(self._target + NOTE)
        self._options = {name: str(value) for name, value in options.items()}
        self._used = self._target != "-" and (
            not os.path.exists(self._target) or os.path.isfile(self._target)
        )

    def check(self) -> None:
        """Hold the options against those that the output was begun with.

        Raises:
            InputError: If they differ, naming each that does.
        """
        before = self._read() if self._used else {}
        changed = [
            f"{name} was {before[name] or 'not given'} and is {value or 'not given'}"
            for name, value in self._options.items()
            if name in before and before[name] != value
        ]
        if changed:
            raise InputError(
                f"{self._target}: was begun with other options ({'; '.join(changed)})",
                hint="give the same options to go on, or begin anew with --restart",
            )

    def write(self) -> None:
        """Leave the note.

        Raises:
            StoreError: If it cannot be written.
        """
        if not self._used:
            return
        draft = Path(f"{self._path}.new")
        try:
            draft.write_text(json.dumps(self._options, ensure_ascii=True) + "\n", encoding="ascii")
            draft.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise StoreError(
                f"{self._path}: cannot be written ({error.strerror or error})",
                hint="make room or name a place that may be written",
            ) from error

    def _read(self) -> dict[str, str]:
        try:
            with open(self._path, "rb") as file:
                held = json.loads(file.read(_MOST))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(
                f"{self._path}: cannot be read, so that nobody knows how {self._target} was begun",
                hint=f"begin anew with --restart, or delete {self._path} if the options are "
                "the same",
            ) from error
        return {str(k): str(v) for k, v in held.items()} if isinstance(held, dict) else {}
