"""Known actors and the resolver that knows them, loaded once for each gazetteer of a user."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoint.errors import InputError
from counterpoint.types.gazetteer import Gazetteer

if TYPE_CHECKING:
    from counterpoint.analysis.speakers import SpeakerResolver

__all__ = ["gazetteer_digest", "gazetteer_state", "load_gazetteer", "load_resolver"]


def load_gazetteer(path: str = "") -> Gazetteer:
    """The built-in gazetteer, with the user's own lines over it.

    Raises:
        InputError: If the user's file cannot be read.
    """
    return _gazetteer(path, gazetteer_state(path))


def load_resolver(gazetteer: str = "", bundle: Path | None = None) -> SpeakerResolver:
    """The resolver with its models, or with those of another bundle.

    Raises:
        ModelError: If they are missing.
        InputError: If the user's gazetteer cannot be read.
    """
    return _resolver(gazetteer, gazetteer_state(gazetteer), bundle)


def gazetteer_state(path: str) -> tuple[int, int]:
    """When a user's gazetteer was changed, and its size: what is loaded is kept as long."""
    if not path:
        return 0, 0
    try:
        state = os.stat(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _gazetteer(path: str, state: tuple[int, int]) -> Gazetteer:
    from counterpoint.models.gazetteer import built_in

    if not path:
        return built_in()
    from counterpoint.actors.gazetteer import read_gazetteer

    return built_in().with_actors(read_gazetteer(Path(path)))


@lru_cache(maxsize=4)
def _resolver(path: str, state: tuple[int, int], bundle: Path | None) -> SpeakerResolver:
    from counterpoint.analysis.speakers import SpeakerResolver

    return SpeakerResolver.load(_gazetteer(path, state), folder=bundle)


def gazetteer_digest(path: str) -> str:
    """What a user's gazetteer holds, in 16 digits; empty without one.

    Raises:
        InputError: If the file cannot be read.
    """
    if not path:
        return ""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
